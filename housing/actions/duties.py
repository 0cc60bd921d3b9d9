"""What "Min vecka" does to a day of the three months: by its number, within what the reader may change."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from housing.actions.stay_records import check_limit, uncheck_limit
from housing.duties import CHANGE, mark_of
from housing.models import LimitCheck, Tenancy


def complete(user: User, object_id: int, *, note: str = "") -> LimitCheck:
    tenancy, mark = _reached(user, object_id)
    return check_limit(tenancy=tenancy, mark=mark, by=user, note=note)


def reopen(user: User, object_id: int) -> None:
    tenancy, mark = _reached(user, object_id)
    uncheck_limit(tenancy=tenancy, mark=mark, by=user)


def _reached(user: User, object_id: int) -> tuple[Tenancy, int]:
    pk, mark = mark_of(object_id)
    rows = Tenancy.objects.visible_to(user, CHANGE).select_related("household", "flat")
    return get_object_or_404(rows, pk=pk), mark
