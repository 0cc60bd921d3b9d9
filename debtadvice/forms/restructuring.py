"""Debt restructuring: its conditions, the application, the decision, the yearly follow-up, its end."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.forms.choices import PAST_HINT, YesNoField
from core.clock import today
from core.forms import AmountField, FlexibleDateField, HemvagForm
from core.money import format_sek
from debtadvice.enums import Condition, RestructuringEnd
from debtadvice.five_years import MOST_YEARS, YEARS, PaidMonth
from debtadvice.models import Debt, Restructuring


class PastDayField(FlexibleDateField):
    """A day that has come, today unless another is written."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(prefer="past", latest=today, initial=today, help_text=PAST_HINT, **kwargs)


class ConditionsForm(HemvagForm):
    """For each condition: met, not met or not known, and on what evidence."""

    def __init__(self, *args: Any, restructuring: Restructuring, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checks = {check.condition: check for check in restructuring.checks.all()}
        for condition in Condition:
            check = self.checks.get(condition)
            self.fields[f"met_{condition}"] = YesNoField(
                label=condition.label, initial=check.is_met if check else None
            )
            self.fields[f"evidence_{condition}"] = forms.CharField(
                label=_("Evidence"),
                max_length=400,
                required=False,
                initial=check.evidence if check else "",
            )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"met_{condition}"], self[f"evidence_{condition}"]) for condition in Condition]

    def answers(self) -> dict[str, tuple[bool | None, str]]:
        data = self.cleaned_data
        return {
            condition.value: (data[f"met_{condition}"], data[f"evidence_{condition}"])
            for condition in Condition
        }


class ApplyForm(HemvagForm):
    applied_on = PastDayField(label=_("Applied on"))
    enforcement_reference = forms.CharField(
        label=_("The Enforcement Authority's number"), max_length=40, required=False
    )


class DecideForm(HemvagForm):
    """What the Enforcement Authority decided; the plan only when it was granted."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("restructuring", "Decision"),
        choices=[
            ("granted", pgettext_lazy("restructuring", "Granted")),
            ("rejected", pgettext_lazy("restructuring", "Rejected")),
        ],
        widget=forms.RadioSelect,
    )
    decided_on = PastDayField(label=_("Decided on"))
    money_sek = AmountField(
        label=_("To pay in a month"), required=False, help_text=_("0 when nothing is paid")
    )
    first_month = FlexibleDateField(
        label=_("First month"), required=False, help_text=_("Any day of it, for example 1/3")
    )
    years = forms.IntegerField(
        label=_("Years"),
        min_value=1,
        max_value=MOST_YEARS,
        initial=YEARS,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    debts = forms.MultipleChoiceField(
        label=_("Debts that the decision covers"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, debts: Sequence[Debt], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["debts"]
        field.choices = [(str(debt.pk), f"{debt.creditor}, {format_sek(debt.total_sek)}") for debt in debts]
        field.initial = [code for code, _words in field.choices]
        if not debts:
            del self.fields["debts"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == "granted":
            if cleaned.get("money_sek") is None and "money_sek" not in self.errors:
                self.add_error("money_sek", _("Write what is to be paid in a month, 0 when it is nothing"))
            if not cleaned.get("first_month") and "first_month" not in self.errors:
                self.add_error("first_month", _("Write the first month of the plan"))
        return cleaned

    def grant(self) -> dict[str, Any] | None:
        """The plan as the action wants it; None for a rejection."""
        data = self.cleaned_data
        if data["outcome"] != "granted":
            return None
        money: Decimal = data["money_sek"]
        return {
            "money_sek": money,
            "first_month": data["first_month"],
            "years": data["years"] or YEARS,
            "debt_ids": [int(pk) for pk in data["debts"]] if "debts" in data else None,
        }


class PaidForm(HemvagForm):
    """What was paid for a month; the first one that is not paid is proposed."""

    month = forms.TypedChoiceField(label=_("For the month"), coerce=date.fromisoformat)
    amount_sek = AmountField(label=_("Amount"), least=Decimal("0.01"))
    paid_on = PastDayField(label=_("Paid on"))
    client_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, months: Sequence[PaidMonth], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [
            (one.month.isoformat(), date_format(one.month, "F Y")) for one in reversed(months)
        ]
        unpaid = next((one for one in months if one.paid_sek < one.due_sek), None)
        if unpaid is not None:
            self.fields["month"].initial = unpaid.month.isoformat()
            self.fields["amount_sek"].initial = unpaid.due_sek - unpaid.paid_sek
        self.fields["client_key"].initial = uuid4()


class FollowUpForm(HemvagForm):
    done_on = PastDayField(label=_("Gone through on"))
    note = forms.CharField(
        label=_("What has been paid, and what has changed"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EndForm(HemvagForm):
    end_reason = forms.ChoiceField(
        label=_("Ended because"), choices=RestructuringEnd.choices, widget=forms.RadioSelect
    )
    ended_on = PastDayField(label=_("Ended on"))
