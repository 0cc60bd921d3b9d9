""" "Min vecka": what is to be done, and done, moved or cancelled where it stands."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from accounts.enums import Role
from accounts.models import Membership, User
from cases.errors import ActionRefused
from cases.forms.follow_ups import DoneForm, MoveDutyForm
from cases.views.household import staff_of
from cases.week import Week, stood_in_for, week_of
from core.audit import record_reads, record_subject_reads
from core.clock import today
from core.registries import Duty, DutySource, duty_sources

LEADERS = (Role.UNIT_MANAGER, Role.TEAM_LEADER)


@require_safe
@requires("household.read")
def my_week(request: HttpRequest) -> HttpResponse:
    """Mine or, for those who lead a unit, its workers'. `medarbetare`: one of them."""
    return _list(request, "cases/my_week.html")


def _list(request: HttpRequest, template: str) -> HttpResponse:
    user = staff_of(request)
    units = {unit for role, unit, _name in user.roles_today if role in LEADERS and unit is not None}
    is_unit = bool(units) and request.GET.get("visa") == "enhet"
    team = _team(units) if is_unit else []
    worker = next((one for one in team if str(one.pk) == request.GET.get("medarbetare")), None)
    if worker is not None:
        week = week_of(user, worker_ids=[worker.pk], unit_ids=[], today=today())
    elif is_unit:
        week = week_of(user, worker_ids=[one.pk for one in team], unit_ids=units, today=today())
    else:
        absences = stood_in_for(user, today())
        week = week_of(user, worker_ids=[user.pk], unit_ids=[], today=today(), absences=absences)
    _log(request, user, week)
    context = {
        "week": week,
        "day": today(),
        "number": today().isocalendar().week,
        "is_unit": is_unit,
        "team": team,
        "worker": worker,
        "tabs": _tabs(is_unit) if units else [],
        "query": request.GET.urlencode(),
        "may_hand_over": user.can("household.change"),
        "may_read_material": user.can("material.read"),
    }
    return render(request, template, context)


def _team(unit_ids: set[int]) -> list[User]:
    members = Membership.objects.active_on(today()).filter(unit__in=unit_ids)
    team = User.objects.filter(pk__in=members.values("user"), is_active=True)
    return list(team.order_by("full_name"))


def _tabs(is_unit: bool) -> list[dict[str, Any]]:
    address = reverse("cases:my_week")
    return [
        {"label": _("Mine"), "url": address, "is_active": not is_unit},
        {"label": _("My unit's"), "url": f"{address}?visa=enhet", "is_active": is_unit},
    ]


def _log(request: HttpRequest, user: User, week: Week) -> None:
    """One row for each household and each other file that the list tells of."""
    where: dict[str, Any] = {"page": "cases:my_week", "authority_id": user.authority_id, "purpose": "list"}
    record_reads(user, week.household_ids, **where)
    record_subject_reads(user, week.subjects, **where)


@require_POST
@requires("household.change")
def duty_done(request: HttpRequest, source: str, pk: int) -> HttpResponse:
    """It is done; the message offers to undo."""
    given = DoneForm(request.POST)
    note = given.cleaned_data["note"] if given.is_valid() else ""
    origin, complete = _source(source, "complete")
    return _act(request, origin, pk, _("Done."), lambda user: complete(user, pk, note=note))


@require_POST
@requires("household.change")
def duty_cancelled(request: HttpRequest, source: str, pk: int) -> HttpResponse:
    """As it stands or, from the page of the duty, with a note."""
    origin, cancel = _source(source, "cancel")
    given = _note_of(request, origin)
    return _act(request, origin, pk, _("Cancelled."), lambda user: cancel(user, pk, **given))


@require_POST
@requires("household.change")
def duty_reopened(request: HttpRequest, source: str, pk: int) -> HttpResponse:
    """Undo of done and cancelled."""
    origin, reopen = _source(source, "reopen")
    return _act(
        request,
        origin,
        pk,
        _("It is to be done again."),
        lambda user: reopen(user, pk),
        undo=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.change")
def duty(request: HttpRequest, source: str, pk: int) -> HttpResponse:
    """Another day, or done with a note: the page behind the key F, and the way without JavaScript."""
    user = staff_of(request)
    origin, move = _source(source, "move")
    found: Duty = origin.find(user, pk) if origin.find is not None else _nowhere()
    form = MoveDutyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                move(user, pk, day=form.cleaned_data["due_on"], **_note_of(request, origin))
        except ActionRefused as refused:
            form.add_error("due_on", str(refused.message))
        else:
            messages.success(request, _("Moved."))
            return redirect("cases:my_week")
    if not origin.takes_note:
        del form.fields["note"]
    week_lines = {"duty": found, "form": form, "done_form": DoneForm(auto_id="done_%s")}
    if found.household_id is not None:
        ids = [found.household_id]
        record_reads(user, ids, page="cases:duty", authority_id=user.authority_id)
    may_complete = origin.complete is not None and found.can_settle
    context = {
        **week_lines,
        "may_complete": may_complete,
        "may_cancel": origin.cancel is not None and found.can_settle,
        "takes_note": origin.takes_note,
    }
    return render(request, "cases/duty.html", context, status=422 if form.errors else 200)


def _note_of(request: HttpRequest, origin: DutySource) -> dict[str, str]:
    """What was written, for a source that keeps it."""
    given = DoneForm(request.POST)
    return {"note": given.cleaned_data["note"] if given.is_valid() else ""} if origin.takes_note else {}


def _nowhere() -> Any:
    raise Http404


def _source(name: str, verb: str) -> tuple[DutySource, Any]:
    """The source by its name and what it does for that verb; 404 when there is no such thing."""
    verb_of = getattr(duty_sources[name], verb) if name in duty_sources else None
    if verb_of is None:
        raise Http404
    return duty_sources[name], verb_of


def _act(
    request: HttpRequest, origin: DutySource, pk: int, words: str, act: Any, *, undo: bool = True
) -> HttpResponse:
    """Do it and show the list again: in place with htmx, by a new page without."""
    try:
        with transaction.atomic():
            act(staff_of(request))
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    else:
        address = reverse("cases:duty_reopened", args=[origin.name, pk])
        messages.success(request, words, extra_tags=f"undo:{address}" if undo and origin.reopen else "")
    if getattr(request, "htmx", False):
        return _list(request, "cases/_my_week.html")
    query = request.GET.urlencode()
    return redirect(reverse("cases:my_week") + (f"?{query}" if query else ""))
