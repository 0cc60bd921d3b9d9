"""A move that never was: withdrawn with a reason, counted nowhere, its follow-ups cancelled."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions import (
    close_household,
    complete_follow_up,
    join_households,
    plan_series,
)
from cases.actions.home_changes import change_home
from cases.actions.home_withdrawals import withdraw_home
from cases.actions.leads import take_back_step
from cases.actions.merging import merge_households
from cases.actions.moves import due_after_move, move_in, record_survey, settle_task
from cases.enums import FollowUpKind, FollowUpState, HomeContract, IntervalUnit
from cases.errors import ActionRefused
from cases.figures.after_move import GROUP as AFTER_MOVE
from cases.figures.homes import GROUPS as HOMES
from cases.figures.inflow import GROUP as INFLOW
from cases.models import FollowUp, Home, Household
from cases.search_enums import LeadOutcome, TaskState
from cases.timeline import timeline_page
from core.clock import set_to
from core.models import AuditEvent
from core.periods import Period
from core.registries import FigureQuery
from tests.factories.accounts import staff
from tests.factories.cases import HomeFactory, HouseholdUnitFactory, family
from tests.factories.search import LeadFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2013, 12, 9)
WHY = "Fel hushåll"


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER)


@pytest.fixture
def household(worker: User) -> Household:
    return ours(worker)


def ours(worker: User) -> Household:
    made = family(date(2008, 1, 1), authority=worker.authority, project_worker=worker)
    HouseholdUnitFactory(household=made, unit=worker.memberships.get().unit)
    return made


@pytest.fixture
def home(household: Household, worker: User) -> Home:
    return moved(household, worker)


def moved(household: Household, worker: User, **facts: Any) -> Home:
    given: dict[str, Any] = {
        "moved_in_on": date(2013, 12, 2),
        "contract": HomeContract.FIRST_HAND,
        "municipality": "Västerås",
    }
    return move_in(household=household, by=worker, **given | facts)


@pytest.fixture
def page(client: Client, worker: User) -> Client:
    client.force_login(worker)
    return client


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(ActionRefused) as caught:
        act()
    return str(caught.value.message)


def states(home: Home) -> list[str]:
    rows = FollowUp.objects.filter(origin=f"cases.home:{home.pk}").order_by("due_on")
    return list(rows.values_list("state", flat=True))


def figures() -> dict[str, Any]:
    period = Period(date(2013, 12, 1), date(2013, 12, 31))
    query = FigureQuery(period, MONDAY)
    return {
        key: value
        for group in (*HOMES, INFLOW, AFTER_MOVE)
        for key, value in group.compute(query).period.items()
    }


def test_a_withdrawn_move_counts_in_no_figure(household: Household, worker: User) -> None:
    before = figures()
    home = moved(household, worker)
    with_it = figures()
    assert (with_it["homes"], with_it["homes_first_hand"], with_it["housed_at_end"]) == (1, 1, 1)
    assert with_it["homes_other_municipality"] == 1
    assert with_it["days_to_home_median"] is not None
    withdraw_home(home=home, reason=WHY, by=worker)
    assert figures() == before
    assert Household.objects.with_situation().get(pk=household.pk).housed_on is None


def test_what_is_not_done_is_cancelled_and_what_is_done_stays(home: Home, worker: User) -> None:
    first = FollowUp.objects.filter(origin=f"cases.home:{home.pk}").order_by("due_on").first()
    assert first is not None
    complete_follow_up(follow_up=first, by=worker)
    made = withdraw_home(home=home, reason=f" {WHY} ", by=worker)
    assert states(home) == [FollowUpState.DONE, FollowUpState.CANCELLED, FollowUpState.CANCELLED]
    assert (made.withdraw_reason, made.withdrawn_by) == (WHY, worker)
    event = AuditEvent.objects.get(action="home.withdrawn")
    assert event.details == {"lead": None, "follow_ups": 2}


def test_withdrawing_again_changes_nothing(home: Home, worker: User) -> None:
    withdraw_home(home=home, reason=WHY, by=worker)
    assert withdraw_home(home=home, reason="Annat", by=worker).withdraw_reason == WHY
    assert AuditEvent.objects.filter(action="home.withdrawn").count() == 1


def test_what_it_refuses(home: Home, worker: User) -> None:
    assert refused(lambda: withdraw_home(home=home, reason=" ", by=worker)) == "Skriv varför."
    record_survey(home=home, asked_on=MONDAY, by=worker, client_key=uuid4(), satisfaction=4)
    assert "2013-12-09" in refused(lambda: withdraw_home(home=home, reason=WHY, by=worker))
    other = HomeFactory()
    assert "nämnd" in refused(lambda: withdraw_home(home=other, reason=WHY, by=worker))
    assert not Home.objects.exclude(withdrawn_at=None).exists()
    assert not AuditEvent.objects.filter(action="home.withdrawn").exists()


def test_a_withdrawn_move_is_changed_no_more(home: Home, worker: User) -> None:
    task = home.tasks.first()
    assert task is not None
    withdraw_home(home=home, reason=WHY, by=worker)
    for act in (
        lambda: change_home(
            home=home, moved_in_on=MONDAY, contract=HomeContract.LODGER, municipality="", by=worker
        ),
        lambda: settle_task(task=task, state=TaskState.DONE, by=worker),
        lambda: record_survey(home=home, asked_on=MONDAY, by=worker, client_key=uuid4()),
    ):
        assert "tagits tillbaka" in refused(act)


def test_the_same_move_is_recorded_anew(home: Home, household: Household, worker: User) -> None:
    withdraw_home(home=home, reason=WHY, by=worker)
    again = moved(household, worker)
    assert again.pk != home.pk
    assert states(again) == [FollowUpState.OPEN] * 3


def test_the_lead_is_free_again(household: Household, worker: User) -> None:
    member = household.members.exclude(role="child").first()
    assert member is not None
    lead = LeadFactory(household=household, outcome="", step="details_given")
    lead.step, lead.outcome, lead.ended_on = "signed", LeadOutcome.SIGNED, MONDAY
    lead.signed_by = member.person
    lead.save()
    lead.events.create(step="contract_checked", on_day=MONDAY, recorded_by=worker, recorded_at=now())
    lead.events.create(step="signed", on_day=MONDAY, recorded_by=worker, recorded_at=now())
    home = moved(household, worker, lead=lead)
    assert "underskriften står fast" in refused(lambda: take_back_step(lead=lead, reason=WHY, by=worker))
    withdraw_home(home=home, reason=WHY, by=worker)
    assert AuditEvent.objects.get(action="home.withdrawn").details["lead"] == lead.pk
    assert moved(household, worker, lead=lead).pk != home.pk
    withdraw_home(home=Home.objects.kept().get(), reason=WHY, by=worker)
    assert take_back_step(lead=lead, reason=WHY, by=worker).step == "contract_checked"


def now() -> datetime:
    return datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))


def test_a_closed_case_is_opened_again_where_that_is_wanted(
    home: Home, household: Household, worker: User
) -> None:
    close_household(household=household, closed_on=MONDAY, by=worker)
    withdraw_home(home=home, reason=WHY, by=worker, reopen=True)
    household.refresh_from_db()
    assert household.closed_on is None


def test_a_closed_case_stays_closed_otherwise(home: Home, household: Household, worker: User) -> None:
    close_household(household=household, closed_on=MONDAY, by=worker)
    withdraw_home(home=home, reason=WHY, by=worker)
    household.refresh_from_db()
    assert household.closed_on == MONDAY


def test_a_case_that_goes_on_elsewhere_is_not_opened(household: Household, worker: User) -> None:
    home = moved(household, worker, moved_in_on=date(2013, 11, 15))
    other = ours(worker)
    join_households(source=household, target=other, on_day=MONDAY, by=worker)
    due = due_after_move(home)  # gone along to the other case, and found there
    assert due is not None
    assert due.household_id == other.pk
    words = refused(lambda: withdraw_home(home=home, reason=WHY, by=worker, reopen=True))
    assert "slagits samman" in words
    withdraw_home(home=home, reason=WHY, by=worker)
    assert states(home) == [FollowUpState.CANCELLED] * 3


def test_a_merged_double_takes_its_move_along(home: Home, household: Household, worker: User) -> None:
    kept = ours(worker)
    merge_households(source=household, target=kept, by=worker)
    home.refresh_from_db()
    assert home.household_id == kept.pk
    withdraw_home(home=home, reason=WHY, by=worker)
    assert states(home) == [FollowUpState.CANCELLED] * 3


def test_what_went_on_until_there_was_a_home_goes_on(household: Household, worker: User) -> None:
    series = plan_series(
        household=household,
        kind=FollowUpKind.UNTIL_HOUSED,
        interval_unit=IntervalUnit.WEEKS,
        interval=1,
        first_on=MONDAY,
        last_on=None,
        by=worker,
        origin="manual",
    )
    coming = series.follow_ups.filter(state=FollowUpState.OPEN).count()
    home = moved(household, worker)
    assert not series.follow_ups.filter(state=FollowUpState.OPEN).exists()
    withdraw_home(home=home, reason=WHY, by=worker)
    series.refresh_from_db()
    assert series.ended_on is None
    assert series.follow_ups.filter(state=FollowUpState.OPEN).count() == coming > 0


def test_the_database_holds_the_withdrawal_together(home: Home) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Home.objects.filter(pk=home.pk).update(withdraw_reason=WHY)


def test_the_page_withdraws_and_the_events_show_it(
    page: Client, home: Home, household: Household, worker: User
) -> None:
    close_household(household=household, closed_on=MONDAY, by=worker)
    address = reverse("cases:home_withdraw", args=[home.pk])
    own = reverse("cases:home", args=[home.pk])
    assert address in page.get(own).content.decode()
    assert "Öppna det stängda ärendet igen" in page.get(address).content.decode()
    assert page.post(address, {"reason": ""}).status_code == 422
    for _twice in range(2):
        answer = page.post(address, {"reason": WHY, "reopen": "on"})
        assert answer.url == household.get_absolute_url()
    household.refresh_from_db()
    assert household.closed_on is None
    entry = next(one for one in timeline_page(household, worker, until=None, skip=0).entries if one.is_struck)
    assert (entry.source, entry.badge) == ("homes", "Återtagen")
    body = page.get(household.get_absolute_url()).content.decode()
    assert "<s>Flyttade till eget boende</s>" in body
    assert WHY in body
    body = page.get(own).content.decode()
    assert WHY in body
    assert address not in body
    assert reverse("cases:home_survey", args=[home.pk]) not in body
    listed = page.get(reverse("cases:home_list")).content.decode()
    assert own not in listed


def test_an_answered_move_offers_no_withdrawal(page: Client, home: Home, worker: User) -> None:
    record_survey(home=home, asked_on=MONDAY, by=worker, client_key=uuid4())
    body = page.get(reverse("cases:home", args=[home.pk])).content.decode()
    assert reverse("cases:home_change", args=[home.pk]) in body
    assert reverse("cases:home_withdraw", args=[home.pk]) not in body
    answer = page.post(reverse("cases:home_withdraw", args=[home.pk]), {"reason": WHY})
    assert answer.status_code == 422
