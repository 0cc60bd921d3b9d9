"""Booking a visit, and moving one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from core.clock import today
from core.forms import FlexibleDateField, FlexibleTimeField, HemvagForm
from dropin.enums import BookingReason

LENGTHS = [(30, _("30 minutes")), (45, _("45 minutes")), (60, _("1 hour")), (90, _("1.5 hours"))]


class MoveForm(HemvagForm):
    """Another day or time."""

    booking_day = FlexibleDateField(label=pgettext_lazy("booking", "Day"), help_text=_("9/12, Monday, +1w"))
    booking_time = FlexibleTimeField(label=pgettext_lazy("booking", "Time"), help_text=_("10 or 10.30"))


class BookingForm(MoveForm):
    """A new booking of one household. `staff`: who may be chosen."""

    reason = forms.ChoiceField(label=pgettext_lazy("booking", "Reason"), choices=BookingReason)
    duration_minutes = forms.TypedChoiceField(
        label=pgettext_lazy("booking", "Length"), choices=LENGTHS, coerce=int, initial=45
    )
    worker = forms.ModelChoiceField(
        label=pgettext_lazy("booking", "With"),
        queryset=User.objects.none(),
        required=False,
        empty_label=pgettext_lazy("booked with", "Whoever is on duty"),
    )
    interpreter_language = forms.CharField(label=_("Interpreter"), required=False, max_length=60)

    def __init__(self, *args: Any, authority_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = today()
        working = User.objects.filter(
            authority_id=authority_id,  # type: ignore[misc]  # None finds nobody
            is_active=True,
            memberships__first_day__lte=day,
        ).exclude(memberships__last_day__lt=day)
        self.fields["worker"].queryset = working.distinct().order_by("full_name")
