"""Placements, tenancies and decisions on the household's line of events: for those whose work they are."""

from datetime import date

import pytest

from accounts.enums import Role
from core.registries import timeline_sources
from dropin.enums import NextStep
from housing.timeline import READ
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdFactory, HouseholdUnitFactory
from tests.factories.events import BoardDecisionFactory, PlacementFactory, TenancyFactory, VisitFactory

pytestmark = pytest.mark.django_db
SOURCES = ("placements", "tenancies", "decisions")


@pytest.fixture
def household():
    household = HouseholdFactory()
    HouseholdUnitFactory(household=household, unit=UnitFactory(authority=household.authority))
    PlacementFactory(household=household)
    TenancyFactory(household=household)
    BoardDecisionFactory(household=household)
    VisitFactory(household=household, next_step=NextStep.DEBT_ADVICE)
    return household


def _seen(household, user):
    return {
        name
        for name in SOURCES
        if timeline_sources[name].fetch(household, user, until=date(2100, 1, 1), limit=10)
    }


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_what_the_file_of_permissions_says(household, role):
    user = staff(role, unit=household.unit_links.get().unit)
    assert _seen(household, user) == (set(SOURCES) if user.can(READ) else set())


def test_a_debt_adviser_reaches_the_household_but_not_its_placements(household):
    adviser = staff(Role.DEBT_ADVISER, unit=household.unit_links.get().unit)
    assert type(household).objects.visible_to(adviser).exists()
    assert _seen(household, adviser) == set()


def test_another_boards_worker_sees_nothing(household):
    assert _seen(household, staff(Role.PROJECT_WORKER)) == set()
