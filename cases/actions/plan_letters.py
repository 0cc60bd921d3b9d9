"""The client's copy of the work plan, in plain Swedish or English: frozen as it stands when it is printed."""

from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.formats import date_format

from cases.enums import PlanOwner, StepState
from cases.models import PlanStep, WorkPlan
from core.clock import today
from core.documents import give_out
from core.models import Document

if TYPE_CHECKING:
    from accounts.models import User

PLAN = "cases.work_plan"


def print_plan(*, plan: WorkPlan, by: "User") -> Document:
    """The PDF for the client, in the plan's language. No name or address of a protected household."""
    with translation.override(plan.language):
        payload = plan_payload(plan)
    return give_out(
        PLAN,
        payload=payload,
        by=by,
        authority_id=plan.authority_id,
        household_id=plan.household_id,
        subject_id=plan.pk,
        language=plan.language,
    )


def plan_payload(plan: WorkPlan) -> dict[str, Any]:
    """Everything that the copy says, in words. A step that was cancelled is not among them."""
    household = plan.household
    day = today()
    adults = [one for one in household.members_on(day) if not one.is_child_on(day)]
    steps: dict[int, list[dict[str, Any]]] = {}
    for step in plan.steps.select_related("unit").exclude(state=StepState.CANCELLED):
        steps.setdefault(step.goal_id, []).append(_step(step))
    agreed = plan.versions.filter(agreed_on__isnull=False).order_by("-number").first()
    worker = household.project_worker or household.caseworker
    return {
        "board": household.authority.name,
        "case_number": household.case_number,
        "names": [] if household.is_protected else [one.person.name for one in adults],
        "about": plan.about,
        "goals": [{"text": goal.text, "steps": steps.get(goal.pk, [])} for goal in plan.goals.all()],
        "printed_on": _day(day),
        "agreed_on": _day(agreed.agreed_on) if agreed is not None and agreed.agreed_on else "",
        "is_changed": agreed is not None and agreed.number != plan.version,
        "worker": worker.full_name if worker is not None else "",
    }


def _step(step: PlanStep) -> dict[str, Any]:
    whose = step.unit.name if step.unit is not None else str(PlanOwner(step.whose).label)
    return {
        "text": step.text,
        "whose": whose,
        "is_client": step.whose == PlanOwner.CLIENT,
        "due_on": _day(step.due_on) if step.due_on else "",
        "is_done": step.state == StepState.DONE,
    }


def _day(day: Any) -> str:
    return date_format(day, "j F Y")
