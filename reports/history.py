"""The months since the first placement, for the chart over the whole time."""

from collections import ChainMap
from collections.abc import Sequence
from datetime import date

from django.db.models import Min, Model

from core.clock import today
from core.periods import Period, add_months
from core.registries import FigureQuery
from debtadvice.models import DebtCase
from dropin.models import Visit
from housing.models import Placement
from reports import catalogue
from reports.calendar import period_of
from reports.computation import MonthResult

# So many bars can still be told apart on paper.
LONGEST_MONTHS = 120
# A year without any placement: what came before is another time.
GAP_MONTHS = 12


def months_since_the_first(
    until: date, *, as_of: date, authority_ids: Sequence[int] | None = None
) -> list[MonthResult]:
    """Every month from that of the first placement to that of `until`, at most the last ten years.

    What lies before a gap of a year is left out. Empty when there is no placement that early. A constant
    number of queries.
    """
    last = min(until, as_of)
    placements = Placement.objects.all()
    if authority_ids is not None:
        placements = placements.filter(authority_id__in=authority_ids)
    first = placements.aggregate(first=Min("first_night"))["first"]
    if first is None or first > last:
        return []
    start = max(first.replace(day=1), add_months(last.replace(day=1), 1 - LONGEST_MONTHS))
    end = period_of("month", last).end
    boards = None if authority_ids is None else tuple(authority_ids)
    query = FigureQuery(Period(start, end), as_of, boards)
    by_month = [group.compute(query).months for group in catalogue.groups() if group.month_figures]
    months = [
        MonthResult(part, ChainMap(*(dict(months[part.month]) for months in by_month)))
        for part in query.period.months()
    ]
    return _since_the_last_gap(months)


def _since_the_last_gap(months: list[MonthResult]) -> list[MonthResult]:
    """Without what lies before a whole year in which nothing happened, and without empty first months."""
    start, empty = 0, 0
    for index, month in enumerate(months):
        if any(month.figures.values()):
            start = index if empty >= GAP_MONTHS or start + empty == index else start
            empty = 0
        else:
            empty += 1
    return months[start:]


def first_day(authority_id: int) -> date:
    """The first day from which the board has anything to count; today when there is nothing at all."""
    firsts = [
        model._default_manager.filter(authority_id=authority_id).aggregate(first=Min(day))["first"]
        for model, day in _FIRST_DAYS
    ]
    return min((first for first in firsts if first is not None), default=today())


_FIRST_DAYS: list[tuple[type[Model], str]] = [
    (Placement, "first_night"),
    (Visit, "visited_on"),
    (DebtCase, "opened_on"),
]
