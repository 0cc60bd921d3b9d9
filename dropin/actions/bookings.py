"""Booked visits: book, move, cancel, and what came of them."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Household
from core.audit import record_event
from core.clock import today
from core.holidays import holiday_on
from dropin.actions.locking import locked, save_as
from dropin.actions.refusals import NotYours, TimeTaken, WrongDay, WrongState
from dropin.enums import BookingReason, BookingState
from dropin.models import Booking, Visit

# A later day is a slip of the pen: nobody books a visit for the year after next.
FURTHEST_BOOKING = timedelta(days=366)


@dataclass(frozen=True)
class BookingInput:
    """When, why and with whom. `worker` None: with whoever is on duty."""

    day: date
    starts_at: time
    reason: str = BookingReason.FOLLOW_UP
    interpreter_language: str = ""
    worker: User | None = None
    duration_minutes: int = 45


@transaction.atomic
def book_visit(
    *, household: Household, by: User, booking: BookingInput, made_in_visit: Visit | None = None
) -> Booking:
    """Book a visit for the household. `made_in_visit`: the visit whose next step it is.

    Raises WrongDay for a day that has gone, a public holiday or more than a year ahead, and TimeTaken
    when the household has an open booking at that moment.
    """
    if household.authority_id != by.authority_id:
        raise NotYours(_("The household belongs to another board."))
    _check_day(booking.day)
    made = Booking(
        authority_id=household.authority_id,
        household=household,
        day=booking.day,
        starts_at=booking.starts_at,
        duration_minutes=booking.duration_minutes,
        reason=booking.reason,
        interpreter_language=booking.interpreter_language,
        worker=booking.worker,
        made_in_visit=made_in_visit,
        booked_by=by,
    )
    _save(made, by)
    _record("booking.made", made, by, reason=made.reason)
    return made


@transaction.atomic
def move_booking(*, booking: Booking, by: User, day: date, starts_at: time) -> Booking:
    """Give an open booking another day or time; its history keeps where it was.

    Raises WrongState when it is no longer open, otherwise as `book_visit`.
    """
    booking = _open(booking, by)
    _check_day(day)
    was = {"from_day": booking.day.isoformat(), "from_time": booking.starts_at.isoformat("minutes")}
    booking.day, booking.starts_at = day, starts_at
    _save(booking, by)
    _record("booking.moved", booking, by, **was)
    return booking


@transaction.atomic
def cancel_booking(*, booking: Booking, by: User) -> Booking:
    """The visit will not take place. Raises WrongState when it is no longer open."""
    return _settle(_open(booking, by), by, BookingState.CANCELLED, "booking.cancelled")


@transaction.atomic
def mark_no_show(*, booking: Booking, by: User) -> Booking:
    """They did not come. Raises WrongDay before the day, WrongState when it is no longer open."""
    booking = _open(booking, by)
    if booking.day > today():
        raise WrongDay(_("The visit is booked for a later day."))
    return _settle(booking, by, BookingState.NO_SHOW, "booking.no_show")


@transaction.atomic
def mark_arrived(*, booking: Booking, by: User, visit: Visit | None = None) -> Booking:
    """They came; `visit` is the one that was logged of it. A no-show who came late counts as come.

    Raises WrongState when it is cancelled or already has a visit.
    """
    booking = locked(booking, by)
    if booking.state == BookingState.CANCELLED or booking.visit_id is not None:
        raise WrongState(_("The booking is no longer open."))
    booking.visit = visit
    return _settle(booking, by, BookingState.ARRIVED, "booking.arrived")


@transaction.atomic
def reopen_booking(*, booking: Booking, by: User) -> Booking:
    """Undo of a cancellation, a no-show or an arrival. Raises TimeTaken when the time is taken."""
    booking = locked(booking, by)
    if booking.state == BookingState.BOOKED:
        return booking
    booking.visit = None
    return _settle(booking, by, BookingState.BOOKED, "booking.reopened")


@transaction.atomic
def release_booking(*, booking: Booking, by: User) -> Booking:
    """The visit that it led to is gone: it is open again, or cancelled when its time is taken by now."""
    try:
        return reopen_booking(booking=booking, by=by)
    except TimeTaken:
        booking = locked(booking, by)
        booking.visit = None
        return _settle(booking, by, BookingState.CANCELLED, "booking.cancelled")


def _open(booking: Booking, by: User) -> Booking:
    booking = locked(booking, by)
    if booking.state != BookingState.BOOKED:
        raise WrongState(_("The booking is no longer open."))
    return booking


def _settle(booking: Booking, by: User, state: str, action: str) -> Booking:
    booking.state = state
    _save(booking, by)
    _record(action, booking, by)
    return booking


def _save(booking: Booking, by: User) -> None:
    try:
        with transaction.atomic():
            save_as(by, booking)
    except IntegrityError as error:
        raise TimeTaken(
            _("The household already has a booking at that time."), field="booking_time"
        ) from error


def _check_day(day: date) -> None:
    if day < today():
        raise WrongDay(
            _("The day of the booking has passed. Choose today or a later day."), field="booking_day"
        )
    if day > today() + FURTHEST_BOOKING:
        raise WrongDay(_("Choose a day within a year."), field="booking_day")
    if holiday := holiday_on(day):
        raise WrongDay(
            _("%(holiday)s: nobody is at work that day. Choose another one.") % {"holiday": holiday},
            field="booking_day",
        )


def _record(action: str, booking: Booking, by: User, **details: str) -> None:
    record_event(
        action,
        by=by,
        authority_id=booking.authority_id,
        subject=booking,
        household_id=booking.household_id,
        details={
            "day": booking.day.isoformat(),
            "time": booking.starts_at.isoformat("minutes"),
            **details,
        },
    )
