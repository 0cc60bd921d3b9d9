"""What a client's consent lets the debt adviser tell of a lease: nothing without it, and never sums."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import User
from cases.models import Household
from core.clock import today
from core.models import ReadEvent
from debtadvice.enums import ConsentScope, DebtKind, PlanState
from debtadvice.lease_facts import lease_facts
from debtadvice.models import Consent, DebtCase
from tests.factories.accounts import staff
from tests.factories.cases import family
from tests.factories.debt import (
    ConsentFactory,
    DebtCaseFactory,
    DebtFactory,
    PaymentFactory,
    PlanDebtFactory,
    RepaymentPlanFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> User:
    return staff(Role.PROJECT_WORKER)


@pytest.fixture
def case(worker: User) -> DebtCase:
    household = family(authority=worker.authority)
    return DebtCaseFactory(authority=household.authority, household=household, closed_on=None)


def consent(case: DebtCase, scope: ConsentScope = ConsentScope.READINESS) -> None:
    Consent.objects.filter(case=case).delete()
    ConsentFactory(case=case, scope=scope, given_on=today())


def told(case: DebtCase, user: User) -> dict[str, Any]:
    household = Household.objects.get(pk=case.household_id)
    return {fact.code: fact.is_met for fact in lease_facts(household, user)}


def test_nothing_is_told_without_a_consent_of_that_scope(case: DebtCase, worker: User) -> None:
    DebtFactory(case=case, kind=DebtKind.RENT)
    assert told(case, worker) == {}
    consent(case, ConsentScope.IN_ADVICE)
    assert told(case, worker) == {}
    consent(case)
    assert told(case, worker)["no_arrears"] is False
    assert ReadEvent.objects.filter(actor=worker).exists()


def test_who_may_not_see_consented_advice_is_told_nothing(case: DebtCase, worker: User) -> None:
    consent(case)
    manager = staff(Role.UNIT_MANAGER, unit=worker.memberships.get().unit)
    assert told(case, manager) == {}


def test_without_debts_entered_nothing_is_known(case: DebtCase, worker: User) -> None:
    consent(case)
    assert told(case, worker)["pays_enforcement"] is None


@pytest.mark.parametrize(("amount", "is_met"), [(100, True), (99, False)])
def test_the_enforcement_authority_gets_at_least_the_minimum(
    case: DebtCase, worker: User, amount: int, is_met: bool
) -> None:
    consent(case)
    debt = DebtFactory(case=case, kind=DebtKind.ENFORCED)
    part = PlanDebtFactory(plan=RepaymentPlanFactory(case=case, state=PlanState.RUNNING), debt=debt)
    assert told(case, worker)["pays_enforcement"] is False
    last_month = today().replace(day=1) - timedelta(days=1)
    PaymentFactory(part=part, amount_sek=amount, paid_on=last_month)
    assert told(case, worker)["pays_enforcement"] is is_met
    household = Household.objects.get(pk=case.household_id)
    fact = next(one for one in lease_facts(household, worker) if one.code == "pays_enforcement")
    assert "100" in str(fact.label)


def test_debts_elsewhere_only_ask_nothing_of_the_authority(case: DebtCase, worker: User) -> None:
    consent(case)
    DebtFactory(case=case, kind=DebtKind.BILL)
    assert told(case, worker)["pays_enforcement"] is True
