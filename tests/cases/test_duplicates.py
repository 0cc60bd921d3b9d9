"""Is the household there already?"""

from datetime import date

import pytest

from accounts.enums import Role
from accounts.models import User
from cases.duplicates import likely_duplicates
from cases.enums import Protection
from cases.models import Household
from tests.factories.accounts import staff
from tests.factories.cases import family

pytestmark = pytest.mark.django_db
BORN = date(1985, 3, 17)


@pytest.fixture
def worker() -> User:
    return staff(Role.PROJECT_WORKER)


@pytest.fixture
def known(worker: User) -> Household:
    household = family(authority=worker.authority, given_name="Amira", family_name="Lindgren")
    person = household.members.get().person
    person.born_on, person.identity_number = BORN, "198503172384"
    person.save()
    return household


@pytest.mark.parametrize(
    ("asked", "reasons"),
    [
        ({"identity_number": "850317-2384"}, 1),
        ({"given_name": "amira", "family_name": "LINDGREN"}, 1),
        ({"given_name": "Lindgren", "family_name": "Amira"}, 1),
        (
            {"given_name": "Amira", "family_name": "Ek", "born_on": BORN},
            2,
        ),
        ({"family_name": "Lindberg", "born_on": BORN}, 2),
    ],
)
def test_likely_duplicates_hits(
    worker: User, known: Household, asked: dict[str, object], reasons: int
) -> None:
    hits = likely_duplicates(worker, **asked)
    assert [hit.household for hit in hits] == [known]
    assert len(hits[0].reasons) == reasons


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"given_name": "Amira"},
        {"family_name": "Lindgren"},
        {"given_name": "Amira", "family_name": "Lindgren", "born_on": date(1990, 1, 1)},
        {"given_name": "Amira", "family_name": "Lindgren", "identity_number": "19900101-2384"},
        {"given_name": "Jonas", "family_name": "Ek", "born_on": BORN},
    ],
)
def test_likely_duplicates_namesakes_are_left_out(
    worker: User, known: Household, asked: dict[str, object]
) -> None:
    assert likely_duplicates(worker, **asked) == []


def test_likely_duplicates_likeliest_first(worker: User, known: Household) -> None:
    other = family(authority=worker.authority, given_name="Amira", family_name="Lindgren")
    other.members.get().person.__class__.objects.filter(memberships__household=other).update(born_on=None)
    hits = likely_duplicates(worker, given_name="Amira", family_name="Lindgren", born_on=BORN)
    assert [hit.household for hit in hits] == [known, other]
    assert hits[0].score > hits[1].score


def test_likely_duplicates_other_boards_and_protected_stay_hidden(worker: User, known: Household) -> None:
    asked = {"identity_number": "850317-2384"}
    assert likely_duplicates(worker, **asked)
    assert likely_duplicates(staff(Role.PROJECT_WORKER), **asked) == []
    known.protected_identity = Protection.MARKED
    known.save()
    assert likely_duplicates(worker, **asked) == []
