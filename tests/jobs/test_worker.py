"""Jobs with a real Redis and a real worker: killed, frozen, emptied, and still done once."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from core.jobs import enqueue, folder_of, sweep_jobs
from core.models import Job, JobState
from tests.jobs.checkpoints import KIND
from tests.jobs.processes import Redis, Worker, wait_until

pytestmark = pytest.mark.slow
PAGE_SECONDS = 2.0


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    folder = tmp_path / "marks"
    folder.mkdir()
    return folder


def times(marks: Path, name: str) -> int:
    path = marks / name
    return len(path.read_text().splitlines()) if path.exists() else 0


def order(marks: Path, **params: Any) -> Job:
    with transaction.atomic():
        return enqueue(KIND, params={"folder": str(marks), **params})


def sweep_until_done(job: Job) -> None:
    def done() -> bool:
        sweep_jobs()
        job.refresh_from_db()
        return job.state == JobState.DONE

    wait_until(done, "the job to be done")


def test_job_whose_worker_is_killed_in_the_middle_is_done_once(
    start_worker: Callable[[], Worker], marks: Path
) -> None:
    worker = start_worker()
    job = order(marks, hold=2)
    wait_until((marks / "step-2").exists, "the job to be in the middle")
    job.refresh_from_db()
    assert (job.state, job.progress_done, job.progress_total) == (JobState.RUNNING, 2, 4)
    worker.kill()
    start_worker()
    sweep_until_done(job)
    assert (job.attempts, times(marks, "started"), times(marks, "ended")) == (2, 2, 1)
    assert (folder_of(job.public_id) / "result.txt").read_text() == "attempt 2"
    assert [path.name for path in folder_of(job.public_id).iterdir()] == ["result.txt"]


def test_job_whose_child_process_is_killed_is_done_once(
    start_worker: Callable[[], Worker], marks: Path
) -> None:
    worker = start_worker()
    job = order(marks, hold=3)
    wait_until((marks / "step-3").exists, "the job to be in the middle")
    for child in worker.children():
        os.kill(child, signal.SIGKILL)
    sweep_until_done(job)
    assert worker.process.poll() is None
    assert (job.attempts, times(marks, "ended")) == (2, 1)


def test_frozen_stopped_and_emptied_redis_delays_the_job_and_holds_up_no_request(
    redis: Redis, start_worker: Callable[[], Worker], marks: Path
) -> None:
    start_worker()
    first = order(marks)
    sweep_until_done(first)  # so there are live connections to break
    jobs, seconds = [], []

    def ask() -> None:
        begun = time.monotonic()
        jobs.append(order(marks))
        seconds.append(round(time.monotonic() - begun, 2))

    redis.freeze()
    ask()
    ask()
    redis.thaw()
    redis.stop()
    ask()
    redis.start()
    assert redis.command("FLUSHALL") == "OK"
    print(f"requests with Redis frozen, frozen, stopped: {seconds} s")
    assert max(seconds) < PAGE_SECONDS
    assert {Job.objects.get(pk=job.pk).state for job in jobs} == {JobState.QUEUED}
    for job in jobs:
        sweep_until_done(job)
    assert times(marks, "ended") == 1 + len(jobs)


def test_job_that_was_in_an_emptied_redis_is_done_by_the_sweeper(
    redis: Redis, start_worker: Callable[[], Worker], marks: Path
) -> None:
    job = order(marks)
    assert int(redis.command("LLEN", "celery")) == 1
    assert redis.command("FLUSHALL") == "OK"
    start_worker()
    time.sleep(0.5)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED  # its number is gone
    sweep_until_done(job)
    assert times(marks, "ended") == 1
