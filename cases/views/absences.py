"""Who is away, and to whom they hand over."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from accounts.enums import Role
from accounts.models import Membership, User
from cases.actions.absences import Handed, cancel_absence, plan_absence
from cases.forms.rota import AbsenceForm
from cases.models import Absence, Household
from cases.views.household import done, staff_of
from cases.week import Line, lines_of
from core.audit import record_reads
from core.clock import today
from core.registries import hand_overs

LEADERS = (Role.UNIT_MANAGER, Role.TEAM_LEADER)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.change")
def absence_list(request: HttpRequest) -> HttpResponse:
    """Those who are or will be away, and a form for one more absence."""
    user = staff_of(request)
    form = AbsenceForm(request.POST or None, reader=user, away=_may_say(user), initial={"user": user.pk})
    if request.method == "POST" and form.is_valid():
        handed: list[Handed] = []
        given = form.cleaned_data
        if done(form, lambda: handed.append(plan_absence(by=user, **given))):
            _tell(request, handed[0])
            return redirect("cases:absence_list")
    rows = Absence.objects.filter(authority=user.authority, cancelled_at=None, last_day__gte=today())
    mine = set(_may_say(user).values_list("pk", flat=True))
    coming = list(rows.select_related("user", "substitute").order_by("first_day", "pk"))
    absences = [{"row": row, "may_cancel": row.user_id in mine} for row in coming]
    left = _left(user, [row for row in coming if row.user_id in mine])
    ids = {line.duty.household_id for line in left if line.duty.household_id is not None}
    record_reads(user, ids, page="cases:absence_list", authority_id=user.authority_id, purpose="list")
    context = {"form": form, "absences": absences, "left": left, "today": today()}
    return render(request, "cases/absence_list.html", context, status=422 if form.errors else 200)


@require_POST
@requires("household.change")
def absence_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """They are not away after all: what is still to be done goes back."""
    user = staff_of(request)
    rows = Absence.objects.filter(authority=user.authority, user__in=_may_say(user))
    back = cancel_absence(absence=get_object_or_404(rows, pk=pk), by=user)
    words = ngettext("%(n)s duty went back.", "%(n)s duties went back.", back) % {"n": back}
    messages.success(request, _("The absence is off.") + " " + words)
    return redirect("cases:absence_list")


def _left(user: User, absences: list[Absence]) -> list[Line]:
    """What nobody could take over and the reader may find another time for, earliest first."""
    days = [(row.user_id, row.first_day, row.last_day) for row in absences]
    households = Household.objects.visible_to(user, "household.change").values("pk")
    found = [duty for source in hand_overs if source.left for duty in source.left(days, households)]
    return lines_of(user, sorted(found, key=lambda duty: duty.sort_key))


def _may_say(user: User) -> Any:
    """Oneself and, for those who lead a unit, whoever works there today."""
    units = {unit for role, unit, _name in user.roles_today if role in LEADERS and unit is not None}
    team = Membership.objects.active_on(today()).filter(unit__in=units).values("user")
    rows = User.objects.filter(authority=user.authority, is_active=True)
    return (rows.filter(pk=user.pk) | rows.filter(pk__in=team)).order_by("full_name")


def _tell(request: HttpRequest, handed: Handed) -> None:
    words = ngettext("%(n)s duty was handed over.", "%(n)s duties were handed over.", handed.moved)
    messages.success(request, words % {"n": handed.moved})
    if handed.left:
        words = ngettext(
            "%(n)s duty stays: the colleague does not see that household.",
            "%(n)s duties stay: the colleague does not see those households.",
            handed.left,
        )
        messages.warning(request, words % {"n": handed.left})
    if handed.clashing:
        words = ngettext(
            "%(n)s booked visit stays: the colleague has another one at that time. Move it below.",
            "%(n)s booked visits stay: the colleague has others at those times. Move them below.",
            handed.clashing,
        )
        messages.warning(request, words % {"n": handed.clashing})
