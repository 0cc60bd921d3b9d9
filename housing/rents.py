"""Which months of a stay are paid, waited for or late. Pure; there is no ledger beyond this.

A month's rent is to be paid by the end of the month before (report 2014, "Hemlöshetssituationen": at each
month's end; JB 12:20), the first one by the first night. It is late from the day after, until it is paid.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from core.periods import add_months

# Older rents are the landlord's books; a stay here is followed month by month.
MONTHS_FOLLOWED = 12
# More than a week late the lease may be forfeited (jordabalken 12:42): debt advice is told by itself then.
# What is a month older still is not: somebody has decided about it, or the nights' runs began after it.
TOLD_AFTER = timedelta(weeks=1)
TOLD_WITHIN = timedelta(days=31)


@dataclass(frozen=True)
class RentMonth:
    """A month of a stay. `paid_on` None: not paid; `is_late`: its due day has gone."""

    month: date
    due_on: date
    paid_on: date | None
    is_late: bool


def due_on(month: date, first_night: date) -> date:
    """The last day on which the rent of the month (its first day) is in time."""
    return max(month - timedelta(days=1), first_night)


def followed_from(first_night: date, paid_months: Collection[date], *, is_started_here: bool) -> date | None:
    """The first month whose rent is looked for; None: none.

    What was imported came without its rents, so it is followed from the first one that is recorded here.
    """
    if is_started_here:
        return first_night.replace(day=1)
    return min(paid_months, default=None)


def rent_months(
    first_night: date,
    last_night: date | None,
    paid: dict[date, date],
    *,
    as_of: date,
    is_started_here: bool,
) -> list[RentMonth]:
    """The months of the last year whose due day has come, and those paid ahead; latest first."""
    start = followed_from(first_night, paid, is_started_here=is_started_here)
    if start is None:
        return []
    month = max(start, add_months(as_of.replace(day=1), -MONTHS_FOLLOWED + 1))
    last = add_months(as_of.replace(day=1), 1)
    if last_night is not None:
        last = min(last, last_night.replace(day=1))
    last = max([last, *paid])
    months = []
    while month <= last:
        due, paid_on = due_on(month, first_night), paid.get(month)
        if due <= as_of or paid_on is not None:
            months.append(RentMonth(month, due, paid_on, paid_on is None and due < as_of))
        month = add_months(month, 1)
    return months[::-1]


def is_to_be_told(month: RentMonth, day: date) -> bool:
    """Whether the month's rent has just become so late that debt advice is told without being asked."""
    late = day - month.due_on
    return month.is_late and TOLD_AFTER < late <= TOLD_AFTER + TOLD_WITHIN
