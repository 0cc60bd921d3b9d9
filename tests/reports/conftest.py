"""The golden records, and somebody who may read the reports on them."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from accounts.enums import Role
from accounts.models import Authority, User
from tests.factories.accounts import UnitFactory, staff

GOLDEN = Path(__file__).resolve().parents[2] / "data" / "hasselby-vallingby"


@pytest.fixture(scope="module")
def golden_board(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Authority]:
    """The board of the golden records, imported once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("import_records", str(GOLDEN), stderr=io.StringIO())
        yield Authority.objects.get()
        transaction.set_rollback(True)


@pytest.fixture
def golden_reader(golden_board: Authority, db: None) -> User:
    return staff(Role.DEPARTMENT_MANAGER, unit=UnitFactory(authority=golden_board))


@pytest.fixture
def reader(db: None) -> User:
    """Somebody of a board that has nothing at all."""
    return staff(Role.DEPARTMENT_MANAGER)


@pytest.fixture
def golden_client(client: Client, golden_reader: User) -> Client:
    client.force_login(golden_reader)
    return client
