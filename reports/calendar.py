"""Months, tertials and years seen from a day: the latest that is over, those before it, those due."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from core.periods import MONTHS_IN_TERTIAL, Period

# The report on a month or a tertial is made on the first day after it, at this hour in Sweden.
DUE_HOUR = 5
# How far back a report that the clock missed is made up for.
MONTHS_MADE_UP_FOR = 12


def finished(kind: str, today: date) -> Period:
    """The latest month, tertial or year that ended before today."""
    yesterday = today - timedelta(days=1)
    containing = period_of(kind, yesterday)
    return containing if containing.end <= yesterday else before(containing)


def period_of(kind: str, day: date) -> Period:
    """The month, tertial or year that day lies in."""
    if kind == "month":
        return Period.month(day.year, day.month)
    if kind == "tertial":
        return Period.tertial(day.year, (day.month - 1) // MONTHS_IN_TERTIAL + 1)
    return Period.year(day.year)


def before(period: Period) -> Period:
    """The period of the same kind just before."""
    return period_of(period.kind, period.start - timedelta(days=1))


def after(period: Period) -> Period:
    """The period of the same kind just after."""
    return period_of(period.kind, period.end + timedelta(days=1))


def due(moment: datetime) -> list[Period]:
    """The months and tertials whose reports should be there by now, the latest first.

    Those that ended within the last year, and of them, on the first of a month, only from 05:00.
    """
    local = timezone.localtime(moment)
    day = local.date() if local.hour >= DUE_HOUR else local.date() - timedelta(days=1)
    month = finished("month", day)
    months = [month]
    while len(months) < MONTHS_MADE_UP_FOR:
        months.append(before(months[-1]))
    tertial = finished("tertial", day)
    tertials = [tertial, before(tertial), before(before(tertial))]
    return sorted([*months, *tertials], key=lambda period: (period.end, period.start), reverse=True)
