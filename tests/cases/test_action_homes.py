"""A move to a home: recorded once, on the household's board, and never before the case was opened."""

from datetime import date

import pytest

from accounts.enums import Role
from cases.actions import record_home
from cases.enums import HomeContract
from cases.errors import ActionRefused
from cases.models import Home
from core.models import AuditEvent
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdFactory

pytestmark = pytest.mark.django_db
OPENED = date(2013, 8, 19)


@pytest.fixture
def household():
    return HouseholdFactory(opened_on=OPENED)


@pytest.fixture
def worker(household):
    return staff(Role.PROJECT_WORKER, unit=UnitFactory(authority=household.authority))


def _move(household, by, **changes):
    values = {
        "moved_in_on": OPENED,
        "contract": HomeContract.FIRST_HAND,
        "municipality": " Eskilstuna ",
        **changes,
    }
    return record_home(household=household, by=by, **values)


def test_a_move_on_the_day_the_case_was_opened_is_kept_with_its_event(household, worker):
    home = _move(household, worker)
    assert (home.authority, home.municipality) == (household.authority, "Eskilstuna")
    event = AuditEvent.objects.get()
    assert (event.action, event.subject_id, event.details) == (
        "home.recorded",
        home.pk,
        {"contract": "first_hand"},
    )


def test_a_move_before_the_case_was_opened_is_refused(household, worker):
    with pytest.raises(ActionRefused) as refusal:
        _move(household, worker, moved_in_on=date(2013, 8, 18))
    assert refusal.value.field == "moved_in_on"
    assert not Home.objects.exists()
    assert not AuditEvent.objects.exists()


def test_another_boards_worker_is_refused(household):
    with pytest.raises(ActionRefused):
        _move(household, staff(Role.PROJECT_WORKER))
    assert not Home.objects.exists()
