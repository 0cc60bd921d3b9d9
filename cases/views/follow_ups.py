"""A household's follow-ups: the panel on its page, planning one, and stopping a series."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import requires
from accounts.models import User
from cases.actions import plan_follow_up, plan_series
from cases.actions.series import stop_series
from cases.actions.standing import origin_for
from cases.forms.follow_ups import RHYTHMS, PlanForm
from cases.models import FollowUp, FollowUpSeries, Household
from cases.views.household import done, household_page, may, onwards, reached, staff_of
from core.clock import today
from core.forms import HemvagForm

MOST_IN_PANEL = 5
MOST_READ = 40


def panel(household: Household, user: User) -> dict[str, Any]:
    """The next follow-ups, earliest first. One query; none where there are none."""
    rows: list[tuple[FollowUp, FollowUpSeries | None]] = []
    if getattr(household, "has_follow_ups", True):
        found = FollowUp.objects.open().filter(household=household).select_related("assigned_to", "series")
        rows = _next_of_each(list(found.order_by("due_on", "pk")[:MOST_READ]))
    return {
        "follow_ups": rows[:MOST_IN_PANEL],
        "household": household,
        "today": today(),
        "may_plan": may(user, household, "household.change"),
    }


def _next_of_each(rows: list[FollowUp]) -> list[tuple[FollowUp, FollowUpSeries | None]]:
    """Of each series what is late and the first to come; with the last of these the series, once."""
    day = today()
    coming: dict[int | None, FollowUp] = {}
    for row in rows:
        if row.due_on >= day:
            coming.setdefault(row.series_id, row)
    kept = [row for row in rows if row.series_id is None or row.due_on < day or coming[row.series_id] is row]
    last = {row.series_id: row for row in kept}
    return [(row, row.series if last[row.series_id] is row else None) for row in kept]


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


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.change")
def series_stop(request: HttpRequest, pk: int, series_pk: int) -> HttpResponse:
    """No more of it: the days that are planned are cancelled."""
    household, user = reached(request, pk, "household.change"), staff_of(request)
    series = get_object_or_404(household.follow_up_series, pk=series_pk)
    if request.method == "POST":
        stop_series(series=series, by=user)
        messages.success(request, _("The series is stopped."))
        return redirect(household)
    words = {"what": series.get_kind_display(), "rhythm": series.rhythm}
    context = {
        "form": HemvagForm(),
        "only_button": True,
        "title": _("Stop a series of follow-ups"),
        "lead": _("%(what)s, %(rhythm)s. What is planned from today on is cancelled.") % words,
        "submit": _("Stop the series"),
    }
    return household_page(request, household, "cases/household_form.html", context)


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
        origin=origin_for(household, data["kind"]),
        **who,
    )
