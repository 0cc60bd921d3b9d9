"""Debts, budgets, plans, payments."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.forms.choices import PAST_HINT
from core.clock import today
from core.forms import AmountField, FlexibleDateField, HemvagForm
from debtadvice.enums import DebtKind, Strategy
from debtadvice.forms.overview import read_overview
from debtadvice.models import PlanDebt, RepaymentPlan

if TYPE_CHECKING:
    from core.tabular.faults import Fault

NOUGHT = Decimal(0)
# (code, words) of a month's incomes and expenses, as the form asks for them.
INCOMES = [
    ("salary", _("Salary after tax")),
    ("benefits", _("Benefits and pension")),
    ("child_allowance", _("Child allowance and maintenance")),
    ("housing_allowance", _("Housing allowance")),
    ("income_support", _("Income support")),
    ("other_income", _("Other incomes")),
]
EXPENSES = [
    ("rent", _("Rent")),
    ("electricity", _("Household electricity")),
    ("living", _("Food, clothes, hygiene, leisure")),
    ("phone", _("Telephone and broadband")),
    ("travel", _("Travel")),
    ("childcare", _("Childcare")),
    ("insurance", _("Insurance, unemployment fund, union")),
    ("other_expense", _("Other expenses")),
]


class AmountsForm(HemvagForm):
    """What a debt comes to as of a day."""

    as_of = FlexibleDateField(
        label=_("As of"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )
    capital_sek = AmountField(label=_("Capital"))
    interest_sek = AmountField(label=pgettext_lazy("debt", "Interest"), required=False)
    fees_sek = AmountField(label=_("Fees"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("interest_sek", "fees_sek"):
            if cleaned.get(name) is None:
                cleaned[name] = NOUGHT
        return cleaned


class AmountForm(AmountsForm):
    is_settled = forms.BooleanField(label=_("The debt is paid or written off"), required=False)


class DebtForm(AmountsForm):
    creditor = forms.CharField(label=_("Creditor"), max_length=120)
    kind = forms.ChoiceField(label=pgettext_lazy("debt", "Kind"), choices=DebtKind.choices)
    held_by = forms.CharField(label=_("With whom now"), max_length=120, required=False)
    creditor_reference = forms.CharField(label=_("Reference"), max_length=64, required=False)
    interest_percent = AmountField(label=_("Interest a year, per cent"), most=100, required=False)
    arose_on = FlexibleDateField(label=_("Arose"), prefer="past", latest=today, required=False)
    statute_barred_on = FlexibleDateField(label=_("Statute-barred"), required=False)
    client_key = forms.UUIDField(widget=forms.HiddenInput)

    field_order = ("creditor", "kind", "as_of", "capital_sek", "interest_sek", "fees_sek")

    def clean_interest_percent(self) -> Decimal:
        return self.cleaned_data["interest_percent"] or NOUGHT


class OverviewForm(HemvagForm):
    """A debt overview pasted as text with columns; every fault is told with its line."""

    overview = forms.CharField(
        label=_("Debt overview"),
        strip=False,  # the last columns may be empty
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        max_length=200_000,
        help_text=_(
            "First line: referens;borgenär;typ;per;kapital;ränta;avgifter;räntesats. "
            "From a spreadsheet it can be pasted as it is."
        ),
    )

    def clean_overview(self) -> list[dict[str, Any]]:
        rows, faults = read_overview(self.cleaned_data["overview"])
        if faults:
            raise forms.ValidationError([_line(fault) for fault in faults])
        if not rows:
            raise forms.ValidationError(_("There is no debt under the first line. Paste the lines too."))
        return rows


def _line(fault: "Fault") -> Any:
    return _("Line %(line)s, %(column)s: %(message)s") % {
        "line": fault.line,
        "column": fault.column,
        "message": fault.message,
    }


class BudgetForm(HemvagForm):
    """A month: an amount for each kind of income and expense."""

    name = forms.CharField(
        label=_("What it shows"), max_length=60, help_text=_("For example: today, or after the move")
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in (*INCOMES, *EXPENSES):
            self.fields[code] = AmountField(label=label, required=False)

    def lines(self, kinds: list[Any]) -> dict[str, Decimal]:
        return {code: self.cleaned_data[code] for code, _label in kinds if self.cleaned_data[code]}

    @property
    def incomes(self) -> list[Any]:
        return [self[code] for code, _label in INCOMES]

    @property
    def expenses(self) -> list[Any]:
        return [self[code] for code, _label in EXPENSES]


class PlanForm(HemvagForm):
    money_sek = AmountField(label=_("Money a month for all debts"), least=1)
    strategy = forms.ChoiceField(
        label=pgettext_lazy("plan", "Order"),
        choices=[choice for choice in Strategy.choices if choice[0] != Strategy.OWN],
        widget=forms.RadioSelect,
        initial=Strategy.PROPORTIONAL,
    )
    first_month = FlexibleDateField(label=_("First month"), help_text=_("Any day of it, for example 1/3"))
    skips_june_and_december = forms.BooleanField(
        label=_("Nothing is paid in June and December"), required=False
    )


class PaymentForm(HemvagForm):
    part = forms.ModelChoiceField(PlanDebt.objects.none(), label=_("Creditor"), empty_label=None)
    paid_on = FlexibleDateField(
        label=_("Paid on"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )
    amount_sek = AmountField(label=_("Amount"), least=Decimal("0.01"))
    client_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: RepaymentPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["part"]
        field.queryset = plan.parts.select_related("debt", "plan__case").order_by("debt__creditor")
        field.label_from_instance = lambda part: part.debt.creditor
