"""The assessment: one page that keeps what is typed, with its versions and the proposed situation."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from accounts.models import User
from cases.actions import ChangedMeanwhile, save_assessment
from cases.actions.assessment_prints import print_assessment
from cases.assessment_words import in_words, label_of, versions_of
from cases.eligibility.situation import Proposal, SituationFacts, propose_situation
from cases.errors import ActionRefused
from cases.forms.assessments import AssessmentForm
from cases.models import Assessment, Household
from cases.models.assessments import FACTS, SENSITIVE_FACTS
from cases.views.conflicts import Clash
from cases.views.household import household_page, may, put_refusal, reached, staff_of
from core.clock import today
from core.drafts import MAX_PAYLOAD_CHARACTERS, drop_draft, load_draft, save_draft
from core.views.documents import document_address


@require_http_methods(["GET", "HEAD", "POST"])
@requires("assessment.change")
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known, to read and write. A draft that was left comes back."""
    household, user = reached(request, pk, "assessment.change"), staff_of(request)
    row = _saved(household)
    with_sensitive = may(user, household, "assessment.causes")
    if request.method != "POST":
        draft = load_draft(user, _key(household))
        initial = draft.payload if draft is not None else _initial(row, with_sensitive)
        form = AssessmentForm(initial=initial, with_sensitive=with_sensitive)
        return _page(request, household, row, form, draft=draft)
    form = AssessmentForm(request.POST, with_sensitive=with_sensitive)
    clashes: list[Clash] = []
    if form.is_valid():
        clashes = _save(form, household, user)
        if not form.errors:
            drop_draft(user, _key(household))
            messages.success(request, _("The assessment is saved."))
            return redirect("cases:assessment", household.pk)
    return _page(request, household, row, form, clashes=clashes, status=422)


@require_POST
@requires("assessment.change")
def assessment_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is being typed until it is saved."""
    household, user = reached(request, pk, "assessment.change"), staff_of(request)
    kept = set(FACTS) | set(SENSITIVE_FACTS) | {"version"}
    payload = {
        name: request.POST.getlist(name) if name == "causes" else request.POST[name]
        for name in request.POST
        if name in kept
    }
    if len(str(payload)) > MAX_PAYLOAD_CHARACTERS:
        return HttpResponse(status=413)
    if payload:
        save_draft(user, _key(household), payload)
    return HttpResponse(status=204)


@require_POST
@requires("assessment.change")
def assessment_draft_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the unfinished text away and show what is saved."""
    household, user = reached(request, pk, "assessment.change"), staff_of(request)
    drop_draft(user, _key(household))
    return redirect("cases:assessment", household.pk)


@require_safe
@requires("assessment.read")
def assessment_history(request: HttpRequest, pk: int) -> HttpResponse:
    """What each saving changed, who saved it and when."""
    household, user = reached(request, pk, "assessment.read"), staff_of(request)
    row = _saved(household)
    with_sensitive = may(user, household, "assessment.causes")
    versions = versions_of(row, with_sensitive=with_sensitive) if row is not None else []
    context = {"versions": versions, "with_sensitive": with_sensitive}
    return household_page(request, household, "cases/assessment_history.html", context)


@require_POST
@requires("assessment.read")
def assessment_print(request: HttpRequest, pk: int) -> HttpResponse:
    """What is saved, as PDF."""
    household = reached(request, pk, "assessment.read")
    row = _saved(household)
    if row is None:
        return redirect("cases:assessment_history", household.pk)
    row.household = household
    return redirect(document_address(print_assessment(assessment=row, by=staff_of(request))))


def _saved(household: Household) -> Assessment | None:
    rows = Assessment.objects.filter(household=household)
    return rows.select_related("saved_by", "sensitive__saved_by").first()


def _key(household: Household) -> str:
    return f"cases:assessment:{household.pk}"


def _initial(row: Assessment | None, with_sensitive: bool) -> dict[str, Any]:
    if row is None:
        return {"version": 0}
    values = {name: getattr(row, name) for name in FACTS} | {"version": row.version}
    sensitive = getattr(row, "sensitive", None) if with_sensitive else None
    return values | {name: getattr(sensitive, name) for name in SENSITIVE_FACTS if sensitive is not None}


def _save(form: AssessmentForm, household: Household, user: User) -> list[Clash]:
    """Save, or put into the form why not; where two wrote the same field, both texts."""
    try:
        save_assessment(
            household=household,
            facts=form.facts(),
            sensitive=form.sensitive(),
            seen_version=form.cleaned_data["version"] or 0,
            by=user,
        )
    except ChangedMeanwhile as clash:
        form.data = _merged(form, clash)
        form.add_error(None, str(clash))
        return [
            Clash(label_of(name), in_words(name, clash.theirs[name]), in_words(name, clash.merged[name]))
            for name in clash.names
        ]
    except ActionRefused as refused:
        put_refusal(form, refused)
    return []


def _merged(form: AssessmentForm, clash: ChangedMeanwhile) -> QueryDict:
    """Mine, with theirs where I had changed nothing, and the version that has now been seen."""
    data = QueryDict(mutable=True)
    for name, value in clash.merged.items():
        shown = form.fields[name].prepare_value(value)
        data.setlist(name, shown if isinstance(shown, list) else ["" if shown is None else str(shown)])
    data["version"] = str(clash.version)
    return data


def _proposal(household: Household, row: Assessment | None) -> Proposal | None:
    if row is None:
        return None
    ages = [member.person.age_on(today()) for member in household.members_on(today())]
    known = [age for age in ages if age is not None]
    oldest = max(known) if known and len(known) == len(ages) else None
    facts = SituationFacts(row.housing_now, row.housing_until, oldest)
    return propose_situation(facts, today=today())


def _page(
    request: HttpRequest,
    household: Household,
    row: Assessment | None,
    form: AssessmentForm,
    *,
    draft: Any = None,
    clashes: list[Clash] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "saved": row,
        "draft": draft,
        "clashes": clashes or [],
        "proposal": _proposal(household, row),
        "today": today(),
        "may_decide": may(staff_of(request), household, "household.change"),
        "situation_now": household.situation_now,  # type: ignore[attr-defined]  # from with_situation()
    }
    return household_page(request, household, "cases/assessment.html", context, status)
