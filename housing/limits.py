"""How long a stay in a transitional flat may be, and where in it one is. Pure: days in, days out.

Three months from the first night (report 2014, "Genomgångsbostäder i Rinkeby"). Where the third month lacks
the date, its last day counts as the date (figures.md, transitional_stays_over_limit).
"""

from collections.abc import Collection
from datetime import date, timedelta

from core.periods import add_months
from housing.enums import TRANSITIONAL_LIMIT_MONTHS

# When whoever follows a stay is reminded that its end comes nearer.
COUNTDOWN_DAYS = (45, 60, 75)


def last_allowed_night(first_night: date) -> date:
    """The last night of a stay within the limit: first night 15 Jan, last allowed night 14 Apr."""
    return add_months(first_night, TRANSITIONAL_LIMIT_MONTHS) - timedelta(days=1)


def is_over_limit(first_night: date, last_night: date) -> bool:
    """Whether a stay that lasts through last_night has a night too many."""
    return last_night > last_allowed_night(first_night)


def nights_allowed(first_night: date) -> int:
    """How many nights the three months are: 89 to 92."""
    return day_of_stay(first_night, last_allowed_night(first_night))


def day_of_stay(first_night: date, day: date) -> int:
    """The first night is day 1; the day before it is 0."""
    return (day - first_night).days + 1


def months_lived(first_night: date, last_night: date) -> int:
    """Whole months from the first night to the last, both counted: as a lease counts them."""
    after = last_night + timedelta(days=1)
    months = (after.year - first_night.year) * 12 + after.month - first_night.month
    return months - (add_months(first_night, months) > after)


def countdown(first_night: date) -> list[tuple[int, date]]:
    """Days 45, 60 and 75 of a stay, each with its date."""
    return [(number, first_night + timedelta(days=number - 1)) for number in COUNTDOWN_DAYS]


def due_marks(first_night: date, checked: Collection[int], day: date, until: date) -> list[tuple[int, date]]:
    """The marks to look at on day or through `until`, with their dates.

    Of those whose day has come the latest only: whoever looks on day 60 needs not look at day 45. One that
    was looked at settles those before it.
    """
    settled = max(checked, default=0)
    marks = [mark for mark in countdown(first_night) if mark[0] > settled and mark[1] <= until]
    come = [mark for mark in marks if mark[1] <= day]
    return come[-1:] + [mark for mark in marks if mark[1] > day]


def next_mark(first_night: date, day: date) -> tuple[int, date] | None:
    """The first of the marks on or after day; None after the last one."""
    coming = [mark for mark in countdown(first_night) if mark[1] >= day]
    return coming[0] if coming else None
