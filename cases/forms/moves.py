"""The move, and the survey after it."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import HomeContract, IncomeSource
from cases.forms.choices import PAST_HINT, YesNoField, offer
from cases.forms.municipality import MunicipalityField
from cases.models import FollowUp, Household, Landlord
from cases.models.homes import LONGEST_ADDRESS
from core.clock import today
from core.forms import FlexibleDateField, HemvagForm

MOST_TIMES = 20


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MOST_TIMES,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class MoveForm(HemvagForm):
    """No address is asked for where the household's identity is protected."""

    moved_in_on = FlexibleDateField(
        label=_("Moves in"), initial=today, help_text=_("9/12, 1 February, +3w; also a day ahead")
    )
    contract = forms.ChoiceField(label=_("Contract"), choices=HomeContract, widget=forms.RadioSelect)
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=LONGEST_ADDRESS,
        help_text=_("Seen by those who work with the household's housing search, and in no list"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    municipality = MunicipalityField(label=_("Municipality"), required=False)
    landlord = forms.ModelChoiceField(
        Landlord.objects.none(), label=_("Landlord"), required=False, empty_label=_("Not known")
    )

    datalists = ("municipalities",)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        landlords = Landlord.objects.filter(authority=household.authority)
        offer(self, "landlord", landlords.order_by("name", "pk"))
        if household.is_protected:
            del self.fields["address"]


class HomeChangeForm(MoveForm):
    """The same facts to be put right. `version` tells what the writer had seen."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)


class WithdrawForm(HemvagForm):
    """Why the move is withdrawn; and, of a closed case, whether it is opened again."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("For example: recorded for the wrong household"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reopen = forms.BooleanField(label=_("Open the closed case again"), required=False, initial=True)

    def __init__(self, *args: Any, may_reopen: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_reopen:
            del self.fields["reopen"]


class SurveyForm(HemvagForm):
    """Everything but the day may be left unanswered."""

    asked_on = FlexibleDateField(
        label=_("Asked"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )
    lives_there = YesNoField(label=_("Lives there still"))
    satisfaction = forms.TypedChoiceField(
        label=_("How it is"),
        choices=[
            ("", _("Not answered")),
            ("5", _("5 · very good")),
            ("4", "4"),
            ("3", "3"),
            ("2", "2"),
            ("1", _("1 · very bad")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    income_source = forms.ChoiceField(
        label=_("Lives on"), choices=[("", _("Not answered")), *IncomeSource.choices], required=False
    )
    has_own_income = YesNoField(label=_("Own income"))
    moves = _number(_("Moves since"))
    school_changes = _number(_("Changes of school or daycare since"))
    good = forms.CharField(
        label=_("What is good"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    bad = forms.CharField(
        label=_("What is hard"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_follow_up = forms.BooleanField(required=False, initial=True)
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, follow_up: FollowUp | None, **kwargs: Any) -> None:
        """`follow_up`: the one that this may be; None where none is due."""
        super().__init__(*args, **kwargs)
        if follow_up is None:
            del self.fields["is_follow_up"]
            return
        words = _("This is the follow-up that is due %(day)s: note it as done")
        self.fields["is_follow_up"].label = words % {"day": follow_up.due_on}

    def answers(self) -> dict[str, Any]:
        """What was answered, without what the form asks of the writer."""
        return {name: value for name, value in self.cleaned_data.items() if name != "is_follow_up"}
