"""The move: recorded with checklist and follow-ups, asked about afterwards; who came back; the pages."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions import plan_series
from cases.actions.leads import take_back_step
from cases.actions.moves import move_in, origin_of, record_survey, settle_task
from cases.enums import FollowUpKind, FollowUpState, HomeContract
from cases.errors import ActionRefused
from cases.models import AfterMoveSurvey, FollowUp, Home, HomeTask, Household
from cases.returns import returns_of
from cases.search_enums import LeadOutcome, LeadStep, MoveTask, TaskState
from core.clock import set_to
from core.models import AuditEvent
from tests.factories.accounts import staff
from tests.factories.cases import HomeFactory, family
from tests.factories.events import PlacementFactory
from tests.factories.search import HomeTaskFactory, LandlordFactory, LeadEventFactory, LeadFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2013, 12, 9)
LIST = reverse("cases:home_list")


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER)


@pytest.fixture
def household(worker: User) -> Household:
    return family(date(2008, 1, 1), authority=worker.authority, project_worker=worker)


def move(household: Household, by: User, **given: Any) -> Home:
    facts = {"moved_in_on": MONDAY, "contract": HomeContract.FIRST_HAND, "municipality": "Västerås"}
    return move_in(household=household, by=by, **(facts | given))


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(ActionRefused) as caught:
        act()
    return caught.value.field


def test_a_move_brings_checklist_and_follow_ups_and_ends_the_search(
    household: Household, worker: User
) -> None:
    plan_series(
        household=household,
        kind=FollowUpKind.UNTIL_HOUSED,
        interval_unit="weeks",
        interval=1,
        first_on=MONDAY,
        last_on=None,
        by=worker,
        origin="x",
    )
    home = move(household, worker)
    assert set(home.tasks.values_list("code", flat=True)) == set(MoveTask.values)
    due = FollowUp.objects.filter(origin=origin_of(home)).order_by("due_on")
    assert [row.planned_on for row in due] == [date(2014, 1, 9), date(2014, 6, 9), date(2014, 12, 9)]
    assert {row.kind for row in due} == {FollowUpKind.AFTER_MOVE}
    until_housed = FollowUp.objects.filter(kind=FollowUpKind.UNTIL_HOUSED)
    assert set(until_housed.values_list("state", flat=True)) == {FollowUpState.CANCELLED}


def test_follow_ups_that_would_have_been_are_not_planned(household: Household, worker: User) -> None:
    household.opened_on = date(2013, 1, 1)
    household.save()
    home = move(household, worker, moved_in_on=date(2013, 6, 9))
    planned = FollowUp.objects.filter(origin=origin_of(home)).values_list("planned_on", flat=True)
    assert list(planned.order_by("planned_on")) == [MONDAY, date(2014, 6, 9)]


def test_a_leads_move_is_recorded_once(household: Household, worker: User) -> None:
    signer = household.members.get(role="applicant").person
    lead = LeadFactory(
        household=household,
        step=LeadStep.SIGNED,
        outcome=LeadOutcome.SIGNED,
        ended_on=MONDAY,
        signed_by=signer,
    )
    LeadEventFactory(lead=lead)
    LeadEventFactory(lead=lead, step=LeadStep.SIGNED)
    assert {move(household, worker, lead=lead).pk for _ in range(2)} == {Home.objects.get().pk}
    refused(lambda: take_back_step(lead=lead, reason="x", by=worker))


def test_moves_that_are_refused(household: Household, worker: User) -> None:
    unsigned = LeadFactory(household=household)
    assert refused(lambda: move(household, worker, lead=unsigned)) == "lead"
    assert refused(lambda: move(household, worker, landlord=LandlordFactory())) == "landlord"
    assert refused(lambda: move(household, worker, moved_in_on=date(2013, 1, 1))) == "moved_in_on"
    refused(lambda: move(family(), worker))
    move(household, worker)
    assert refused(lambda: move(household, worker)) == "moved_in_on"
    assert Home.objects.count() == 1


def test_tasks_are_settled_and_opened_again(household: Household, worker: User) -> None:
    task = move(household, worker).tasks.get(code=MoveTask.ADDRESS)
    for _ in range(2):
        done = settle_task(task=task, state=TaskState.DONE, by=worker)
    assert (done.settled_on, done.settled_by) == (MONDAY, worker)
    assert AuditEvent.objects.filter(action="home.task").count() == 1
    again = settle_task(task=task, state=TaskState.TO_DO, by=worker)
    assert (again.settled_on, again.settled_by) == (None, None)
    refused(lambda: settle_task(task=task, state=TaskState.DONE, by=staff(Role.PROJECT_WORKER)))
    with pytest.raises(IntegrityError), transaction.atomic():
        HomeTask.objects.filter(pk=task.pk).update(state=TaskState.DONE)


def test_a_survey_is_made_once_and_not_before_the_move(household: Household, worker: User) -> None:
    home, key = move(household, worker), uuid4()

    def ask(day: date = MONDAY, client_key: Any = key) -> AfterMoveSurvey:
        return record_survey(home=home, asked_on=day, by=worker, client_key=client_key, lives_there=True)

    assert {ask().pk for _ in range(2)} == {AfterMoveSurvey.objects.get().pk}
    assert ask(client_key=uuid4()).pk == AfterMoveSurvey.objects.get().pk  # saved again after Back
    assert refused(lambda: ask(date(2013, 12, 10), uuid4())) == "asked_on"
    assert refused(lambda: ask(date(2013, 12, 8), uuid4())) == "asked_on"
    assert AuditEvent.objects.filter(action="home.survey").count() == 1


@pytest.mark.parametrize(
    ("first_night", "months"),
    [
        (date(2013, 6, 1), None),  # the day of the move: they were there before
        (date(2013, 6, 2), 6),
        (date(2013, 12, 1), 6),
        (date(2013, 12, 2), 12),
        (date(2014, 6, 1), 12),
        (date(2014, 6, 2), None),
        (date(2013, 5, 1), None),
    ],
)
def test_who_came_back_is_found_by_itself(first_night: date, months: int | None) -> None:
    home = HomeFactory(moved_in_on=date(2013, 6, 1))
    PlacementFactory(household=home.household, first_night=first_night)
    found = returns_of([home], user=staff(Role.PROJECT_WORKER)).get(home.pk)
    assert (found.months if found else None) == months


def test_nobody_else_came_back() -> None:
    home = HomeFactory(moved_in_on=date(2013, 6, 1))
    PlacementFactory(first_night=date(2013, 7, 1))
    assert returns_of([home], user=staff(Role.PROJECT_WORKER)) == {}
    assert returns_of([], user=staff(Role.PROJECT_WORKER)) == {}


def test_the_pages_of_a_move(page: Client, household: Household) -> None:
    new = reverse("cases:home_new", args=[household.pk])
    assert page.get(new).status_code == 200
    sent = {"moved_in_on": "idag", "contract": "first_hand", "municipality": "västerås"}
    assert page.post(new, sent | {"municipality": "Storstad"}).status_code == 422
    answer = page.post(new, sent)
    home = Home.objects.get()
    assert answer.url == reverse("cases:home", args=[home.pk])
    assert page.post(new, sent).status_code == 422
    task = home.tasks.get(code=MoveTask.FURNITURE)
    address = reverse("cases:home_task", args=[task.pk])
    shown = page.post(address, {"state": "not_needed"}, headers={"HX-Request": "true"}).content.decode()
    assert "Behövs inte" in shown
    page.post(address, {"state": "finns inte"})
    task.refresh_from_db()
    assert task.state == TaskState.NOT_NEEDED
    survey = reverse("cases:home_survey", args=[home.pk])
    assert page.get(survey).status_code == 200
    key = page.get(survey).context["form"]["client_key"].value()
    answers = {"asked_on": "idag", "satisfaction": "4", "good": "Lugnt", "client_key": key}
    assert page.post(survey, answers | {"asked_on": "2019-01-01"}).status_code == 422
    for _ in range(2):
        page.post(survey, answers)
    row = AfterMoveSurvey.objects.get()
    assert (row.satisfaction, row.lives_there, row.moves) == (4, None, None)
    body = page.get(answer.url).content.decode()
    assert "4 av 5" in body
    assert "Eget boende" in page.get(household.get_absolute_url()).content.decode()


def test_a_signed_lead_fills_in_the_move(page: Client, household: Household) -> None:
    landlord = LandlordFactory(authority=household.authority)
    signer = household.members.get(role="applicant").person
    lead = LeadFactory(
        household=household,
        landlord=landlord,
        step=LeadStep.SIGNED,
        outcome=LeadOutcome.SIGNED,
        ended_on=MONDAY,
        signed_by=signer,
    )
    address = reverse("cases:home_new", args=[household.pk]) + f"?tips={lead.pk}"
    assert address in page.get(lead.get_absolute_url()).content.decode()
    form = page.get(address).context["form"]
    assert (form["municipality"].value(), form["landlord"].value()) == ("Västerås", landlord.pk)
    page.post(address, {"moved_in_on": "idag", "contract": "first_hand", "municipality": "Västerås"})
    assert Home.objects.get().lead == lead
    assert page.get(lead.get_absolute_url()).context["home"] == Home.objects.get()


def test_the_list_of_homes(page: Client, household: Household, worker: User) -> None:
    mine = HomeFactory(household=household, moved_in_on=date(2013, 6, 1))
    HomeTaskFactory(home=mine)
    PlacementFactory(household=household, first_night=date(2013, 8, 1))
    theirs = HomeFactory(household=family(authority=worker.authority), moved_in_on=date(2013, 7, 1))
    HomeFactory(household=household, moved_in_on=date(2012, 6, 8))  # more than 18 months ago
    HomeFactory(moved_in_on=date(2013, 7, 1))

    def shown(query: str = "") -> list[Home]:
        return [row["home"] for row in page.get(LIST + query).context["rows"]]

    assert shown() == [mine]
    assert shown("?vems=alla") == [theirs, mine]
    row = page.get(LIST).context["rows"][0]
    assert (row["left"], row["came_back"].months) == (1, 6)


def test_the_list_costs_the_same_for_one_and_thirty(page: Client, worker: User) -> None:
    def add() -> None:
        home = HomeFactory(
            household=family(authority=worker.authority, project_worker=worker), moved_in_on=date(2013, 7, 1)
        )
        HomeTaskFactory(home=home)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert page.get(LIST).status_code == 200
        return len(queries)

    add()
    cost()
    one = cost()
    for _ in range(29):
        add()
    assert cost() == one
    assert len(page.get(LIST + "?page=2").context["rows"]) == 5
