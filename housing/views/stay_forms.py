"""The forms of a stay: one short page for each thing that is done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import requires
from accounts.models import User
from cases.views.conflicts import clashes
from cases.views.household import done, household_page, reached, staff_of
from housing import actions
from housing.forms import stays as forms
from housing.models import Tenancy
from housing.views.stays import reached_stay

CORRECTED = (
    "first_night",
    "last_night",
    "planned_last_night",
    "fee_sek",
    "contract_number",
    "waiver_approved_on",
    "waiver_expires_on",
)
NEXT = ("next_solution", "next_solution_named", "next_solution_on")
FORMS: dict[str, Any] = {
    "end": forms.EndForm,
    "extend": forms.ExtendForm,
    "correct": forms.CorrectForm,
    "annul": forms.AnnulForm,
    "keys": forms.KeysForm,
    "incident": forms.IncidentForm,
    "rent": forms.RentPaidForm,
    "obstacle": forms.ObstacleForm,
    "next": forms.NextForm,
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires("tenancy.change")
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """The household moves into a flat."""
    household, user = reached(request, pk, "tenancy.change"), staff_of(request)
    form = forms.StartForm(
        request.POST or None, household=household, initial={"flat": request.GET.get("flat")}
    )
    if request.method == "POST" and form.is_valid():
        made: list[Tenancy] = []
        values = form.cleaned_data
        if done(form, lambda: made.append(actions.move_in(household=household, by=user, **values))):
            messages.success(request, _("The stay is started."))
            return redirect("housing:tenancy", made[0].pk)
    context = {"form": form, "title": _("Move into a flat"), "submit": _("Start the stay")}
    status = 422 if form.errors else 200
    return household_page(request, household, "cases/household_form.html", context, status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("board.decide")
def authorise(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the stay go on over the three months, by one's own delegation."""
    tenancy, user = reached_stay(request, pk, "board.decide"), staff_of(request)
    form = forms.AuthoriseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if done(form, lambda: actions.authorise_extension(tenancy=tenancy, by=user, **values)):
            messages.success(request, _("The extension is authorised."))
            return redirect("housing:tenancy", pk)
    words = (_("Authorise a stay over the limit"), _("Authorise the extension"))
    return _page(request, tenancy, form, words, "board.decide")


@require_http_methods(["GET", "HEAD", "POST"])
@requires("tenancy.change")
def change(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One of the things that are done with a stay."""
    tenancy, user = reached_stay(request, pk, "tenancy.change"), staff_of(request)
    own = {"tenancy": tenancy} if verb in ("keys", "obstacle") else {}
    form = FORMS[verb](request.POST or None, initial=_initial(tenancy, verb), **own)
    found = []
    if request.method == "POST" and form.is_valid():
        if verb == "correct":
            found = clashes(form, _current(tenancy, CORRECTED), _version(tenancy))
        if not found and done(form, lambda: ACTS[verb](tenancy, form.cleaned_data, user)):
            undo = f"undo:{reverse('housing:tenancy_resume', args=[pk])}" if verb == "end" else ""
            messages.success(request, _said(verb), extra_tags=undo)
            return redirect("housing:tenancy", pk)
    is_annulled = verb == "annul"
    return _page(request, tenancy, form, _words(verb), "tenancy.change", clashes=found, danger=is_annulled)


def _page(
    request: HttpRequest,
    tenancy: Tenancy,
    form: Any,
    words: tuple[str, str],
    permission: str,
    **more: Any,
) -> HttpResponse:
    household = reached(request, tenancy.household_id, permission)
    context = {
        "form": form,
        "title": words[0],
        "submit": words[1],
        "lead": tenancy.flat.address,
        "cancel_url": reverse("housing:tenancy", args=[tenancy.pk]),
        **more,
    }
    status = 422 if form.errors else 200
    return household_page(request, household, "cases/household_form.html", context, status)


def _current(tenancy: Tenancy, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(tenancy, name) for name in names}


def _version(tenancy: Tenancy) -> str:
    return "|".join(str(value) for value in _current(tenancy, CORRECTED).values())


def _initial(tenancy: Tenancy, verb: str) -> dict[str, Any]:
    if verb == "correct":
        return _current(tenancy, CORRECTED) | {"version": _version(tenancy)}
    if verb == "end":
        return {"moved_to": tenancy.next_solution, "moved_to_named": tenancy.next_solution_named}
    if verb == "extend":
        return {"planned_last_night": tenancy.planned_last_night}
    return _current(tenancy, NEXT) if verb == "next" else {}


def _correct(tenancy: Tenancy, data: dict[str, Any], user: User) -> None:
    changes = {name: data[name] for name in CORRECTED}
    actions.correct_tenancy(tenancy=tenancy, reason=data["reason"], by=user, **changes)


def _keys(tenancy: Tenancy, data: dict[str, Any], user: User) -> None:
    if data["returning"] is not None:
        actions.return_keys(
            keys=data["returning"], returned_on=data["day"], returned_count=data["count"], by=user
        )
        return
    actions.hand_out_keys(
        tenancy=tenancy, what=data["what"], count=data["count"], handed_out_on=data["day"], by=user
    )


def _obstacle(tenancy: Tenancy, data: dict[str, Any], user: User) -> None:
    if data["resolved"] is not None:
        actions.resolve_obstacle(obstacle=data["resolved"], resolved_on=data["day"], by=user)
        return
    actions.note_obstacle(
        tenancy=tenancy, kind=data["kind"], noted_on=data["day"], note=data["note"], by=user
    )


Act = Callable[[Tenancy, dict[str, Any], User], Any]
ACTS: dict[str, Act] = {
    "end": lambda tenancy, data, user: actions.end_tenancy(tenancy=tenancy, by=user, **data),
    "extend": lambda tenancy, data, user: actions.extend_tenancy(tenancy=tenancy, by=user, **data),
    "correct": _correct,
    "annul": lambda tenancy, data, user: actions.annul_tenancy(tenancy=tenancy, by=user, **data),
    "keys": _keys,
    "incident": lambda tenancy, data, user: actions.report_incident(tenancy=tenancy, by=user, **data),
    "rent": lambda tenancy, data, user: actions.record_rent(tenancy=tenancy, by=user, **data),
    "obstacle": _obstacle,
    "next": lambda tenancy, data, user: actions.set_next_solution(tenancy=tenancy, by=user, **data),
}


def _words(verb: str) -> tuple[str, str]:
    """The title of the page and the words of its button."""
    return {
        "end": (_("End the stay"), _("End the stay")),
        "extend": (_("Change the planned end"), _("Save the planned end")),
        "correct": (_("Correct the stay"), _("Save the correction")),
        "annul": (_("Annul the stay"), _("Annul the stay")),
        "keys": (_("Keys of the flat"), _("Save the keys")),
        "incident": (_("Incident in the flat"), _("Save the incident")),
        "rent": (_("Rent paid"), _("Save the rent")),
        "obstacle": (_("Obstacle to taking over the lease"), _("Save the obstacle")),
        "next": (_("Next solution"), _("Save the next solution")),
    }[verb]


def _said(verb: str) -> str:
    return {
        "end": _("The stay is ended."),
        "extend": _("The planned end is saved."),
        "correct": _("The stay is corrected."),
        "annul": _("The stay is annulled."),
        "keys": _("The keys are noted."),
        "incident": _("The incident is noted."),
        "rent": _("The rent is noted as paid."),
        "obstacle": _("The obstacle is noted."),
        "next": _("The next solution is saved."),
    }[verb]
