"""The line of events and the warnings, at their days."""

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from accounts.models import User
from cases.actions import split_household
from cases.models import Household
from cases.timeline import timeline_page
from cases.warnings import warnings_for
from core.registries import timeline_sources
from tests.factories.accounts import staff
from tests.factories.cases import HomeFactory, HouseholdMemberFactory, PersonFactory, family
from tests.factories.events import BoardDecisionFactory, PlacementFactory, TenancyFactory

pytestmark = pytest.mark.django_db
LEAP_DAY = date(2008, 2, 29)


@pytest.fixture
def worker() -> User:
    return staff(Role.PROJECT_WORKER)


def titles(household: Household, user: User) -> list[tuple[str, str]]:
    return [(entry.day.isoformat(), str(entry.title)) for entry in timeline_page(household, user).entries]


def test_members_come_are_born_come_of_age_and_leave(worker: User) -> None:
    household = family(authority=worker.authority, opened_on=date(2003, 1, 1))
    born = date(2004, 2, 29)
    child = PersonFactory(authority=worker.authority, given_name="Sara", family_name="Ek", born_on=born)
    HouseholdMemberFactory(household=household, person=child, role="child", joined_on=born)
    adult = PersonFactory(authority=worker.authority, given_name="Jonas", family_name="Ek")
    HouseholdMemberFactory(
        household=household,
        person=adult,
        role="adult",
        joined_on=date(2013, 9, 1),
        left_on=date(2013, 12, 1),
    )
    assert titles(household, worker) == [
        ("2022-03-01", "Sara Ek fyllde 18"),  # born on a leap day: 1 March
        ("2013-12-01", "Jonas Ek lämnade hushållet"),
        ("2013-09-01", "Jonas Ek kom till hushållet"),
        ("2004-02-29", "Sara Ek föddes"),
        ("2003-01-01", "Ärendet öppnades"),
    ]


def test_housing_is_in_the_line_and_debt_advice_is_not(worker: User) -> None:
    household = family(authority=worker.authority, closed_on=date(2014, 1, 31))
    PlacementFactory(household=household, last_night=date(2013, 12, 3))
    TenancyFactory(household=household)
    BoardDecisionFactory(household=household)
    HomeFactory(household=household)
    kinds = [entry.source for entry in timeline_page(household, worker).entries]
    assert set(kinds) >= {"placements", "tenancies", "decisions", "homes", "file", "file_closed"}
    assert not any("debt" in name for name in timeline_sources.names())


def test_a_link_names_the_other_case_only_to_those_who_see_it(worker: User) -> None:
    household = family(date(2008, 6, 1), authority=worker.authority)
    child = household.members.get(role="child")
    made = split_household(household=household, people=[child], on_day=date(2013, 12, 9), by=worker)
    entry = next(one for one in timeline_page(household, worker).entries if one.source == "links")
    assert made.case_number in str(entry.body)
    Household.objects.filter(pk=made.pk).update(protected_identity="marked")
    entry = next(one for one in timeline_page(household, worker).entries if one.source == "links")
    assert (entry.body, entry.url) == ("", "")


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        (date(2025, 12, 30), False),  # 61 days before 1 March 2026
        (date(2025, 12, 31), True),  # 60 days
        (date(2026, 2, 28), True),  # tomorrow
        (date(2026, 3, 1), False),  # of age: no child any more
    ],
)
def test_warning_before_a_leap_day_child_comes_of_age(worker: User, today: date, shown: bool) -> None:
    household = family(LEAP_DAY, authority=worker.authority, project_worker=worker)
    found = warnings_for(household, today=today, contact=today)
    assert bool(found) is shown


@pytest.mark.parametrize(("days", "shown"), [(30, False), (31, True)])
def test_warning_without_contact(worker: User, days: int, shown: bool) -> None:
    household = family(authority=worker.authority, project_worker=worker, opened_on=date(2013, 1, 1))
    day = date(2013, 12, 9)
    contact = day - timedelta(days=days)
    assert bool(warnings_for(household, today=day, contact=contact)) is shown
    household.closed_on = day
    assert [warning.kind for warning in warnings_for(household, today=day, contact=contact)] == ["info"]


def test_warning_without_contact_can_be_turned_off(worker: User, settings: object) -> None:
    settings.NO_CONTACT_DAYS = 0  # type: ignore[attr-defined]
    household = family(authority=worker.authority, project_worker=worker)
    assert warnings_for(household, today=date(2030, 1, 1), contact=None) == []


def test_scopes_of_the_board_and_the_flats(worker: User) -> None:
    unit = worker.memberships.get().unit
    member, coordinator = staff(Role.BOARD_MEMBER, unit=unit), staff(Role.FLAT_COORDINATOR, unit=unit)
    applied, living, left = (family(authority=worker.authority) for _ in range(3))
    BoardDecisionFactory(household=applied)
    TenancyFactory(household=living)
    TenancyFactory(household=left, last_night=date(2014, 1, 1))
    assert list(Household.objects.visible_to(member)) == [applied]
    assert list(Household.objects.visible_to(coordinator)) == [living]
