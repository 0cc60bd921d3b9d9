"""The way to a lease on a household's page, and what is missing made a step with one press."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.models import User
from cases.actions.readiness import plan_readiness_step
from cases.eligibility.findings import PASSED, count
from cases.eligibility.readiness import CODES, to_do
from cases.enums import StepState
from cases.errors import ActionRefused
from cases.models import Household, PlanStep
from cases.readiness import readiness_of
from cases.views.household import log_reads, may, reached, staff_of
from cases.views.search_pages import CHANGE, READ
from core.clock import today

DAYS_AHEAD = 14


def readiness_context(household: Household, user: User, findings: Any = None) -> dict[str, Any]:
    """The conditions with what is planned already. One query beside those of the facts."""
    found = findings if findings is not None else readiness_of(household, user)
    steps = PlanStep.objects.filter(goal__plan__household=household, state=StepState.OPEN)
    planned = set(steps.values_list("text", flat=True))
    return {
        "household": household,
        "conditions": [
            {"finding": one, "is_planned": to_do(one.code) in planned, "is_met": one.state == PASSED}
            for one in found
        ],
        "met": count(found, PASSED),
        "all": len(found),
        "may_search": may(user, household, CHANGE),
    }


def panel(household: Household, user: User) -> dict[str, Any] | None:
    """The panel of the household's page; None for a closed case, and where nothing at all is known yet."""
    if household.closed_on is not None or not may(user, household, READ):
        return None
    marks = ("has_queues", "has_assessment", "has_debt_advice")
    if not any(getattr(household, mark, True) for mark in marks):
        return None
    return readiness_context(household, user)


@require_POST
@requires(CHANGE)
def readiness_step(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """What is missing is to be done within two weeks; pressed again, nothing is doubled."""
    household, user = reached(request, pk, CHANGE), staff_of(request)
    if code not in CODES:
        raise Http404
    try:
        with transaction.atomic():
            plan_readiness_step(
                household=household, code=code, due_on=today() + timedelta(DAYS_AHEAD), by=user
            )
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("It is a step of the work plan, and stands in “My week”."))
    if getattr(request, "htmx", False):
        log_reads(request, [household])
        return render(request, "cases/_readiness_panel.html", readiness_context(household, user))
    return redirect("cases:search_household", household.pk)
