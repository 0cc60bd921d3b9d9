"""Times of day as people type them: 10, 10.30, 1030, kl 10."""

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms.base import in_sentence


class UnreadableTime(ValueError):
    """Text that names no time of day."""


def read_time(text: str) -> time:
    """The time that the text names, to the minute, 00.00–23.59. Raises UnreadableTime."""
    words = " ".join(text.casefold().split())
    words = re.sub(r"^(?:klockan|kl\.?) ?", "", words)
    match = re.fullmatch(r"([0-9]{1,2})(?: ?[.:] ?([0-9]{2}))?", words) or re.fullmatch(
        r"([0-9]{1,2})([0-9]{2})", words
    )
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise UnreadableTime(text[:40])
    return time(int(match[1]), int(match[2] or 0))


class FlexibleTimeField(forms.Field):
    """A time of day, shown as 10.30. Cleans to a time, or None when empty."""

    widget = forms.TextInput
    width = "time"
    default_error_messages = {
        "unreadable": _("Write %(label)s as a time between 0.00 and 23.59, for example 10 or 10.30"),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "spellcheck": "false"}

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H.%M}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, time):
            return value
        try:
            return read_time(str(value))
        except UnreadableTime:
            raise ValidationError(
                self.error_messages["unreadable"],
                code="unreadable",
                params={"label": in_sentence(self.label or _("the time"))},
            ) from None
