"""When the drop-in is open: weekly hours and closed days."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from accounts.models import User
from cases.errors import ActionRefused
from core.clock import today
from core.holidays import coming_holidays
from dropin.actions import add_hours, close_day, end_hours, open_day
from dropin.actions.hours import resume_hours
from dropin.forms import ClosedDayForm, HoursForm
from dropin.models import ClosedDay, OpeningHours
from dropin.views.reader import signed_in


@requires("dropin.configure")
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    """The weekly hours and the closed days; POST adds a weekly session."""
    user = signed_in(request)
    form = HoursForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _tried(form, add_hours, user, **form.cleaned_data):
        messages.success(request, _("The session is added."))
        return redirect("dropin:hours")
    return _page(request, form, ClosedDayForm())


@requires("dropin.configure")
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close a day; the message offers to open it again."""
    user = signed_in(request)
    form = ClosedDayForm(request.POST)
    if form.is_valid() and _tried(form, close_day, user, **form.cleaned_data):
        address = reverse("dropin:day_open", args=[form.cleaned_data["day"].isoformat()])
        messages.success(request, _("The day is closed."), extra_tags=f"undo:{address}")
        return redirect("dropin:hours")
    return _page(request, HoursForm(), form)


@requires("dropin.configure")
@require_POST
def reopen(request: HttpRequest, day: str) -> HttpResponse:
    """The day is no longer closed."""
    user = signed_in(request)
    try:
        asked = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    open_day(closed=get_object_or_404(ClosedDay.objects.of_authority(user), day=asked), by=user)
    messages.success(request, _("The day is open again."))
    return redirect("dropin:hours")


@requires("dropin.configure")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """No session from tomorrow on; the message offers to undo."""
    user = signed_in(request)
    row = get_object_or_404(OpeningHours.objects.of_authority(user), pk=pk)
    if end_hours(hours=row, by=user, last_day=today()) is not None:
        address = reverse("dropin:hours_resume", args=[pk])
        messages.success(request, _("The session ends today."), extra_tags=f"undo:{address}")
    else:
        messages.success(request, _("The session is removed: it had not begun."))
    return redirect("dropin:hours")


@requires("dropin.configure")
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of ending: until further notice again."""
    user = signed_in(request)
    try:
        resume_hours(hours=get_object_or_404(OpeningHours.objects.of_authority(user), pk=pk), by=user)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The session goes on."))
    return redirect("dropin:hours")


def _tried(form: Any, action: Any, user: User, **arguments: Any) -> bool:
    try:
        with transaction.atomic():
            action(authority=user.authority, by=user, **arguments)
    except ActionRefused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True


def _page(request: HttpRequest, form: HoursForm, closed_form: ClosedDayForm) -> HttpResponse:
    user = signed_in(request)
    day = today()
    rows = OpeningHours.objects.of_authority(user).exclude(last_day__lt=day)
    context = {
        "form": closed_form if closed_form.is_bound else form,
        "hours_form": form,
        "closed_form": closed_form,
        "rows": rows.order_by("weekday", "opens_at", "first_day"),
        "closed_days": ClosedDay.objects.of_authority(user).filter(day__gte=day).order_by("day"),
        "holidays": coming_holidays(day, day + timedelta(days=366)),
        "today": day,
    }
    has_errors = bool(form.errors or closed_form.errors)
    return render(request, "dropin/hours.html", context, status=422 if has_errors else 200)
