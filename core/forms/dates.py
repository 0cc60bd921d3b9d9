"""Days as people type them: 2013-12-09, 9/12, 9 dec, imorgon, måndag, +2v."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms.base import in_sentence
from core.periods import add_months

Prefer = Literal["future", "past", "nearest"]

# Days outside these years are slips of the finger.
FIRST_DAY, LAST_DAY = date(1850, 1, 1), date(2199, 12, 31)

_DAYS_AWAY = {
    "idag": 0,
    "today": 0,
    "imorgon": 1,
    "tomorrow": 1,
    "iövermorgon": 2,
    "övermorgon": 2,
    "igår": -1,
    "yesterday": -1,
    "iförrgår": -2,
    "förrgår": -2,
}
_WEEKDAYS = (
    ("måndag", "monday"),
    ("tisdag", "tuesday"),
    ("onsdag", "wednesday"),
    ("torsdag", "thursday"),
    ("fredag", "friday"),
    ("lördag", "saturday"),
    ("söndag", "sunday"),
)
_MONTHS = (
    ("januari", "january"),
    ("februari", "february"),
    ("mars", "march"),
    ("april",),
    ("maj", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("augusti", "august"),
    ("september",),
    ("oktober", "october"),
    ("november",),
    ("december",),
)
_SHORTEST_NAME = 3
_UNITS = {
    "d": ("d", "dag", "dagar", "day", "days"),
    "w": ("v", "vecka", "veckor", "w", "week", "weeks"),
    "m": ("m", "mån", "månad", "månader", "month", "months"),
    "y": ("å", "år", "y", "year", "years"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}


class UnreadableDay(ValueError):
    """Text that names no day."""


def read_day(text: str, *, today: date, prefer: Prefer = "future") -> date:
    """The day that the text names, seen from `today`.

    `prefer` decides where the year is left out: the next such day from today on ("future"), the
    latest up to today ("past") or the one closest. It also turns weekdays: "måndag" is the coming
    Monday, or with "past" the latest one; never today. Raises UnreadableDay.
    """
    words = " ".join(text.casefold().replace("−", "-").replace("–", "-").split())
    for read in (_read_word, _read_step, _read_weekday, _read_digits, _read_day_and_month):
        try:
            day = read(words, today, prefer)
        except (ValueError, OverflowError):
            break
        if day is not None:
            if FIRST_DAY <= day <= LAST_DAY:
                return day
            break
    raise UnreadableDay(text[:40])


def _read_word(words: str, today: date, prefer: Prefer) -> date | None:
    away = _DAYS_AWAY.get(words.replace(" ", ""))
    return None if away is None else today + timedelta(days=away)


def _read_step(words: str, today: date, prefer: Prefer) -> date | None:
    """+2v, 3 dagar, om 1 månad, -1d."""
    match = re.fullmatch(r"(?:om )?([+-]?) ?([0-9]{1,4}) ?([^\W\d_]+)", words)
    unit = _UNIT_OF.get(match[3]) if match else None
    if match is None or unit is None:
        return None
    count = int(match[2]) * (-1 if match[1] == "-" else 1)
    if unit == "d":
        return today + timedelta(days=count)
    if unit == "w":
        return today + timedelta(weeks=count)
    return add_months(today, count if unit == "m" else 12 * count)


def _read_weekday(words: str, today: date, prefer: Prefer) -> date | None:
    weekday = _index_of_name(words.removeprefix("på ").removeprefix("on "), _WEEKDAYS)
    if weekday is None:
        return None
    if prefer == "past":
        return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _read_digits(words: str, today: date, prefer: Prefer) -> date | None:
    """2013-12-09, 20131209, 131209."""
    if match := re.fullmatch(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})", words):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"([0-9]{4}|[0-9]{2})([0-9]{2})([0-9]{2})", words):
        return _with_year(match[1], int(match[2]), int(match[3]), today, prefer)
    return None


def _read_day_and_month(words: str, today: date, prefer: Prefer) -> date | None:
    """9/12, 9/12-13, 9.12.2013, 9 dec, den 9:e december 2013."""
    match = re.fullmatch(
        r"(?:den )?([0-9]{1,2})(?::[ea])? ?(?:[/.] ?([0-9]{1,2})|([^\W\d_]+))\.?"
        r"(?:(?: ?[-/.,] ?| )([0-9]{4}|[0-9]{2}))?",
        words,
    )
    if match is None:
        return None
    month = int(match[2]) if match[2] else (_index_of_name(match[3], _MONTHS) or 0) + 1
    if match[3] and _index_of_name(match[3], _MONTHS) is None:
        return None
    if match[4]:
        return _with_year(match[4], month, int(match[1]), today, prefer)
    return _without_year(month, int(match[1]), today, prefer)


def _index_of_name(word: str, names: tuple[tuple[str, ...], ...]) -> int | None:
    """Which name the word is, or begins: at least three letters of it."""
    if len(word) < _SHORTEST_NAME:
        return None
    for index, spellings in enumerate(names):
        if any(spelling.startswith(word) for spelling in spellings):
            return index
    return None


def _with_year(digits: str, month: int, day: int, today: date, prefer: Prefer) -> date:
    """Four digits as they are; two mean the closest such year, with "past" the latest day not ahead."""
    if len(digits) == 4:
        return date(int(digits), month, day)
    if prefer != "past":
        return date(today.year - 50 + (int(digits) - today.year + 50) % 100, month, day)
    year = today.year - (today.year - int(digits)) % 100
    if (year, month, day) > (today.year, today.month, today.day):
        year -= 100
    return date(year, month, day)


def _without_year(month: int, day: int, today: date, prefer: Prefer) -> date:
    """The year that `prefer` asks for; for 29 February a leap year."""
    found = []
    for year in range(today.year - 8, today.year + 9):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    if prefer == "future":
        return min(one for one in found if one >= today)
    if prefer == "past":
        return max(one for one in found if one <= today)
    return min(found, key=lambda one: abs(one - today))


class FlexibleDateField(forms.Field):
    """A day typed in any of the usual ways, shown as YYYY-MM-DD. Cleans to a date, or None when empty.

    `earliest` and `latest` are days, or functions that give them when the form is sent.
    """

    widget = forms.TextInput
    default_error_messages = {
        "unreadable": _("Write %(label)s as a date, for example %(example)s, %(short)s or tomorrow"),
        "too_early": _("Write %(label)s as %(limit)s or later"),
        "too_late": _("Write %(label)s as %(limit)s or earlier"),
    }

    def __init__(
        self,
        *,
        prefer: Prefer = "future",
        earliest: date | Callable[[], date] | None = None,
        latest: date | Callable[[], date] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.prefer: Prefer = prefer
        self.earliest, self.latest = earliest, latest

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "spellcheck": "false"}

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, date):
            return value
        today = clock.today()
        try:
            return read_day(str(value), today=today, prefer=self.prefer)
        except UnreadableDay:
            example = today + timedelta(days=14 if self.prefer == "future" else -14)
            raise ValidationError(
                self.error_messages["unreadable"],
                code="unreadable",
                params={
                    "label": in_sentence(self.label or _("the date")),
                    "example": example.isoformat(),
                    "short": f"{example.day}/{example.month}",
                },
            ) from None

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        for code, limit in (("too_early", self.earliest), ("too_late", self.latest)):
            bound = limit() if callable(limit) else limit
            if bound is not None and (value < bound if code == "too_early" else value > bound):
                raise ValidationError(
                    self.error_messages[code],
                    code=code,
                    params={"label": in_sentence(self.label or _("the date")), "limit": bound.isoformat()},
                )
