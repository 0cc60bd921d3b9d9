"""A PDF on its way: state and position, the file when it is there, a retry when it failed."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, requires
from core import jobs
from core.models import Job, JobState
from core.periods import parse_period
from core.views.attachments import attachment
from core.views.job_state import job_state
from reports.jobs import visible_jobs


@requires("report.read")
@require_safe
def job(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The job's page; htmx gets just the part that changes."""
    found = _job(request, public_id)
    template = "components/job_state.html" if request.headers.get("HX-Request") else "reports/job_detail.html"
    return render(request, template, {**_context(found), "hand_over": "hamta" in request.GET})


@requires("report.read")
@require_POST
def retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Try again what failed; what is on its way or done is left as it is."""
    jobs.retry(_job(request, public_id))
    return redirect(f"{reverse('reports:job', args=[public_id])}?hamta=1")


@requires("report.read")
@require_safe
def job_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The PDF itself. 404 until it is there."""
    found = _job(request, public_id)
    if found.state != JobState.DONE:
        raise Http404
    path = jobs.folder_of(found.public_id) / found.result["file"]
    if not path.is_file():
        raise Http404
    return attachment(path.read_bytes(), path.name, "application/pdf")


def _job(request: HttpRequest, public_id: UUID) -> Job:
    return get_object_or_404(visible_jobs(cast(StaffRequest, request).user), public_id=public_id)


def _context(found: Job) -> dict[str, Any]:
    period = parse_period(found.params["period"])
    back = ("reports:index", []) if found.state == JobState.DONE else ("reports:detail", [period.key])
    return {
        **job_state(found),
        "period": period,
        "file_url": reverse("reports:job_file", args=[found.public_id]),
        "retry_url": reverse("reports:job_retry", args=[found.public_id]),
        "back_url": reverse(back[0], args=back[1]),
        "back_label": _("All reports") if found.state == JobState.DONE else _("Back to the report"),
        "waiting_text": _("You may leave the page: the PDF will be under Reports, ready to download."),
    }
