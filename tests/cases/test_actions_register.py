"""Registering a household."""

import threading
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection, connections

from accounts.enums import Role
from accounts.models import User
from cases.actions import MemberInput, register_household
from cases.enums import IdentityKind, MemberRole, Protection
from cases.errors import ActionRefused
from cases.models import Household, NamedAccess, Person
from core.clock import today
from core.models import AuditEvent
from tests.factories.accounts import UnitFactory, UserFactory, staff
from tests.factories.cases import HouseholdFactory

pytestmark = pytest.mark.django_db
AMIRA = MemberInput(given_name="Amira", family_name="Lindgren", born_on=date(1979, 5, 17))
DAY = date(2013, 8, 19)


@pytest.fixture
def worker() -> User:
    return staff(Role.PROJECT_WORKER)


def register(worker: User, **fields: object) -> Household:
    given = {"authority": worker.authority, "by": worker, "opened_on": DAY, "applicant": AMIRA}
    return register_household(**{**given, **fields})


def test_register_household_writes_everything(worker: User) -> None:
    unit = worker.memberships.get().unit
    child = MemberInput(given_name="Sara", born_on=date(2004, 2, 29), role=MemberRole.CHILD)
    household = register(
        worker,
        others=[child],
        unit=unit,
        lives_in_district=True,
        known_to_social_services=False,
        interpreter_language=" dari ",
        entry_reason="acute",
        project_worker=worker,
        situation=4,
    )
    assert household.case_number == "2013-0001"
    assert household.interpreter_language == "dari"
    assert household.is_family_with_children_on(DAY)
    assert [member.role for member in household.members_on(DAY)] == ["applicant", "child"]
    assert household.unit_links.get().unit == unit
    assert household.situations.get().situation == 4
    events = AuditEvent.objects.order_by("sequence").values_list("action", flat=True)
    assert [code for code in events if code != "follow_up.series_planned"] == [
        "household.registered",
        "situation.set",
    ]
    logged = str(list(AuditEvent.objects.values_list("details", flat=True)))
    assert "unit" in logged
    assert "Amira" not in logged


def test_register_household_numbers_run_by_board_and_year(worker: User) -> None:
    other = staff(Role.PROJECT_WORKER)
    numbers = [
        register(worker).case_number,
        register(worker).case_number,
        register(other).case_number,
        register(worker, opened_on=date(2014, 1, 1)).case_number,
        register(worker).case_number,
    ]
    assert numbers == ["2013-0001", "2013-0002", "2013-0001", "2014-0001", "2013-0003"]


def test_register_household_passes_over_imported_numbers(worker: User) -> None:
    for number in ("2013-0001", "2013-0002", "2013-0004"):
        HouseholdFactory(authority=worker.authority, case_number=number)
    assert [register(worker).case_number for _ in range(2)] == ["2013-0003", "2013-0005"]


def test_register_household_same_key_is_one_household(worker: User) -> None:
    key = uuid4()
    first = register(worker, client_key=key)
    assert register(worker, client_key=key) == first
    assert Household.objects.count() == 1
    assert AuditEvent.objects.count() == 1
    assert register(worker).case_number == "2013-0002"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"applicant": MemberInput(given_name=" ")}, "given_name"),
        ({"applicant": MemberInput(given_name="A", born_on=date(2999, 1, 1))}, "born_on"),
        ({"applicant": MemberInput(given_name="A", identity_kind=IdentityKind.PERSONAL)}, "identity_number"),
        ({"applicant": MemberInput(given_name="A", identity_number="198503172384")}, "identity_number"),
        ({"others": [MemberInput(given_name="B", role=MemberRole.APPLICANT)]}, "role"),
        ({"opened_on": date(2999, 1, 1)}, "opened_on"),
        ({"situation": 6}, "situation"),
        ({"situation": 0}, "situation"),
    ],
)
def test_register_household_refuses(worker: User, changes: dict[str, object], field: str) -> None:
    with pytest.raises(ActionRefused) as refused:
        register(worker, **changes)
    assert refused.value.field == field
    assert not Household.objects.exists()
    assert not Person.objects.exists()
    assert not AuditEvent.objects.exists()


def test_register_household_refuses_another_board(worker: User) -> None:
    stranger = UserFactory()
    for changes in (
        {"authority": stranger.authority},
        {"unit": UnitFactory()},
        {"project_worker": stranger},
        {"caseworker": stranger},
    ):
        with pytest.raises(ActionRefused):
            register(worker, **changes)
    assert not Household.objects.exists()


def test_register_household_protected_names_who_registers(worker: User) -> None:
    household = register(worker, protected_identity=Protection.MARKED, opened_on=today())
    assert NamedAccess.objects.get().user == worker
    assert Household.objects.visible_to(worker).get() == household
    register(worker, protected_identity=Protection.MARKED, project_worker=worker)
    assert NamedAccess.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite writes one at a time anyway")
@pytest.mark.parametrize("same_key", [False, True])
def test_register_household_eight_at_once(same_key: bool) -> None:
    worker = staff(Role.PROJECT_WORKER)
    key = uuid4()
    start = threading.Barrier(8)
    numbers: list[str] = []
    faults: list[BaseException] = []

    def run() -> None:
        try:
            start.wait()
            household = register(worker, opened_on=today(), client_key=key if same_key else uuid4())
            numbers.append(household.case_number)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    expected = 1 if same_key else 8
    assert connection.vendor == "postgresql"
    assert len(numbers) == 8
    assert len(set(numbers)) == Household.objects.count() == expected
