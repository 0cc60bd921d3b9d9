"""Whoever is placed is booked into the next open drop-in."""

from datetime import date, datetime, time

import pytest

from accounts.models import User
from cases.errors import ActionRefused
from cases.models import Household
from core.clock import set_to
from core.registries import visit_bookers
from dropin.actions import BookingInput, book_next_session, book_visit, cancel_booking
from dropin.enums import Place
from dropin.models import Booking
from tests.dropin.conftest import MONDAY, STOCKHOLM
from tests.factories.cases import HouseholdFactory
from tests.factories.events import ClosedDayFactory, OpeningHoursFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hours(worker: User) -> None:
    OpeningHoursFactory(authority=worker.authority)
    OpeningHoursFactory(authority=worker.authority, opens_at=time(13), closes_at=time(15))
    OpeningHoursFactory(authority=worker.authority, weekday=1, place=Place.CITIZENS_OFFICE)


def test_it_is_what_others_call() -> None:
    assert visit_bookers["dropin"] is book_next_session


@pytest.mark.parametrize(
    ("not_before", "expected"),
    [
        (MONDAY, (MONDAY, time(13))),  # it is 10.40: the morning has begun
        (date(2013, 11, 1), (MONDAY, time(13))),
        (date(2013, 12, 10), (date(2013, 12, 16), time(10))),
        (date(2013, 12, 17), (date(2013, 12, 30), time(10))),  # 23 December is closed
    ],
)
def test_booked_into_the_first_session_at_the_desk(
    hours: None, lindgren: Household, worker: User, not_before: date, expected: tuple[date, time]
) -> None:
    ClosedDayFactory(authority=worker.authority)
    booking = book_next_session(household=lindgren, by=worker, not_before=not_before, worker=worker)
    assert booking is not None
    assert (booking.day, booking.starts_at) == expected
    assert (booking.reason, booking.worker, booking.interpreter_language) == ("placed", worker, "dari")


def test_an_open_booking_is_enough(hours: None, lindgren: Household, worker: User) -> None:
    there = book_visit(
        household=lindgren, by=worker, booking=BookingInput(day=date(2013, 12, 12), starts_at=time(9))
    )
    assert book_next_session(household=lindgren, by=worker, not_before=MONDAY) == there
    cancel_booking(booking=there, by=worker)
    again = book_next_session(household=lindgren, by=worker, not_before=MONDAY)
    assert again is not None
    assert book_next_session(household=lindgren, by=worker, not_before=MONDAY) == again
    assert Booking.objects.count() == 2


def test_nothing_is_planned(lindgren: Household, worker: User) -> None:
    OpeningHoursFactory(authority=worker.authority, last_day=MONDAY)
    with set_to(datetime(2013, 12, 9, 12, 0, tzinfo=STOCKHOLM)):
        assert book_next_session(household=lindgren, by=worker, not_before=MONDAY) is None


def test_too_far_ahead_to_book(hours: None, lindgren: Household, worker: User) -> None:
    assert book_next_session(household=lindgren, by=worker, not_before=date(2015, 1, 12)) is None


def test_another_boards_household_is_refused(hours: None, worker: User) -> None:
    with pytest.raises(ActionRefused):
        book_next_session(household=HouseholdFactory(), by=worker, not_before=MONDAY)
    assert not Booking.objects.exists()
