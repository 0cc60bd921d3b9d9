"""The days of a series: every so many weeks or months from a first day, and no working day missed."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from cases.enums import IntervalUnit
from core.periods import add_months

# A series whose end is known and no further away is planned to its end; others so many months ahead.
PLANNED_WHOLE_MONTHS = 6
HORIZON_MONTHS = 3


def nth_day(first_on: date, unit: str, interval: int, number: int) -> date:
    """The series' day `number` (the first is 0).

    Months are counted from the first day, so that a series of the 31st comes back to it after February.
    """
    if unit == IntervalUnit.WEEKS:
        return first_on + timedelta(weeks=interval * number)
    return add_months(first_on, interval * number)


def series_days(first_on: date, unit: str, interval: int, *, since: date, through: date) -> Iterator[date]:
    """The series' days from `since` to `through`, both included."""
    for number in count():
        day = nth_day(first_on, unit, interval, number)
        if day > through:
            return
        if day >= since:
            yield day


def planned_through(first_on: date, unit: str, interval: int, *, last_on: date | None, today: date) -> date:
    """How far ahead the days of a series are written down, seen from today; never past its last day.

    As far as the next day of the series at least, however far away that is.
    """
    if last_on is not None and last_on <= add_months(max(first_on, today), PLANNED_WHOLE_MONTHS):
        return last_on
    upcoming = next(series_days(first_on, unit, interval, since=today, through=date.max))
    horizon = max(add_months(today, HORIZON_MONTHS), upcoming)
    return horizon if last_on is None else min(horizon, last_on)
