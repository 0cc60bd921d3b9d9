"""The PDF of a report as a job, and the clock that orders the reports that are due."""

from datetime import date
from typing import Any

from celery import shared_task
from django.utils.text import slugify
from django.utils.translation import get_language

from accounts.models import Authority
from core.clock import now, today
from core.jobs import JobContext
from core.periods import Period, parse_period
from reports.actions import make_revision, order_due_pdfs
from reports.calendar import due
from reports.document import build, kept_as
from reports.pdf import document_pdf

STEPS = 3  # computed, laid out, saved


def make_pdf(context: JobContext) -> dict[str, Any]:
    """Job handler. params: period, as_of. A finished period's figures are kept as a revision too."""
    assert context.authority_id is not None
    board = Authority.objects.get(pk=context.authority_id)
    period = parse_period(context.params["period"])
    context.progress(0, STEPS)
    document = build(period, as_of=date.fromisoformat(context.params["as_of"]), board=board)
    if document.is_finished:
        document = kept_as(document, make_revision(document=document, by=context.owner))
    context.progress(1, STEPS)
    content = document_pdf(document, lang=get_language() or "sv")
    context.progress(2, STEPS)
    name = file_name(board, period, "pdf")
    with context.result_file(name) as path:
        path.write_bytes(content)
    context.progress(STEPS, STEPS)
    return {"file": name, "revision": document.revision.revision if document.revision else None}


def file_name(board: Authority, period: Period, suffix: str) -> str:
    """hemvag-hasselby-vallingby-2013-T3.pdf; the two days of a free period are joined by an underscore."""
    return f"hemvag-{slugify(board.name)}-{period.key.replace('..', '_')}.{suffix}"


@shared_task(name="reports.make_due_reports")
def make_due_reports() -> int:
    """Order the monthly and tertial reports that are due, for every board in use. Never twice."""
    periods = due(now())
    boards = Authority.objects.filter(is_active=True)
    return sum(len(order_due_pdfs(board=board, periods=periods, today=today())) for board in boards)
