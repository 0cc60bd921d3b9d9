"""The forms of a placement: one short page for each thing that is done."""

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
from cases.models import Household
from cases.views.conflicts import clashes
from cases.views.household import done, household_page, reached, staff_of
from core.clock import today
from housing import actions
from housing.actions.corrections import CORRECTABLE
from housing.first_contact import started_words
from housing.forms import placements as forms
from housing.models import Placement
from housing.views.placements import reached_placement

FORMS: dict[str, Any] = {
    "extend": forms.ExtendForm,
    "move": forms.MoveForm,
    "reprice": forms.RepriceForm,
    "end": forms.EndForm,
    "correct": forms.CorrectForm,
    "annul": forms.AnnulForm,
}
# Forms that offer what belongs to the placement.
OWN = ("extend", "move", "correct")


@require_http_methods(["GET", "HEAD", "POST"])
@requires("placement.change")
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """The household is placed with a provider."""
    household, user = reached(request, pk, "placement.change"), staff_of(request)
    form = forms.StartForm(request.POST or None, household=household, initial=_proposal(household))
    if request.method == "POST" and form.is_valid():
        made: list[Placement] = []
        values = dict(form.cleaned_data)
        provider = values.pop("place").provider
        if done(
            form,
            lambda: made.append(
                actions.start_placement(household=household, provider=provider, by=user, **values)
            ),
        ):
            messages.success(request, started_words(made[0], today()))
            return redirect("housing:placement", made[0].pk)
    context = {
        "form": form,
        "title": _("New placement"),
        "submit": _("Start the placement"),
        "lead": _("For nights that the Boråd or a delegate has approved, or will be asked about."),
    }
    return household_page(
        request, household, "cases/household_form.html", context, 422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires("placement.change")
def change(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One of the things that are done with a placement."""
    placement, user = reached_placement(request, pk, "placement.change"), staff_of(request)
    own = {"placement": placement} if verb in OWN else {}
    form = FORMS[verb](request.POST or None, initial=_initial(placement, verb), **own)
    found = []
    if request.method == "POST" and form.is_valid():
        if verb == "correct":
            found = clashes(form, _current(placement), _version(placement))
        made: list[Placement] = []
        if not found and done(form, lambda: made.append(ACTS[verb](placement, form.cleaned_data, user))):
            undo = f"undo:{reverse('housing:placement_reopen', args=[pk])}" if verb == "end" else ""
            messages.success(request, _said(verb), extra_tags=undo)
            return redirect("housing:placement", made[0].pk)
    title, submit = _words(verb)
    household = reached(request, placement.household_id, "placement.change")
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "lead": _lead(placement),
        "clashes": found,
        "cancel_url": reverse("housing:placement", args=[pk]),
        "danger": verb == "annul",
    }
    return household_page(
        request, household, "cases/household_form.html", context, 422 if form.errors else 200
    )


def _proposal(household: Household) -> dict[str, Any]:
    """Tonight, by the latest approval, paid as last time."""
    decision = forms.acute_approvals(household).first()
    before = Placement.objects.counted().filter(household=household).order_by("-first_night", "-pk").first()
    return {
        "first_night": today(),
        "decision": decision,
        "planned_last_night": decision.valid_until if decision else None,
        "paying_unit": before.paying_unit if before else None,
    }


def _lead(placement: Placement) -> str:
    last = placement.last_night or ""
    return f"{placement.provider.name} · {placement.first_night}–{last}"


def _current(placement: Placement) -> dict[str, Any]:
    return {name: getattr(placement, name) for name in CORRECTABLE}


def _version(placement: Placement) -> str:
    values = (getattr(value, "pk", value) for value in _current(placement).values())
    return "|".join(str(value) for value in values)


def _initial(placement: Placement, verb: str) -> dict[str, Any]:
    if verb == "correct":
        return _current(placement) | {"version": _version(placement)}
    if verb == "extend":
        return {"planned_last_night": placement.planned_last_night}
    if verb == "reprice":
        return {"price_sek": placement.price_sek, "price_per": placement.price_per}
    if verb == "end":
        return {"last_night": placement.planned_last_night or today()}
    return {}


def _move(placement: Placement, data: dict[str, Any], user: User) -> Placement:
    values = dict(data)
    provider = values.pop("place").provider
    return actions.move_placement(placement=placement, provider=provider, by=user, **values)


def _correct(placement: Placement, data: dict[str, Any], user: User) -> Placement:
    changes = {name: data[name] for name in CORRECTABLE}
    actions.correct_placement(placement=placement, changes=changes, reason=data["reason"], by=user)
    return placement


Act = Callable[[Placement, dict[str, Any], User], Placement]
ACTS: dict[str, Act] = {
    "extend": lambda row, data, user: actions.extend_placement(placement=row, by=user, **data),
    "move": _move,
    "reprice": lambda row, data, user: actions.reprice_placement(placement=row, by=user, **data),
    "end": lambda row, data, user: actions.end_placement(placement=row, by=user, **data),
    "correct": _correct,
    "annul": lambda row, data, user: actions.annul_placement(placement=row, by=user, **data),
}


def _words(verb: str) -> tuple[str, str]:
    """The title of the page and the words of its button."""
    return {
        "extend": (_("Extend the placement"), _("Save the new last night")),
        "move": (_("Move to another provider"), _("Move the household")),
        "reprice": (_("New price"), _("Save the price")),
        "end": (_("End the placement"), _("End the placement")),
        "correct": (_("Correct the placement"), _("Save the correction")),
        "annul": (_("Annul the placement"), _("Annul the placement")),
    }[verb]


def _said(verb: str) -> str:
    return {
        "extend": _("The placement is extended."),
        "move": _("The household is moved."),
        "reprice": _("The new price is saved."),
        "end": _("The placement is ended."),
        "correct": _("The placement is corrected."),
        "annul": _("The placement is annulled."),
    }[verb]
