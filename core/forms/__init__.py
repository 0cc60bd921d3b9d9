"""Fields that read what people type, and forms whose messages say what to do."""

from core.forms.base import HemvagForm, HemvagFormMixin, HemvagModelForm
from core.forms.dates import FlexibleDateField, UnreadableDay, read_day
from core.forms.numbers import AmountField, IdentityNumberField, PhoneField
from core.forms.times import FlexibleTimeField, UnreadableTime, read_time

__all__ = [
    "AmountField",
    "FlexibleDateField",
    "FlexibleTimeField",
    "HemvagForm",
    "HemvagFormMixin",
    "HemvagModelForm",
    "IdentityNumberField",
    "PhoneField",
    "UnreadableDay",
    "UnreadableTime",
    "read_day",
    "read_time",
]
