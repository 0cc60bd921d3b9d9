"""Debts, budgets, plans, payments."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.forms.choices import PAST_HINT
from core.clock import today
from core.forms import AmountField, FlexibleDateField, HemvagForm
from core.money import format_sek
from debtadvice.enums import DebtKind, Strategy
from debtadvice.forms.overview import read_overview
from debtadvice.forms.payments import read_payments
from debtadvice.models import Budget, Debt, PlanDebt, RepaymentPlan
from debtadvice.norms import OLDEST, OLDEST_OUT

if TYPE_CHECKING:
    from core.tabular.faults import Fault

NOUGHT = Decimal(0)
MOST_CHILDREN = 12
# A list of an overview or of payments: a file of this size is no list of a household.
MOST_BYTES = 500_000
_AND = "och"
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


class DebtFactsForm(HemvagForm):
    """What a debt is, beside what it comes to."""

    creditor = forms.CharField(label=_("Creditor"), max_length=120)
    kind = forms.ChoiceField(label=pgettext_lazy("debt", "Kind"), choices=DebtKind.choices)
    held_by = forms.CharField(label=_("With whom now"), max_length=120, required=False)
    creditor_reference = forms.CharField(label=_("Reference"), max_length=64, required=False)
    interest_percent = AmountField(label=_("Interest a year, per cent"), most=100, required=False)
    arose_on = FlexibleDateField(label=_("Arose"), prefer="past", latest=today, required=False)
    statute_barred_on = FlexibleDateField(label=_("Statute-barred"), required=False)

    def clean_interest_percent(self) -> Decimal:
        return self.cleaned_data["interest_percent"] or NOUGHT


class DebtForm(DebtFactsForm, AmountsForm):
    client_key = forms.UUIDField(widget=forms.HiddenInput)

    field_order = ("creditor", "kind", "as_of", "capital_sek", "interest_sek", "fees_sek")


class DebtChangeForm(DebtFactsForm):
    version = forms.CharField(widget=forms.HiddenInput, required=False)


class ListForm(HemvagForm):
    """A list pasted as text, or as a CSV file; every fault is told with its line."""

    pasted = forms.CharField(
        label=_("Paste the list"),
        strip=False,  # the last columns may be empty
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        max_length=200_000,
    )
    file = forms.FileField(
        label=_("Or choose a CSV file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )

    columns = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pasted"].help_text = _(
            "First line: %(columns)s. From a spreadsheet it can be pasted as it is."
        ) % {"columns": self.columns}

    def read(self, content: bytes) -> tuple[list[dict[str, Any]], list["Fault"]]:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file, pasted = cleaned.get("file"), cleaned.get("pasted") or ""
        if self.errors:
            return cleaned
        name = "file" if file else "pasted"
        if file and file.size > MOST_BYTES:
            self.add_error(name, _("The file is too large to be such a list. Choose another one"))
        elif not file and not pasted.strip():
            self.add_error(name, _("Paste the list, or choose a file"))
        else:
            cleaned["rows"] = self._rows(name, file.read() if file else pasted.encode("utf-8", "replace"))
        return cleaned

    def _rows(self, name: str, content: bytes) -> list[dict[str, Any]]:
        rows, faults = self.read(content)
        for fault in faults:
            self.add_error(name, _line(fault))
        if not faults and not rows:
            self.add_error(name, _("There is nothing under the first line. Send the lines too"))
        return rows


class OverviewForm(ListForm):
    """A debt overview, as the Enforcement Authority or a bank gives it."""

    columns = "referens;borgenär;typ;per;kapital;ränta;avgifter;räntesats"

    def read(self, content: bytes) -> tuple[list[dict[str, Any]], list["Fault"]]:
        return read_overview(content)


class PaymentsForm(ListForm):
    """Payments of a plan, as a bank lists them."""

    columns = "referens;datum;borgenär;belopp"

    def __init__(self, *args: Any, plan: RepaymentPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan

    def read(self, content: bytes) -> tuple[list[dict[str, Any]], list["Fault"]]:
        return read_payments(content, list(self.plan.parts.select_related("debt", "plan__case")))


def _line(fault: "Fault") -> Any:
    return _("Line %(line)s, %(column)s: %(message)s") % {
        "line": fault.line,
        "column": fault.column,
        "message": fault.message,
    }


def _ages(text: str) -> list[int]:
    """Ages in whole years, at most twelve of them, with any signs between."""
    ages = [word for word in re.split(r"[\s,;]+", text.strip()) if word and word != _AND]
    if len(ages) > MOST_CHILDREN or any(not re.fullmatch(r"[0-9]{1,2}", age) for age in ages):
        raise forms.ValidationError(_("Write the ages in whole years with commas between, as 3, 7, 12"))
    return [int(age) for age in ages]


class BudgetForm(HemvagForm):
    """A month: an amount for each kind of income and expense."""

    name = forms.CharField(
        label=_("What it shows"), max_length=60, help_text=_("For example: today, or after the move")
    )
    adults = forms.TypedChoiceField(
        label=_("Adults who share the money"), choices=[(1, "1"), (2, "2")], coerce=int, initial=1
    )
    child_ages = forms.CharField(
        label=_("Ages of the children"),
        max_length=60,
        required=False,
        help_text=_("For example 3, 7, 12. Empty: no children"),
    )
    lunch_ages = forms.CharField(
        label=_("Ages of those who have lunch at preschool"),
        max_length=60,
        required=False,
        help_text=_("Five days a week, through 6 years. For example 3, 5"),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in (*INCOMES, *EXPENSES):
            self.fields[code] = AmountField(label=label, required=False)

    def clean_child_ages(self) -> list[int]:
        """Whole years, 0 to 20."""
        ages = _ages(self.cleaned_data["child_ages"])
        if any(age > OLDEST for age in ages):
            raise forms.ValidationError(
                _("The national norm has children through 20 years. Leave older ones out")
            )
        return ages

    def clean_lunch_ages(self) -> list[int]:
        """Some of the children, through 6 years."""
        ages = _ages(self.cleaned_data["lunch_ages"])
        if any(age > OLDEST_OUT for age in ages):
            raise forms.ValidationError(
                _("The norm without lunch has children through 6 years. Leave older ones out")
            )
        if "child_ages" in self.cleaned_data and Counter(ages) - Counter(self.cleaned_data["child_ages"]):
            raise forms.ValidationError(_("Write only ages that stand among the children above"))
        return ages

    def lines(self, kinds: list[Any]) -> dict[str, Decimal]:
        return {
            code: self.cleaned_data[code] for code, _label in kinds if self.cleaned_data[code] is not None
        }

    @property
    def incomes(self) -> list[Any]:
        return [self[code] for code, _label in INCOMES]

    @property
    def expenses(self) -> list[Any]:
        return [self[code] for code, _label in EXPENSES]


def _budget_choice(budgets: "Sequence[Budget]") -> forms.TypedChoiceField:
    """One of the case's budgets, with what it leaves."""
    by_key = {str(budget.pk): budget for budget in budgets}
    words = _("%(name)s %(day)s, %(amount)s left")
    choices = [
        (key, words % {"name": one.name, "day": localdate(one.made_at), "amount": format_sek(one.left_sek)})
        for key, one in by_key.items()
    ]
    return forms.TypedChoiceField(
        label=_("Held against the budget"), choices=choices, coerce=by_key.__getitem__
    )


class PlanForm(HemvagForm):
    """How the debts are to be paid. With its own amount for each creditor, the money is their sum."""

    money_sek = AmountField(label=_("Money a month for all debts"), least=1, required=False)
    strategy = forms.ChoiceField(
        label=pgettext_lazy("plan", "Order"),
        choices=Strategy.choices,
        widget=forms.RadioSelect,
        initial=Strategy.PROPORTIONAL,
    )
    first_month = FlexibleDateField(label=_("First month"), help_text=_("Any day of it, for example 1/3"))
    skips_june_and_december = forms.BooleanField(
        label=_("Nothing is paid in June and December"), required=False
    )

    def __init__(self, *args: Any, debts: "list[Debt]", budgets: "Sequence[Budget]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.debts = debts
        if len(budgets) > 1:
            self.fields["budget"] = _budget_choice(budgets)
        for debt in debts:
            self.fields[f"own_{debt.pk}"] = AmountField(label=debt.creditor, required=False)

    @property
    def own_fields(self) -> list[Any]:
        return [self[f"own_{debt.pk}"] for debt in self.debts]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        amounts = {debt.pk: cleaned.pop(f"own_{debt.pk}", None) for debt in self.debts}
        cleaned["own"] = {pk: amount for pk, amount in amounts.items() if amount}
        if cleaned.get("strategy") == Strategy.OWN:
            cleaned["money_sek"] = sum(cleaned["own"].values(), NOUGHT)
        elif not cleaned.get("money_sek") and "money_sek" not in self.errors:
            self.add_error("money_sek", _("Write how much money there is a month"))
        return cleaned


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
