"""Search by name, identity number and case number, and by nothing else."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import User
from cases.enums import Protection
from cases.models import Household, HouseholdMember
from cases.search import read_terms, search_households
from tests.factories.accounts import AuthorityFactory, UnitFactory, staff
from tests.factories.cases import (
    HouseholdFactory,
    HouseholdMemberFactory,
    HouseholdUnitFactory,
    NamedAccessFactory,
    PersonFactory,
    SituationRecordFactory,
    family,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> User:
    return staff(Role.PROJECT_WORKER)


def found(user: User, text: str) -> list[str]:
    return [household.case_number for household in search_households(user, text)]


@pytest.fixture
def lindgren(worker: User) -> Household:
    household = family(
        date(2004, 3, 1), authority=worker.authority, case_number="2013-0412", family_name="Lindgren-Åberg"
    )
    applicant = household.members.first().person
    applicant.given_name, applicant.identity_number = "Amira Öst", "198503172384"
    applicant.save()
    return household


@pytest.mark.parametrize(
    "text",
    [
        "lindgren",
        "LINDGREN",
        "lind",
        "amira",
        "Lindgren Amira",
        "amira lind",
        "lindgren a",
        "amira lindgren åberg",
        "lindgren-åberg",
        "lindgren aberg",
        "åberg",
        "aberg",
        "öst",
        "ost lindgren",
        "indgre",
        "  amira   lind ",
        "198503172384",
        "19850317-2384",
        "19850317 2384",
        "850317-2384",
        "8503172384",
        "850317 2384",
        "1985 03 17 2384",
        "2013-0412",
        "2013-412",
        "2013-04",
    ],
)
def test_search_finds_the_household(worker: User, lindgren: Household, text: str) -> None:
    assert found(worker, text) == ["2013-0412"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "l",
        "å",
        "zz",
        "amira svensson",
        "lindgren x",
        "19850317",  # a birth date is no search term
        "850317",
        "198503172385",
        "2013-0413",
        "%",
        "%%%",
        "__",
        "a%",
        "lind_gren x",
        "1\x00",
        "' or 1=1",
        "x" * 500,
        "\x00\x00",
    ],
)
def test_search_finds_nothing_else(worker: User, lindgren: Household, text: str) -> None:
    assert found(worker, text) == []


def test_search_household_is_found_once_by_several_members(worker: User, lindgren: Household) -> None:
    assert lindgren.members.count() == 2
    assert found(worker, "lindgren") == ["2013-0412"]


def test_search_former_member_is_found(worker: User, lindgren: Household) -> None:
    former = PersonFactory(authority=worker.authority, given_name="Tomas", family_name="Ek")
    HouseholdMemberFactory(household=lindgren, person=former, role="adult", left_on=date(2013, 9, 1))
    assert found(worker, "ek tomas") == ["2013-0412"]


def test_search_by_number_present_household_comes_first(worker: User, lindgren: Household) -> None:
    person = lindgren.members.first().person
    HouseholdMember.objects.filter(person=person).update(left_on=date(2014, 1, 1))
    later = HouseholdFactory(authority=worker.authority, case_number="2014-0001")
    HouseholdMemberFactory(household=later, person=person)
    earlier = HouseholdFactory(authority=worker.authority, case_number="2012-0001")
    HouseholdMemberFactory(household=earlier, person=person, left_on=date(2013, 1, 1))
    assert found(worker, "850317-2384")[0] == "2014-0001"
    assert set(found(worker, "850317-2384")) == {"2012-0001", "2013-0412", "2014-0001"}


def test_search_imported_case_number_in_either_case(worker: User) -> None:
    HouseholdFactory(authority=worker.authority, case_number="H-007")
    assert found(worker, "H-007") == found(worker, "h-007") == ["H-007"]


def test_search_names_that_begin_so_come_before_those_that_hold_it(worker: User) -> None:
    for number, name in (("2013-1001", "Flinder"), ("2013-1002", "Lindroth"), ("2013-1003", "Lind")):
        family(authority=worker.authority, case_number=number, family_name=name)
    assert found(worker, "lind") == ["2013-1003", "2013-1002", "2013-1001"]


def test_search_other_board_is_never_found(worker: User, lindgren: Household) -> None:
    stranger = staff(Role.PROJECT_WORKER, unit=UnitFactory(authority=AuthorityFactory()))
    for text in ("lindgren", "850317-2384", "2013-0412", "indgre"):
        assert found(worker, text)
        assert found(stranger, text) == []


def test_search_protected_household_only_for_those_named(worker: User, lindgren: Household) -> None:
    named = staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit)
    lindgren.protected_identity = Protection.MARKED
    lindgren.project_worker = named
    lindgren.save()
    for text in ("lindgren", "850317-2384", "2013-0412", "2013-04", "indgre"):
        assert found(named, text) == ["2013-0412"]
        assert found(worker, text) == []
    NamedAccessFactory(household=lindgren, user=worker)
    assert found(worker, "lindgren") == ["2013-0412"]


def test_search_caseworker_finds_the_units_households(lindgren: Household, worker: User) -> None:
    caseworker = staff(Role.CASEWORKER, unit=UnitFactory(authority=worker.authority))
    assert found(caseworker, "lindgren") == found(caseworker, "indgre") == []
    HouseholdUnitFactory(household=lindgren, unit=caseworker.memberships.get().unit)
    assert found(caseworker, "lindgren") == found(caseworker, "indgre") == ["2013-0412"]


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMINISTRATOR, Role.LOG_REVIEWER, Role.DEPARTMENT_MANAGER])
def test_search_roles_without_households_find_none(lindgren: Household, worker: User, role: Role) -> None:
    assert found(staff(role, unit=worker.memberships.get().unit), "lindgren") == []


def test_search_at_most_limit(worker: User) -> None:
    for _ in range(12):
        family(authority=worker.authority, family_name="Berg")
    assert len(search_households(worker, "berg")) == 10
    assert len(search_households(worker, "berg", limit=3)) == 3
    assert len(search_households(worker, "erg", limit=3)) == 3


def test_search_shows_label_and_situation_without_further_queries(worker: User, lindgren: Household) -> None:
    SituationRecordFactory(household=lindgren, situation=4)
    (household,) = search_households(worker, "lindgren")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert household.label.startswith("Lindgren-Åberg Amira Öst")
        assert household.situation_now == 4
        assert household.project_worker is None
    assert len(queries) == 0


@pytest.mark.parametrize("text", ["berg", "erg", "2013-"])
def test_search_takes_the_same_queries_for_one_and_three(worker: User, text: str) -> None:
    counts = []
    worker.can("household.read")
    for _ in range(3):
        family(date(2005, 1, 1), authority=worker.authority, family_name="Berg")
        with CaptureQueriesContext(connection) as queries:
            search_households(worker, text)
        counts.append(len(queries))
    assert counts[0] == counts[2] <= 8


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("850317-2384", ("198503172384", "208503172384", "188503172384")),
        ("850317+2384", ("198503172384", "208503172384", "188503172384")),
        ("19850317–2384", ("198503172384",)),
        ("8503172384 amira", ()),
        ("85031723841", ()),
    ],
)
def test_read_terms_identity_numbers(text: str, numbers: tuple[str, ...]) -> None:
    assert read_terms(text).identity_numbers == numbers


@pytest.mark.parametrize("first", [1, 2, 3, 400])
@pytest.mark.parametrize("text", ["lindgren", "indgre", "amira"])
def test_a_unit_finds_its_own_however_many_others_match_first(
    monkeypatch: pytest.MonkeyPatch, first: int, text: str
) -> None:
    monkeypatch.setattr("cases.search.FIRST_MATCHES", first)
    reader = staff(Role.CASEWORKER)
    own = reader.memberships.get().unit
    numbers = []
    for number in range(6):
        name = {"given_name": "Amira", "family_name": f"Lindgren{chr(ord('a') + number)}"}
        person = PersonFactory(authority=reader.authority, **name)
        household = HouseholdFactory(authority=reader.authority, case_number=f"2013-{number}")
        HouseholdMemberFactory(household=household, person=person)
        if number in (3, 5):
            HouseholdUnitFactory(household=household, unit=own)
            numbers.append(household.case_number)
    assert found(reader, text) == numbers
    assert found(staff(Role.CASEWORKER, unit=UnitFactory(authority=reader.authority)), text) == []
