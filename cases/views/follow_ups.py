"""A household's follow-ups: the panel on its page, and planning one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import requires
from accounts.models import User
from cases.actions import plan_follow_up, plan_series
from cases.forms.follow_ups import RHYTHMS, PlanForm
from cases.models import FollowUp, Household
from cases.views.household import done, household_page, may, onwards, reached, staff_of
from core.clock import today

MOST_IN_PANEL = 5


def panel(household: Household, user: User) -> dict[str, Any]:
    """The next follow-ups, earliest first. One query; none where there are none."""
    rows: list[FollowUp] = []
    if getattr(household, "has_follow_ups", True):
        found = FollowUp.objects.open().filter(household=household).select_related("assigned_to")
        rows = list(found.order_by("due_on", "pk")[:MOST_IN_PANEL])
    return {
        "follow_ups": rows,
        "household": household,
        "today": today(),
        "may_plan": may(user, household, "household.change"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.change")
def follow_up_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Once or in a rhythm."""
    household, user = reached(request, pk, "household.change"), staff_of(request)
    form = PlanForm(request.POST or None, household=household)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _plan(form, household, user)):
        messages.success(request, _("The follow-up is planned."))
        return onwards(request, household)
    context = {"form": form, "title": _("Plan a follow-up"), "submit": _("Plan it")}
    return household_page(
        request, household, "cases/household_form.html", context, status=422 if form.errors else 200
    )


def _plan(form: PlanForm, household: Household, by: User) -> None:
    data = form.cleaned_data
    rhythm = RHYTHMS[data["rhythm"]]
    who = {"kind": data["kind"], "assigned_to": data["assigned_to"]}
    if rhythm is None:
        plan_follow_up(household=household, by=by, due_on=data["due_on"], note=data["note"], **who)
        return
    plan_series(
        household=household,
        by=by,
        interval_unit=rhythm[0],
        interval=rhythm[1],
        first_on=data["due_on"],
        last_on=data["last_on"],
        origin=f"cases.household:{household.pk}",
        **who,
    )
