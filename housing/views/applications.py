"""An application: written with the household, submitted, taken back, withdrawn."""

from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from accounts.models import User
from cases.errors import ActionRefused
from cases.models import Household
from cases.views.conflicts import Clash
from cases.views.household import done, household_page, put_refusal, reached, staff_of
from core.clock import today
from housing import actions
from housing.actions import ApplicationInput
from housing.actions.applications import open_application
from housing.enums import Accommodation, ApplicationKind, ApplicationState
from housing.forms.board import ApplicationForm, WithdrawForm
from housing.models import Application, Placement, Tenancy

WRITTEN = tuple(name for name in ApplicationInput.__dataclass_fields__ if not name.startswith("extends_"))


@requires("application.write")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, household_pk: int) -> HttpResponse:
    """Begin an application; a household that has an open one is led to that."""
    household, user = reached(request, household_pk, "application.write"), staff_of(request)
    there = open_application(household)
    if there is not None and request.method != "POST":
        return redirect("housing:application", there.pk)
    stays = _stays(household)
    form = ApplicationForm(request.POST or None, household=household, initial=_prefilled(stays))
    if request.method == "POST" and form.is_valid():
        response = _saved(request, form, household, None, stays, user)
        if response is not None:
            return response
    return _page(request, household, form, None, stays)


@requires("application.write")
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """An application as it stands; a draft can be changed."""
    found = _application(request, pk)
    household, user = reached(request, found.household_id, "application.write"), staff_of(request)
    stays, is_draft = _stays(household), found.state == ApplicationState.DRAFT
    initial = {name: getattr(found, name) for name in WRITTEN} | {"version": _version(found)}
    form = ApplicationForm(
        request.POST if request.method == "POST" and is_draft else None, household=household, initial=initial
    )
    clashes: list[Clash] = []
    if request.method == "POST" and is_draft and form.is_valid():
        clashes = _clashes(form, found)
        if not clashes:
            response = _saved(request, form, household, found, stays, user)
            if response is not None:
                return response
    return _page(request, household, form, found, stays, clashes)


def _saved(
    request: HttpRequest,
    form: ApplicationForm,
    household: Household,
    found: Application | None,
    stays: dict[str, Any],
    user: User,
) -> HttpResponse | None:
    """Save, and submit when that was asked for. None: refused, and the form says why."""
    content = _content(form, stays)
    try:
        kept = actions.save_application(
            household=household,
            content=content,
            by=user,
            application=found,
            client_key=form.cleaned_data.get("client_key"),
        )
    except ActionRefused as refused:
        put_refusal(form, refused)
        return None
    if request.POST.get("do") != "submit":
        messages.success(request, _("The draft is saved."))
        return redirect("housing:application", kept.pk)
    try:
        actions.submit_application(application=kept, by=user)
    except ActionRefused as refused:
        if found is None:  # the draft is kept, and its page says what is missing
            messages.error(request, str(refused.message))
            return redirect("housing:application", kept.pk)
        put_refusal(form, refused)
        return None
    messages.success(request, _("The application is submitted, and comes up at the next Boråd."))
    return redirect(household)


def _content(form: ApplicationForm, stays: dict[str, Any]) -> ApplicationInput:
    data = {name: form.cleaned_data[name] for name in WRITTEN if name in form.cleaned_data}
    is_extension = data["kind"] == ApplicationKind.EXTENSION
    in_flat = data["accommodation"] != Accommodation.ACUTE
    return ApplicationInput(
        **data,
        extends_placement=stays["placement"] if is_extension and not in_flat else None,
        extends_tenancy=stays["tenancy"] if is_extension and in_flat else None,
    )


def _clashes(form: ApplicationForm, found: Application) -> list[Clash]:
    """What somebody else saved meanwhile; shown beside what was typed, and the form takes the new version."""
    if form.cleaned_data.get("version", "") == _version(found):
        return []
    differing = [
        Clash(
            str(form.fields[name].label),
            str(getattr(found, name) or "–"),
            str(form.cleaned_data[name] or "–"),
        )
        for name in WRITTEN
        if name in form.cleaned_data and form.cleaned_data[name] != getattr(found, name)
    ]
    if differing:
        data = cast(QueryDict, form.data).copy()
        data["version"] = _version(found)
        form.data = data
        form.add_error(
            None, _("Somebody else saved changes while you were writing. Compare below, then save again.")
        )
    return differing


def _version(found: Application) -> str:
    return found.changed_at.isoformat()


@requires("application.write")
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit a draft as it was saved."""
    found = _application(request, pk)
    try:
        actions.submit_application(application=found, by=staff_of(request))
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The application is submitted, and comes up at the next Boråd."))
    return redirect("housing:application", pk)


@requires("application.write")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A submitted application becomes a draft again."""
    try:
        actions.reopen_draft(application=_application(request, pk), by=staff_of(request))
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    return redirect("housing:application", pk)


@requires("application.write")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The household no longer asks for it."""
    found = _application(request, pk)
    household = reached(request, found.household_id, "application.write")
    form = WithdrawForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: actions.withdraw_application(
                application=found, by=staff_of(request), **form.cleaned_data
            ),
        )
    ):
        messages.success(request, _("The application is withdrawn."))
        return redirect(household)
    context = {
        "form": form,
        "title": _("Withdraw the application"),
        "submit": _("Withdraw the application"),
        "cancel_url": reverse("housing:application", args=[pk]),
    }
    return household_page(
        request, household, "cases/household_form.html", context, status=422 if form.errors else 200
    )


def _application(request: HttpRequest, pk: int) -> Application:
    rows = Application.objects.visible_to(staff_of(request), "application.write")
    return get_object_or_404(rows.select_related("household", "authority", "submitted_by"), pk=pk)


def _stays(household: Household) -> dict[str, Any]:
    """Where the household lives now through the board."""
    day = today()
    placement = Placement.objects.on_night(day).filter(household=household).select_related("provider")
    tenancy = Tenancy.objects.on_night(day).filter(household=household).select_related("flat")
    return {
        "placement": placement.order_by("-first_night", "-pk").first(),
        "tenancy": tenancy.order_by("-first_night", "-pk").first(),
    }


def _prefilled(stays: dict[str, Any]) -> dict[str, Any]:
    kind = ApplicationKind.EXTENSION if stays["placement"] or stays["tenancy"] else ApplicationKind.NEW
    tenancy = stays["tenancy"]
    return {
        "kind": kind,
        "accommodation": tenancy.flat.kind if tenancy and not stays["placement"] else Accommodation.ACUTE,
        "applied_on": today(),
        "wanted_from": today(),
        "client_key": uuid4(),
    }


def _page(
    request: HttpRequest,
    household: Household,
    form: ApplicationForm,
    found: Application | None,
    stays: dict[str, Any],
    clashes: list[Clash] | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "application": found,
        "is_draft": found is None or found.state == ApplicationState.DRAFT,
        "is_submitted": found is not None and found.state == ApplicationState.SUBMITTED,
        "can_take_back": found is not None
        and found.state == ApplicationState.SUBMITTED
        and not found.decisions.exists(),
        "decisions": list(found.decisions.select_related("decided_by").order_by("pk")) if found else [],
        "clashes": clashes or [],
        "may_prepare": staff_of(request).can("board.prepare"),
        **stays,
    }
    status = 422 if form.errors else 200
    return household_page(request, household, "housing/application_form.html", context, status=status)
