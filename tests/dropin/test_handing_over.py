"""Booked visits of one who is away: received by a colleague who is free then, and the others found a time."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions.absences import cancel_absence, hand_over, plan_absence
from cases.errors import ActionRefused
from cases.models import Household
from cases.tasks import hand_over_absences
from core.clock import set_to
from core.models import ReadEvent
from dropin.actions import cancel_booking
from dropin.models import Booking
from tests.factories.accounts import staff
from tests.factories.cases import HouseholdUnitFactory, family
from tests.factories.events import BookingFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2013, 12, 9), date(2013, 12, 20)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with set_to(datetime(2013, 12, 9, 8, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield


@pytest.fixture
def worker() -> User:
    return staff(Role.PROJECT_WORKER, full_name="Maria Lindqvist")


@pytest.fixture
def colleague(worker: User) -> User:
    return staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit, full_name="Jonas Wall")


@pytest.fixture
def household(worker: User) -> Household:
    made = family(date(2004, 2, 29), authority=worker.authority, project_worker=worker)
    HouseholdUnitFactory(household=made, unit=worker.memberships.get().unit)
    return made


def booked(household: Household, worker: User | None, day: date, at: time = time(10), **more: Any) -> Booking:
    by = worker or household.project_worker
    return BookingFactory(household=household, worker=worker, day=day, starts_at=at, booked_by=by, **more)


def away(user: User, substitute: User, **changes: Any) -> Any:
    days = {"first_day": FIRST, "last_day": LAST, "by": user} | changes
    return plan_absence(user=user, substitute=substitute, **days)


def whose(*bookings: Booking) -> list[User | None]:
    return [Booking.objects.get(pk=booking.pk).worker for booking in bookings]


def test_visits_of_those_days_are_received_by_the_colleague(
    household: Household, worker: User, colleague: User
) -> None:
    rows = [booked(household, worker, day) for day in (FIRST, LAST, LAST + timedelta(days=3))]
    on_duty = booked(household, None, FIRST, time(13))
    off = booked(household, worker, FIRST, time(15), state="cancelled")
    handed = away(worker, colleague)
    assert (handed.moved, handed.left, handed.clashing) == (2, 0, 0)
    assert whose(*rows, on_duty, off) == [colleague, colleague, worker, None, worker]
    assert rows[0].history.latest().history_user == worker  # type: ignore[attr-defined]
    assert away(worker, colleague).moved == 0


@pytest.mark.parametrize(
    ("at", "minutes", "clashes"),
    [(time(9), 60, False), (time(9), 61, True), (time(10, 44), 30, True), (time(10, 45), 30, False)],
)
def test_a_visit_stays_where_the_colleague_receives_somebody_else(
    household: Household, worker: User, colleague: User, at: time, minutes: int, clashes: bool
) -> None:
    mine = booked(household, worker, FIRST)  # 45 minutes from 10
    other = family(authority=worker.authority)
    booked(other, colleague, FIRST, at, duration_minutes=minutes)
    handed = away(worker, colleague)
    assert (handed.moved, handed.clashing) == ((0, 1) if clashes else (1, 0))
    assert whose(mine) == [worker if clashes else colleague]


def test_two_visits_of_mine_at_one_time_are_not_both_given(
    household: Household, worker: User, colleague: User
) -> None:
    first = booked(household, worker, FIRST)
    second = booked(family(authority=worker.authority), worker, FIRST)
    assert away(worker, colleague).clashing == 1
    assert whose(first, second) == [colleague, worker]


def test_what_is_booked_later_goes_too_and_what_is_free_by_then(
    household: Household, worker: User, colleague: User
) -> None:
    theirs = booked(family(authority=worker.authority), colleague, FIRST)
    stays = booked(household, worker, FIRST)
    away(worker, colleague)
    later = booked(household, worker, FIRST + timedelta(days=1))
    cancel_booking(booking=theirs, by=colleague)
    assert hand_over_absences() == 2
    assert whose(stays, later) == [colleague, colleague]


def test_called_off_the_visits_come_back(household: Household, worker: User, colleague: User) -> None:
    kept, off = booked(household, worker, FIRST), booked(household, worker, LAST)
    absence = away(worker, colleague).absence
    cancel_booking(booking=off, by=colleague)
    assert cancel_absence(absence=absence, by=worker) == 1
    assert whose(kept, off) == [worker, colleague]
    assert hand_over(absence=absence, by=worker).moved == 0


def test_one_who_is_away_too_takes_nothing_over(worker: User, colleague: User) -> None:
    away(colleague, worker, first_day=LAST, last_day=LAST)
    with pytest.raises(ActionRefused) as refused:
        away(worker, colleague)
    assert refused.value.field == "substitute"
    away(worker, colleague, last_day=LAST - timedelta(days=1))


def test_the_page_says_what_nobody_has_taken_over(
    client: Client, household: Household, worker: User, colleague: User
) -> None:
    mine = booked(household, worker, FIRST)
    booked(family(authority=worker.authority), colleague, FIRST)
    client.force_login(worker)
    page = reverse("cases:absence_list")
    sent = {"user": worker.pk, "substitute": colleague.pk, "first_day": "9/12", "last_day": "20/12"}
    said = client.post(page, sent, follow=True).content.decode()
    assert "1 bokat besök ligger kvar" in said
    assert reverse("dropin:booking_move", args=[mine.pk]) in said
    assert ReadEvent.objects.filter(page="cases:absence_list", household_id=household.pk).exists()
    client.force_login(colleague)  # who may not say that Maria is away, and moves none of hers here
    assert reverse("dropin:booking_move", args=[mine.pk]) not in client.get(page).content.decode()
