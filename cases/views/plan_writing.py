"""Writing a work plan: begun from the template, kept as it is typed, and never over somebody else's words."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from accounts.models import User
from cases.actions import ChangedMeanwhile
from cases.actions.plans import save_plan
from cases.enums import MaterialKind, StepState
from cases.errors import ActionRefused
from cases.forms.choices import units_of
from cases.forms.plans import PlanForm, Row, initial_of, read_rows, with_empty_rows
from cases.materials import plan_begun_from, text_of
from cases.models import Household, WorkPlan
from cases.plan_content import GoalInput, StepInput, content_of, saved_content
from cases.plan_words import label_of, owner_choices, value_in_words
from cases.views.conflicts import Clash
from cases.views.household import household_page, put_refusal, reached, staff_of
from core.clock import today
from core.drafts import MAX_PAYLOAD_CHARACTERS, drop_draft, load_draft, save_draft

MORE_STEPS = 3


@require_http_methods(["GET", "HEAD", "POST"])
@requires("plan.change")
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Goals and steps. `mall` (sv, en) begins a plan from the template of that language."""
    household, user = reached(request, pk, "plan.change"), staff_of(request)
    if request.method != "POST":
        return _opened(request, household, user)
    rows = read_rows(request.POST.getlist("row"))
    if "more" in request.POST:
        # Not saved, and so not judged yet: what was typed comes back with empty rows below every goal.
        form = _form(household, with_empty_rows(rows, MORE_STEPS), initial=request.POST.dict())
        return _page(request, household, form)
    form = _form(household, rows, data=request.POST)
    clashes: list[Clash] = []
    if form.is_valid():
        form, clashes = _save(form, household, user)
        if not form.errors:
            drop_draft(user, plan_key(household))
            messages.success(request, _("The work plan is saved."))
            return redirect("cases:plan", household.pk)
    return _page(request, household, form, clashes=clashes, status=422)


@require_POST
@requires("plan.change")
def plan_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is being typed until it is saved."""
    household, user = reached(request, pk, "plan.change"), staff_of(request)
    kept = {
        name: request.POST[name]
        for name in request.POST
        if name in ("about", "language", "version") or name.startswith(("goal-", "step-"))
    }
    payload: dict[str, Any] = {**kept, "row": request.POST.getlist("row")}
    if len(str(payload)) > MAX_PAYLOAD_CHARACTERS:
        return HttpResponse(status=413)
    if kept:
        save_draft(user, plan_key(household), payload)
    return HttpResponse(status=204)


@require_POST
@requires("plan.change")
def plan_draft_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the unfinished text away and show what is saved."""
    household, user = reached(request, pk, "plan.change"), staff_of(request)
    drop_draft(user, plan_key(household))
    return redirect("cases:plan", household.pk)


def plan_key(household: Household) -> str:
    return f"cases:plan:{household.pk}"


def _opened(request: HttpRequest, household: Household, user: User) -> HttpResponse:
    draft = load_draft(user, plan_key(household))
    if draft is not None:
        form = _form(household, read_rows(draft.payload.get("row", [])), initial=draft.payload)
        return _page(request, household, form, draft=draft)
    plan = WorkPlan.objects.filter(household=household).first()
    if plan is not None:
        steps = plan.steps.filter(state=StepState.OPEN).select_related("unit")
        rows, values = initial_of(saved_content(plan, plan.goals.all(), steps))
        values["version"] = plan.version
    else:
        rows, values = _begun(household, request.GET.get("mall", ""))
    return _page(request, household, _form(household, with_empty_rows(rows), initial=values))


def _begun(household: Household, language: str) -> tuple[list[Row], dict[str, Any]]:
    """What a new plan begins with: the template of that language, or nothing."""
    text = text_of(household.authority_id, MaterialKind.PLAN_TEMPLATE, language)
    if text is None:
        return [], {"version": 0, "language": "sv"}
    goals = [
        GoalInput(
            goal.key,
            goal.text,
            tuple(StepInput(step.key, step.text, step.whose, step.due_on) for step in goal.steps),
        )
        for goal in plan_begun_from(text, today())
    ]
    rows, values = initial_of(content_of(language if language == "en" else "sv", "", goals))
    return rows, {**values, "version": 0}


def _form(household: Household, rows: list[Row], **kwargs: Any) -> PlanForm:
    return PlanForm(rows=rows, owners=owner_choices(list(units_of(household.authority))), **kwargs)


def _save(form: PlanForm, household: Household, user: User) -> tuple[PlanForm, list[Clash]]:
    """Save, or give the form that says why not; where two wrote the same, with both texts."""
    data = form.cleaned_data
    try:
        save_plan(
            household=household,
            language=data["language"],
            about=data["about"],
            goals=form.goals(),
            seen_version=data["version"] or 0,
            by=user,
        )
    except ChangedMeanwhile as clash:
        return _compared(form, household, clash)
    except ActionRefused as refused:
        put_refusal(form, refused)
    return form, []


def _compared(form: PlanForm, household: Household, clash: ChangedMeanwhile) -> tuple[PlanForm, list[Clash]]:
    """The form with everybody's rows and the version that has now been seen, and what both changed."""
    rows, values = initial_of({**clash.merged})
    data = {name: "" if value is None else str(value) for name, value in values.items()}
    data["version"] = str(clash.version)
    again = _form(household, with_empty_rows(rows), data=data)
    again.is_valid()
    again.add_error(None, str(clash))
    owners = dict(owner_choices(list(units_of(household.authority))))
    words = {**clash.merged, **{name: value for name, value in clash.theirs.items() if value}}
    return again, [
        Clash(
            label_of(name, words),
            value_in_words(name, clash.theirs[name], owners, words),
            value_in_words(name, clash.merged[name], owners, words),
        )
        for name in clash.names
    ]


def _page(
    request: HttpRequest,
    household: Household,
    form: PlanForm,
    *,
    draft: Any = None,
    clashes: list[Clash] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "goals": form.goal_fields(), "draft": draft, "clashes": clashes or []}
    return household_page(request, household, "cases/plan_edit.html", context, status)
