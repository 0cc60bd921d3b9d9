"""Booked visits: book, move, cancel, no-show, arrived."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest

from accounts.models import User
from cases.models import Household
from core.clock import set_to
from core.models import AuditEvent
from dropin.actions import (
    BookingInput,
    book_visit,
    cancel_booking,
    mark_arrived,
    mark_no_show,
    move_booking,
    reopen_booking,
)
from dropin.actions import refusals as no
from dropin.enums import BookingState
from dropin.models import Booking
from tests.dropin.conftest import MONDAY, STOCKHOLM
from tests.factories.accounts import UserFactory
from tests.factories.cases import HouseholdFactory
from tests.factories.events import VisitFactory

pytestmark = pytest.mark.django_db
LATER = BookingInput(day=date(2013, 12, 16), starts_at=time(10, 30), interpreter_language="dari")


@pytest.fixture
def booking(worker: User, lindgren: Household) -> Booking:
    return book_visit(household=lindgren, by=worker, booking=LATER)


def test_book_visit_writes_and_audits(booking: Booking, worker: User) -> None:
    booking.refresh_from_db()
    assert (booking.interpreter_language, booking.booked_by, booking.made_in_visit) == ("dari", worker, None)
    event = AuditEvent.objects.get(action="booking.made")
    assert event.details == {"day": "2013-12-16", "time": "10:30", "reason": "follow_up"}


def test_two_bookings_at_one_moment_are_refused(booking: Booking, worker: User) -> None:
    with pytest.raises(no.TimeTaken):
        book_visit(household=booking.household, by=worker, booking=LATER)
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "is_taken"),
    [
        (date(2013, 12, 8), False),
        (MONDAY, True),
        (date(2013, 12, 24), False),
        (date(2014, 1, 6), False),
        (date(2014, 2, 28), True),
        (date(2014, 12, 10), True),
        (date(2014, 12, 11), False),
    ],
)
def test_days_that_can_be_booked(worker: User, lindgren: Household, day: date, is_taken: bool) -> None:
    booking = BookingInput(day=day, starts_at=time(10))
    if is_taken:
        assert book_visit(household=lindgren, by=worker, booking=booking).day == day
    else:
        with pytest.raises(no.WrongDay):
            book_visit(household=lindgren, by=worker, booking=booking)


def test_today_turns_at_midnight_in_sweden(worker: User, lindgren: Household) -> None:
    today = BookingInput(day=MONDAY, starts_at=time(23))
    with set_to(datetime(2013, 12, 9, 23, 59, 59, tzinfo=STOCKHOLM)):
        book_visit(household=lindgren, by=worker, booking=today)
    with (
        set_to(datetime(2013, 12, 10, 0, 0, tzinfo=STOCKHOLM)),
        pytest.raises(no.WrongDay),
    ):
        book_visit(household=lindgren, by=worker, booking=BookingInput(day=MONDAY, starts_at=time(22)))


def test_move_keeps_where_it_was(booking: Booking, worker: User) -> None:
    moved = move_booking(booking=booking, by=worker, day=date(2013, 12, 17), starts_at=time(9))
    assert (moved.day, moved.starts_at) == (date(2013, 12, 17), time(9))
    assert [row.day for row in moved.history.order_by("history_date")] == [LATER.day, date(2013, 12, 17)]
    event = AuditEvent.objects.get(action="booking.moved")
    assert event.details["from_day"] == "2013-12-16"


def test_cancel_no_show_and_undo(booking: Booking, worker: User) -> None:
    assert cancel_booking(booking=booking, by=worker).state == BookingState.CANCELLED
    assert reopen_booking(booking=booking, by=worker).state == BookingState.BOOKED
    with pytest.raises(no.WrongDay):
        mark_no_show(booking=booking, by=worker)
    move_booking(booking=booking, by=worker, day=MONDAY, starts_at=time(10))
    assert mark_no_show(booking=booking, by=worker).state == BookingState.NO_SHOW


def test_who_comes_late_after_all_has_come(booking: Booking, worker: User) -> None:
    move_booking(booking=booking, by=worker, day=MONDAY, starts_at=time(10))
    mark_no_show(booking=booking, by=worker)
    visit = VisitFactory(household=booking.household)
    arrived = mark_arrived(booking=booking, by=worker, visit=visit)
    assert (arrived.state, arrived.visit) == (BookingState.ARRIVED, visit)
    with pytest.raises(no.WrongState):
        mark_arrived(booking=booking, by=worker, visit=VisitFactory(household=booking.household))


@pytest.mark.parametrize("action", [cancel_booking, mark_no_show, mark_arrived])
def test_a_cancelled_booking_is_settled(
    booking: Booking, worker: User, action: Callable[..., Booking]
) -> None:
    cancel_booking(booking=booking, by=worker)
    with pytest.raises(no.WrongState):
        action(booking=booking, by=worker)
    with pytest.raises(no.WrongState):
        move_booking(booking=booking, by=worker, day=LATER.day, starts_at=time(11))


def test_a_reopened_time_may_be_taken(booking: Booking, worker: User) -> None:
    cancel_booking(booking=booking, by=worker)
    book_visit(household=booking.household, by=worker, booking=LATER)
    with pytest.raises(no.TimeTaken):
        reopen_booking(booking=booking, by=worker)


@pytest.mark.parametrize("action", [cancel_booking, mark_no_show, mark_arrived, reopen_booking])
def test_another_boards_booking_is_refused(booking: Booking, action: Callable[..., Booking]) -> None:
    with pytest.raises(no.NotYours):
        action(booking=booking, by=UserFactory())


def test_another_boards_household_is_not_booked(worker: User) -> None:
    with pytest.raises(no.NotYours):
        book_visit(household=HouseholdFactory(), by=worker, booking=LATER)
