"""The work plan: written by several without loss, agreed with the client, its steps done one by one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit
from cases.actions.assessments import ChangedMeanwhile
from cases.actions.locking import locked, refuse_future
from cases.enums import PlanOwner, StepState
from cases.errors import ActionRefused
from cases.models import Household, PlanGoal, PlanStep, PlanVersion, WorkPlan
from cases.plan_content import (
    STEP_PARTS,
    Content,
    GoalInput,
    content_of,
    merge_contents,
    row_of,
    saved_content,
)
from core.audit import record_event
from core.clock import now

if TYPE_CHECKING:
    from accounts.models import User

__all__ = ["agree_plan", "save_plan"]


@transaction.atomic
def save_plan(
    *,
    household: Household,
    language: str,
    about: str,
    goals: Sequence[GoalInput],
    seen_version: int,
    by: "User",
) -> WorkPlan:
    """Save the goals and steps that a page holds; those that it does not hold stay as they are.

    A row is removed by emptying its text. `seen_version` is the version that the writer began from (0:
    none). What others saved since then is kept; raises ChangedMeanwhile where both changed the same thing,
    or one removed what the other changed. What has not changed makes no version.
    """
    household = locked(household, by)
    plan = WorkPlan.objects.filter(household=household).first()
    version = plan.version if plan is not None else 0
    saved = _saved(plan)
    base = saved if seen_version == version else _at_version(plan, seen_version)
    # What this page does not hold is unchanged by it, whatever has happened to it since.
    mine = base | content_of(language, about, goals)
    merged, theirs = merge_contents(base=base, theirs=saved, mine=mine)
    if merged.clashes:
        raise ChangedMeanwhile(names=merged.clashes, theirs=theirs, merged=merged.values, version=version)
    content = _without_empty_rows(merged.values)
    if plan is not None and content == saved:
        return plan
    _check(content, saved, plan, household)
    return _write(plan, household, content, by)


@transaction.atomic
def agree_plan(*, plan: WorkPlan, seen_version: int, agreed_on: date, by: "User") -> PlanVersion:
    """The client and the worker have agreed on the plan as it stands, on that day.

    Raises ActionRefused for a day ahead, or before the plan was begun, and when the plan has been changed
    since the page was opened.
    """
    plan = _held(plan, by)
    refuse_future(agreed_on, "agreed_on")
    version = plan.versions.get(number=plan.version)
    if version.agreed_on == agreed_on:
        return version
    if plan.version != seen_version:
        raise ActionRefused(_("The plan has been changed meanwhile. Read it again before you agree."))
    if agreed_on < plan.household.opened_on:
        raise ActionRefused(_("The case was opened after that day."), "agreed_on")
    version.agreed_on, version.agreed_recorded_by = agreed_on, by
    version.save(update_fields=["agreed_on", "agreed_recorded_by"])
    record_plan("plan.agreed", plan, by, version=plan.version, agreed_on=agreed_on.isoformat())
    return version


def keep_version(plan: WorkPlan, by: "User") -> None:
    """The plan as it stands now is its next version; for whoever holds the household."""
    moment = now()
    plan.version += 1
    plan.saved_at, plan.saved_by = moment, by
    plan.save()
    _record_version(plan, by)


def record_plan(action: str, plan: WorkPlan, by: "User", **details: Any) -> None:
    record_event(
        action,
        by=by,
        authority_id=plan.authority_id,
        subject=plan,
        household_id=plan.household_id,
        details=details,
    )


def _held(plan: WorkPlan, by: "User") -> WorkPlan:
    household = locked(plan.household, by)
    plan = WorkPlan.objects.get(pk=plan.pk)
    plan.household = household
    return plan


def _saved(plan: WorkPlan | None) -> Content:
    if plan is None:
        return {}
    return saved_content(plan, plan.goals.all(), plan.steps.all())


def _at_version(plan: WorkPlan | None, version: int) -> Content:
    """What the writer began from; of a version that never was, nothing."""
    then = plan.versions.filter(number=version).first() if plan is not None else None
    return dict(then.content) if then is not None else {}


def _without_empty_rows(content: Mapping[str, str]) -> Content:
    """Goals and steps without a text are not there."""
    kept = {}
    for name, value in content.items():
        if name.startswith("step|") and not content[f"{row_of(name)}|text"]:
            continue
        if name.startswith("goal|") and not value:
            continue
        kept[name] = value
    return kept


def _steps(content: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Step key to its parts."""
    rows = [row_of(name) for name in content if name.endswith("|text")]
    return {row.split("|")[1]: {part: content[f"{row}|{part}"] for part in STEP_PARTS} for row in rows}


def _goal_keys(content: Mapping[str, str]) -> set[str]:
    return {name.split("|")[1] for name in content if name.startswith("goal|")}


def _check(content: Content, saved: Content, plan: WorkPlan | None, household: Household) -> None:
    if content["language"] not in dict(settings.LANGUAGES):
        raise ActionRefused(_("Choose a language among those in the list."), "language")
    goals, units = _goal_keys(content), _units(household)
    for key, step in _steps(content).items():
        if step["goal"] not in goals:
            raise ActionRefused(_("Write the goal that the steps belong to."), f"goal-{step['goal']}")
        if step["whose"] not in PlanOwner.values and step["whose"] not in units:
            raise ActionRefused(_("Choose whose the step is among those in the list."), f"step-{key}-whose")
    if not goals:
        raise ActionRefused(_("Write at least one goal."))
    if plan is None:
        return
    gone = set(_steps(saved)) - set(_steps(content))
    if plan.steps.filter(key__in=gone).exclude(state=StepState.OPEN).exists():
        raise ActionRefused(_("A step that is done or cancelled stays in the plan."))


def _units(household: Household) -> set[str]:
    ids = Unit.objects.filter(authority=household.authority_id).values_list("pk", flat=True)
    return {f"unit:{pk}" for pk in ids}


def _write(plan: WorkPlan | None, household: Household, content: Content, by: "User") -> WorkPlan:
    moment = now()
    if plan is None:
        plan = WorkPlan(household=household, authority_id=household.authority_id, version=0)
    plan.version += 1
    plan.language, plan.about = content["language"], content["about"]
    plan.saved_at, plan.saved_by = moment, by
    plan.save()
    _write_rows(plan, content)
    _record_version(plan, by)
    counts = {"goals": len(_goal_keys(content)), "steps": len(_steps(content))}
    record_plan("plan.saved", plan, by, version=plan.version, **counts)
    return plan


def _record_version(plan: WorkPlan, by: "User") -> None:
    PlanVersion.objects.create(
        plan=plan, number=plan.version, content=_saved(plan), saved_at=plan.saved_at, saved_by=by
    )


def _write_rows(plan: WorkPlan, content: Content) -> None:
    """Steps go before the goals that they lean on, and come after them."""
    steps = _steps(content)
    plan.steps.exclude(key__in=list(steps)).delete()
    plan.goals.exclude(key__in=list(_goal_keys(content))).delete()
    goals = {str(goal.key): goal for goal in plan.goals.all()}
    for name in (name for name in content if name.startswith("goal|")):
        key = name.split("|")[1]
        goal = goals.get(key) or PlanGoal(plan=plan, key=UUID(key), position=_next(goals))
        goal.text = content[name]
        goal.save()
        goals[key] = goal
    there = {str(step.key): step for step in plan.steps.all()}
    for key, parts in steps.items():
        step = there.get(key) or PlanStep(
            plan=plan, household_id=plan.household_id, key=UUID(key), position=_next(there)
        )
        _fill(step, parts, goals[parts["goal"]])
        step.save()
        there[key] = step


def _next(rows: Mapping[str, PlanGoal] | Mapping[str, PlanStep]) -> int:
    return 1 + max((row.position for row in rows.values()), default=0)


def _fill(step: PlanStep, parts: Mapping[str, str], goal: PlanGoal) -> None:
    step.goal, step.text = goal, parts["text"]
    owner, _sep, unit = parts["whose"].partition(":")
    step.whose = PlanOwner.OTHER_UNIT if owner == "unit" else cast(PlanOwner, owner)
    step.unit_id = int(unit) if unit else None
    step.due_on = date.fromisoformat(parts["due_on"]) if parts["due_on"] else None
