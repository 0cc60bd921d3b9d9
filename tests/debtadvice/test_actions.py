"""Debt cases stand alone: opened with or without a household, and the log tells nobody whose."""

from datetime import date

import pytest

from accounts.enums import Role
from cases.errors import ActionRefused
from core.models import AuditEvent
from debtadvice import actions
from debtadvice.enums import Entry
from debtadvice.models import DebtCase
from tests.factories.accounts import staff
from tests.factories.cases import HouseholdFactory
from tests.factories.debt import DebtCaseFactory

pytestmark = pytest.mark.django_db
DAY = date(2013, 11, 6)


@pytest.fixture
def adviser():
    return staff(Role.DEBT_ADVISER)


def _open(adviser, **changes):
    values = {
        "authority": adviser.authority,
        "opened_on": DAY,
        "has_housing_problem": True,
        "entry": Entry.OPEN_ADVICE,
        **changes,
    }
    return actions.open_debt_case(by=adviser, **values)


def test_a_case_needs_no_household(adviser):
    case = _open(adviser)
    assert (case.household, case.closed_on) == (None, None)
    assert AuditEvent.objects.get().action == "debt_case.opened"


def test_the_log_does_not_say_whose_case_it_is(adviser):
    household = HouseholdFactory(authority=adviser.authority)
    case = _open(adviser, household=household)
    assert case.household == household
    assert AuditEvent.objects.get().household_id is None


def test_another_boards_household_is_refused(adviser):
    with pytest.raises(ActionRefused):
        _open(adviser, household=HouseholdFactory())
    assert not DebtCase.objects.exists()


@pytest.mark.parametrize(("closed_on", "is_refused"), [(DAY, False), (date(2013, 11, 5), True)])
def test_a_case_is_closed_on_its_first_day_at_the_earliest(adviser, closed_on, is_refused):
    case = DebtCaseFactory(authority=adviser.authority, opened_on=DAY)
    if is_refused:
        with pytest.raises(ActionRefused):
            actions.close_debt_case(case=case, closed_on=closed_on, by=adviser)
        assert DebtCase.objects.get().closed_on is None
    else:
        actions.close_debt_case(case=case, closed_on=closed_on, by=adviser)
        assert DebtCase.objects.get().closed_on == closed_on
        assert AuditEvent.objects.get().action == "debt_case.closed"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.DEBT_ADVISER])
def test_only_debt_advisers_see_debt_cases(adviser, role):
    DebtCaseFactory(authority=adviser.authority)
    unit = adviser.memberships.get().unit
    assert DebtCase.objects.visible_to(adviser).count() == 1
    assert not DebtCase.objects.visible_to(staff(role, unit=unit)).exists()
    assert not DebtCase.objects.visible_to(staff(Role.DEBT_ADVISER)).exists()
