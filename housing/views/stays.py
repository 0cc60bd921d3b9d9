"""A stay in one of the flats."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from cases.errors import ActionRefused
from cases.views.household import household_page, may, reached, staff_of
from core.clock import today
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
        "may_change": may(user, household, "tenancy.change"),
        "may_authorise": user.can("board.decide") and may_authorise(user),
    }
    return household_page(request, household, "housing/tenancy_detail.html", context)


@require_POST
@requires("tenancy.change")
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of ending."""
    tenancy = reached_stay(request, pk, "tenancy.change")
    try:
        actions.resume_tenancy(tenancy=tenancy, by=staff_of(request))
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The stay goes on."))
    return redirect("housing:tenancy", pk)


def reached_stay(request: HttpRequest, pk: int, permission: str) -> Tenancy:
    """The stay, or a 404 that says no more than if it did not exist."""
    rows = Tenancy.objects.visible_to(staff_of(request), permission)
    rows = rows.select_related("flat", "household", "decision__decided_by").prefetch_related("flat__rents")
    return get_object_or_404(rows, pk=pk)
