"""Programmes and the list for case review."""

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
from cases.actions.programmes import join_programme, leave_programme, save_programme
from cases.enums import IntervalUnit
from cases.errors import ActionRefused
from cases.models import FollowUp, Household, Programme, ProgrammeTime
from cases.obstacles import obstacles_of
from core.clock import set_to
from core.models import AuditEvent, ReadEvent
from tests.factories.accounts import staff
from tests.factories.cases import FollowUpFactory, HouseholdUnitFactory, SituationRecordFactory, family
from tests.factories.casework import AssessmentFactory, plan_of
from tests.factories.rota import ProgrammeFactory

pytestmark = pytest.mark.django_db
DAY = date(2013, 12, 9)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with set_to(datetime(2013, 12, 9, 8, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield


@pytest.fixture
def household(worker: User) -> Household:
    made = family(date(2004, 2, 29), authority=worker.authority, project_worker=worker)
    HouseholdUnitFactory(household=made, unit=worker.memberships.get().unit)
    return made


def saved(worker: User, name: str = "De 15 familjerna", **changes: Any) -> Programme:
    rhythm = {"interval_unit": IntervalUnit.MONTHS, "interval": 1} | changes
    return save_programme(name=name, by=worker, **rhythm)


def days() -> list[date]:
    return list(FollowUp.objects.open().order_by("due_on").values_list("due_on", flat=True))


def test_a_household_in_a_programme_is_followed_up_in_its_rhythm(household: Household, worker: User) -> None:
    programme = saved(worker)
    time = join_programme(household=household, programme=programme, first_day=DAY, by=worker)
    assert join_programme(household=household, programme=programme, first_day=DAY, by=worker) == time
    assert days()[:3] == [date(2013, 12, 9), date(2014, 1, 9), date(2014, 2, 10)]
    leave_programme(time=time, last_day=date(2014, 1, 10), by=worker)
    assert days() == [date(2013, 12, 9), date(2014, 1, 9)]
    assert leave_programme(time=time, last_day=DAY, by=worker).last_day == date(2014, 1, 10)
    assert ProgrammeTime.objects.counted_on(DAY) == {programme.pk: 1}


def test_another_rhythm_of_the_programme_changes_the_follow_ups(household: Household, worker: User) -> None:
    programme = saved(worker)
    join_programme(household=household, programme=programme, first_day=DAY, by=worker)
    saved(worker, programme=programme, interval_unit=IntervalUnit.WEEKS, interval=2)
    assert days()[:3] == [date(2013, 12, 9), date(2013, 12, 23), date(2014, 1, 7)]
    assert len(days()) == len(set(days()))


def test_programmes_are_refused(household: Household, worker: User) -> None:
    programme = saved(worker)
    with pytest.raises(ActionRefused):
        saved(worker)
    with pytest.raises(ActionRefused):
        saved(worker, "Annat", interval=0)
    with pytest.raises(ActionRefused):
        join_programme(household=household, programme=ProgrammeFactory(), first_day=DAY, by=worker)
    with pytest.raises(ActionRefused):
        join_programme(household=household, programme=programme, first_day=date(2013, 1, 1), by=worker)
    time = join_programme(household=household, programme=programme, first_day=DAY, by=worker)
    with pytest.raises(ActionRefused):
        leave_programme(time=time, last_day=date(2013, 12, 8), by=worker)
    saved(worker, programme=programme, is_active=False)
    other = family(authority=worker.authority)
    with pytest.raises(ActionRefused):
        join_programme(
            household=other, programme=Programme.objects.get(pk=programme.pk), first_day=DAY, by=worker
        )
    assert AuditEvent.objects.filter(action="programme.joined").count() == 1


def test_the_household_shows_its_programme(client: Client, household: Household, worker: User) -> None:
    programme = saved(worker)
    client.force_login(worker)
    address = reverse("cases:programme_join", args=[household.pk])
    assert client.post(address, {"programme": programme.pk, "first_day": "igår"}).status_code == 302
    page = client.get(reverse("cases:household_detail", args=[household.pk])).content.decode()
    assert "De 15 familjerna" in page
    time = ProgrammeTime.objects.get()
    leave = reverse("cases:programme_leave", args=[household.pk, time.pk])
    assert client.post(leave, {"last_day": "1/1 2013"}).status_code == 422
    assert client.post(leave, {"last_day": "idag"}).status_code == 302


def test_programmes_are_kept_by_those_who_lead(client: Client, worker: User) -> None:
    client.force_login(staff(Role.UNIT_MANAGER, unit=worker.memberships.get().unit))
    new = reverse("cases:programme_new")
    assert client.post(new, {"name": "", "rhythm": "months-1"}).status_code == 422
    assert client.post(new, {"name": "Familjerna", "rhythm": "weeks-2"}).status_code == 302
    programme = Programme.objects.get()
    assert (programme.interval_unit, programme.interval, programme.is_active) == ("weeks", 2, True)
    change = reverse("cases:programme_change", args=[programme.pk])
    assert client.post(change, {"name": "Familjerna", "rhythm": "weeks-2"}).status_code == 302
    assert "Stängt för nya hushåll" in client.get(reverse("cases:programme_list")).content.decode()


def test_the_list_tells_of_contact_obstacles_and_next_step(
    client: Client, household: Household, worker: User
) -> None:
    SituationRecordFactory(household=household, situation=3)
    AssessmentFactory(household=household, rent_arrears=True, in_housing_queue=False, has_references=True)
    FollowUpFactory(household=household, planned_on=date(2013, 12, 18))
    plan_of(household, "Begär skuldöversikt", saved_by=worker).steps.update(due_on=date(2013, 12, 12))
    client.force_login(worker)
    page = client.get(reverse("cases:case_review"))
    (line,) = page.context["lines"]
    assert (line.next_on, line.next_step) == (date(2013, 12, 12), "Begär skuldöversikt")
    assert line.obstacles == ["inte i någon kö", "hyresskuld"]
    assert ReadEvent.objects.filter(page="cases:case_review", household_id=household.pk).exists()


def test_the_list_of_a_programme(client: Client, household: Household, worker: User) -> None:
    programme = saved(worker)
    join_programme(household=household, programme=programme, first_day=DAY, by=worker)
    family(authority=worker.authority, project_worker=worker)
    client.force_login(worker)
    address = reverse("cases:case_review")
    assert len(client.get(address).context["lines"]) == 2
    page = client.get(f"{address}?program={programme.pk}")
    assert [line.household for line in page.context["lines"]] == [household]


def test_who_may_not_read_assessments_sees_no_obstacles(household: Household, worker: User) -> None:
    AssessmentFactory(household=household, rent_arrears=True, in_housing_queue=True)
    assert obstacles_of([household.pk], worker, DAY) == {household.pk: ["hyresskuld"]}
    adviser = staff(Role.DEBT_ADVISER, unit=worker.memberships.get().unit)
    assert obstacles_of([household.pk], adviser, DAY) == {}


def test_the_list_costs_the_same_for_1_and_for_100(
    client: Client, household: Household, worker: User
) -> None:
    def cost() -> int:
        client.get(reverse("cases:case_review"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("cases:case_review")).status_code == 200
        # SQLite takes the rows of the read log in several inserts.
        asked = [query["sql"] for query in queries.captured_queries]
        return sum(not sql.startswith(("SAVEPOINT", "RELEASE", "INSERT")) for sql in asked)

    client.force_login(worker)
    FollowUpFactory(household=household, planned_on=DAY)
    AssessmentFactory(household=household)
    one = cost()
    for _ in range(99):
        other = family(authority=worker.authority, project_worker=worker)
        FollowUpFactory(household=other, planned_on=DAY)
        AssessmentFactory(household=other)
    assert cost() == one
