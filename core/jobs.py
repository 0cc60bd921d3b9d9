"""Jobs that outlive their request: written with it, run once, found again by the sweeper.

The row is the truth and the queue only a hint. A broken, frozen or emptied queue loses nothing: the job
waits, and the sweeper sends its number again. A worker holds a job by a token of its own for as long as
it renews the lease, so two deliveries of one number do not make two results. A handler may still be run
again from its start when a worker dies, so what it does must bear that.
"""

import logging
import os
import shutil
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import translation

from core.clock import now
from core.models.jobs import Job, JobState
from core.registries import job_handlers

logger = logging.getLogger(__name__)

TASK = "core.run_job"
WORKER_LOST = "WorkerLost"


class ClaimLost(Exception):
    """Somebody else has the job by now: stop, and write nothing more."""


@dataclass
class JobContext:
    """What a handler gets: `handler(context) -> result`, a small dict of codes and file names."""

    public_id: UUID
    kind: str
    params: dict[str, Any]
    owner: Any
    authority_id: int | None
    attempt: int
    claim: UUID = field(repr=False)

    def progress(self, done: int, total: int) -> None:
        """Say how far it has come, and keep the job for another lease. Raises ClaimLost."""
        self._renew(progress_done=done, progress_total=total)

    @contextmanager
    def result_file(self, name: str) -> Iterator[Path]:
        """A path to write to, which gets its real name only when the block ends well."""
        folder = folder_of(self.public_id)
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f".{self.claim}.{name}"
        try:
            yield unfinished
            self._renew()
            os.replace(unfinished, folder / name)
        finally:
            unfinished.unlink(missing_ok=True)

    def _renew(self, **values: int) -> None:
        held = _held(self.public_id, self.claim)
        if not held.update(lease_until=now() + settings.JOB_LEASE, **values):
            raise ClaimLost


def enqueue(kind: str, *, params: dict[str, Any], owner: Any = None, authority_id: int | None = None) -> Job:
    """Write a job in the caller's transaction and, when that has committed, start it or send its number.

    `params` hold codes and ids only. A queue that does not answer delays the job and never raises here.
    Raises KeyError for a kind that nobody has registered.
    """
    job_handlers[kind]
    job = Job.objects.create(
        kind=kind, params=params, owner=owner, authority_id=authority_id, queued_at=now()
    )
    transaction.on_commit(partial(dispatch, job.public_id), robust=True)
    return job


def retry(job: Job, *, also_done: bool = False) -> bool:
    """Queue a job again that has failed, or that its worker has left. False if it is neither.

    `also_done`: a finished one too, whose file is lost.
    """
    moment = now()
    ended = [JobState.FAILED, JobState.DONE] if also_done else [JobState.FAILED]
    again = Job.objects.filter(Q(state__in=ended) | _stranded(moment), pk=job.pk).update(
        state=JobState.QUEUED,
        attempts=0,
        error_code="",
        claim=None,
        queued_at=moment,
        finished_at=None,
        progress_done=0,
        progress_total=0,
    )
    if again:
        transaction.on_commit(partial(dispatch, job.public_id), robust=True)
    return bool(again)


def is_stranded(job: Job) -> bool:
    """Whether nobody works on a job that is not finished, and no sweeper will come for it."""
    return Job.objects.filter(_stranded(now()), pk=job.pk).exists()


def dispatch(public_id: UUID) -> bool:
    """Run the job here when there is no broker, else send its number; False if that did not go."""
    if not settings.CELERY_BROKER_URL:
        run_job(public_id)
        return True
    return _queue.send(str(public_id))


def run_job(public_id: UUID) -> bool:
    """Claim the job, run its handler and record what came of it. False if it was not to be had."""
    job = _claim(public_id)
    if job is None:
        return False
    context = JobContext(
        public_id=job.public_id,
        kind=job.kind,
        params=job.params,
        owner=job.owner,
        authority_id=job.authority_id,
        attempt=job.attempts,
        claim=job.claim or uuid4(),
    )
    language = getattr(job.owner, "language", None) or settings.LANGUAGE_CODE
    try:
        with translation.override(language):
            result = job_handlers[job.kind](context)
    except ClaimLost:
        logger.warning("Job %s was taken over by another worker", public_id)
        return False
    except Exception as error:  # a job that fails is a state, not a crash of the worker
        _record_failure(job, error)
        return False
    return _finish(context, result)


def sweep_jobs() -> int:
    """Send again what waits and nobody took, and what a dead worker left. The number of jobs sent.

    Meant to run every few seconds, by several at once if need be. A job that has used up its attempts is
    failed.
    """
    moment = now()
    abandoned = Job.objects.filter(_abandoned(moment))
    abandoned.filter(attempts__gte=settings.JOB_MAX_ATTEMPTS).update(
        state=JobState.FAILED, error_code=WORKER_LOST, claim=None, finished_at=moment
    )
    abandoned.update(state=JobState.QUEUED, claim=None, queued_at=moment - settings.JOB_LEASE)
    sent = 0
    waiting = Job.objects.filter(state=JobState.QUEUED, queued_at__lte=moment - _resend_after())
    for public_id, queued_at in waiting.order_by("queued_at").values_list("public_id", "queued_at"):
        if not dispatch(public_id):
            break  # the queue is away: the others would only wait for it too
        sent += 1
        Job.objects.filter(public_id=public_id, state=JobState.QUEUED, queued_at=queued_at).update(
            queued_at=moment
        )
    return sent


class _Queue:
    """Sends numbers to Celery, never for longer than the socket's timeout, and never raising.

    A queue that is away is left alone for some seconds, so that a frozen one does not hold up every page.
    """

    PAUSE_SECONDS = 5.0
    QUICK_SECONDS = 0.2

    def __init__(self) -> None:
        self.away_until = 0.0

    def send(self, number: str) -> bool:
        started = time.monotonic()
        if started < self.away_until:
            return False
        # A connection left over from before the queue was restarted fails at once: then a new one may do.
        if self._try(number) or (time.monotonic() - started < self.QUICK_SECONDS and self._try(number)):
            return True
        self.away_until = time.monotonic() + self.PAUSE_SECONDS
        return False

    def _try(self, number: str) -> bool:
        try:
            current_app.send_task(TASK, args=[number], retry=False, ignore_result=True)
        except Exception as error:  # whatever the queue's client raises: the row is safe
            logger.warning("Job %s waits: the queue did not take it (%s)", number, type(error).__name__)
            return False
        return True


_queue = _Queue()


def folder_of(public_id: UUID) -> Path:
    """Where the files of a job lie, outside the web root."""
    return Path(settings.FILES_ROOT) / "jobs" / str(public_id)


def discard_files(public_id: UUID) -> None:
    """Remove what a job has made."""
    shutil.rmtree(folder_of(public_id), ignore_errors=True)


def _resend_after() -> timedelta:
    lease: timedelta = settings.JOB_LEASE
    return lease / 4


def _abandoned(moment: datetime) -> Q:
    return Q(state=JobState.RUNNING, lease_until__lt=moment)


def _stranded(moment: datetime) -> Q:
    """Left by a process that had no broker, and so no sweeper, behind it."""
    if settings.CELERY_BROKER_URL:
        return Q(pk__in=[])
    waited_long = Q(state=JobState.QUEUED, queued_at__lte=moment - _resend_after())
    return waited_long | _abandoned(moment)


def _claimable(moment: datetime) -> Q:
    """The guard: a job is free when it waits, or when the lease on it has run out."""
    return Q(state=JobState.QUEUED) | _abandoned(moment)


def _held(public_id: UUID, claim: UUID) -> Any:
    return Job.objects.filter(public_id=public_id, state=JobState.RUNNING, claim=claim)


def _claim(public_id: UUID) -> Job | None:
    moment, claim = now(), uuid4()
    taken = Job.objects.filter(_claimable(moment), public_id=public_id).update(
        state=JobState.RUNNING,
        claim=claim,
        lease_until=moment + settings.JOB_LEASE,
        started_at=moment,
        attempts=F("attempts") + 1,
        error_code="",
        progress_done=0,
        progress_total=0,
    )
    if not taken:
        return None
    return Job.objects.select_related("owner").filter(public_id=public_id, claim=claim).first()


def _finish(context: JobContext, result: dict[str, Any]) -> bool:
    moment = now()
    done = _held(context.public_id, context.claim).update(
        state=JobState.DONE, result=result, finished_at=moment, claim=None, lease_until=None
    )
    return bool(done)


def _record_failure(job: Job, error: Exception) -> None:
    """Only the class of the error and its place are kept: its words may name somebody."""
    code, moment = type(error).__name__, now()
    place = traceback.extract_tb(error.__traceback__)[-1]
    logger.error(
        "Job %s (%s), attempt %s, failed: %s at %s:%s",
        job.public_id,
        job.kind,
        job.attempts,
        code,
        place.filename,
        place.lineno,
    )
    # Without a broker nobody would come back to it, so the reader is told at once.
    is_final = job.attempts >= settings.JOB_MAX_ATTEMPTS or not settings.CELERY_BROKER_URL
    assert job.claim is not None
    _held(job.public_id, job.claim).update(
        state=JobState.FAILED if is_final else JobState.QUEUED,
        error_code=code[:80],
        claim=None,
        lease_until=None,
        queued_at=moment,
        finished_at=moment if is_final else None,
    )
