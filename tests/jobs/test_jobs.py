"""The claim, the lease, failures and retries, without any queue."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.db.models import Q

from core import jobs
from core.clock import now
from core.models import Job, JobState
from core.tasks import run_job as run_job_task
from tests.factories.accounts import UserFactory
from tests.jobs import checkpoints
from tests.jobs.checkpoints import KIND
from tests.jobs.processes import wait_until

SIMULTANEOUS = 8


def queued(tmp_path: Path, **params: Any) -> Job:
    folder = tmp_path / "marks"
    folder.mkdir(exist_ok=True)
    return Job.objects.create(kind=KIND, params={"folder": str(folder), **params}, queued_at=now())


def ended(tmp_path: Path) -> int:
    path = tmp_path / "marks" / "ended"
    return len(path.read_text().splitlines()) if path.exists() else 0


def run_simultaneously(job: Job) -> list[bool]:
    barrier, answers = threading.Barrier(SIMULTANEOUS), []

    def run() -> None:
        # Connect first: otherwise the first to get a connection is done before the others have one.
        connections["default"].ensure_connection()
        barrier.wait()
        try:
            answers.append(jobs.run_job(job.public_id))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(SIMULTANEOUS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == SIMULTANEOUS
    return answers


def test_eight_simultaneous_runs_of_one_job_do_it_once(shared_db: str, tmp_path: Path) -> None:
    job = queued(tmp_path, step_seconds=0.05)
    assert sorted(run_simultaneously(job)) == [False] * (SIMULTANEOUS - 1) + [True]
    job.refresh_from_db()
    assert (job.state, job.attempts, ended(tmp_path)) == (JobState.DONE, 1, 1)


def test_run_during_another_without_the_guard_starts_it_again(
    shared_db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above, in an order that does not depend on how threads are served."""
    monkeypatch.setattr(jobs, "_claimable", lambda moment: Q())
    job = queued(tmp_path, step_seconds=0.5)
    started = tmp_path / "marks" / "started"
    first = threading.Thread(target=run_and_disconnect, args=(job,))
    first.start()
    wait_until(started.exists, "the first run to start")
    run_and_disconnect(job)
    first.join()
    assert len(started.read_text().splitlines()) == 2


def run_and_disconnect(job: Job) -> bool:
    try:
        return jobs.run_job(job.public_id)
    finally:
        connections.close_all()


@pytest.mark.django_db
def test_worker_whose_claim_was_taken_over_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = queued(tmp_path)
    other = uuid4()

    def robbed(context: jobs.JobContext) -> dict[str, Any]:
        with context.result_file("result.txt") as path:
            path.write_text("mine")
            Job.objects.filter(pk=job.pk).update(claim=other)
        return {}

    monkeypatch.setitem(jobs.job_handlers._entries, KIND, robbed)
    assert jobs.run_job(job.public_id) is False
    job.refresh_from_db()
    assert (job.state, job.claim) == (JobState.RUNNING, other)
    assert list(jobs.folder_of(job.public_id).iterdir()) == []


@pytest.mark.django_db
def test_claim_is_refused_until_the_lease_has_run_out(tmp_path: Path) -> None:
    job = queued(tmp_path)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, claim=uuid4(), lease_until=now() + timedelta(seconds=5)
    )
    assert jobs.run_job(job.public_id) is False
    Job.objects.filter(pk=job.pk).update(lease_until=now() - timedelta(seconds=1))
    assert jobs.run_job(job.public_id) is True


@pytest.mark.django_db
@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED])
def test_finished_job_is_not_run_again(state: JobState, tmp_path: Path) -> None:
    job = queued(tmp_path)
    Job.objects.filter(pk=job.pk).update(state=state)
    run_job_task(str(job.public_id))
    assert ended(tmp_path) == 0


@pytest.mark.django_db
def test_failure_without_a_broker_is_shown_at_once_and_can_be_retried(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    job = queued(tmp_path, fail_attempts=1)
    jobs.run_job(job.public_id)
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.FAILED, "ZeroDivisionError")
    assert "ZeroDivisionError" in caplog.text
    assert "Lindgren" not in caplog.text
    Job.objects.filter(pk=job.pk).update(params={**job.params, "fail_attempts": 0})
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.retry(job)
    job.refresh_from_db()
    assert (job.state, job.error_code, job.attempts) == (JobState.DONE, "", 1)
    assert not jobs.retry(job)


@pytest.mark.django_db
def test_failure_with_a_broker_is_retried_until_the_attempts_are_used_up(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CELERY_BROKER_URL = "redis://nowhere.invalid"
    settings.JOB_MAX_ATTEMPTS = 3
    monkeypatch.setattr(jobs._queue, "send", lambda number: run_job_task(number) or True)
    job = queued(tmp_path, fail_attempts=9)
    states = []
    for _ in range(4):
        Job.objects.filter(pk=job.pk).update(queued_at=now() - settings.JOB_LEASE)
        jobs.sweep_jobs()
        states.append(Job.objects.values_list("state", "attempts").get(pk=job.pk))
    assert states == [("queued", 1), ("queued", 2), ("failed", 3), ("failed", 3)]


@pytest.mark.django_db
def test_job_that_kills_every_worker_is_failed_in_the_end(tmp_path: Path, settings: Any) -> None:
    job = queued(tmp_path)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING,
        attempts=settings.JOB_MAX_ATTEMPTS,
        claim=uuid4(),
        lease_until=now() - timedelta(seconds=1),
    )
    assert jobs.sweep_jobs() == 0
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.FAILED, jobs.WORKER_LOST)


@pytest.mark.django_db
def test_sweeper_leaves_fresh_and_leased_jobs_alone(tmp_path: Path) -> None:
    queued(tmp_path)
    running = queued(tmp_path)
    Job.objects.filter(pk=running.pk).update(
        state=JobState.RUNNING, claim=uuid4(), lease_until=now() + timedelta(minutes=1)
    )
    assert jobs.sweep_jobs() == 0
    Job.objects.update(queued_at=now() - timedelta(hours=1))
    assert jobs.sweep_jobs() == 1


@pytest.mark.django_db
def test_sweeper_stops_at_the_first_job_that_a_broken_queue_refuses(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CELERY_BROKER_URL = "redis://nowhere.invalid"
    asked: list[str] = []
    monkeypatch.setattr(jobs._queue, "send", lambda number: bool(asked.append(number)))
    for _ in range(3):
        queued(tmp_path)
    Job.objects.update(queued_at=now() - timedelta(hours=1))
    assert jobs.sweep_jobs() == 0
    assert len(asked) == 1


@pytest.mark.django_db
def test_enqueue_runs_in_this_process_once_the_request_has_committed(
    tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    (tmp_path / "marks").mkdir()
    owner = UserFactory()
    with django_capture_on_commit_callbacks() as callbacks:
        job = jobs.enqueue(
            KIND,
            params={"folder": str(tmp_path / "marks")},
            owner=owner,
            authority_id=owner.authority_id,
        )
        assert Job.objects.get(pk=job.pk).state == JobState.QUEUED
    assert ended(tmp_path) == 0
    for callback in callbacks:
        callback()
    job.refresh_from_db()
    assert (job.state, job.progress_done, job.result) == (JobState.DONE, 4, {"file": "result.txt"})
    assert job.started_at is not None
    assert job.finished_at is not None
    jobs.discard_files(job.public_id)
    assert not jobs.folder_of(job.public_id).exists()


@pytest.mark.django_db
def test_enqueue_of_an_unknown_kind_writes_nothing() -> None:
    with pytest.raises(KeyError):
        jobs.enqueue("no.such.kind", params={})
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_stranded_only_without_a_broker(tmp_path: Path, settings: Any) -> None:
    job = queued(tmp_path)
    assert not jobs.is_stranded(job)
    Job.objects.filter(pk=job.pk).update(queued_at=now() - timedelta(hours=1))
    assert jobs.is_stranded(job)
    settings.CELERY_BROKER_URL = "redis://nowhere.invalid"
    assert not jobs.is_stranded(job)
    assert checkpoints.KIND in jobs.job_handlers
