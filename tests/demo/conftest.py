"""The demo as `make demo` fills it in, once for the tests of a module."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from core import clock

# A Thursday in the middle of a tertial: bookings lie ahead, and the week's sessions are over.
FIRST_RUN = datetime(2026, 10, 15, 11, tzinfo=UTC)


def run_demo(moment: datetime) -> str:
    """`manage.py demo_data` at that moment; what it says."""
    said = io.StringIO()
    with clock.set_to(moment):
        call_command("demo_data", stderr=said)
    return said.getvalue()


def all_rows() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the sessions', to compare before with after."""
    rows = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table.startswith(("django_session", "sqlite_")):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
            rows[table] = cursor.fetchall()
    return rows


@dataclass(frozen=True)
class FirstRun:
    """What the command said on an empty database, and how long it took."""

    said: str
    seconds: float


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[FirstRun]:
    """The filled database, rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        began = monotonic()
        yield FirstRun(run_demo(FIRST_RUN), monotonic() - began)
        transaction.set_rollback(True)


@pytest.fixture
def demo(filled: FirstRun, db: None) -> Iterator[FirstRun]:
    """The demo on the day of its first run. What a test changes is taken back."""
    with clock.set_to(FIRST_RUN):
        yield filled


@pytest.fixture
def run_again(demo: FirstRun) -> Callable[[datetime], str]:
    return run_demo
