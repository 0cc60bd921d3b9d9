"""The three months of a transitional flat, day by day. Pure. Source: report 2014, Genomgångsbostäder."""

from datetime import date, timedelta

from core.periods import add_months
from housing.enums import TRANSITIONAL_LIMIT_MONTHS

# Days of a stay on which one looks again at where it leads.
COUNTDOWN_DAYS = (45, 60, 75)


def last_allowed_night(first_night: date) -> date:
    """The last night of a stay within the limit: first night 15 Jan, last allowed night 14 Apr.

    A date that the third month lacks is its last day: 30 Nov leads to 27 or 28 Feb.
    """
    return add_months(first_night, TRANSITIONAL_LIMIT_MONTHS) - timedelta(days=1)


def day_of_stay(first_night: date, day: date) -> int:
    """Which day of the stay it is; the first night is day 1. Below 1 before it begins."""
    return (day - first_night).days + 1


def countdown(first_night: date) -> list[tuple[int, date]]:
    """The days 45, 60 and 75 of a stay, each with its date."""
    return [(number, first_night + timedelta(days=number - 1)) for number in COUNTDOWN_DAYS]
