"""A stay in one of the flats."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.models import User
from cases.errors import ActionRefused
from cases.views.household import household_page, may, reached, staff_of
from core.clock import today
from core.registries import late_rent_receivers
from housing import actions
from housing.actions.stays import may_authorise
from housing.models import Tenancy
from housing.stay_facts import stay_facts


@require_safe
@requires("housing.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the stay has come, what it costs, where it leads, and what has happened."""
    tenancy = reached_stay(request, pk, "housing.read")
    household, user = reached(request, tenancy.household_id, "housing.read"), staff_of(request)
    context = {
        "stay": stay_facts(tenancy, today()),
        "day": today(),
        "may_change": may(user, household, "tenancy.change"),
        "may_send_rents": bool(late_rent_receivers.names()),
        "may_apply": may(user, household, "application.write"),
        "may_authorise": user.can("board.decide") and may_authorise(user),
    }
    return household_page(request, household, "housing/tenancy_detail.html", context)


@require_POST
@requires("tenancy.change")
def send_rent(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell debt advice of a month's late rent."""
    return _act(
        request,
        pk,
        lambda stay, user: actions.send_late_rent_on(tenancy=stay, month=_month(request), by=user),
        _("Debt advice is told of the late rent."),
    )


@require_POST
@requires("tenancy.change")
def withdraw_rent(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of a paid rent."""
    return _act(
        request,
        pk,
        lambda stay, user: actions.withdraw_rent(tenancy=stay, month=_month(request), by=user),
        _("The rent is not noted as paid any more."),
    )


@require_POST
@requires("tenancy.change")
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has looked at the stay on day 45, 60 or 75."""
    text = request.POST.get("mark", "")
    mark = int(text) if text.isascii() and text.isdigit() else 0
    return _act(
        request,
        pk,
        lambda stay, user: actions.check_limit(tenancy=stay, mark=mark, by=user),
        _("The stay is looked at."),
    )


@require_POST
@requires("tenancy.change")
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of ending."""
    return _act(
        request,
        pk,
        lambda stay, user: actions.resume_tenancy(tenancy=stay, by=user),
        _("The stay goes on."),
    )


def _act(request: HttpRequest, pk: int, act: Callable[[Tenancy, User], Any], said: str) -> HttpResponse:
    """What a button on the stay's page does; a refusal is said above the page."""
    tenancy = reached_stay(request, pk, "tenancy.change")
    try:
        act(tenancy, staff_of(request))
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("housing:tenancy", pk)


def _month(request: HttpRequest) -> date:
    """The month that the button stands for. Raises ActionRefused for anything else."""
    try:
        return date.fromisoformat(request.POST.get("month", ""))
    except ValueError as error:
        raise ActionRefused(_("Choose one of the months in the list.")) from error


def reached_stay(request: HttpRequest, pk: int, permission: str) -> Tenancy:
    """The stay, or a 404 that says no more than if it did not exist."""
    rows = Tenancy.objects.visible_to(staff_of(request), permission)
    rows = rows.select_related("flat", "household", "decision__decided_by").prefetch_related("flat__rents")
    return get_object_or_404(rows, pk=pk)
