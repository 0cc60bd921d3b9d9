"""Units, named staff, emergency access."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from cases.actions.staffing import SHORTEST_REASON
from cases.forms.choices import colleagues, offer, units_of
from cases.models import Household
from core.clock import today
from core.forms import FlexibleDateField, HemvagForm


class UnitForm(HemvagForm):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit"))
    first_day = FlexibleDateField(label=_("From"), prefer="past", initial=today)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        working = household.unit_links.active_on(today()).values("unit")
        offer(self, "unit", units_of(household.authority).exclude(pk__in=working))


class LastDayForm(HemvagForm):
    last_day = FlexibleDateField(label=_("Last day"), prefer="nearest", initial=today)


class NameForm(HemvagForm):
    """One more who may see the household."""

    user = forms.ModelChoiceField(
        User.objects.none(), label=_("Member of staff"), empty_label=_("Choose somebody")
    )
    last_day = FlexibleDateField(
        label=_("Through"), required=False, help_text=_("Empty: until further notice")
    )
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "user", colleagues(household.authority))


class EmergencyForm(HemvagForm):
    case_number = forms.CharField(label=_("Case number"), max_length=64, help_text=_("For example 2013-0412"))
    reason = forms.CharField(
        label=_("Why you need to see the household now"),
        min_length=SHORTEST_REASON,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Is kept and reviewed afterwards"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case_number"].widget.attrs["autocomplete"] = "off"
