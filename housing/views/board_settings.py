"""How the board works: when the Boråd meets, who may decide what, by which criteria."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from cases.errors import ActionRefused
from cases.views.household import done, staff_of
from core.clock import today
from housing import actions
from housing.actions import CriterionInput
from housing.actions.criteria import criteria_for
from housing.actions.series import current_series
from housing.delegations import holding_on
from housing.enums import Accommodation, MeetingPart
from housing.forms.board import DelegationForm, SeriesForm, SkipForm
from housing.forms.criteria import CriteriaForm, CriterionFormSet, rows_of
from housing.models import Delegation, SkippedWeek
from housing.views.board import board_of

CRITERION_FIELDS = ("code", "text", "help_text", "evidence", "is_required")


@requires("board.configure")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The series, its skipped weeks, the delegations of today and the criteria."""
    board = board_of(staff_of(request))
    series = current_series(board, today())
    context = {
        "series": series,
        "participants": series.participants.select_related("user").order_by("part", "pk") if series else [],
        "skipped": series.skipped.filter(day__gte=today()).order_by("day") if series else [],
        "delegations": holding_on(today())
        .filter(authority=board)
        .select_related("user")
        .order_by("user__full_name", "area"),
        "kinds": [(kind.value, kind.label) for kind in Accommodation],
    }
    return render(request, "housing/board_settings.html", context)


@requires("board.configure")
@require_http_methods(["GET", "HEAD", "POST"])
def series(request: HttpRequest) -> HttpResponse:
    """Set the weekly hour and who is called."""
    user = staff_of(request)
    board = board_of(user)
    form = SeriesForm(request.POST or None, authority=board, initial=_series_initial(board))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(
            form,
            lambda: actions.set_series(
                authority=board,
                weekday=data["weekday"],
                starts_at=data["starts_at"],
                duration_minutes=data["duration_minutes"],
                place=data["place"],
                first_day=data["first_day"],
                participants=form.participants(),
                by=user,
            ),
        ):
            messages.success(request, _("The weekly hour is set, and its meetings are in the calendar."))
            return redirect("housing:board_settings")
    return _form(request, form, _("When the Boråd meets"), _("Save the weekly hour"))


def _series_initial(board: Any) -> dict[str, Any]:
    held = current_series(board, today())
    if held is None:
        return {"weekday": 2, "starts_at": "9.00", "duration_minutes": 60, "first_day": today()}
    people = list(held.participants.all())
    return {
        "weekday": held.weekday,
        "starts_at": held.starts_at,
        "duration_minutes": held.duration_minutes,
        "place": held.place,
        "first_day": today(),
        "chair": next((one.user_id for one in people if one.part == MeetingPart.CHAIR), None),
        "secretary": next((one.user_id for one in people if one.part == MeetingPart.SECRETARY), None),
        "members": [
            one.user_id for one in people if one.part not in (MeetingPart.CHAIR, MeetingPart.SECRETARY)
        ],
    }


@requires("board.configure")
@require_http_methods(["GET", "HEAD", "POST"])
def skip(request: HttpRequest) -> HttpResponse:
    """A week without a meeting."""
    user = staff_of(request)
    held = current_series(board_of(user), today())
    form = SkipForm(request.POST or None)
    if held is None:
        messages.error(request, _("Set first when the Boråd meets."))
        return redirect("housing:board_settings")
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.skip_week(series=held, by=user, **form.cleaned_data))
    ):
        messages.success(request, _("There is no meeting on that day."))
        return redirect("housing:board_settings")
    return _form(request, form, _("Skip a meeting"), _("Skip the meeting"))


@requires("board.configure")
@require_POST
def unskip(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of skipping."""
    user = staff_of(request)
    skipped = get_object_or_404(SkippedWeek.objects.filter(series__authority=board_of(user)), pk=pk)
    actions.unskip_week(skipped=skipped, by=user)
    messages.success(request, _("The meeting stands in the calendar again."))
    return redirect("housing:board_settings")


@requires("board.configure")
@require_http_methods(["GET", "HEAD", "POST"])
def delegation(request: HttpRequest) -> HttpResponse:
    """Let somebody decide."""
    user = staff_of(request)
    form = DelegationForm(request.POST or None, authority=board_of(user), initial={"first_day": today()})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.give_delegation(by=user, **form.cleaned_data))
    ):
        messages.success(request, _("The delegation is given."))
        return redirect("housing:board_settings")
    return _form(request, form, _("Give a delegation"), _("Give the delegation"))


@requires("board.configure")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The delegation ends today."""
    user = staff_of(request)
    found = get_object_or_404(Delegation.objects.filter(authority=board_of(user)), pk=pk)
    try:
        actions.end_delegation(delegation=found, last_day=today(), by=user)
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The delegation ends today."))
    return redirect("housing:board_settings")


@requires("board.configure")
@require_http_methods(["GET", "HEAD", "POST"])
def criteria(request: HttpRequest, accommodation: str) -> HttpResponse:
    """The criteria in force, and a new version of them from a day on."""
    if accommodation not in Accommodation.values:
        raise Http404
    user = staff_of(request)
    board = board_of(user)
    held = criteria_for(board, accommodation, today())
    rows = list(held.criteria.order_by("position").values(*CRITERION_FIELDS))
    form = CriteriaForm(request.POST or None, initial={"valid_from": today()})
    formset = CriterionFormSet(request.POST or None, initial=rows, prefix="criteria")
    if (
        request.method == "POST"
        and form.is_valid()
        and formset.is_valid()
        and done(
            form,
            lambda: actions.new_version(
                authority=board,
                accommodation=accommodation,
                criteria=[CriterionInput(**row) for row in rows_of(formset)],
                by=user,
                **form.cleaned_data,
            ),
        )
    ):
        messages.success(request, _("The new version of the criteria is kept."))
        return redirect("housing:board_settings")
    context = {"form": form, "formset": formset, "held": held, "what": Accommodation(accommodation).label}
    status = 422 if form.errors or formset.total_error_count() else 200
    return render(request, "housing/criteria_form.html", context, status=status)


def _form(request: HttpRequest, form: Any, title: str, submit: str) -> HttpResponse:
    back = reverse("housing:board_settings")
    context = {"form": form, "title": title, "submit": submit, "cancel_url": back}
    return render(request, "housing/form.html", context, status=422 if form.errors else 200)
