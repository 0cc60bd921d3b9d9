"""Being away: duties go to a colleague once, new ones too, and come back when the absence is off."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions import complete_follow_up, plan_series
from cases.actions.absences import cancel_absence, hand_over, plan_absence
from cases.enums import FollowUpKind, IntervalUnit, Protection
from cases.errors import ActionRefused
from cases.models import Absence, FollowUp, HandedOver, Household, PlanStep
from cases.tasks import hand_over_absences
from core.clock import set_to
from core.models import AuditEvent
from tests.factories.accounts import staff
from tests.factories.cases import FollowUpFactory, HouseholdUnitFactory, family
from tests.factories.casework import plan_of
from tests.factories.search import HousingQueueFactory, LeadFactory, QueueFeeFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2013, 12, 9), date(2013, 12, 20)
WEEK = reverse("cases:my_week")


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with set_to(datetime(2013, 12, 9, 8, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield


@pytest.fixture
def colleague(worker: User) -> User:
    return staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit, full_name="Jonas Wall")


@pytest.fixture
def household(worker: User) -> Household:
    made = family(date(2004, 2, 29), authority=worker.authority, project_worker=worker)
    HouseholdUnitFactory(household=made, unit=worker.memberships.get().unit)
    return made


def away(user: User, substitute: User, **changes: Any) -> Any:
    days = {"first_day": FIRST, "last_day": LAST, "by": user} | changes
    return plan_absence(user=user, substitute=substitute, **days)


def test_what_is_due_in_those_days_is_handed_over_both_days_included(
    household: Household, worker: User, colleague: User
) -> None:
    rows = [
        FollowUpFactory(household=household, planned_on=FIRST + timedelta(days=n)) for n in (-3, 0, 11, 14)
    ]
    step = plan_of(household, "Ring", saved_by=worker).steps.get()
    PlanStep.objects.filter(pk=step.pk).update(due_on=LAST)
    handed = away(worker, colleague)
    assert (handed.moved, handed.left) == (3, 0)
    whose = [FollowUp.objects.get(pk=row.pk).assigned_to for row in rows]
    assert whose == [None, colleague, colleague, None]
    assert PlanStep.objects.get().assigned_to == colleague
    assert AuditEvent.objects.filter(action="absence.handed_over").count() == 1


def test_the_same_absence_twice_is_one_and_moves_nothing_more(
    household: Household, worker: User, colleague: User
) -> None:
    FollowUpFactory(household=household, planned_on=FIRST)
    assert (away(worker, colleague).moved, away(worker, colleague).moved) == (1, 0)
    assert (Absence.objects.count(), HandedOver.objects.count()) == (1, 1)


def test_what_cannot_be_given_to_somebody_stands_in_the_colleagues_week(
    client: Client, household: Household, worker: User, colleague: User
) -> None:
    queues = [HousingQueueFactory(household=household, recorded_by=worker) for _ in range(2)]
    days = (FIRST, LAST + timedelta(days=1))
    within, after = (QueueFeeFactory(queue=one, due_on=day) for one, day in zip(queues, days, strict=True))
    lead = LeadFactory(household=household, step="viewing", viewing_on=FIRST, assigned_to=worker)
    away(worker, colleague)
    client.force_login(colleague)
    lines = [line for part in client.get(WEEK).context["week"].parts for line in part.lines]
    assert {(line.duty.kind, line.duty.object_id) for line in lines} == {
        ("queue_fee", within.pk),
        ("viewing", lead.pk),
    }
    assert all(line.is_stand_in and line.who == worker.full_name for line in lines)
    assert after.pk not in [line.duty.object_id for line in lines if line.duty.kind == "queue_fee"]
    assert f"I stället för {worker.full_name}" in client.get(WEEK).content.decode()
    cancel_absence(absence=Absence.objects.get(), by=worker)
    assert client.get(WEEK).context["week"].count == 0


def test_what_comes_up_later_goes_too(household: Household, worker: User, colleague: User) -> None:
    away(worker, colleague)
    FollowUpFactory(household=household, planned_on=date(2013, 12, 12))
    assert hand_over_absences() == 1
    assert hand_over_absences() == 0
    assert FollowUp.objects.get().assigned_to == colleague


def test_a_series_planned_anew_makes_no_doubles_and_stays_handed_over(
    household: Household, worker: User, colleague: User
) -> None:
    def plan(interval: int) -> None:
        plan_series(
            household=household,
            kind=FollowUpKind.TRANSITIONAL_WEEKLY,
            interval_unit=IntervalUnit.WEEKS,
            interval=interval,
            first_on=FIRST,
            last_on=date(2014, 1, 31),
            by=worker,
            origin="test:1",
        )

    plan(1)
    away(worker, colleague)
    for interval in (1, 2, 1):
        plan(interval)
        hand_over_absences()
    open_ones = FollowUp.objects.open().filter(household=household)
    days = list(open_ones.values_list("due_on", flat=True))
    assert len(days) == len(set(days))
    handed = open_ones.filter(due_on__lte=LAST)
    assert set(handed.values_list("assigned_to", flat=True)) == {colleague.pk}
    assert not open_ones.filter(due_on__gt=LAST, assigned_to=colleague).exists()


def test_the_colleague_must_see_the_household(household: Household, worker: User, colleague: User) -> None:
    Household.objects.filter(pk=household.pk).update(protected_identity=Protection.MARKED)
    FollowUpFactory(household=household, planned_on=FIRST)
    handed = away(worker, colleague)
    assert (handed.moved, handed.left) == (0, 1)
    assert FollowUp.objects.get().assigned_to is None


def test_called_off_what_is_still_to_be_done_goes_back(
    household: Household, worker: User, colleague: User
) -> None:
    done, mine, free = (
        FollowUpFactory(household=household, planned_on=FIRST + timedelta(days=n)) for n in (0, 1, 2)
    )
    FollowUp.objects.filter(pk=mine.pk).update(assigned_to=worker)
    absence = away(worker, colleague).absence
    complete_follow_up(follow_up=done, by=colleague)
    assert cancel_absence(absence=absence, by=worker) == 2
    assert cancel_absence(absence=absence, by=worker) == 0
    whose = [FollowUp.objects.get(pk=row.pk).assigned_to for row in (done, mine, free)]
    assert whose == [colleague, worker, None]
    assert hand_over(absence=absence, by=worker).moved == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"last_day": FIRST - timedelta(days=1)}, "last_day"),
        ({"first_day": date(2013, 11, 1), "last_day": date(2013, 11, 5)}, "last_day"),
    ],
)
def test_days_are_refused(worker: User, colleague: User, changes: dict[str, date], field: str) -> None:
    with pytest.raises(ActionRefused) as refused:
        away(worker, colleague, **changes)
    assert refused.value.field == field
    assert not Absence.objects.exists()


def test_oneself_and_another_board_are_refused(worker: User) -> None:
    for other in (worker, staff(Role.PROJECT_WORKER)):
        with pytest.raises(ActionRefused) as refused:
            away(worker, other)
        assert refused.value.field == "substitute"


def test_a_failing_log_leaves_nothing(
    household: Household, worker: User, colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    FollowUpFactory(household=household, planned_on=FIRST)
    monkeypatch.setattr("cases.actions.absences.record_event", fail)
    with pytest.raises(RuntimeError):
        away(worker, colleague)
    assert FollowUp.objects.get().assigned_to is None
    assert not Absence.objects.exists()


def test_the_page_hands_over_and_calls_off(
    client: Client, household: Household, worker: User, colleague: User
) -> None:
    client.force_login(worker)
    FollowUpFactory(household=household, planned_on=FIRST)
    page = reverse("cases:absence_list")
    sent = {"user": worker.pk, "substitute": colleague.pk, "first_day": "9/12", "last_day": "20/12"}
    assert "Ingen är borta" in client.get(page).content.decode()
    assert client.post(page, sent | {"last_day": "när som helst"}).status_code == 422
    assert "1 uppgift lämnades över" in client.post(page, sent, follow=True).content.decode()
    absence = Absence.objects.get()
    client.force_login(colleague)
    assert client.post(reverse("cases:absence_cancel", args=[absence.pk])).status_code == 404
    client.force_login(staff(Role.TEAM_LEADER, unit=worker.memberships.get().unit))
    assert client.post(reverse("cases:absence_cancel", args=[absence.pk])).status_code == 302
    assert FollowUp.objects.get().assigned_to is None


def test_nobody_says_that_a_strangers_colleague_is_away(
    client: Client, worker: User, colleague: User
) -> None:
    client.force_login(worker)
    sent = {"user": colleague.pk, "substitute": worker.pk, "first_day": "9/12", "last_day": "20/12"}
    assert client.post(reverse("cases:absence_list"), sent).status_code == 422
