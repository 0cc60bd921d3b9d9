"""The PDF jobs that somebody may see: their own, and those that the clock made for their board."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from core.jobs import folder_of
from core.models import Job, JobState
from core.periods import Period, parse_period
from reports.actions import PDF_JOB

SHOWN = 8


@dataclass(frozen=True)
class ReadyReport:
    """A PDF that lies ready."""

    public_id: UUID
    period: Period
    made_at: datetime
    revision: int | None
    is_by_the_clock: bool


def visible_jobs(user: User) -> QuerySet[Job]:
    """A colleague's orders are not among them; nor is anything of another board."""
    return Job.objects.filter(Q(owner=user) | Q(owner=None), kind=PDF_JOB, authority_id=user.authority_id)


def ready_reports(user: User) -> list[ReadyReport]:
    """The latest PDFs that can be fetched at once."""
    done = visible_jobs(user).filter(state=JobState.DONE).order_by("-finished_at")[: 2 * SHOWN]
    ready = [
        ReadyReport(
            public_id=job.public_id,
            period=parse_period(job.params["period"]),
            made_at=job.finished_at or job.created_at,
            revision=job.result.get("revision"),
            is_by_the_clock=job.owner_id is None,
        )
        for job in done
        if (folder_of(job.public_id) / job.result["file"]).is_file()
    ]
    return ready[:SHOWN]
