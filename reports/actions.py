"""What is done with reports: keep one as it is, and order its PDF."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Authority, User
from core import jobs
from core.audit import record_event
from core.models import Job, JobState
from core.periods import Period
from reports.document import Document
from reports.models import ReportRevision
from reports.serialise import to_dict

PDF_JOB = "report.pdf"
_OPEN = (JobState.QUEUED, JobState.RUNNING)


@transaction.atomic
def make_revision(*, document: Document, by: User | None, comment: str = "") -> ReportRevision:
    """Keep the figures as they are now, as the next revision of the board's report on the period.

    The same figures as in the latest revision make no new one: that is returned. `by` None: the clock.
    """
    board, result = document.board, document.own
    Authority.objects.select_for_update().get(pk=board.pk)  # one at a time numbers the revisions
    payload = to_dict(result)
    latest = ReportRevision.objects.of_period(board.pk, result.period).first()
    if latest is not None and latest.payload == payload:
        return latest
    revision = ReportRevision.objects.create(
        authority=board,
        period_key=result.period.key,
        period_start=result.period.start,
        period_end=result.period.end,
        period_kind=result.period.kind,
        as_of=result.as_of,
        revision=latest.revision + 1 if latest else 1,
        payload=payload,
        computed_at=document.computed_at,
        made_by=by,
        comment=comment,
    )
    record_event(
        "report.revision",
        by=by,
        authority_id=board.pk,
        subject=revision,
        details={"period": revision.period_key, "revision": revision.revision},
    )
    return revision


@transaction.atomic
def order_pdf(*, period: Period, as_of: date, by: User) -> Job:
    """A job that makes the PDF of the report on the period for by's board.

    Ordered twice while the first is still on its way, it is the same job.
    """
    User.objects.select_for_update().get(pk=by.pk)  # a double click comes as two requests at once
    params = {"period": period.key, "as_of": as_of.isoformat()}
    waiting = Job.objects.filter(kind=PDF_JOB, owner=by, state__in=_OPEN, params=params).first()
    return waiting or jobs.enqueue(PDF_JOB, params=params, owner=by, authority_id=by.authority_id)


@transaction.atomic
def order_due_pdfs(*, board: Authority, periods: list[Period], today: date) -> list[Job]:
    """Jobs for the board's reports that are due and not ordered yet, by the clock.

    The first time only for the latest period of each kind; later also for those that were missed.
    """
    Authority.objects.select_for_update().get(pk=board.pk)  # two clocks at once must not order twice
    ordered = _ordered_by_the_clock(board)
    jobs_made = []
    for kind in dict.fromkeys(period.kind for period in periods):
        of_kind = [period for period in periods if period.kind == kind]
        known = [period for period in of_kind if period.key in ordered]
        missed = of_kind[: of_kind.index(known[-1])] if known else of_kind[:1]
        jobs_made += [
            _order_by_the_clock(board, period, today) for period in missed if period.key not in ordered
        ]
    return jobs_made


def _ordered_by_the_clock(board: Authority) -> set[str]:
    made = Job.objects.filter(kind=PDF_JOB, owner=None, authority_id=board.pk)
    return set(made.values_list("params__period", flat=True))


def _order_by_the_clock(board: Authority, period: Period, today: date) -> Job:
    params: dict[str, Any] = {"period": period.key, "as_of": today.isoformat()}
    return jobs.enqueue(PDF_JOB, params=params, owner=None, authority_id=board.pk)
