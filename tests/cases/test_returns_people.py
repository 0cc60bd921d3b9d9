"""Returns follow people through splits and joins: each example counted by hand, as the figures count them."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions.joining import join_households
from cases.actions.splitting import split_household
from cases.enums import MemberRole, Protection
from cases.models import Home, Household
from cases.return_duties import return_duties
from cases.returns import returns_of
from core.clock import set_to
from core.models import ReadEvent
from tests.factories.accounts import staff
from tests.factories.cases import HomeFactory, HouseholdMemberFactory, PersonFactory, family
from tests.factories.events import PlacementFactory

pytestmark = pytest.mark.django_db
MOVED, PARTED, MONDAY = date(2013, 3, 1), date(2013, 5, 6), date(2013, 12, 9)


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER)


@pytest.fixture
def home(worker: User) -> Home:
    return moved_in(worker)


def moved_in(worker: User) -> Home:
    """Two adults and a child who moved to a home of their own on 1 March 2013."""
    household = family(
        date(2008, 1, 1), authority=worker.authority, project_worker=worker, opened_on=date(2013, 1, 7)
    )
    other = PersonFactory(authority=worker.authority)
    HouseholdMemberFactory(household=household, person=other, role=MemberRole.ADULT)
    return HomeFactory(household=household, moved_in_on=MOVED)


def parted(home: Home, by: User) -> Household:
    """The other adult goes to a household of their own on 6 May."""
    leaving = home.household.members.filter(role=MemberRole.ADULT)
    return split_household(household=home.household, people=leaving, on_day=PARTED, by=by)


def came_back(home: Home, user: User) -> tuple[date, int, int] | None:
    found = returns_of([home], user=user).get(home.pk)
    return None if found is None else (found.first_night, found.months, found.household_id)


@pytest.mark.parametrize(
    ("first_night", "months"),
    [
        (date(2013, 5, 5), None),  # the day before they parted: not that person's
        (date(2013, 5, 6), 6),
        (date(2013, 9, 1), 6),  # on the same date six months later
        (date(2013, 9, 2), 12),
    ],
)
def test_one_who_moved_in_and_parted_since_comes_back(
    home: Home, worker: User, first_night: date, months: int | None
) -> None:
    other = parted(home, worker)
    PlacementFactory(household=other, first_night=first_night, last_night=None)
    assert came_back(home, worker) == (months and (first_night, months, other.pk))


def test_the_households_own_night_is_told_first_and_is_the_one_that_is_asked_about(
    home: Home, worker: User
) -> None:
    other = parted(home, worker)
    PlacementFactory(household=other, first_night=date(2013, 8, 5), last_night=None)
    assert return_duties(worker, assigned_to_ids=[worker.pk], until=MONDAY, limit=9) == []
    PlacementFactory(household=home.household, first_night=date(2013, 8, 5), last_night=None)
    assert came_back(home, worker) == (date(2013, 8, 5), 6, home.household_id)
    (duty,) = return_duties(worker, assigned_to_ids=[worker.pk], until=MONDAY, limit=9)
    assert duty.object_id == home.pk


def test_those_who_joined_another_household_come_back_with_it(home: Home, worker: User) -> None:
    target = family(
        authority=worker.authority, project_worker=worker, opened_on=date(2013, 1, 7), given_name="Ali"
    )
    PlacementFactory(household=target, first_night=date(2013, 4, 1), last_night=date(2013, 4, 30))
    join_households(source=home.household, target=target, on_day=PARTED, by=worker)
    assert came_back(home, worker) is None
    PlacementFactory(household=target, first_night=date(2013, 6, 3), last_night=None)
    assert came_back(home, worker) == (date(2013, 6, 3), 6, target.pk)


def test_who_came_to_the_household_after_the_move_is_none_of_them(home: Home, worker: User) -> None:
    late = PersonFactory(authority=worker.authority)
    HouseholdMemberFactory(household=home.household, person=late, joined_on=date(2013, 4, 1), left_on=PARTED)
    elsewhere = family(authority=worker.authority, opened_on=PARTED)
    HouseholdMemberFactory(household=elsewhere, person=late, joined_on=PARTED)
    PlacementFactory(household=elsewhere, first_night=date(2013, 6, 3), last_night=None)
    assert came_back(home, worker) is None


def test_nothing_is_told_of_a_household_that_one_does_not_see(home: Home, worker: User) -> None:
    other = parted(home, worker)
    PlacementFactory(household=other, first_night=date(2013, 8, 5), last_night=None)
    assert came_back(home, worker) is not None
    colleague = staff(Role.PROJECT_WORKER)
    Household.objects.filter(pk=other.pk).update(
        protected_identity=Protection.MARKED, project_worker=colleague, caseworker=None
    )
    other.named_access.all().delete()
    assert came_back(home, worker) is None


def test_the_pages_name_the_other_case_and_log_it(client: Client, home: Home, worker: User) -> None:
    client.force_login(worker)
    other = parted(home, worker)
    PlacementFactory(household=other, first_night=date(2013, 8, 5), last_night=None)
    for address in (reverse("cases:home", args=[home.pk]), reverse("cases:home_list")):
        before = ReadEvent.objects.count()
        body = client.get(address).content.decode()
        assert "2013-08-05" in body
        assert other.case_number in body
        read = ReadEvent.objects.order_by("pk").values_list("household_id", flat=True)[before:]
        assert set(read) == {home.household_id, other.pk}
    page = client.get(reverse("cases:home", args=[home.pk])).content.decode()
    assert "Är hushållet hemlöst igen?" not in page


def test_the_list_costs_the_same_for_one_and_thirty_that_parted(client: Client, worker: User) -> None:
    client.force_login(worker)

    def add() -> None:
        other = parted(moved_in(worker), worker)
        PlacementFactory(household=other, first_night=date(2013, 8, 5), last_night=None)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("cases:home_list")).status_code == 200
        return len(queries)

    add()
    cost()
    one = cost()
    for _ in range(29):
        add()
    assert cost() == one
