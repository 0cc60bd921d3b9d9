"""What "Min vecka" does to a booked visit: by its number, within what the reader may change."""

from datetime import date

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import User
from core.clock import today
from dropin.actions.bookings import cancel_booking, mark_arrived, move_booking, reopen_booking
from dropin.actions.locking import lock_household
from dropin.actions.refusals import WrongDay, WrongState
from dropin.enums import BookingState
from dropin.models import Booking, Visit


@transaction.atomic
def complete(user: User, object_id: int, *, note: str = "") -> Booking:
    """They came. The visit that was logged of them that day, if any, is taken for the booked one.

    What was said stands in the visit: a note has no place on a booking. Raises WrongDay before the day, and
    WrongState when the booking was cancelled or marked as a no-show meanwhile.
    """
    booking = _reached(user, object_id)
    lock_household(booking.household_id)
    booking.refresh_from_db(fields=["state", "day"])
    if booking.state == BookingState.ARRIVED:
        return booking
    if booking.state != BookingState.BOOKED:
        raise WrongState(_("The booking is no longer open."))
    if booking.day > today():
        raise WrongDay(_("The visit is booked for a later day."))
    logged = Visit.objects.kept().on_day(booking.day).filter(household=booking.household_id, booking=None)
    return mark_arrived(booking=booking, by=user, visit=logged.order_by("pk").first())


def move(user: User, object_id: int, *, day: date) -> Booking:
    """To another day at the same time; another time is chosen on the booking's own page."""
    booking = _reached(user, object_id)
    return move_booking(booking=booking, by=user, day=day, starts_at=booking.starts_at)


def cancel(user: User, object_id: int) -> Booking:
    return cancel_booking(booking=_reached(user, object_id), by=user)


def reopen(user: User, object_id: int) -> Booking:
    return reopen_booking(booking=_reached(user, object_id), by=user)


def _reached(user: User, object_id: int) -> Booking:
    rows = Booking.objects.visible_to(user, "booking.change").select_related("household")
    return get_object_or_404(rows, pk=object_id)
