"""Which period a report is about, as people write it."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import HemvagForm
from core.periods import Period, PeriodError, parse_period

LONGEST_DAYS = 20 * 366
_SHORTEST_MONTH_NAME = 3

_BETWEEN_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})\s*(?:\.\.|–|—|-|till|to|t\.?o\.?m\.?)\s*(\d{4}-\d{2}-\d{2})")
_TERTIAL_FIRST = re.compile(r"t(?:ertial)?\s*([1-3])[\s,-]*(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[\s,-]*t(?:ertial)?\s*([1-3])")
_MONTH_NAME = re.compile(r"([^\W\d]+)\.?\s+(\d{4})")


def read_period(text: str, *, today: date) -> Period:
    """A period as `parse_period` reads it, or as `dec 2013`, `tertial 3 2013`, `2013-01-01 – 2013-03-31`.

    Raises PeriodError also for one that has not begun, or is longer than twenty years.
    """
    period = parse_period(_normalised(text.strip()))
    if period.start > today:
        raise PeriodError(
            _("The period begins on %(start)s. Choose one that has begun.")
            % {"start": period.start.isoformat()}
        )
    if period.days > LONGEST_DAYS:
        raise PeriodError(_("Choose at most 20 years."))
    return period


def _normalised(text: str) -> str:
    bare = text.lower()
    if match := _BETWEEN_DAYS.fullmatch(bare):
        return f"{match[1]}..{match[2]}"
    if match := _TERTIAL_FIRST.fullmatch(bare):
        return f"{match[2]}-T{match[1]}"
    if match := _YEAR_FIRST.fullmatch(bare):
        return f"{match[1]}-T{match[2]}"
    if match := _MONTH_NAME.fullmatch(bare):
        for number, name in MONTHS.items():
            if len(match[1]) >= _SHORTEST_MONTH_NAME and str(name).lower().startswith(match[1]):
                return f"{match[2]}-{number:02}"
    return text


class PeriodForm(HemvagForm):
    """One line: a month, a tertial, a year or two days."""

    period = forms.CharField(
        label=gettext_lazy("Another period"),
        max_length=60,
        help_text=gettext_lazy("For example 2013-T3, December 2013, 2013 or 2011-09-01..2013-12-31"),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["period"].widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})

    def clean_period(self) -> Period:
        try:
            return read_period(self.cleaned_data["period"], today=self.today)
        except PeriodError as error:
            raise ValidationError(str(error)) from error
