"""Whether homes last: people are followed through splits and joins, and what never was does not count."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.enums import Role
from accounts.models import User
from cases.actions import join_households, split_household
from cases.models import Home, Household
from core.clock import now, set_to
from tests.factories.accounts import staff
from tests.factories.cases import HomeFactory, HouseholdMemberFactory, HouseholdUnitFactory, family
from tests.factories.events import PlacementFactory
from tests.reports.asking import ask, day

pytestmark = pytest.mark.django_db
MOVED, SPLIT_ON, NIGHT = date(2013, 6, 15), date(2013, 9, 1), date(2013, 10, 1)


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER)


def ours(worker: User) -> Household:
    facts = {"authority": worker.authority, "project_worker": worker, "opened_on": date(2012, 1, 1)}
    made = family(date(2008, 1, 1), **facts)
    HouseholdUnitFactory(household=made, unit=worker.memberships.get().unit)
    return made


@pytest.fixture
def home(worker: User) -> Home:
    household = ours(worker)
    HouseholdMemberFactory(household=household, role="adult", person__authority=worker.authority)
    return HomeFactory(household=household, moved_in_on=MOVED)


def split_off(home: Home, worker: User, on_day: date = SPLIT_ON) -> Household:
    leaving = home.household.members.filter(role="adult").order_by("pk").last()
    assert leaving is not None
    return split_household(household=home.household, people=[leaving], on_day=on_day, by=worker)


def place(household: Household, night: date = NIGHT, **more: object) -> None:
    PlacementFactory(household=household, first_night=night, **more)


def within_6() -> int:
    return int(ask("2013-06", as_of=day("2013-12-09"))["homes_returned_within_6_months"])


def test_whoever_left_the_home_and_came_back_alone_is_found(home: Home, worker: User) -> None:
    apart = split_off(home, worker)
    place(apart)
    assert within_6() == 1


def test_whoever_joined_another_household_and_came_back_is_found(home: Home, worker: User) -> None:
    other = ours(worker)
    place(other, SPLIT_ON - timedelta(days=10))  # before they joined: nobody of theirs was there
    join_households(source=home.household, target=other, on_day=SPLIT_ON, by=worker)
    assert within_6() == 0
    place(other)
    assert within_6() == 1


def test_whoever_never_moved_there_does_not_count(home: Home, worker: User) -> None:
    apart = split_off(home, worker, on_day=MOVED)  # had left on the day of the move
    place(apart)
    assert within_6() == 0


def test_an_annulled_placement_and_one_that_lies_ahead_are_no_return(home: Home, worker: User) -> None:
    place(home.household, annulled_at=now())
    place(home.household, date(2013, 12, 10))
    assert within_6() == 0
    place(home.household, date(2013, 12, 9))
    assert within_6() == 1


def test_a_move_on_leap_day_counts_to_the_last_of_the_month(worker: User) -> None:
    home = HomeFactory(household=ours(worker), moved_in_on=date(2012, 2, 29))
    place(home.household, date(2013, 2, 28))
    assert ask("2012-02", as_of=day("2013-12-09"))["homes_returned_within_12_months"] == 1
