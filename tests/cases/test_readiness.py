"""The way to a lease: each condition by worked cases, what is shown to whom, and steps made of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions.readiness import plan_readiness_step
from cases.assessment_facts import AssessmentFacts, Fact
from cases.eligibility.findings import FAILED, PASSED, UNKNOWN
from cases.eligibility.readiness import CODES, ReadinessFacts, assess_readiness, to_do
from cases.models import Household, PlanStep
from cases.queue_state import standings
from cases.readiness import readiness_of
from core.clock import set_to
from core.registries import ReadinessFact
from tests.factories.accounts import staff
from tests.factories.cases import family
from tests.factories.casework import AssessmentFactory
from tests.factories.search import HousingQueueFactory, QueueFeeFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2013, 12, 9)


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER)


@pytest.fixture
def household(worker: User) -> Household:
    return family(date(2008, 1, 1), authority=worker.authority, project_worker=worker)


def known(**facts: Any) -> ReadinessFacts:
    values = {name: Fact(value, MONDAY, "Maria") for name, value in facts.items()}
    return ReadinessFacts(known=AssessmentFacts(**values))


def states(facts: ReadinessFacts) -> dict[str, str]:
    return {finding.code: finding.state for finding in assess_readiness(facts)}


@pytest.mark.parametrize(
    ("facts", "code", "state"),
    [
        ({}, "in_queue", UNKNOWN),
        ({"in_housing_queue": True}, "in_queue", UNKNOWN),  # said, not noted
        ({"in_housing_queue": False}, "in_queue", FAILED),
        ({"queue_fee_paid": True}, "fee_paid", PASSED),
        ({"queue_fee_paid": False}, "fee_paid", FAILED),
        ({"rent_arrears": False}, "no_arrears", PASSED),
        ({"rent_arrears": True}, "no_arrears", FAILED),
        ({"pays_enforcement_authority": True}, "pays_enforcement", UNKNOWN),
        ({"pays_enforcement_authority": False}, "pays_enforcement", FAILED),
        ({"other_debts": True}, "debts_planned", UNKNOWN),
        ({"other_debts": False}, "debts_planned", PASSED),
        ({"other_debts": False}, "no_new_debts", UNKNOWN),
        ({"other_debts": False, "rent_arrears": False}, "no_new_debts", PASSED),
        ({"has_own_income": True}, "own_income", PASSED),
        ({"has_own_income": False}, "own_income", FAILED),
        ({"has_references": True}, "references", PASSED),
        ({"has_references": False}, "references", FAILED),
    ],
)
def test_conditions_by_what_the_household_tells(facts: dict[str, Any], code: str, state: str) -> None:
    assert states(known(**facts))[code] == state


def test_nothing_known_is_nothing_held_against_anybody() -> None:
    assert set(states(ReadinessFacts()).values()) == {UNKNOWN}
    assert tuple(states(ReadinessFacts())) == CODES
    assert all(to_do(code) for code in CODES)


def test_a_noted_queue_and_its_fee_go_before_what_was_said(household: Household) -> None:
    told = known(in_housing_queue=False, queue_fee_paid=False)
    fee = QueueFeeFactory(queue__household=household, due_on=date(2014, 6, 1))
    QueueFeeFactory(queue=fee.queue, due_on=date(2013, 6, 1), paid_on=date(2013, 5, 30))
    found = {
        finding.code: finding
        for finding in assess_readiness(replace(told, standings=standings([fee.queue], MONDAY)))
    }
    assert (found["in_queue"].state, found["fee_paid"].state) == (PASSED, PASSED)
    assert found["fee_paid"].day == date(2013, 5, 30)
    late = QueueFeeFactory(queue__household=household, due_on=date(2013, 12, 1))
    both = replace(told, standings=standings([fee.queue, late.queue], MONDAY))
    assert states(both)["fee_paid"] == FAILED
    lost = QueueFeeFactory(queue__household=household, due_on=date(2013, 1, 1))
    assert states(replace(told, standings=standings([lost.queue], MONDAY)))["in_queue"] == FAILED


def test_the_adviser_goes_before_the_household_but_not_when_nothing_is_known() -> None:
    facts = replace(
        known(rent_arrears=False, pays_enforcement_authority=True),
        told={
            "no_arrears": ReadinessFact("no_arrears", False, "Nej.", MONDAY, "Rådgivningen"),
            "pays_enforcement": ReadinessFact("pays_enforcement", None),
            "no_new_debts": ReadinessFact("no_new_debts", True, "Ja."),
        },
    )
    found = states(facts)
    assert (found["no_arrears"], found["pays_enforcement"], found["no_new_debts"]) == (
        FAILED,
        UNKNOWN,
        PASSED,
    )


def test_the_label_names_the_settings_amount(household: Household, worker: User, settings: Any) -> None:
    settings.ENFORCEMENT_MINIMUM_SEK = 250
    labels = [finding.label for finding in readiness_of(household, worker)]
    assert any("250 kr" in label for label in labels)


def test_one_press_makes_one_step(client: Client, household: Household, worker: User) -> None:
    client.force_login(worker)
    AssessmentFactory(household=household, has_references=False)
    HousingQueueFactory(household=household)
    body = client.get(household.get_absolute_url()).content.decode()
    assert "Vägen till förstahandskontrakt" in body
    address = reverse("cases:readiness_step", args=[household.pk, "references"])
    assert address in body
    for _ in range(2):
        answer = client.post(address, headers={"HX-Request": "true"})
    assert address not in answer.content.decode()
    step = PlanStep.objects.get()
    assert (step.due_on, step.text) == (date(2013, 12, 23), to_do("references"))
    assert client.post(reverse("cases:readiness_step", args=[household.pk, "nothing"])).status_code == 404


def test_another_boards_household_has_no_steps_of_ours(worker: User) -> None:
    with pytest.raises(Exception, match="nämnd"):
        plan_readiness_step(household=family(), code="references", due_on=MONDAY, by=worker)
    assert not PlanStep.objects.exists()
