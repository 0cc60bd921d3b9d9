"""Planning a follow-up, moving one, doing one with a note."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from cases.enums import FollowUpKind
from cases.forms.choices import colleagues, offer
from cases.models import Household
from core.clock import today
from core.forms import FlexibleDateField, HemvagForm

# How often it comes back: unit and interval of the series, "" for once.
RHYTHMS = {"": None, "weeks-1": ("weeks", 1), "weeks-2": ("weeks", 2), "months-1": ("months", 1)}


class MoveDutyForm(HemvagForm):
    due_on = FlexibleDateField(
        label=_("New day"),
        earliest=today,
        help_text=_("For example Monday, 9/12 or +1w. A day when nobody works becomes the next working day."),
    )
    note = forms.CharField(
        label=pgettext_lazy("follow-up", "Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DoneForm(HemvagForm):
    note = forms.CharField(
        label=pgettext_lazy("follow-up", "Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PlanForm(HemvagForm):
    """A follow-up of a household, once or in a rhythm."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("follow-up", "Kind"), choices=FollowUpKind, initial=FollowUpKind.OTHER
    )
    due_on = FlexibleDateField(
        label=pgettext_lazy("follow-up", "Day"), earliest=today, help_text=_("9/12, Monday, +1w")
    )
    rhythm = forms.ChoiceField(
        label=_("Comes back"),
        required=False,
        choices=[
            ("", _("No, only once")),
            ("weeks-1", _("Every week")),
            ("weeks-2", _("Every second week")),
            ("months-1", _("Every month")),
        ],
    )
    last_on = FlexibleDateField(
        label=_("Through"), required=False, help_text=_("Empty: until further notice")
    )
    assigned_to = forms.ModelChoiceField(
        User.objects.none(),
        label=pgettext_lazy("follow-up", "Whose"),
        required=False,
        empty_label=_("Whoever is responsible for the household"),
    )
    note = forms.CharField(
        label=pgettext_lazy("follow-up", "Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "assigned_to", colleagues(household.authority))
