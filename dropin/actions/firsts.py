"""Which visit made a household a new one."""

from collections.abc import Iterable
from itertools import islice

from django.db.models import F, OrderBy, Window
from django.db.models.functions import RowNumber

from dropin.models import Visit

# By day, then time (unknown last), then order of logging.
_BY_TIME: list[str | F | OrderBy] = ["visited_on", F("visited_at").asc(nulls_last=True), "pk"]
_HOUSEHOLDS_IN_ONE_QUERY = 500


def mark_first_visit(household_id: int, visit: Visit | None = None) -> None:
    """Let `is_first` stand on the household's first kept visit, of either kind, and on no other.

    By day, then time (unknown last), then order of logging. `visit` is brought in line with its row.
    """
    visits = Visit.objects.filter(household_id=household_id)
    by_time = visits.kept().order_by(*_BY_TIME)
    first = by_time.values_list("pk", flat=True).first()
    if first is None:
        visits.filter(is_first=True).update(is_first=False)
    else:
        visits.filter(is_first=True).exclude(pk=first).update(is_first=False)
        visits.filter(pk=first, is_first=False).update(is_first=True)
    if visit is not None:
        visit.is_first = visit.pk == first


def mark_first_visits(household_ids: Iterable[int]) -> None:
    """The same for many households, as after an import: two statements for each few hundred of them."""
    remaining = iter(sorted(household_ids))
    while some := list(islice(remaining, _HOUSEHOLDS_IN_ONE_QUERY)):
        visits = Visit.objects.filter(household__in=some)
        turn = Window(RowNumber(), partition_by="household", order_by=_BY_TIME)
        first = visits.kept().annotate(turn=turn).filter(turn=1).values("pk")
        visits.filter(is_first=True).exclude(pk__in=first).update(is_first=False)
        visits.filter(is_first=False, pk__in=first).update(is_first=True)
