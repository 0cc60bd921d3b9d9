"""Emergency access: two days of seeing and noting, and no way to make them more."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions import name_staff, open_emergency_access
from cases.enums import Protection
from cases.models import Household
from cases.querysets import NOT_IN_EMERGENCY
from core.clock import today
from tests.factories.accounts import staff
from tests.factories.cases import family

pytestmark = pytest.mark.django_db
# Pages by which somebody let in for two days could let themselves in for good.
LASTING = ("responsible", "protection", "split", "join", "facts", "transfer_offer")


@pytest.fixture
def worker() -> User:
    return staff(Role.PROJECT_WORKER)


@pytest.fixture
def protected(worker: User) -> Household:
    return family(
        date(2015, 3, 1),
        authority=worker.authority,
        project_worker=worker,
        protected_identity=Protection.MARKED,
    )


@pytest.mark.parametrize("role", [Role.PROJECT_WORKER, Role.UNIT_MANAGER, Role.TEAM_LEADER])
def test_emergency_access_cannot_be_made_lasting(
    client: Client, worker: User, protected: Household, role: Role
) -> None:
    colleague = staff(role, unit=worker.memberships.get().unit)
    open_emergency_access(user=colleague, case_number=protected.case_number, reason="Barnet är i fara nu")
    client.force_login(colleague)
    assert client.get(protected.get_absolute_url()).status_code == 200
    for page in LASTING:
        address = reverse(f"cases:{page}", args=[protected.pk])
        assert client.get(address).status_code in (403, 404), page
        assert address not in client.get(protected.get_absolute_url()).content.decode(), page
    for permission in NOT_IN_EMERGENCY:
        assert not Household.objects.visible_to(colleague, permission).exists()
    assert Household.objects.visible_to(colleague, "visit.log").exists()


def test_whoever_is_named_meanwhile_may_change_it(worker: User, protected: Household) -> None:
    colleague = staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit)
    open_emergency_access(user=colleague, case_number=protected.case_number, reason="Barnet är i fara nu")
    name_staff(household=protected, user=colleague, by=worker, first_day=today())
    for permission in ("household.change", "household.name_staff"):
        assert Household.objects.visible_to(colleague, permission).exists()
