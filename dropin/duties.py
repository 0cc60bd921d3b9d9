"""Booked visits as duties: come, moved and cancelled where the list stands."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.duties import whose
from cases.models import Household
from core.registries import Duty
from dropin.enums import BookingState
from dropin.models import Booking

if TYPE_CHECKING:
    from accounts.models import User

BOOKINGS = "dropin.bookings"


def booking_duties(
    user: "User", *, assigned_to_ids: Iterable[int], unit_ids: Iterable[int] = (), until: date, limit: int
) -> list[Duty]:
    """Bookings that nobody has said anything of yet, earliest first, in one query."""
    changeable = Household.objects.visible_to(user, "booking.change").filter(pk=OuterRef("household"))
    rows = Booking.objects.visible_to(user).filter(state=BookingState.BOOKED, day__lte=until)
    rows = rows.filter(whose(assigned_to_ids, unit_ids, field="worker"))
    rows = rows.annotate(can_settle=Exists(changeable)).select_related("household")
    ordered = rows.order_by("day", "starts_at", "pk")
    return [_duty(row, can_settle=row.can_settle) for row in ordered[:limit]]


def find_booking(user: "User", object_id: int) -> Duty:
    """One that user may settle; Http404 for every other one."""
    rows = Booking.objects.visible_to(user, "booking.change").select_related("household")
    row = get_object_or_404(rows, pk=object_id)
    return replace(_duty(row, can_settle=True), case_number=row.household.case_number)


def _duty(row: Booking, *, can_settle: bool) -> Duty:
    return Duty(
        source=BOOKINGS,
        object_id=row.pk,
        due_on=row.day,
        at=row.starts_at,
        title=_("Booked visit: %(reason)s") % {"reason": row.get_reason_display()},
        household_id=row.household_id,
        assigned_to_id=row.worker_id or row.household.project_worker_id or row.household.caseworker_id,
        kind=row.reason,
        url=reverse("dropin:bookings") + f"?week={row.day.isoformat()}",
        can_settle=can_settle,
    )
