"""The way to a lease: every condition shows its day and its source, whatever its state."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from cases.actions.queues import register_queue
from cases.assessment_facts import AssessmentFacts, Fact
from cases.eligibility.findings import FAILED, PASSED, UNKNOWN
from cases.eligibility.readiness import CODES, ReadinessFacts, assess_readiness
from cases.models import Household, HousingQueue, QueueFee
from cases.queue_state import standings
from cases.readiness import readiness_of
from core.clock import set_to
from core.registries import ReadinessFact
from tests.factories.accounts import staff
from tests.factories.cases import family
from tests.factories.casework import AssessmentFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2013, 12, 9)
TOLD_ON = date(2013, 11, 4)
BY_MARIA = "Kartläggning, Maria"
ADVISER = "Budget- och skuldrådgivning"
REGISTERED = date(2012, 6, 1)
QUEUES = "Bostadsköer"
NOTHING: tuple[None, str] = (None, "")


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER)


@pytest.fixture
def household(worker: User) -> Household:
    return family(date(2008, 1, 1), authority=worker.authority, project_worker=worker)


def queue(*fees: tuple[date, date | None], grace: int | None = 6) -> HousingQueue:
    """A registration that is in no database, with its fees: due and paid."""
    made = HousingQueue(pk=1, agency="Sigtunahem", registered_on=REGISTERED, grace_months=grace)
    rows = [QueueFee(queue=made, due_on=due_on, paid_on=paid_on) for due_on, paid_on in fees]
    made._prefetched_objects_cache = {"fees": _Rows(rows)}
    return made


class _Rows(list[QueueFee]):
    def all(self) -> list[QueueFee]:
        return self


def facts(*queues: HousingQueue, told: dict[str, bool] | None = None, **answers: Any) -> ReadinessFacts:
    values = {name: Fact(value, TOLD_ON, "Maria") for name, value in answers.items()}
    by_adviser = {
        code: ReadinessFact(code, is_met, "Ja." if is_met else "Nej.", MONDAY, ADVISER)
        for code, is_met in (told or {}).items()
    }
    return ReadinessFacts(standings(queues, MONDAY), AssessmentFacts(**values), by_adviser)


PAID = (date(2013, 6, 1), date(2013, 5, 30))
AHEAD = (date(2014, 6, 1), None)
LATE = (date(2013, 12, 1), None)
LOST = (date(2013, 3, 1), None)
CASES: list[tuple[str, ReadinessFacts, str, tuple[date | None, str]]] = [
    ("in_queue", facts(queue(AHEAD)), PASSED, (REGISTERED, QUEUES)),
    ("in_queue", facts(queue(LOST)), FAILED, (date(2013, 9, 1), QUEUES)),
    ("fee_paid", facts(queue(LOST)), FAILED, (date(2013, 9, 1), QUEUES)),
    ("in_queue", facts(in_housing_queue=False), FAILED, (TOLD_ON, BY_MARIA)),
    ("in_queue", facts(in_housing_queue=True), UNKNOWN, (TOLD_ON, BY_MARIA)),
    ("in_queue", facts(), UNKNOWN, NOTHING),
    ("fee_paid", facts(queue(PAID, AHEAD)), PASSED, (date(2013, 5, 30), QUEUES)),
    ("fee_paid", facts(queue(PAID)), PASSED, (date(2013, 5, 30), QUEUES)),
    ("fee_paid", facts(queue_fee_paid=True), PASSED, (TOLD_ON, BY_MARIA)),
    ("fee_paid", facts(queue(PAID, LATE)), FAILED, (date(2013, 12, 1), QUEUES)),
    ("fee_paid", facts(queue(LATE, grace=None)), FAILED, (date(2013, 12, 1), QUEUES)),
    ("fee_paid", facts(queue_fee_paid=False), FAILED, (TOLD_ON, BY_MARIA)),
    ("fee_paid", facts(queue()), UNKNOWN, NOTHING),
    ("fee_paid", facts(), UNKNOWN, NOTHING),
    ("no_arrears", facts(told={"no_arrears": True}), PASSED, (MONDAY, ADVISER)),
    ("no_arrears", facts(rent_arrears=False), PASSED, (TOLD_ON, BY_MARIA)),
    ("no_arrears", facts(told={"no_arrears": False}), FAILED, (MONDAY, ADVISER)),
    ("no_arrears", facts(rent_arrears=True), FAILED, (TOLD_ON, BY_MARIA)),
    ("no_arrears", facts(), UNKNOWN, NOTHING),
    ("pays_enforcement", facts(told={"pays_enforcement": True}), PASSED, (MONDAY, ADVISER)),
    ("pays_enforcement", facts(other_debts=False, rent_arrears=False), PASSED, (TOLD_ON, BY_MARIA)),
    ("pays_enforcement", facts(told={"pays_enforcement": False}), FAILED, (MONDAY, ADVISER)),
    ("pays_enforcement", facts(pays_enforcement_authority=False), FAILED, (TOLD_ON, BY_MARIA)),
    ("pays_enforcement", facts(pays_enforcement_authority=True), UNKNOWN, (TOLD_ON, BY_MARIA)),
    ("pays_enforcement", facts(), UNKNOWN, NOTHING),
    ("debts_planned", facts(told={"debts_planned": True}), PASSED, (MONDAY, ADVISER)),
    ("debts_planned", facts(other_debts=False), PASSED, (TOLD_ON, BY_MARIA)),
    ("debts_planned", facts(told={"debts_planned": False}), FAILED, (MONDAY, ADVISER)),
    ("debts_planned", facts(other_debts=True), UNKNOWN, (TOLD_ON, BY_MARIA)),
    ("debts_planned", facts(), UNKNOWN, NOTHING),
    ("no_new_debts", facts(told={"no_new_debts": True}), PASSED, (MONDAY, ADVISER)),
    ("no_new_debts", facts(other_debts=False, rent_arrears=False), PASSED, (TOLD_ON, BY_MARIA)),
    ("no_new_debts", facts(told={"no_new_debts": False}), FAILED, (MONDAY, ADVISER)),
    ("no_new_debts", facts(), UNKNOWN, NOTHING),
    ("own_income", facts(has_own_income=True), PASSED, (TOLD_ON, BY_MARIA)),
    ("own_income", facts(has_own_income=False), FAILED, (TOLD_ON, BY_MARIA)),
    ("own_income", facts(), UNKNOWN, NOTHING),
    ("references", facts(has_references=True), PASSED, (TOLD_ON, BY_MARIA)),
    ("references", facts(has_references=False), FAILED, (TOLD_ON, BY_MARIA)),
    ("references", facts(), UNKNOWN, NOTHING),
]


def test_the_cases_hold_every_condition_in_every_state() -> None:
    assert {(code, state) for code, _facts, state, _from in CASES} == {
        (code, state) for code in CODES for state in (PASSED, FAILED, UNKNOWN)
    }


@pytest.mark.parametrize(("code", "given", "state", "evidence"), CASES)
def test_a_condition_has_its_day_and_its_source(
    code: str, given: ReadinessFacts, state: str, evidence: tuple[date | None, str]
) -> None:
    found = next(one for one in assess_readiness(given) if one.code == code)
    assert (found.state, (found.day, found.source)) == (state, evidence)
    assert found.text
    assert (found.day is None) == (not found.source)  # never the one without the other


def test_a_fee_that_lies_ahead_is_dated_by_when_the_queue_was_noted(
    worker: User, household: Household
) -> None:
    with set_to(datetime(2013, 12, 2, 9, 0, tzinfo=ZoneInfo("Europe/Stockholm"))):
        register_queue(household=household, agency="Sigtunahem", registered_on=REGISTERED, by=worker)
    made = register_queue(
        household=household,
        agency="Bostadsförmedlingen i Stockholm",
        registered_on=REGISTERED,
        by=worker,
    )
    made.history.update(history_date=datetime(2013, 12, 4, 9, 0, tzinfo=ZoneInfo("Europe/Stockholm")))
    found = {one.code: one for one in readiness_of(household, worker)}["fee_paid"]
    assert (found.state, found.day, found.source) == (PASSED, date(2013, 12, 4), QUEUES)
    assert found.text == (
        "Bostadsförmedlingen i Stockholm. Ingen avgift är försenad. Nästa avgift förfaller 2014-06-01."
    )


def test_every_line_of_the_panel_shows_a_day_and_a_source(
    client: Client, household: Household, worker: User
) -> None:
    AssessmentFactory(household=household, has_references=True, has_own_income=None)
    client.force_login(worker)
    body = client.get(household.get_absolute_url()).content.decode()
    panel = body[body.index('id="readiness"') :]
    panel = panel[: panel.index("</section>")]
    assert panel.count("Dag:") == panel.count("Källa:") == panel.count("<li>") == len(CODES)
    assert "Dag: ingen uppgift" in panel
    assert "Källa: Kartläggning" in panel
