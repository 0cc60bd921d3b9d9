""" "Min vecka": what stands there, for whom, and what is done in place."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.enums import FollowUpState
from cases.models import FollowUp, FollowUpSeries, Household
from core.clock import set_to
from core.models import ReadEvent
from tests.factories.accounts import staff
from tests.factories.cases import FollowUpFactory, HouseholdUnitFactory, family
from tests.factories.events import BookingFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2013, 12, 9)
WEEK = reverse("cases:my_week")


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER, full_name="Maria Lindqvist")


@pytest.fixture
def household(worker: User) -> Household:
    made = family(date(2004, 2, 29), authority=worker.authority, project_worker=worker)
    HouseholdUnitFactory(household=made, unit=worker.memberships.get().unit)
    return made


def address(verb: str, follow_up: FollowUp) -> str:
    return reverse(f"cases:{verb}", args=["cases.follow_ups", follow_up.pk])


def text(response: Any) -> str:
    return str(response.content.decode())


def test_parts_of_the_list(page: Client, household: Household) -> None:
    for day in (6, 9, 15, 22, 23):
        FollowUpFactory(household=household, planned_on=date(2013, 12, day))
    parts = {part.name: len(part.lines) for part in page.get(WEEK).context["week"].parts}
    assert parts == {"overdue": 1, "today": 1, "week": 1, "next": 1}
    assert ReadEvent.objects.filter(page="cases:my_week", household_id=household.pk).exists()


def test_booked_visits_stand_there_too(page: Client, worker: User, household: Household) -> None:
    BookingFactory(household=household, day=MONDAY, booked_by=worker)
    assert "Bokat besök" in text(page.get(WEEK))


def test_nothing_to_do_says_so(page: Client, household: Household) -> None:
    assert "Inget att göra" in text(page.get(WEEK))


def test_it_is_the_first_page(page: Client) -> None:
    assert page.get(reverse("core:start")).url == WEEK


def test_done_in_place_and_undone(page: Client, household: Household) -> None:
    row = FollowUpFactory(household=household, planned_on=MONDAY)
    answer = page.post(address("duty_done", row), headers={"HX-Request": "true"})
    assert "Klart." in text(answer)
    assert address("duty_reopened", row) in text(answer)
    row.refresh_from_db()
    assert row.state == FollowUpState.DONE
    page.post(address("duty_done", row))
    page.post(address("duty_reopened", row))
    row.refresh_from_db()
    assert row.state == FollowUpState.OPEN


def test_without_javascript_the_list_comes_anew(page: Client, household: Household) -> None:
    row = FollowUpFactory(household=household, planned_on=MONDAY)
    assert page.post(address("duty_cancelled", row) + "?visa=enhet").url == f"{WEEK}?visa=enhet"
    refused = page.post(address("duty_done", row), follow=True)
    assert "ställts in" in text(refused)


def test_moved_by_the_page_behind_the_key(page: Client, household: Household) -> None:
    row = FollowUpFactory(household=household, planned_on=MONDAY)
    assert household.case_number in text(page.get(address("duty", row)))
    wrong = page.post(address("duty", row), {"due_on": "2013-12-08"})
    assert (wrong.status_code, "2013-12-08" in text(wrong)) == (422, True)
    assert page.post(address("duty", row), {"due_on": "14/12"}).url == WEEK
    row.refresh_from_db()
    assert row.due_on == date(2013, 12, 16)


def test_done_with_a_note_is_told_by_the_timeline(page: Client, household: Household) -> None:
    row = FollowUpFactory(household=household, planned_on=MONDAY)
    page.post(address("duty_done", row), {"note": "Ringde, allt väl"})
    assert "Ringde, allt väl" in text(page.get(household.get_absolute_url()))


def test_moved_and_cancelled_with_a_note_too(page: Client, household: Household) -> None:
    moved, off = (FollowUpFactory(household=household, planned_on=MONDAY, origin=name) for name in "ab")
    assert page.post(address("duty", moved), {"due_on": "14/12", "note": "Sjuka barn"}).url == WEEK
    shown = text(page.get(address("duty", off)))
    assert reverse("cases:duty_cancelled", args=["cases.follow_ups", off.pk]) in shown
    page.post(address("duty_cancelled", off), {"note": "Behövs inte"})
    for row, note in ((moved, "Sjuka barn"), (off, "Behövs inte")):
        row.refresh_from_db()
        assert row.note == note
    assert (moved.state, off.state) == ("open", "cancelled")


def test_a_leader_sees_the_units_by_worker(client: Client, worker: User, household: Household) -> None:
    leader = staff(Role.TEAM_LEADER, unit=worker.memberships.get().unit)
    FollowUpFactory(household=household, planned_on=MONDAY)
    client.force_login(leader)
    assert household.case_number not in text(client.get(WEEK))
    unit = {"visa": "enhet"}
    assert household.case_number in text(client.get(WEEK, unit))
    assert household.case_number in text(client.get(WEEK, {**unit, "medarbetare": worker.pk}))
    assert household.case_number not in text(client.get(WEEK, {**unit, "medarbetare": leader.pk}))


def test_a_worker_has_no_unit_list(page: Client, worker: User, household: Household) -> None:
    colleague = staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit)
    FollowUpFactory(household=household, planned_on=MONDAY, assigned_to=colleague)
    assert household.case_number not in text(page.get(WEEK, {"visa": "enhet"}))


def test_a_source_that_does_not_exist_is_404(page: Client, household: Household) -> None:
    row = FollowUpFactory(household=household, planned_on=MONDAY)
    for verb in ("duty", "duty_done", "duty_cancelled", "duty_reopened"):
        made_up = reverse(f"cases:{verb}", args=["nothing", row.pk])
        assert page.post(made_up).status_code == 404


def test_queries_are_the_same_for_one_and_thirty(page: Client, worker: User) -> None:
    counts = []
    for wanted in (1, 30):
        while FollowUp.objects.count() < wanted:
            made = family(authority=worker.authority, project_worker=worker)
            FollowUpFactory(household=made, planned_on=MONDAY)
        page.get(WEEK)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert page.get(WEEK).context["week"].count == wanted
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- on the household's page ------------------------------------------------------------------------
def test_a_follow_up_is_planned_from_the_household(page: Client, worker: User, household: Household) -> None:
    plan = reverse("cases:follow_up_plan", args=[household.pk])
    assert plan in text(page.get(household.get_absolute_url()))
    data = {"kind": "until_housed", "due_on": "imorgon", "note": "Köplats"}
    assert page.post(plan, data).url == household.get_absolute_url()
    page.post(plan, data)
    assert FollowUp.objects.get().due_on == date(2013, 12, 10)
    assert "Köplats" in text(page.get(household.get_absolute_url()))


def test_a_rhythm_is_planned_and_changed(page: Client, household: Household) -> None:
    plan = reverse("cases:follow_up_plan", args=[household.pk])
    data = {"kind": "other", "due_on": "2013-12-10", "rhythm": "weeks-1", "last_on": "2014-01-31"}
    page.post(plan, data)
    page.post(plan, {**data, "rhythm": "weeks-2"})
    assert FollowUpSeries.objects.get().interval == 2
    assert FollowUp.objects.open().count() == 4


@pytest.mark.parametrize(
    "changes", [{"due_on": ""}, {"due_on": "2013-12-08"}, {"last_on": "2013-12-09", "rhythm": "weeks-1"}]
)
def test_planning_keeps_what_was_typed_when_it_is_refused(
    page: Client, household: Household, changes: dict[str, str]
) -> None:
    data = {"kind": "other", "due_on": "2013-12-10", "note": "Behåll mig", **changes}
    answer = page.post(reverse("cases:follow_up_plan", args=[household.pk]), data)
    assert (answer.status_code, "Behåll mig" in text(answer)) == (422, True)
    assert not FollowUp.objects.exists()
