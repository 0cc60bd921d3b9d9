"""Single follow-ups: planned, done, moved, cancelled, opened again, handed over."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import User
from cases.actions import (
    cancel_follow_up,
    complete_follow_up,
    end_follow_ups,
    move_follow_up,
    plan_follow_up,
    reopen_follow_up,
)
from cases.duties import follow_up_duties
from cases.enums import FollowUpKind, FollowUpState
from cases.errors import ActionRefused
from cases.models import FollowUp, Household
from core.clock import set_to
from core.models import AuditEvent
from tests.factories.accounts import UnitFactory, UserFactory, staff
from tests.factories.cases import FollowUpFactory, HouseholdFactory, HouseholdUnitFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2013, 12, 9)


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER)


@pytest.fixture
def household(worker: User) -> Household:
    return HouseholdFactory(authority=worker.authority, project_worker=worker)


def plan(household: Household, by: User, day: date = MONDAY, **more: Any) -> FollowUp:
    return plan_follow_up(household=household, kind=FollowUpKind.AFTER_BOARD, due_on=day, by=by, **more)


def test_plan_writes_and_audits(household: Household, worker: User) -> None:
    made = plan(household, worker, origin="housing.board:7", note=" Ring ")
    assert (made.due_on, made.state, made.note, made.authority) == (
        MONDAY,
        "open",
        "Ring",
        worker.authority,
    )
    event = AuditEvent.objects.get(action="follow_up.planned")
    assert event.details == {"kind": "after_board", "due_on": "2013-12-09"}
    assert (event.household_id, event.actor_id) == (household.pk, worker.pk)


def test_planning_the_same_again_makes_no_double(household: Household, worker: User) -> None:
    first = plan(household, worker, date(2013, 12, 14), origin="a")
    assert plan(household, worker, date(2013, 12, 16), origin="a") == first  # the Monday after
    assert plan(household, worker, date(2013, 12, 14), origin="b") != first
    assert FollowUp.objects.count() == 2
    assert AuditEvent.objects.filter(action="follow_up.planned").count() == 2


def test_a_settled_one_is_no_obstacle_to_another(household: Household, worker: User) -> None:
    complete_follow_up(follow_up=plan(household, worker), by=worker)
    assert plan(household, worker).state == FollowUpState.OPEN


def test_the_database_refuses_a_double(household: Household) -> None:
    FollowUpFactory(household=household)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpFactory(household=household)


def test_done_keeps_who_and_when_and_bears_a_double_click(household: Household, worker: User) -> None:
    made = plan(household, worker, note="Ring")
    done = complete_follow_up(follow_up=made, by=worker, note="Svarade inte")
    assert (done.settled_on, done.settled_by, done.note) == (MONDAY, worker, "Ring\nSvarade inte")
    assert complete_follow_up(follow_up=made, by=worker, note="Svarade inte").note == done.note
    assert AuditEvent.objects.filter(action="follow_up.done").count() == 1
    with pytest.raises(ActionRefused):
        cancel_follow_up(follow_up=made, by=worker)


def test_cancelled_is_not_done_afterwards_but_can_be_opened(household: Household, worker: User) -> None:
    made = plan(household, worker)
    cancel_follow_up(follow_up=made, by=worker)
    assert cancel_follow_up(follow_up=made, by=worker).state == FollowUpState.CANCELLED
    with pytest.raises(ActionRefused):
        complete_follow_up(follow_up=made, by=worker)
    opened = reopen_follow_up(follow_up=made, by=worker)
    assert (opened.state, opened.settled_by, opened.settled_on) == ("open", None, None)
    assert reopen_follow_up(follow_up=made, by=worker) == opened
    assert AuditEvent.objects.filter(action="follow_up.reopened").count() == 1


def test_opening_again_is_refused_when_another_has_the_day(household: Household, worker: User) -> None:
    made = plan(household, worker)
    cancel_follow_up(follow_up=made, by=worker)
    plan(household, worker)
    with pytest.raises(ActionRefused):
        reopen_follow_up(follow_up=made, by=worker)


@pytest.mark.parametrize(
    ("day", "due_on"),
    [
        (MONDAY, MONDAY),
        (date(2013, 12, 14), date(2013, 12, 16)),
        (date(2013, 12, 24), date(2013, 12, 27)),
    ],
)
def test_move_lands_on_a_working_day(household: Household, worker: User, day: date, due_on: date) -> None:
    made = plan(household, worker, date(2013, 12, 12))
    moved = move_follow_up(follow_up=made, due_on=day, by=worker)
    assert (moved.due_on, moved.planned_on) == (due_on, date(2013, 12, 12))
    assert move_follow_up(follow_up=made, due_on=day, by=worker).due_on == due_on
    assert AuditEvent.objects.get(action="follow_up.moved").details["from_day"] == "2013-12-12"


def test_move_is_refused(household: Household, worker: User) -> None:
    made, other = plan(household, worker), plan(household, worker, date(2013, 12, 10))
    for day in (date(2013, 12, 8), other.due_on):
        with pytest.raises(ActionRefused):
            move_follow_up(follow_up=made, due_on=day, by=worker)
    complete_follow_up(follow_up=made, by=worker)
    with pytest.raises(ActionRefused):
        move_follow_up(follow_up=made, due_on=date(2013, 12, 11), by=worker)
    assert not AuditEvent.objects.filter(action="follow_up.moved").exists()


def test_the_end_of_what_made_them_cancels_from_a_day_on(household: Household, worker: User) -> None:
    early, late = (plan(household, worker, date(2013, 12, day), origin="a") for day in (10, 11))
    other = plan(household, worker, date(2013, 12, 11), origin="b")
    arguments = {"household": household, "origin": "a", "by": worker, "from_day": date(2013, 12, 11)}
    assert end_follow_ups(**arguments) == 1
    assert end_follow_ups(**arguments) == 0
    states = [FollowUp.objects.get(pk=row.pk).state for row in (early, late, other)]
    assert states == ["open", "cancelled", "open"]


@pytest.mark.parametrize("action", [complete_follow_up, cancel_follow_up, reopen_follow_up])
def test_another_boards_is_refused(action: Callable[..., FollowUp], worker: User) -> None:
    with pytest.raises(ActionRefused):
        action(follow_up=FollowUpFactory(), by=worker)


def test_another_boards_household_and_staff_are_refused(household: Household, worker: User) -> None:
    with pytest.raises(ActionRefused):
        plan(HouseholdFactory(), worker)
    with pytest.raises(ActionRefused):
        plan(household, worker, assigned_to=UserFactory())
    assert not FollowUp.objects.exists()


# --- as duties ------------------------------------------------------------------------------------
def duties(user: User, *ids: int, units: tuple[int, ...] = (), until: date = MONDAY) -> list[int]:
    found = follow_up_duties(user, assigned_to_ids=ids, unit_ids=units, until=until, limit=50)
    return [duty.object_id for duty in found]


def test_duties_are_whose_they_are(household: Household, worker: User) -> None:
    colleague = staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit)
    mine = plan(household, worker)
    theirs = plan(household, worker, assigned_to=colleague, origin="b")
    plan(household, worker, date(2013, 12, 10))
    assert duties(worker, worker.pk) == [mine.pk]
    assert duties(worker, colleague.pk) == [theirs.pk]


def test_duties_of_nobody_are_the_units(worker: User) -> None:
    unit = worker.memberships.get().unit
    nobodys = HouseholdFactory(authority=worker.authority)
    HouseholdUnitFactory(household=nobodys, unit=unit)
    made = plan(nobodys, worker)
    assert duties(worker, worker.pk) == []
    assert duties(worker, worker.pk, units=(unit.pk,)) == [made.pk]


def test_duties_stop_at_what_one_sees(household: Household, worker: User) -> None:
    made = plan(household, worker)
    other_unit = staff(Role.CASEWORKER, unit=UnitFactory(authority=worker.authority))
    assert duties(worker, worker.pk) == [made.pk]
    assert duties(other_unit, worker.pk) == []


def test_a_closed_case_is_followed_up_after_the_move_only(household: Household, worker: User) -> None:
    plan(household, worker)
    after = plan_follow_up(household=household, kind=FollowUpKind.AFTER_MOVE, due_on=MONDAY, by=worker)
    Household.objects.filter(pk=household.pk).update(closed_on=MONDAY)
    assert duties(worker, worker.pk) == [after.pk]


def test_duties_take_one_query(household: Household, worker: User, django_assert_num_queries: Any) -> None:
    assert worker.can("household.read")  # roles are read once, when somebody signs in
    for number in range(30):
        plan(household, worker, origin=str(number))
        if number in (0, 29):
            with django_assert_num_queries(1):
                assert len(duties(worker, worker.pk)) == number + 1
