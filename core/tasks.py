"""What Celery's workers and beat call. The work itself is in core.jobs."""

from uuid import UUID

from celery import shared_task

from core import jobs


@shared_task(name=jobs.TASK)
def run_job(public_id: str) -> None:
    """Run one job by its number, unless somebody has it already."""
    jobs.run_job(UUID(public_id))


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> None:
    """Send again the jobs that nobody works on."""
    jobs.sweep_jobs()
