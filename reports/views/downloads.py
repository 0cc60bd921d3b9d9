"""The report as files: a spreadsheet, CSV and JSON at once, the PDF as a job."""

import json
from collections.abc import Callable
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, requires
from core.clock import today
from core.models import Job
from core.periods import Period, PeriodError
from core.views.attachments import attachment
from reports import exports
from reports.actions import order_pdf
from reports.calendar import finished
from reports.document import Document, build
from reports.forms import read_period
from reports.jobs import ready_reports
from reports.serialise import to_dict
from reports.tasks import file_name
from reports.views.pages import board_of


@requires("report.read")
@require_safe
def download(request: HttpRequest, key: str, suffix: str) -> HttpResponse:
    """The report as xlsx, csv or json."""
    content_type, write = FORMATS[suffix]
    period, board = _period(key), board_of(request)
    content = write(build(period, as_of=today(), board=board))
    return attachment(content, file_name(board, period, suffix), content_type)


@requires("report.read")
@require_POST
def order(request: HttpRequest, key: str) -> HttpResponse:
    """Order the PDF, and go to the page that follows it and hands it over."""
    return _follow(order_pdf(period=_period(key), as_of=today(), by=cast(StaffRequest, request).user))


@requires("report.read")
@require_POST
def order_latest(request: HttpRequest) -> HttpResponse:
    """The PDF of the latest tertial that is over: the file that lies ready, else an order."""
    user, day = cast(StaffRequest, request).user, today()
    latest = finished("tertial", day)
    file = next((report for report in ready_reports(user) if report.period == latest), None)
    if file:
        return redirect("reports:job_file", public_id=file.public_id)
    return _follow(order_pdf(period=latest, as_of=day, by=user))


def _follow(job: Job) -> HttpResponse:
    return redirect(f"{reverse('reports:job', args=[job.public_id])}?hamta=1")


def _period(key: str) -> Period:
    try:
        return read_period(key, today=today())
    except PeriodError as error:
        raise Http404 from error


def _json(document: Document) -> bytes:
    figures = to_dict(document.own)
    about = {
        "board": document.board.name,
        "as_of": document.own.as_of.isoformat(),
        "computed_at": document.computed_at.isoformat(timespec="seconds"),
        "filters": [],
        "rows": len(figures["figures"]),
    }
    return f"{json.dumps({**about, **figures}, indent=1, ensure_ascii=False)}\n".encode()


def _csv(document: Document) -> bytes:
    return exports.spreadsheet_csv(document.results, boards=document.board.name)


def _xlsx(document: Document) -> bytes:
    return exports.workbook(document.results, boards=document.board.name)


FORMATS: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "json": ("application/json", _json),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
}
