"""Stays: start, end, go on, and what is recorded meanwhile."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.clock import today
from core.forms import AmountField, FlexibleDateField, HemvagForm
from housing.enums import IncidentKind, NextSolution, Obstacle, Outcome
from housing.models import BoardDecision, Flat, KeyHandover, TakeoverObstacle, Tenancy

_NEXT = [("", _("Not known yet")), *NextSolution.choices]


def _words(label: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=4000, required=required, widget=forms.Textarea({"rows": 3})
    )


class _FlatChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.address} · {obj.get_kind_display()}"


class _DecisionChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        through = f"–{obj.valid_until}" if obj.valid_until else ""
        return f"{obj.decided_on} · {obj.valid_from or ''}{through}"


class StartForm(HemvagForm):
    """A household moves into a free flat, by one of its approvals."""

    flat = _FlatChoice(label=_("Flat"), queryset=Flat.objects.none())
    decision = _DecisionChoice(label=_("Decision"), queryset=BoardDecision.objects.none())
    first_night = FlexibleDateField(label=_("First night"))
    planned_last_night = FlexibleDateField(
        label=_("Planned last night"),
        required=False,
        help_text=_("Needed in a transitional flat: at most three months."),
    )
    next_solution = forms.ChoiceField(label=_("Next solution"), choices=_NEXT, required=False)
    next_solution_named = forms.CharField(
        label=_("Which one, by name"),
        max_length=160,
        required=False,
        help_text=_("Needed in a transitional flat."),
    )
    next_solution_on = FlexibleDateField(label=_("Expected"), required=False)
    contract_number = forms.CharField(label=_("Sublease number"), max_length=60, required=False)

    def __init__(self, *args: Any, household: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        flats = Flat.objects.filter(authority_id=household.authority_id)
        self.fields["flat"].queryset = flats.available_on(today()).order_by("kind", "address")
        approvals = BoardDecision.objects.filter(
            household=household, outcome=Outcome.APPROVED, replaced_by=None
        )
        self.fields["decision"].queryset = approvals.order_by("-decided_on", "-pk")


class EndForm(HemvagForm):
    """The stay is over."""

    last_night = FlexibleDateField(label=_("Last night"), prefer="nearest")
    moved_to = forms.ChoiceField(label=_("Moved to"), choices=NextSolution)
    moved_to_named = forms.CharField(label=_("Where, by name"), max_length=160, required=False)


class ExtendForm(HemvagForm):
    """Another planned end."""

    planned_last_night = FlexibleDateField(label=_("Planned last night"), required=False)


class AuthoriseForm(HemvagForm):
    """Over the three months, by one's own delegation."""

    last_night = FlexibleDateField(label=_("Through the night"))
    reason = _words(_("Why the stay may go over the limit"))


class CorrectForm(HemvagForm):
    """What was entered wrongly, and why it is changed."""

    first_night = FlexibleDateField(label=_("First night"), prefer="past")
    last_night = FlexibleDateField(label=_("Last night"), prefer="nearest", required=False)
    planned_last_night = FlexibleDateField(label=_("Planned last night"), required=False)
    fee_sek = AmountField(label=_("The client's fee a month in kronor"), required=False)
    contract_number = forms.CharField(label=_("Sublease number"), max_length=60, required=False)
    waiver_approved_on = FlexibleDateField(label=_("Tenure waiver approved"), prefer="past", required=False)
    waiver_expires_on = FlexibleDateField(label=_("Tenure waiver expires"), required=False)
    reason = _words(_("What was wrong"))
    version = forms.CharField(widget=forms.HiddenInput, required=False)


class AnnulForm(HemvagForm):
    """The stay never was."""

    reason = _words(_("Why the stay never was"))


class KeysForm(HemvagForm):
    """Keys out, or those that are out back in."""

    returning = forms.ModelChoiceField(
        label=_("What happens"),
        queryset=KeyHandover.objects.none(),
        required=False,
        empty_label=_("Keys are handed out"),
    )
    what = forms.CharField(
        label=_("Which keys"), help_text=_("When keys are handed out"), max_length=80, required=False
    )
    count = forms.IntegerField(label=_("How many"), min_value=0, max_value=50)
    day = FlexibleDateField(label=pgettext_lazy("keys", "Day"), prefer="past", initial=today)

    def __init__(self, *args: Any, tenancy: Tenancy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["returning"]
        field.is_answered = True  # the first choice is one of the two things that happen
        field.queryset = tenancy.keyhandovers.filter(returned_on=None).order_by("handed_out_on")
        field.label_from_instance = lambda keys: (
            _("Come back: %(what)s, %(count)s out since %(day)s")
            % {
                "what": keys.what,
                "count": keys.count,
                "day": keys.handed_out_on,
            }
        )


class IncidentForm(HemvagForm):
    """Something went wrong."""

    happened_on = FlexibleDateField(label=pgettext_lazy("incident", "When"), prefer="past", initial=today)
    kind = forms.ChoiceField(label=pgettext_lazy("incident", "What"), choices=IncidentKind)
    note = _words(_("What happened"))


class RentPaidForm(HemvagForm):
    """A month's rent is paid."""

    month = FlexibleDateField(
        label=_("Rent for the month"),
        help_text=_("A day in the month, for example 1/12"),
        prefer="nearest",
        initial=today,
    )
    paid_on = FlexibleDateField(label=_("Paid on"), prefer="past", initial=today)


class ObstacleForm(HemvagForm):
    """An obstacle is noted, or one that stands is out of the way."""

    resolved = forms.ModelChoiceField(
        label=_("What happens"),
        queryset=TakeoverObstacle.objects.none(),
        required=False,
        empty_label=_("An obstacle is noted"),
    )
    kind = forms.ChoiceField(label=_("Obstacle"), choices=Obstacle, required=False)
    day = FlexibleDateField(label=pgettext_lazy("obstacle", "Day"), prefer="past", initial=today)
    note = _words(_("Note"), required=False)

    def __init__(self, *args: Any, tenancy: Tenancy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["resolved"]
        field.is_answered = True
        field.queryset = tenancy.takeoverobstacles.filter(resolved_on=None).order_by("noted_on")
        field.label_from_instance = lambda one: (
            _("Out of the way: %(what)s") % {"what": one.get_kind_display()}
        )


class NextForm(HemvagForm):
    """Where the stay is to lead."""

    next_solution = forms.ChoiceField(label=_("Next solution"), choices=NextSolution)
    next_solution_named = forms.CharField(label=_("Which one, by name"), max_length=160)
    next_solution_on = FlexibleDateField(label=_("Expected"), required=False)
