"""Booked visits of somebody who is away: a colleague who is free at that time receives the household."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.registries import Duty, HandOver
from dropin.enums import BookingState
from dropin.models import Booking

if TYPE_CHECKING:
    from django.db.models import QuerySet

Span = tuple[datetime, datetime]
Away = tuple[int, date, date]
OPEN = {"state": BookingState.BOOKED}


def bookings_due(user_id: int, first_day: date, last_day: date) -> "QuerySet[Booking]":
    """Visits booked with them in those days. One that is booked with whoever is on duty stays as it is."""
    rows = Booking.objects.filter(worker=user_id, day__gte=first_day, day__lte=last_day, **OPEN)
    return rows.order_by("day", "starts_at", "pk")


def busy(rows: Sequence[Booking], colleague_id: int) -> set[int]:
    """The visits at whose time the colleague receives somebody else."""
    days = {row.day for row in rows}
    taken = [_span(row) for row in Booking.objects.filter(worker=colleague_id, day__in=days, **OPEN)]
    found = set()
    for row in sorted(rows, key=lambda row: (row.day, row.starts_at, row.pk)):
        begins, ends = _span(row)
        if any(begins < other_ends and other_begins < ends for other_begins, other_ends in taken):
            found.add(row.pk)
        else:
            taken.append((begins, ends))
    return found


def left(days: Sequence[Away], households: Any) -> list[Duty]:
    """Those that are still booked with somebody who is away, each with the way to another time."""
    if not days:
        return []
    rows = Booking.objects.filter(
        worker__in={user_id for user_id, _first, _last in days},
        day__gte=min(first for _user, first, _last in days),
        day__lte=max(last for _user, _first, last in days),
        household__in=households,
        **OPEN,
    )
    away: dict[int, list[Away]] = {}
    for one in days:
        away.setdefault(one[0], []).append(one)
    return [
        _line(row)
        for row in rows.order_by("day", "starts_at", "pk")
        if any(first <= row.day <= last for _user, first, last in away[row.worker_id or 0])
    ]


def _line(row: Booking) -> Duty:
    return Duty(
        source="dropin.bookings",
        object_id=row.pk,
        due_on=row.day,
        at=row.starts_at,
        title=_("Booked visit: %(reason)s") % {"reason": row.get_reason_display()},
        household_id=row.household_id,
        assigned_to_id=row.worker_id,
        url=reverse("dropin:booking_move", args=[row.pk]),
    )


def _span(row: Booking) -> Span:
    begins = datetime.combine(row.day, row.starts_at)
    return begins, begins + timedelta(minutes=row.duration_minutes)


HAND_OVER = HandOver(due=bookings_due, holder="worker", is_open=OPEN, busy=busy, left=left)
