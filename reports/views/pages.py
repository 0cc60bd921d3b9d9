"""Choosing a period, and the report on it."""

from datetime import date
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.models import Authority
from core.clock import today
from core.periods import Period, PeriodError
from reports.calendar import after, before, finished
from reports.charts import charts_of
from reports.document import build
from reports.forms import PeriodForm, read_period
from reports.history import first_day
from reports.jobs import ready_reports
from reports.presentation import group_tables, key_figures, month_table, period_grid, shown_changes


@requires("report.read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Pick a period. `?period=` is what was typed; what can be read leads to its report."""
    if "period" not in request.GET:
        return _choose(request, PeriodForm(today=today()))
    form = PeriodForm(request.GET, today=today())
    if form.is_valid():
        return redirect("reports:detail", key=form.cleaned_data["period"].key)
    return _choose(request, form)


@requires("report.read")
@require_safe
def detail(request: HttpRequest, key: str) -> HttpResponse:
    """The report on a period; what is no period answers 404 with the words that say what is."""
    day = today()
    try:
        period = read_period(key, today=day)
    except PeriodError:
        form = PeriodForm({"period": key}, today=day)
        form.is_valid()
        return _choose(request, form, status=404)
    if period.key != key:
        return redirect("reports:detail", key=period.key)
    document = build(period, as_of=day, board=board_of(request))
    context = {
        "document": document,
        "period": period,
        "key_figures": key_figures(document.results),
        "charts": charts_of(document),
        "columns": [result.period.short_label for result in document.results],
        "groups": group_tables(document.results),
        "months": month_table(document.own),
        "changed": shown_changes(document.changed),
        **_neighbours(period, day),
    }
    return render(request, "reports/report_detail.html", context)


def board_of(request: HttpRequest) -> Authority:
    """The board of the one who asks. Raises PermissionDenied for one who belongs to none."""
    board = cast(StaffRequest, request).user.authority
    if board is None:
        raise PermissionDenied
    return board


def _neighbours(period: Period, day: date) -> dict[str, Period | None]:
    """The periods of the same kind on either side; none for a free period, and none that has not begun."""
    if period.kind == "free":
        return {"before": None, "after": None}
    following = after(period)
    return {"before": before(period), "after": following if following.start <= day else None}


def _choose(request: HttpRequest, form: PeriodForm, *, status: int = 200) -> HttpResponse:
    user, day = cast(StaffRequest, request).user, today()
    board, latest = board_of(request), finished("tertial", day)
    ready = ready_reports(user)
    context = {
        "form": form,
        "board": board,
        "latest": latest,
        "latest_file": next((one.public_id for one in ready if one.period == latest), None),
        "recent": [finished("month", day), finished("year", day)],
        "years": period_grid(first_day(board.pk), day),
        "ready": ready,
    }
    return render(request, "reports/report_list.html", context, status=status)
