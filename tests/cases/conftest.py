"""Who works at the desk in these tests, and with whom. A file that needs another day or household says so."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.models import Household
from tests.factories.accounts import staff
from tests.factories.cases import HouseholdUnitFactory, family


@pytest.fixture
def worker(db: None) -> User:
    return staff(Role.PROJECT_WORKER, full_name="Maria Lindqvist")


@pytest.fixture
def household(worker: User) -> Household:
    """A parent and a child of Maria's, with her unit working with them."""
    made = family(date(2015, 3, 1), authority=worker.authority, project_worker=worker)
    HouseholdUnitFactory(household=made, unit=worker.memberships.get().unit)
    return made


@pytest.fixture
def page(client: Client, worker: User) -> Client:
    """A browser in which the worker is signed in."""
    client.force_login(worker)
    return client


@pytest.fixture
def to(household: Household) -> Callable[..., str]:
    """Addresses of the household's pages: name, then what comes after the household's key."""
    return lambda name, *more: reverse(f"cases:{name}", args=[household.pk, *more])
