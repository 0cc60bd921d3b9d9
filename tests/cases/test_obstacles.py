"""Obstacles to a contract of one's own: what the records say goes before what an assessment said."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import User
from cases.models import Household, Lead
from cases.obstacles import LATEST_NO_DAYS, obstacles_of
from tests.factories.accounts import staff
from tests.factories.cases import HouseholdUnitFactory, family
from tests.factories.casework import AssessmentFactory, plan_of
from tests.factories.search import HousingQueueFactory, LeadFactory, QueueFeeFactory

pytestmark = pytest.mark.django_db
DAY = date(2013, 12, 9)


@pytest.fixture
def worker() -> User:
    return staff(Role.PROJECT_WORKER)


@pytest.fixture
def household(worker: User) -> Household:
    made = family(authority=worker.authority, project_worker=worker)
    HouseholdUnitFactory(household=made, unit=worker.memberships.get().unit)
    return made


NONE_YET = "ingen kartläggning ännu"


def told(household: Household, user: User) -> list[str] | None:
    return obstacles_of([household.pk], user, DAY).get(household.pk)


def test_without_an_assessment_the_records_tell(household: Household, worker: User) -> None:
    assert told(household, worker) == [NONE_YET, "ingen kö är noterad"]
    queue = HousingQueueFactory(household=household, recorded_by=worker)
    assert told(household, worker) == [NONE_YET]
    fee = QueueFeeFactory(queue=queue, due_on=DAY)
    assert told(household, worker) == [NONE_YET]  # due today is not late
    type(fee).objects.update(due_on=DAY - timedelta(days=1))
    assert told(household, worker) == [NONE_YET, "köavgiften obetald"]


def test_a_queue_that_is_noted_goes_before_the_assessment(household: Household, worker: User) -> None:
    AssessmentFactory(household=household, in_housing_queue=False, queue_fee_paid=False)
    assert told(household, worker) == ["inte i någon kö"]
    queue = HousingQueueFactory(household=household, recorded_by=worker)
    assert told(household, worker) == ["köavgiften obetald"]  # no fee is noted: the assessment holds
    QueueFeeFactory(queue=queue, due_on=date(2013, 6, 1), paid_on=date(2013, 5, 1))
    assert told(household, worker) == []


def test_a_queue_whose_time_is_lost_is_none(household: Household, worker: User) -> None:
    queue = HousingQueueFactory(household=household, recorded_by=worker, grace_months=1)
    QueueFeeFactory(queue=queue, due_on=date(2013, 1, 1))
    assert told(household, worker) == [NONE_YET, "ingen kö är noterad"]


@pytest.mark.parametrize(("days", "is_told"), [(LATEST_NO_DAYS, True), (LATEST_NO_DAYS + 1, False)])
def test_the_latest_no_says_why(household: Household, worker: User, days: int, is_told: bool) -> None:
    HousingQueueFactory(household=household, recorded_by=worker)
    ended = DAY - timedelta(days=days)
    _ended(household, ended - timedelta(days=1), outcome="declined", reason="rent")
    _ended(household, ended, outcome="refused", reason="income")
    _ended(household, DAY, outcome="gone")
    why = ["hyresvärden sa nej: inkomsten är för låg"] if is_told else []
    assert told(household, worker) == [NONE_YET, *why]


def _ended(household: Household, day: date, **how: Any) -> Lead:
    made: Lead = LeadFactory(household=household, opened_on=date(2013, 1, 1), ended_on=day, **how)
    return made


def test_steps_that_are_late_are_counted(household: Household, worker: User) -> None:
    HousingQueueFactory(household=household, recorded_by=worker)
    steps = plan_of(household, "Begär skuldöversikt", saved_by=worker).steps
    steps.update(due_on=DAY)
    assert told(household, worker) == [NONE_YET]
    steps.update(due_on=DAY - timedelta(days=1))
    assert told(household, worker) == [NONE_YET, "1 steg i planen är försenat"]


def test_who_may_not_know_the_search_is_told_of_none(household: Household, worker: User) -> None:
    queue = HousingQueueFactory(household=household, recorded_by=worker)
    QueueFeeFactory(queue=queue, due_on=date(2013, 12, 1))
    assert told(household, worker) is not None
    assert told(household, staff(Role.DEBT_ADVISER, unit=worker.memberships.get().unit)) is None
