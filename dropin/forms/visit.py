"""What the desk sends: a visit, and everything about it that has been typed or ticked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums import Situation
from core.clock import today
from core.forms import FlexibleDateField, FlexibleTimeField, HemvagForm
from dropin.enums import BookingReason, HomelessTiming, NextStep, Place, Referrer, Topic

MOST_NOTE_CHARACTERS = 20_000
MOST_DIGITS = 18


class BookingWith:
    """With whom the next visit is, as the desk offers it: without a list of the whole staff."""

    ME = "me"
    PROJECT_WORKER = "project_worker"
    CASEWORKER = "caseworker"
    ANYONE = "anyone"
    choices = [
        (ME, pgettext_lazy("booked with", "Me")),
        (PROJECT_WORKER, _("The household's project worker")),
        (CASEWORKER, _("The household's caseworker")),
        (ANYONE, pgettext_lazy("booked with", "Whoever is on duty")),
    ]


class KeysField(forms.MultipleChoiceField):
    """Numbers of rows, as checkboxes send them; whose they are is for the action to say."""

    def valid_value(self, value: str) -> bool:
        return value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS

    def clean(self, value: Any) -> frozenset[int]:
        return frozenset(int(key) for key in super().clean(value))


class VisitForm(HemvagForm):
    """One visit. `who` is "anonymous", "new", "h12" (a household) or "b7" (a booking)."""

    who = forms.CharField(label=_("Who is coming?"), required=False, max_length=40)
    people = KeysField(label=_("Who are here?"), required=False)
    people_shown = forms.BooleanField(required=False)
    topics = forms.MultipleChoiceField(label=_("What was the visit about?"), choices=Topic, required=False)
    situation = forms.TypedChoiceField(
        label=_("Housing situation now"),
        choices=[("", pgettext_lazy("situation", "Not asked")), *Situation.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=MOST_NOTE_CHARACTERS)
    next_step = forms.ChoiceField(label=_("Next step"), choices=NextStep, required=False)
    booking_day = FlexibleDateField(label=pgettext_lazy("booking", "Day"), required=False)
    booking_time = FlexibleTimeField(label=pgettext_lazy("booking", "Time"), required=False)
    booking_reason = forms.ChoiceField(
        label=pgettext_lazy("booking", "Reason"), choices=BookingReason, required=False
    )
    booking_interpreter = forms.CharField(label=_("Interpreter"), required=False, max_length=60)
    booking_with = forms.ChoiceField(
        label=pgettext_lazy("booking", "With"), choices=BookingWith.choices, required=False
    )
    referred_to = forms.CharField(label=_("Referred to"), required=False, max_length=120)
    referred_by = forms.ChoiceField(
        label=_("Referred by"),
        choices=[("", pgettext_lazy("referrer", "Not asked")), *Referrer.choices],
        required=False,
    )
    homeless_timing = forms.ChoiceField(
        label=pgettext_lazy("visit", "Came"),
        choices=[("", pgettext_lazy("timing", "Not asked")), *HomelessTiming.choices],
        required=False,
    )
    place = forms.ChoiceField(label=pgettext_lazy("visit", "Place"), choices=Place, required=False)
    visited_on = FlexibleDateField(label=_("Day of the visit"), prefer="past", latest=today, required=False)
    visited_at = FlexibleTimeField(label=_("Time of the visit"), required=False)
    client_key = forms.UUIDField(required=False)
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31)

    def clean_next_step(self) -> str:
        return self.cleaned_data["next_step"] or NextStep.NOTHING

    def clean_place(self) -> str:
        return self.cleaned_data["place"] or Place.DESK

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        step = cleaned.get("next_step")
        if step == NextStep.BOOKED_VISIT and not cleaned.get("version"):
            self._ask_for("booking_day", _("Write the day of the booked visit, for example +1w or 9/12"))
            self._ask_for("booking_time", _("Write the time of the booked visit, for example 10.30"))
        if step == NextStep.REFER_ON:
            self._ask_for("referred_to", _("Write to whom they are referred"))
        return cleaned

    def _ask_for(self, name: str, message: Any) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, message)

    @property
    def wants_booking(self) -> bool:
        """Whether a day and a time for the next visit were given."""
        data = self.cleaned_data
        return bool(
            data["next_step"] == NextStep.BOOKED_VISIT and data["booking_day"] and data["booking_time"]
        )
