"""Which visit made a household a new one."""

from django.db.models import F

from dropin.models import Visit


def mark_first_visit(household_id: int, visit: Visit | None = None) -> None:
    """Let `is_first` stand on the household's first kept visit, of either kind, and on no other.

    By day, then time (unknown last), then order of logging. `visit` is brought in line with its row.
    """
    visits = Visit.objects.filter(household_id=household_id)
    by_time = visits.kept().order_by("visited_on", F("visited_at").asc(nulls_last=True), "pk")
    first = by_time.values_list("pk", flat=True).first()
    if first is None:
        visits.filter(is_first=True).update(is_first=False)
    else:
        visits.filter(is_first=True).exclude(pk=first).update(is_first=False)
        visits.filter(pk=first, is_first=False).update(is_first=True)
    if visit is not None:
        visit.is_first = visit.pk == first
