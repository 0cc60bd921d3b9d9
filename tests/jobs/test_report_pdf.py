"""A page that orders a job, with a queue that does not answer, and a worker that makes the PDF later."""

import io
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import User
from core.jobs import sweep_jobs
from core.models import Job, JobState
from tests.factories.accounts import staff
from tests.jobs.processes import Redis, Worker, wait_until

pytestmark = pytest.mark.slow
PAGE_SECONDS = 2.0


@pytest.fixture
def reader(shared_db: str) -> User:
    return staff(Role.DEPARTMENT_MANAGER)


def test_page_answers_with_redis_frozen_and_the_pdf_comes_later(
    redis: Redis, reader: User, client: Client, start_worker: Callable[..., Worker], settings: Any
) -> None:
    client.force_login(reader)
    assert client.get("/rapporter/").status_code == 200  # what the first page alone costs
    redis.freeze()
    begun = time.monotonic()
    response = client.post("/rapporter/2013-T3/pdf/")
    seconds = time.monotonic() - begun
    print(f"the page that orders a PDF, Redis frozen: {seconds:.2f} s")
    assert response.status_code == 302
    assert seconds < PAGE_SECONDS
    assert "Väntar på sin tur" in client.get(response["Location"]).content.decode()
    redis.thaw()
    start_worker(lease_seconds=12)  # the layout takes longer than the lease that the other tests have

    def done() -> bool:
        sweep_jobs()
        return Job.objects.get().state == JobState.DONE

    wait_until(done, "the PDF", seconds=60)
    job = Job.objects.get()
    content = client.get(f"/rapporter/jobb/{job.public_id}/fil/").content
    assert "Tertial 3 2013" in PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert job.attempts == 1
