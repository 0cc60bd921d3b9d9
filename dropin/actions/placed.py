"""The first visit of a household that has been placed (report 2014, Drop in: all who were are booked in)."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.locking import locked
from cases.models import Household
from core.clock import now, today
from dropin.actions.bookings import FURTHEST_BOOKING, BookingInput, book_visit
from dropin.enums import BookingReason, BookingState, Place
from dropin.models import Booking
from dropin.opening import Schedule, Session, schedule_of


@transaction.atomic
def book_next_session(
    *, household: Household, by: User, not_before: date, worker: User | None = None
) -> Booking | None:
    """Book the household into the first session at the desk from `not_before` on, when that opens.

    Returns the booking; the next open one that the household has already, whatever its reason; or None
    when no session is planned as far ahead as one looks. Raises ActionRefused for another board's household.
    """
    household = locked(household, by)
    coming = Booking.objects.filter(household=household, state=BookingState.BOOKED, day__gte=today())
    there = coming.order_by("day", "starts_at").first()
    if there is not None:
        return there
    session = _first_session(household.authority_id, max(not_before, today()))
    if session is None:
        return None
    booking = BookingInput(
        day=session.day,
        starts_at=session.opens_at,
        reason=BookingReason.PLACED,
        interpreter_language=household.interpreter_language,
        worker=worker,
    )
    return book_visit(household=household, by=by, booking=booking)


def _first_session(authority_id: int, day: date) -> Session | None:
    moment = now() if day == today() else timezone.make_aware(datetime.combine(day, time.min))
    every = schedule_of(authority_id, from_day=day)
    at_the_desk = Schedule([row for row in every.hours if row.place == Place.DESK], every.closed)
    session = at_the_desk.next_session(moment)
    return session if session is not None and session.day <= today() + FURTHEST_BOOKING else None
