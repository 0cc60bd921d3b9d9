"""Booked visits in "Min vecka": that they came is told, and they are moved and cancelled, in place."""

from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.models import Household
from dropin.duties import BOOKINGS
from dropin.enums import BookingState
from dropin.models import Booking
from tests.dropin.conftest import MONDAY
from tests.factories.accounts import staff
from tests.factories.cases import family
from tests.factories.events import BookingFactory, VisitFactory

pytestmark = pytest.mark.django_db
WEEK = reverse("cases:my_week")
FRIDAY = date(2013, 12, 6)


@pytest.fixture
def booking(worker: User, lindgren: Household) -> Booking:
    return BookingFactory(
        household=lindgren, worker=worker, day=FRIDAY, starts_at=time(10, 30), booked_by=worker
    )


def to(verb: str, booking: Booking) -> str:
    return reverse(f"cases:{verb}", args=[BOOKINGS, booking.pk])


def state(booking: Booking) -> str:
    booking.refresh_from_db()
    return booking.state


def test_they_came_with_one_press_and_back(desk: Client, booking: Booking) -> None:
    assert to("duty_done", booking) in desk.get(WEEK).content.decode()
    for _ in range(2):
        answer = desk.post(to("duty_done", booking), headers={"HX-Request": "true"}).content.decode()
        assert "Klart." in answer
    assert to("duty_reopened", booking) in answer
    assert state(booking) == BookingState.ARRIVED
    desk.post(to("duty_reopened", booking))
    assert state(booking) == BookingState.BOOKED


def test_the_visit_logged_that_day_is_the_booked_one(
    desk: Client, booking: Booking, worker: User, lindgren: Household
) -> None:
    VisitFactory(household=family(authority=worker.authority), visited_on=FRIDAY)
    VisitFactory(household=lindgren, visited_on=MONDAY)
    visit = VisitFactory(household=lindgren, visited_on=FRIDAY)
    desk.post(to("duty_done", booking))
    assert state(booking) == BookingState.ARRIVED
    assert booking.visit == visit


def test_a_later_day_has_not_been(desk: Client, booking: Booking) -> None:
    Booking.objects.filter(pk=booking.pk).update(day=date(2013, 12, 12))
    answer = desk.post(to("duty_done", booking), follow=True)
    assert "bokat till en senare dag" in answer.content.decode()
    assert state(booking) == BookingState.BOOKED


def test_moved_at_the_same_time_of_day(desk: Client, booking: Booking) -> None:
    page = desk.get(to("duty", booking)).content.decode()
    assert booking.household.case_number in page
    assert 'name="note"' not in page  # a booking keeps no note, so none is asked for
    answer = desk.post(to("duty", booking), {"due_on": "2013-12-25"})
    assert (answer.status_code, "juldagen" in answer.content.decode().lower()) == (422, True)
    assert desk.post(to("duty", booking), {"due_on": "2013-12-12"}).url == WEEK
    booking.refresh_from_db()
    assert (booking.day, booking.starts_at) == (date(2013, 12, 12), time(10, 30))


def test_cancelled_is_not_done(desk: Client, booking: Booking) -> None:
    desk.post(to("duty_cancelled", booking))
    assert state(booking) == BookingState.CANCELLED
    assert "gäller inte längre" in desk.post(to("duty_done", booking), follow=True).content.decode()
    assert state(booking) == BookingState.CANCELLED


def test_of_another_board_there_is_nothing(client: Client, booking: Booking) -> None:
    client.force_login(staff(Role.PROJECT_WORKER))
    for verb in ("duty", "duty_done", "duty_cancelled", "duty_reopened"):
        assert client.post(to(verb, booking)).status_code == 404
    assert state(booking) == BookingState.BOOKED
