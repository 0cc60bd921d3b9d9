"""The steps of a work plan, one by one: done, moved, cancelled, opened again, added, handed over."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cases.actions.locking import locked
from cases.actions.plans import keep_version, record_plan, save_plan
from cases.enums import PlanOwner, StepState
from cases.errors import ActionRefused
from cases.models import Household, PlanStep, WorkPlan
from cases.plan_content import GoalInput, StepInput
from core.clock import today

if TYPE_CHECKING:
    from accounts.models import User

__all__ = ["add_step", "cancel_step", "complete_step", "move_step", "reopen_step"]


@transaction.atomic
def complete_step(*, step: PlanStep, by: "User", note: str = "") -> PlanStep:
    """It has been done, today. `note`, if any, is added to its note. Done already, it stays as it is.

    Raises ActionRefused when it was cancelled meanwhile.
    """
    row = _held(step, by)
    if row.state == StepState.DONE:
        return row
    _refuse_settled(row)
    _add_note(row, note)
    return _settle(row, by, StepState.DONE, "plan.step_done")


@transaction.atomic
def cancel_step(*, step: PlanStep, by: "User", note: str = "") -> PlanStep:
    """It will not be done. `note` as when it is done. Raises ActionRefused when it was done meanwhile."""
    row = _held(step, by)
    if row.state == StepState.CANCELLED:
        return row
    _refuse_settled(row)
    _add_note(row, note)
    return _settle(row, by, StepState.CANCELLED, "plan.step_cancelled")


@transaction.atomic
def reopen_step(*, step: PlanStep, by: "User") -> PlanStep:
    """Undo of done and cancelled."""
    row = _held(step, by)
    if row.state == StepState.OPEN:
        return row
    row.state, row.settled_on, row.settled_by = StepState.OPEN, None, None
    row.save()
    record_plan("plan.step_reopened", row.plan, by, step=row.pk)
    return row


@transaction.atomic
def move_step(*, step: PlanStep, due_on: date, by: "User", note: str = "") -> PlanStep:
    """To be done by another day, which makes a new version of the plan. `note` as when it is done.

    Raises ActionRefused for a day that has gone, and when it is settled.
    """
    row = _held(step, by)
    _refuse_settled(row)
    if due_on < today():
        raise ActionRefused(_("The day has passed. Choose today or a later day."), "due_on")
    if row.due_on == due_on:
        return row
    was, row.due_on = row.due_on, due_on
    _add_note(row, note)
    row.save(update_fields=["due_on", "note"])
    keep_version(row.plan, by)
    days = {"from_day": was.isoformat() if was else None, "due_on": due_on.isoformat()}
    record_plan("plan.step_moved", row.plan, by, step=row.pk, **days)
    return row


@transaction.atomic
def add_step(
    *,
    household: Household,
    goal: str,
    text: str,
    by: "User",
    whose: str = PlanOwner.CLIENT,
    due_on: date | None = None,
) -> PlanStep:
    """One step more, under the goal of that name; goal and plan are made where there are none.

    The same step (goal and text) that is open already is returned as it is.
    """
    household = locked(household, by)
    plan = WorkPlan.objects.filter(household=household).first()
    there = plan.goals.filter(text=goal).first() if plan is not None else None
    if there is not None:
        same = there.steps.filter(text=text, state=StepState.OPEN).first()
        if same is not None:
            return same
    step = StepInput(uuid4(), text, whose, due_on)
    goals = [GoalInput(there.key if there is not None else uuid4(), goal, (step,))]
    saved = save_plan(
        household=household,
        language=plan.language if plan is not None else "sv",
        about=plan.about if plan is not None else "",
        goals=goals,
        seen_version=plan.version if plan is not None else 0,
        by=by,
    )
    return saved.steps.get(key=step.key)


# --- what "Min vecka" does, by number and within what the reader may change -------------------------------
def complete(user: "User", object_id: int, *, note: str = "") -> PlanStep:
    return complete_step(step=reached_step(user, object_id), by=user, note=note)


def move(user: "User", object_id: int, *, day: date, note: str = "") -> PlanStep:
    return move_step(step=reached_step(user, object_id), due_on=day, by=user, note=note)


def cancel(user: "User", object_id: int, *, note: str = "") -> PlanStep:
    return cancel_step(step=reached_step(user, object_id), by=user, note=note)


def reopen(user: "User", object_id: int) -> PlanStep:
    return reopen_step(step=reached_step(user, object_id), by=user)


def reached_step(user: "User", object_id: int) -> PlanStep:
    """The step of that number, or Http404."""
    rows = PlanStep.objects.visible_to(user, "plan.change").select_related("household")
    return get_object_or_404(rows, pk=object_id)


def _held(step: PlanStep, by: "User") -> PlanStep:
    household = locked(step.household, by)
    row = PlanStep.objects.select_related("plan").get(pk=step.pk)
    row.household = row.plan.household = household
    return row


def _refuse_settled(row: PlanStep) -> None:
    if row.state == StepState.DONE:
        raise ActionRefused(_("It is done already."))
    if row.state == StepState.CANCELLED:
        raise ActionRefused(_("It was cancelled meanwhile."))


def _add_note(row: PlanStep, note: str) -> None:
    row.note = "\n".join(part for part in (row.note, note.strip()) if part)


def _settle(row: PlanStep, by: "User", state: str, action: str) -> PlanStep:
    row.state, row.settled_on, row.settled_by = state, today(), by
    row.save()
    record_plan(action, row.plan, by, step=row.pk)
    return row
