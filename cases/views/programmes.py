"""Programmes of the board, and a household's times in them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import requires
from accounts.models import User
from cases.actions.programmes import join_programme, leave_programme, save_programme
from cases.forms.rota import RHYTHMS, JoinForm, LeaveForm, ProgrammeForm
from cases.models import Household, Programme, ProgrammeTime
from cases.views.household import done, household_page, may, onwards, reached, staff_of
from core.clock import today


def panel(household: Household, user: User) -> dict[str, Any] | None:
    """The programmes of today. One query; none where there are none."""
    if not getattr(household, "has_programmes", True):
        return None
    times = ProgrammeTime.objects.active_on(today()).filter(household=household).select_related("programme")
    return {
        "times": list(times),
        "household": household,
        "may_change": may(user, household, "household.change"),
    }


@require_safe
@requires("casework.configure")
def programme_list(request: HttpRequest) -> HttpResponse:
    """The board's programmes, with how many households are in each today."""
    programmes = list(Programme.objects.filter(authority=staff_of(request).authority))
    counts = ProgrammeTime.objects.counted_on(today())
    words = dict(ProgrammeForm.base_fields["rhythm"].choices)  # type: ignore[attr-defined]  # a choice field
    rows = [
        {
            "row": programme,
            "count": counts.get(programme.pk, 0),
            "rhythm": words.get(f"{programme.interval_unit}-{programme.interval}", ""),
        }
        for programme in programmes
    ]
    return render(request, "cases/programme_list.html", {"programmes": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@requires("casework.configure")
def programme_new(request: HttpRequest) -> HttpResponse:
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("casework.configure")
def programme_change(request: HttpRequest, pk: int) -> HttpResponse:
    return _form(request, get_object_or_404(Programme, pk=pk, authority=staff_of(request).authority))


def _form(request: HttpRequest, programme: Programme | None) -> HttpResponse:
    initial = {}
    if programme is not None:
        rhythm = f"{programme.interval_unit}-{programme.interval}"
        initial = {"name": programme.name, "rhythm": rhythm, "is_active": programme.is_active}
    form = ProgrammeForm(request.POST or None, initial=initial, programme=programme)
    if request.method == "POST" and form.is_valid():
        data, user = form.cleaned_data, staff_of(request)
        unit, interval = RHYTHMS[data["rhythm"]]
        kept = {"interval_unit": unit, "interval": interval, "is_active": data.get("is_active", True)}
        if done(form, lambda: save_programme(name=data["name"], by=user, programme=programme, **kept)):
            messages.success(request, _("The programme is saved."))
            return redirect("cases:programme_list")
    context = {"form": form, "programme": programme}
    return render(request, "cases/programme_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.change")
def programme_join(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the household into a programme."""
    household, user = reached(request, pk, "household.change"), staff_of(request)
    form = JoinForm(request.POST or None, authority=household.authority)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(form, lambda: join_programme(household=household, by=user, **data)):
            messages.success(request, _("The household is in the programme."))
            return onwards(request, household)
    context = {
        "title": _("Take into a programme"),
        "submit": _("Take in"),
        "form": form,
        "lead": _("The programme's follow-ups are planned by themselves."),
    }
    status = 422 if form.errors else 200
    return household_page(request, household, "cases/household_form.html", context, status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.change")
def programme_leave(request: HttpRequest, pk: int, time_pk: int) -> HttpResponse:
    """The household's last day in a programme."""
    household, user = reached(request, pk, "household.change"), staff_of(request)
    rows = ProgrammeTime.objects.select_related("programme")
    time = get_object_or_404(rows, pk=time_pk, household=household)
    time.household = household
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(form, lambda: leave_programme(time=time, by=user, **data)):
            messages.success(request, _("The household has left the programme."))
            return onwards(request, household)
    context = {
        "title": _("Leave the programme"),
        "submit": _("Leave"),
        "form": form,
        "lead": time.programme.name,
    }
    status = 422 if form.errors else 200
    return household_page(request, household, "cases/household_form.html", context, status)
