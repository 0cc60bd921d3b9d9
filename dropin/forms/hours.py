"""Opening hours and closed days."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.clock import today
from core.forms import FlexibleDateField, FlexibleTimeField, HemvagForm
from dropin.enums import Place
from dropin.models.opening import Weekday


class HoursForm(HemvagForm):
    """A weekly session."""

    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=Weekday, coerce=int)
    opens_at = FlexibleTimeField(label=pgettext_lazy("desk", "Opens"))
    closes_at = FlexibleTimeField(label=pgettext_lazy("desk", "Closes"))
    first_day = FlexibleDateField(label=_("From day"), initial=today)
    last_day = FlexibleDateField(label=_("To day"), required=False)
    place = forms.ChoiceField(label=pgettext_lazy("visit", "Place"), choices=Place)


class ClosedDayForm(HemvagForm):
    """A day without drop-in."""

    day = FlexibleDateField(label=_("Closed day"), earliest=today)
    reason = forms.CharField(label=pgettext_lazy("closed day", "Reason"), required=False, max_length=120)
