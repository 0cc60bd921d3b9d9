"""The work plan: read with its steps at hand, written without losing a colleague's words, agreed, printed."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.models import Unit
from cases.actions import plan_steps
from cases.actions.plan_letters import print_plan
from cases.actions.plans import agree_plan
from cases.errors import ActionRefused
from cases.forms.plans import AgreeForm
from cases.models import Household, PlanStep, PlanVersion, WorkPlan
from cases.plan_content import row_of
from cases.plan_words import owner_choices, owner_label
from cases.views.household import done, household_page, may, reached, staff_of
from cases.views.plan_writing import plan_key
from core.clock import today
from core.drafts import load_draft
from core.views.documents import document_address

_VERBS = {
    "done": plan_steps.complete_step,
    "cancel": plan_steps.cancel_step,
    "reopen": plan_steps.reopen_step,
}


@require_safe
@requires("plan.read")
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as it stands, what has been done of it, and its versions."""
    return _page(request, reached(request, pk, "plan.read"))


@require_POST
@requires("plan.change")
def plan_agree(request: HttpRequest, pk: int) -> HttpResponse:
    """The client agreed, on a day, to the plan as the page shows it."""
    household, user = reached(request, pk, "plan.change"), staff_of(request)
    found = _plan_of(household)
    if found is None:
        return redirect("cases:plan", household.pk)
    form = AgreeForm(request.POST)
    if form.is_valid() and done(
        form,
        lambda: agree_plan(
            plan=found,
            seen_version=form.cleaned_data["version"],
            agreed_on=form.cleaned_data["agreed_on"],
            by=user,
        ),
    ):
        messages.success(request, _("The agreement is noted."))
        return redirect("cases:plan", household.pk)
    return _page(request, household, agree_form=form, status=422)


@require_POST
@requires("plan.change")
def plan_step(request: HttpRequest, pk: int, step_pk: int) -> HttpResponse:
    """Done, cancelled or to be done again, on the plan's own page."""
    household, user = reached(request, pk, "plan.change"), staff_of(request)
    step = get_object_or_404(PlanStep.objects.select_related("household"), pk=step_pk, household=household)
    act = _VERBS.get(request.POST.get("verb", ""))
    if act is not None:
        try:
            with transaction.atomic():
                act(step=step, by=user)
        except ActionRefused as refused:
            messages.error(request, str(refused.message))
    return redirect("cases:plan", household.pk)


@require_POST
@requires("plan.read")
def plan_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The client's copy as PDF."""
    household = reached(request, pk, "plan.read")
    found = _plan_of(household)
    if found is None:
        raise Http404
    return redirect(document_address(print_plan(plan=found, by=staff_of(request))))


@require_safe
@requires("plan.read")
def plan_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version: who saved it and when, and which ones the client agreed to."""
    household = reached(request, pk, "plan.read")
    found = _plan_of(household)
    versions = found.versions.select_related("saved_by", "agreed_recorded_by") if found is not None else []
    units = list(Unit.objects.filter(authority=household.authority_id)) if found is not None else []
    owners = dict(owner_choices(units))
    context = {"versions": [_as_read(version, owners) for version in versions]}
    return household_page(request, household, "cases/plan_history.html", context)


def _as_read(version: PlanVersion, owners: dict[str, str]) -> dict[str, Any]:
    """A version with its goals and steps as lines."""
    content: dict[str, str] = version.content
    steps: dict[str, list[dict[str, str]]] = {}
    for name, goal in content.items():
        if name.endswith("|goal"):
            row = row_of(name)
            whose = content[f"{row}|whose"]
            line = {
                "text": content[f"{row}|text"],
                "whose": owners.get(whose, whose),
                "due_on": content[f"{row}|due_on"],
            }
            steps.setdefault(goal, []).append(line)
    goals = [
        {"text": text, "steps": steps.get(name.split("|")[1], [])}
        for name, text in content.items()
        if name.startswith("goal|")
    ]
    return {"row": version, "about": content.get("about", ""), "goals": goals}


def _plan_of(household: Household) -> WorkPlan | None:
    found = WorkPlan.objects.select_related("saved_by").filter(household=household).first()
    if found is not None:
        found.household = household
    return found


def _page(
    request: HttpRequest, household: Household, *, agree_form: AgreeForm | None = None, status: int = 200
) -> HttpResponse:
    found, user = _plan_of(household), staff_of(request)
    agreed = None
    if found is not None:
        rows = found.versions.filter(agreed_on__isnull=False).select_related("agreed_recorded_by")
        agreed = rows.order_by("-number").first()
        agree_form = agree_form or AgreeForm(initial={"version": found.version})
    may_change = may(user, household, "plan.change")
    context = {
        "plan": found,
        "draft": load_draft(user, plan_key(household)) if may_change else None,
        "goals": _goals(found) if found is not None else [],
        "agreed": agreed,
        "form": agree_form,
        "today": today(),
        "may_change": may_change,
    }
    return household_page(request, household, "cases/plan.html", context, status)


def _goals(found: WorkPlan) -> list[dict[str, Any]]:
    steps: dict[int, list[dict[str, Any]]] = {}
    for step in found.steps.select_related("unit", "settled_by"):
        line = {"step": step, "whose": owner_label(step)}
        steps.setdefault(step.goal_id, []).append(line)
    return [{"text": goal.text, "steps": steps.get(goal.pk, [])} for goal in found.goals.all()]
