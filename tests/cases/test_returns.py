"""A return to emergency housing asks a person: homeless again, or not. Once, and never by itself."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions.returns import homeless_again, keeps_its_home
from cases.enums import HomeContract
from cases.errors import ActionRefused
from cases.models import Home, Household
from cases.return_duties import RETURNS, return_duties
from cases.week import week_of
from core.clock import set_to
from core.models import AuditEvent
from tests.factories.accounts import staff
from tests.factories.cases import HomeFactory, SituationRecordFactory, family
from tests.factories.events import PlacementFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2013, 12, 9)
NIGHT = date(2013, 12, 4)


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER)


@pytest.fixture
def home(worker: User) -> Home:
    return came_back(worker)


def came_back(worker: User, **household: Any) -> Home:
    """Moved in on 1 September, in emergency housing again on 4 December."""
    facts: dict[str, Any] = {"authority": worker.authority, "project_worker": worker} | household
    row = family(opened_on=date(2013, 1, 7), **facts)
    SituationRecordFactory(household=row, situation=1, valid_from=date(2013, 1, 7))
    PlacementFactory(household=row, first_night=date(2013, 2, 1), last_night=date(2013, 8, 31))
    PlacementFactory(household=row, first_night=NIGHT, last_night=None)
    return HomeFactory(household=row, moved_in_on=date(2013, 9, 1))


def asked(user: User, until: date = MONDAY) -> list[Any]:
    return return_duties(user, assigned_to_ids=[user.pk], until=until, limit=50)


def situation(household: Household) -> Any:
    return Household.objects.with_situation().get(pk=household.pk).situation_now


def test_a_return_is_a_duty_and_sets_no_situation_by_itself(home: Home, worker: User) -> None:
    (duty,) = asked(worker)
    assert (duty.due_on, duty.object_id, duty.can_settle, duty.tone) == (NIGHT, home.pk, True, "bad")
    assert "6 månader" in duty.note
    assert home.household.situations.count() == 1
    assert asked(worker, until=NIGHT - timedelta(days=1)) == []


def test_homeless_again_is_situation_1_from_that_night(home: Home, worker: User) -> None:
    homeless_again(home=home, by=worker)
    record = home.household.situations.latest("valid_from")
    assert (record.situation, record.valid_from, record.recorded_by) == (1, NIGHT, worker)
    assert asked(worker) == []
    assert Household.objects.with_situation().get().housed_on is None
    with pytest.raises(ActionRefused):
        homeless_again(home=home, by=worker)
    assert AuditEvent.objects.filter(action="home.lost").count() == 1


def test_who_keeps_the_home_is_asked_about_again_only_for_a_later_night(home: Home, worker: User) -> None:
    keeps_its_home(home=home, by=worker)
    assert asked(worker) == []
    assert situation(home.household) == 1
    assert Household.objects.with_situation().get().housed_on == date(2013, 9, 1)
    with pytest.raises(ActionRefused):
        keeps_its_home(home=home, by=worker)
    home.household.placements.filter(first_night=NIGHT).update(last_night=NIGHT)
    PlacementFactory(household=home.household, first_night=MONDAY, last_night=None)
    assert [duty.due_on for duty in asked(worker)] == [MONDAY]
    assert AuditEvent.objects.filter(action="home.kept").count() == 1


def test_what_has_been_decided_otherwise_is_not_asked_about(worker: User) -> None:
    decided, closed, moved_on, no_home = (came_back(worker) for _ in range(4))
    SituationRecordFactory(household=decided.household, situation=4, valid_from=MONDAY)
    Household.objects.filter(pk=closed.household_id).update(closed_on=MONDAY)
    HomeFactory(household=moved_on.household, moved_in_on=MONDAY)
    Home.objects.filter(pk=no_home.pk).update(contract=HomeContract.SUPPORTED_HOUSING)
    assert asked(worker) == []
    assert len(asked(worker)) == 0 < len([came_back(worker)])
    assert len(asked(worker)) == 1


@pytest.mark.parametrize(("moved_in_on", "number"), [(date(2012, 12, 4), 1), (date(2012, 12, 3), 0)])
def test_twelve_months_to_the_day(worker: User, moved_in_on: date, number: int) -> None:
    home = came_back(worker)
    home.household.placements.exclude(first_night=NIGHT).delete()
    Home.objects.filter(pk=home.pk).update(moved_in_on=moved_in_on)
    home.household.situations.update(valid_from=moved_in_on - timedelta(days=30))
    assert len(asked(worker)) == number


def test_it_is_nobody_elses_duty(home: Home, worker: User) -> None:
    colleague = staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit)
    stranger = staff(Role.PROJECT_WORKER)
    assert asked(colleague) == asked(stranger) == []
    with pytest.raises(ActionRefused):
        homeless_again(home=home, by=stranger)


def test_it_is_decided_with_one_key_in_the_week_or_on_the_page_of_the_home(
    client: Client, home: Home, worker: User
) -> None:
    client.force_login(worker)
    week = client.get(reverse("cases:my_week")).content.decode()
    assert "Situation 1 från den natten" in week
    assert "Har hemmet kvar" in week
    page = reverse("cases:home", args=[home.pk])
    assert "Är hushållet hemlöst igen?" in client.get(page).content.decode()
    assert client.post(reverse("cases:home_return", args=[home.pk]), {"decision": "?"}).url == page
    assert client.post(reverse("cases:duty_cancelled", args=[RETURNS, home.pk])).status_code == 302
    home.refresh_from_db()
    assert home.kept_despite_night == NIGHT
    assert "Är hushållet hemlöst igen?" not in client.get(page).content.decode()
    other = came_back(worker)
    for _ in range(2):  # pressed twice
        client.post(reverse("cases:home_return", args=[other.pk]), {"decision": "homeless"})
    assert other.household.situations.filter(valid_from=NIGHT).count() == 1
    third = came_back(worker)
    assert client.post(reverse("cases:duty_done", args=[RETURNS, third.pk])).status_code == 302
    assert third.household.situations.filter(valid_from=NIGHT, situation=1).exists()


def test_returns_cost_the_same_for_one_and_for_thirty(home: Home, worker: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            week = week_of(worker, worker_ids=[worker.pk], unit_ids=[], today=MONDAY)
        assert week.count >= 1
        return len(queries)

    cost()
    one = cost()
    for _ in range(29):
        came_back(worker)
    assert cost() == one
