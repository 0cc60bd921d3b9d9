"""Booked visits as duties: settled at the desk, moved and cancelled where the list stands."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.duties import whose
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
    rows = Booking.objects.visible_to(user).filter(state=BookingState.BOOKED, day__lte=until)
    rows = rows.filter(whose(assigned_to_ids, unit_ids, field="worker"))
    ordered = rows.select_related("household").order_by("day", "starts_at", "pk")
    return [
        Duty(
            source=BOOKINGS,
            object_id=row.pk,
            due_on=row.day,
            at=row.starts_at,
            title=_("Booked visit: %(reason)s") % {"reason": row.get_reason_display()},
            household_id=row.household_id,
            assigned_to_id=row.worker_id or row.household.project_worker_id or row.household.caseworker_id,
            kind=row.reason,
            url=reverse("dropin:bookings") + f"?week={row.day.isoformat()}",
        )
        for row in ordered[:limit]
    ]
