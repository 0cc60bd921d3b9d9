"""How far a job has come, for pages that follow one (components/job_state.html)."""

from typing import Any

from django.conf import settings

from core import jobs
from core.models import Job, JobState

# While a job is on its way the page asks again so often.
POLL_SECONDS = 1


def job_state(job: Job) -> dict[str, Any]:
    """The flags that the component asks for."""
    return {
        "job": job,
        "is_open": not job.is_finished,
        "is_done": job.state == JobState.DONE,
        "is_failed": job.state == JobState.FAILED,
        "is_running": job.state == JobState.RUNNING,
        "is_stranded": not job.is_finished and jobs.is_stranded(job),
        "is_tried_again": job.attempts > 1 or bool(job.error_code),
        "max_attempts": settings.JOB_MAX_ATTEMPTS,
        "poll_seconds": POLL_SECONDS,
    }
