"""Periods of whole days, months of a period, and birthdays. Both ends of a period are included."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Kind = Literal["month", "tertial", "year", "free"]

MONTHS_IN_TERTIAL = 4  # January–April, May–August, September–December

# A child is a person under eighteen: SoL (2025:400) 3 kap. 1 §; of age at eighteen: FB 9 kap. 1 §.
AGE_OF_MAJORITY = 18
# Homelessness situation 5 takes in young people who are "18 år eller yngre" (report 2014, Bakgrund):
# one year more than a child.
YOUTH_OLDEST_AGE = 18

# Years that a period may name. Records older or newer than this are slips of the pen.
FIRST_YEAR, LAST_YEAR = 1900, 2199


class PeriodError(ValueError):
    """A period that cannot be read. The message is translated and says what to write instead."""


@dataclass(frozen=True)
class MonthPart:
    """The part of a calendar month that lies in a period."""

    month: str  # "2013-09"
    start: date
    end: date
    days_in_month: int  # of the whole calendar month

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def label(self) -> str:
        """September 2013, in the reader's language."""
        return _capitalised(date_format(self.start, "F Y"))

    @property
    def short_label(self) -> str:
        """Sep 2013, in the reader's language."""
        return _short_month(self.start)


@dataclass(frozen=True)
class Period:
    """Days from `start` to `end`, both included. Raises PeriodError when end is before start.

    `Period(start, end)` is a free period; months, tertials and years are made by `parse_period` or
    the class methods, and remember what they are.
    """

    start: date
    end: date
    kind: Kind = "free"

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise PeriodError(
                _("The period ends %(end)s, before it begins %(start)s. Write the first day first.")
                % {"start": self.start.isoformat(), "end": self.end.isoformat()}
            )

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        return cls(date(year, month, 1), _month_end(year, month), "month")

    @classmethod
    def tertial(cls, year: int, number: int) -> "Period":
        """Four months: 1 is January–April, 2 May–August, 3 September–December."""
        last = number * MONTHS_IN_TERTIAL
        return cls(date(year, last - MONTHS_IN_TERTIAL + 1, 1), _month_end(year, last), "tertial")

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year, 12, 31), "year")

    @property
    def key(self) -> str:
        """The text that `parse_period` reads back to an equal period."""
        if self.kind == "month":
            return month_key(self.start)
        if self.kind == "tertial":
            return f"{self.start.year:04}-T{_tertial_number(self.start)}"
        if self.kind == "year":
            return f"{self.start.year:04}"
        return f"{self.start.isoformat()}..{self.end.isoformat()}"

    @property
    def label(self) -> str:
        """In words, in the language of whoever reads now: Tertial 3 2013 (September–December 2013)."""
        if self.kind == "month":
            return _capitalised(date_format(self.start, "F Y"))
        if self.kind == "tertial":
            return _("Tertial %(number)s %(year)s (%(first)s–%(last)s %(year)s)") % {
                "number": _tertial_number(self.start),
                "year": self.start.year,
                "first": date_format(self.start, "F"),
                "last": date_format(self.end, "F"),
            }
        if self.kind == "year":
            return pgettext("period", "Year %(year)s") % {"year": self.start.year}
        return f"{date_format(self.start, 'j F Y')} – {date_format(self.end, 'j F Y')}"

    @property
    def short_label(self) -> str:
        """For the head of a column: T3 2013, Dec 2013, 2013, 2011-09-01–2013-12-31."""
        if self.kind == "month":
            return _short_month(self.start)
        if self.kind == "tertial":
            return f"T{_tertial_number(self.start)} {self.start.year}"
        if self.kind == "year":
            return str(self.start.year)
        return f"{self.start.isoformat()}–{self.end.isoformat()}"

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def months(self) -> list[MonthPart]:
        """The calendar months that the period touches, each cut to the period, in order."""
        parts = []
        first = self.start.replace(day=1)
        while first <= self.end:
            last = _month_end(first.year, first.month)
            parts.append(
                MonthPart(
                    month=month_key(first),
                    start=max(first, self.start),
                    end=min(last, self.end),
                    days_in_month=last.day,
                )
            )
            first = last + timedelta(days=1)
        return parts

    def previous_years(self, years: int) -> "Period":
        """The same period `years` years before.

        Whole months stay whole months (February of any length); otherwise 29 February becomes 28.
        """
        start, end = add_months(self.start, -12 * years), add_months(self.end, -12 * years)
        if self.start.day == 1 and self.end == _month_end(self.end.year, self.end.month):
            end = _month_end(end.year, end.month)
        return Period(start, end, self.kind)


def parse_period(text: str) -> Period:
    """Read `2013-12`, `2013-T3`, `2013` or `2011-09-01..2013-12-31` (both days included).

    Raises PeriodError with a translated message for anything else.
    """
    text = text.strip()
    for pattern, make in _FORMS:
        if match := re.fullmatch(pattern, text, re.ASCII | re.IGNORECASE):
            try:
                period = make(*match.groups())
            except PeriodError:
                raise
            except ValueError:
                break  # a day or a month that no calendar has
            if FIRST_YEAR <= period.start.year and period.end.year <= LAST_YEAR:
                return period
            break
    raise PeriodError(
        _(
            "“%(text)s” is not a period. Write a month (2013-12), a tertial (2013-T3), a year (2013) "
            "or two days (2011-09-01..2013-12-31)."
        )
        % {"text": text[:40]}
    )


_FORMS: list[tuple[str, Callable[..., Period]]] = [
    (r"(\d{4})-(\d{2})", lambda year, month: Period.month(int(year), int(month))),
    (r"(\d{4})-T([1-3])", lambda year, number: Period.tertial(int(year), int(number))),
    (r"(\d{4})", lambda year: Period.year(int(year))),
    (
        r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})",
        lambda start, end: Period(date.fromisoformat(start), date.fromisoformat(end)),
    ),
]


def month_key(day: date) -> str:
    """The calendar month of a day as `2013-09`."""
    return f"{day.year:04}-{day.month:02}"


def add_months(day: date, months: int) -> date:
    """The same date `months` later (or earlier, when negative).

    A day that the month lacks becomes its last: 30 November + 3 is 28 or 29 February.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, calendar.monthrange(year, month0 + 1)[1]))


def birthday(born_on: date, age: int) -> date:
    """The day on which a person becomes `age`. Born 29 February: 1 March in ordinary years."""
    year = born_on.year + age
    if (born_on.month, born_on.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1)
    return born_on.replace(year=year)


def turns_18_on(born_on: date) -> date:
    """The first day on which a person is no child any more."""
    return birthday(born_on, AGE_OF_MAJORITY)


def age_on(born_on: date, day: date) -> int:
    """Whole years lived on that day; negative before birth."""
    age = day.year - born_on.year
    return age if birthday(born_on, age) <= day else age - 1


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _tertial_number(start: date) -> int:
    return (start.month - 1) // MONTHS_IN_TERTIAL + 1


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short_month(day: date) -> str:
    return _capitalised(date_format(day, "M Y").rstrip("."))
