"""The work plan: versions, two writers, what the client agreed to, and its steps one by one."""

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from accounts.enums import Role
from accounts.models import User
from cases.actions import (
    ChangedMeanwhile,
    add_step,
    agree_plan,
    cancel_step,
    complete_step,
    move_step,
    reopen_step,
    save_plan,
)
from cases.enums import PlanOwner, StepState
from cases.errors import ActionRefused
from cases.models import Household, PlanGoal, PlanStep, PlanVersion, WorkPlan
from cases.plan_content import GoalInput, StepInput, merge_contents
from core.clock import today
from core.models import AuditEvent
from tests.factories.accounts import UnitFactory, staff

pytestmark = pytest.mark.django_db
GOAL, QUEUE, DEBTS = (UUID(int=number) for number in (1, 2, 3))


def steps(**texts: str) -> tuple[StepInput, ...]:
    keys = {"queue": QUEUE, "debts": DEBTS}
    return tuple(StepInput(keys[name], text) for name, text in texts.items())


def save(household: Household, by: User, seen: int, *goals: GoalInput, about: str = "") -> WorkPlan:
    rows = goals or (GoalInput(GOAL, "Ett eget kontrakt", steps(queue="Betala köavgiften")),)
    return save_plan(household=household, language="sv", about=about, goals=rows, seen_version=seen, by=by)


def texts(plan: WorkPlan) -> list[str]:
    return list(plan.steps.values_list("text", flat=True))


def test_the_first_saving_makes_goals_and_steps(household: Household, worker: User) -> None:
    plan = save(household, worker, 0)
    step = plan.steps.get()
    assert (plan.version, plan.goals.get().text) == (1, "Ett eget kontrakt")
    assert (step.text, step.whose, step.state, step.household) == (
        "Betala köavgiften",
        "client",
        "open",
        household,
    )
    event = AuditEvent.objects.get(action="plan.saved")
    assert event.details == {"version": 1, "goals": 1, "steps": 1}


def test_the_same_form_sent_twice_makes_one_version(household: Household, worker: User) -> None:
    save(household, worker, 0)
    again = save(household, worker, 0)
    assert again.version == 1
    assert PlanVersion.objects.count() == PlanStep.objects.count() == 1


def test_an_emptied_step_is_gone_and_the_old_version_keeps_it(household: Household, worker: User) -> None:
    save(household, worker, 0)
    plan = save(household, worker, 1, GoalInput(GOAL, "Ett eget kontrakt", steps(queue=" ")))
    assert not plan.steps.exists()
    assert "Betala köavgiften" in plan.versions.get(number=1).content.values()


def test_a_step_of_a_unit_of_the_board(household: Household, worker: User) -> None:
    unit = UnitFactory(authority=household.authority, name="Försörjningsstöd")
    step = StepInput(QUEUE, "Stämma av", f"unit:{unit.pk}", date(2030, 1, 2))
    saved = save(household, worker, 0, GoalInput(GOAL, "Inkomst", (step,))).steps.get()
    assert (saved.whose, saved.unit, saved.due_on) == (PlanOwner.OTHER_UNIT, unit, date(2030, 1, 2))


@pytest.mark.parametrize("whose", ["nobody", "unit:999999", "unit:"])
def test_whose_must_be_in_the_list(household: Household, worker: User, whose: str) -> None:
    with pytest.raises(ActionRefused) as refused:
        save(household, worker, 0, GoalInput(GOAL, "Mål", (StepInput(QUEUE, "Steg", whose),)))
    assert refused.value.field == f"step-{QUEUE}-whose"
    assert not WorkPlan.objects.exists()


def test_steps_need_their_goal_and_a_plan_needs_one(household: Household, worker: User) -> None:
    with pytest.raises(ActionRefused) as refused:
        save(household, worker, 0, GoalInput(GOAL, "", steps(queue="Steg")))
    assert refused.value.field == f"goal-{GOAL}"
    with pytest.raises(ActionRefused):
        save(household, worker, 0, GoalInput(GOAL, ""))


def test_another_boards_household_is_refused(household: Household) -> None:
    with pytest.raises(ActionRefused):
        save(household, staff(Role.PROJECT_WORKER), 0)
    assert not WorkPlan.objects.exists()


def test_a_failing_log_leaves_nothing(
    household: Household, worker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("cases.actions.plans.record_event", fail)
    with pytest.raises(RuntimeError):
        save(household, worker, 0)
    assert not WorkPlan.objects.exists()
    assert not PlanGoal.objects.exists()


def test_two_writers_of_different_steps_lose_nothing(household: Household, worker: User) -> None:
    save(household, worker, 0, GoalInput(GOAL, "Mål", steps(queue="Kö", debts="Skulder")))
    save(household, worker, 1, GoalInput(GOAL, "Mål", steps(queue="Kö i Eskilstuna", debts="Skulder")))
    plan = save(household, worker, 1, GoalInput(GOAL, "Mål", steps(queue="Kö", debts="Skuldöversikt")))
    assert sorted(texts(plan)) == ["Kö i Eskilstuna", "Skuldöversikt"]


def test_both_writers_new_steps_are_kept(household: Household, worker: User) -> None:
    save(household, worker, 0)
    for text in ("Ring hyresvärden", "Sök förtur"):
        row = GoalInput(GOAL, "Ett eget kontrakt", (StepInput(uuid4(), text),))
        plan = save(household, worker, 1, row)
    assert sorted(texts(plan)) == ["Betala köavgiften", "Ring hyresvärden", "Sök förtur"]


def test_a_clash_writes_nothing_and_tells_of_both(household: Household, worker: User) -> None:
    save(household, worker, 0)
    save(household, worker, 1, GoalInput(GOAL, "Ett eget kontrakt", steps(queue="Betala 200 kr")))
    with pytest.raises(ChangedMeanwhile) as refused:
        save(household, worker, 1, GoalInput(GOAL, "Ett eget kontrakt", steps(queue="Betala i dag")))
    clash, name = refused.value, f"step|{QUEUE}|text"
    assert clash.names == (name,)
    assert (clash.theirs[name], clash.merged[name], clash.version) == ("Betala 200 kr", "Betala i dag", 2)
    assert texts(WorkPlan.objects.get()) == ["Betala 200 kr"]


@pytest.mark.parametrize("first_removes", [True, False])
def test_removing_what_another_changed_is_a_clash(
    household: Household, worker: User, first_removes: bool
) -> None:
    save(household, worker, 0)
    later = StepInput(QUEUE, "Betala köavgiften", due_on=date(2030, 5, 6))
    removed = StepInput(QUEUE, "")
    first, second = (removed, later) if first_removes else (later, removed)
    save(household, worker, 1, GoalInput(GOAL, "Ett eget kontrakt", (first,)))
    with pytest.raises(ChangedMeanwhile):
        save(household, worker, 1, GoalInput(GOAL, "Ett eget kontrakt", (second,)))


@pytest.mark.parametrize("first_removes", [True, False])
def test_a_step_added_below_a_goal_that_another_removes_is_a_clash(
    household: Household, worker: User, first_removes: bool
) -> None:
    save(household, worker, 0)
    other = GoalInput(uuid4(), "Ett annat mål")
    removed = GoalInput(GOAL, "", steps(queue=""))
    longer = GoalInput(GOAL, "Ett eget kontrakt", steps(queue="Betala köavgiften", debts="Ring Kronofogden"))
    first, second = (removed, longer) if first_removes else (longer, removed)
    save(household, worker, 1, first, other)
    with pytest.raises(ChangedMeanwhile) as refused:
        save(household, worker, 1, second, other)
    assert f"goal|{GOAL}" in refused.value.names


def test_a_step_done_meanwhile_is_not_removed(household: Household, worker: User) -> None:
    plan = save(household, worker, 0)
    complete_step(step=plan.steps.get(), by=worker)
    with pytest.raises(ActionRefused):
        save(household, worker, 1, GoalInput(GOAL, "Ett eget kontrakt", steps(queue="")))
    assert texts(plan) == ["Betala köavgiften"]


def test_nothing_is_lost_in_a_thousand_interleavings() -> None:
    """Two writers add a word to a random step or write a new one; who clashes brings both together."""
    chance = random.Random(2014)
    names = [f"step|{key}|text" for key in (QUEUE, DEBTS)]
    words = 0
    for _ in range(1000):
        saved = dict.fromkeys(names, "Början")
        seen, texts = [dict(saved), dict(saved)], [dict(saved), dict(saved)]
        order = [0, 1, 0, 1]
        chance.shuffle(order)
        for turn, writer in enumerate(order):
            if chance.random() < 0.5:
                seen[writer], texts[writer] = dict(saved), dict(saved)
            name = chance.choice([*names, f"step|{uuid4()}|text"])
            texts[writer][name] = f"{texts[writer].get(name, '')} {writer}:{turn}"
            merged, theirs = merge_contents(base=seen[writer], theirs=saved, mine=texts[writer])
            for clash in merged.clashes:
                added = texts[writer][clash].removeprefix(seen[writer].get(clash, ""))
                merged.values[clash] = theirs[clash] + added
            saved = dict(merged.values)
            seen[writer], texts[writer] = dict(saved), dict(saved)
            assert f"{writer}:{turn}" in " ".join(saved.values())
        found = " ".join(saved.values()).split()
        assert sorted(word for word in found if ":" in word) == sorted(
            f"{writer}:{turn}" for turn, writer in enumerate(order)
        )
        words += len(order)
    assert words == 4000


def test_the_client_agrees_to_a_version_on_a_day(household: Household, worker: User) -> None:
    plan = save(household, worker, 0)
    version = agree_plan(plan=plan, seen_version=1, agreed_on=today(), by=worker)
    assert (version.agreed_on, version.agreed_recorded_by) == (today(), worker)
    agree_plan(plan=plan, seen_version=1, agreed_on=today(), by=worker)
    assert AuditEvent.objects.filter(action="plan.agreed").count() == 1


@pytest.mark.parametrize(("seen", "days"), [(1, 1), (0, 0), (1, -9999)])
def test_agreeing_is_refused(household: Household, worker: User, seen: int, days: int) -> None:
    plan = save(household, worker, 0)
    with pytest.raises(ActionRefused):
        agree_plan(plan=plan, seen_version=seen, agreed_on=today() + timedelta(days=days), by=worker)
    assert plan.versions.get().agreed_on is None


def test_a_step_is_done_and_undone(household: Household, worker: User) -> None:
    step = save(household, worker, 0).steps.get()
    complete_step(step=step, by=worker, note="Kvitto visat")
    row = complete_step(step=step, by=worker)
    assert (row.state, row.settled_on, row.note) == (StepState.DONE, today(), "Kvitto visat")
    with pytest.raises(ActionRefused):
        cancel_step(step=step, by=worker)
    assert reopen_step(step=step, by=worker).state == StepState.OPEN
    assert cancel_step(step=step, by=worker).state == StepState.CANCELLED
    with pytest.raises(ActionRefused):
        complete_step(step=step, by=worker)
    assert AuditEvent.objects.filter(action__startswith="plan.step_").count() == 3


def test_moving_a_step_is_a_version_that_other_writers_see(household: Household, worker: User) -> None:
    plan = save(household, worker, 0)
    step, day = plan.steps.get(), today() + timedelta(days=7)
    move_step(step=step, due_on=day, by=worker)
    saved = save(household, worker, 1, GoalInput(GOAL, "Kontrakt", steps(queue="Betala köavgiften")))
    assert (saved.version, saved.steps.get().due_on) == (3, day)


@pytest.mark.parametrize("state", ["gone", "done"])
def test_moving_is_refused(household: Household, worker: User, state: str) -> None:
    step = save(household, worker, 0).steps.get()
    day = today() - timedelta(days=1) if state == "gone" else today()
    if state == "done":
        complete_step(step=step, by=worker)
    with pytest.raises(ActionRefused):
        move_step(step=step, due_on=day, by=worker)


def test_a_step_is_added_once_with_the_plan_it_needs(household: Household, worker: User) -> None:
    for _ in range(2):
        step = add_step(household=household, goal="Vägen till eget kontrakt", text="Gå med i kön", by=worker)
    other = add_step(household=household, goal="Vägen till eget kontrakt", text="Betala avgiften", by=worker)
    assert PlanGoal.objects.count() == 1
    assert {step.goal, other.goal} == {PlanGoal.objects.get()}
    assert WorkPlan.objects.get().version == 2
