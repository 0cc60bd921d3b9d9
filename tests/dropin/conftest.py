"""The cast of the drop-in's tests: a project worker at the desk on a Monday in session."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from cases.models import Household
from core.clock import set_to
from tests.factories.accounts import staff
from tests.factories.cases import family

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONDAY = date(2013, 12, 9)


@pytest.fixture
def in_session() -> Iterator[datetime]:
    """It is Monday 9 December 2013, 10.40."""
    moment = datetime(2013, 12, 9, 10, 40, tzinfo=STOCKHOLM)
    with set_to(moment):
        yield moment


@pytest.fixture
def worker(in_session: datetime) -> User:
    return staff(Role.PROJECT_WORKER, full_name="Maria Lindqvist")


@pytest.fixture
def lindgren(worker: User) -> Household:
    """Amira Lindgren and two children."""
    return family(
        date(2004, 2, 29), date(2009, 5, 14), authority=worker.authority, interpreter_language="dari"
    )


@pytest.fixture
def desk(client: Client, worker: User) -> Client:
    """A browser in which the worker is signed in."""
    client.force_login(worker)
    return client
