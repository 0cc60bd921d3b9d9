"""Debt restructuring: its conditions, the application, the decision, the yearly follow-up, its end."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.forms.choices import PAST_HINT, YesNoField
from core.clock import today
from core.forms import AmountField, FlexibleDateField, HemvagForm
from debtadvice.enums import Condition, RestructuringEnd
from debtadvice.five_years import MOST_YEARS, YEARS
from debtadvice.models import Restructuring


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
        return {"money_sek": money, "first_month": data["first_month"], "years": data["years"] or YEARS}


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
