"""A real Redis and real worker processes, and a database that they can see."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.db import connections

from core import jobs
from tests.jobs import checkpoints
from tests.jobs.processes import LEASE_SECONDS, Redis, Worker


@pytest.fixture(autouse=True)
def _checkpoint_jobs(settings: Any, tmp_path: Path) -> None:
    checkpoints.register()
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def shared_db(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """The test database as other processes and threads see it: committed rows. Gives its DATABASE_URL.

    SQLite's is in memory, so a copy of it is put in a file.
    """
    original = connections["default"]
    settings_dict = original.settings_dict
    if original.vendor != "sqlite":
        yield "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**settings_dict)
        return
    path = tmp_path / "shared.sqlite3"
    original.ensure_connection()
    with contextlib.closing(sqlite3.connect(path)) as copy:
        original.connection.backup(copy)
    name = settings_dict["NAME"]
    settings_dict["NAME"] = str(path)
    connections["default"] = connections.create_connection("default")
    try:
        yield f"sqlite:///{path}?synchronous=OFF"
    finally:
        connections["default"].close()
        settings_dict["NAME"] = name
        connections["default"] = original


@pytest.fixture
def redis(tmp_path: Path, settings: Any) -> Iterator[Redis]:
    """A running Redis that this process sends its jobs to."""
    if not shutil.which("redis-server") and not os.environ.get("CI"):
        pytest.skip("redis-server is not installed (apt-get install redis-server)")
    server = Redis(tmp_path)
    server.start()
    settings.CELERY_BROKER_URL = server.url
    _point_celery_at(server.url)
    jobs._queue.away_until = 0.0
    yield server
    server.stop()
    _point_celery_at("")
    jobs._queue.away_until = 0.0


def _point_celery_at(url: str) -> None:
    app = current_app._get_current_object()
    app.conf.broker_url = app.conf.broker_write_url = app.conf.broker_read_url = url or None
    app.close()  # drops the pools with their old connections; the next use makes new ones
    app.amqp.__dict__.pop("_producer_pool", None)
    app._pool = None


@pytest.fixture
def start_worker(
    redis: Redis, shared_db: str, tmp_path: Path, settings: Any
) -> Iterator[Callable[..., Worker]]:
    """Starts a worker and waits until it takes jobs; whatever was started is killed in the end."""
    workers: list[Worker] = []

    def start(lease_seconds: int = LEASE_SECONDS) -> Worker:
        settings.JOB_LEASE = timedelta(seconds=lease_seconds)
        worker = Worker(tmp_path, redis.url, shared_db, settings.FILES_ROOT, lease_seconds)
        workers.append(worker)
        worker.wait_ready()
        return worker

    yield start
    for worker in workers:
        worker.kill()
