"""Importing again: the same records with new values; what was entered by hand stays."""

from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import Authority, Unit, User
from cases.models import Household, HouseholdMember, Person
from dropin.actions.firsts import mark_first_visit, mark_first_visits
from dropin.models import Visit
from housing.models import Tenancy
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.cases import (
    HouseholdFactory,
    HouseholdMemberFactory,
    HouseholdUnitFactory,
    PersonFactory,
    SituationRecordFactory,
)
from tests.factories.events import VisitFactory
from tests.imports.folders import everything, records, run, write_folder

pytestmark = pytest.mark.django_db

BEFORE = {
    "households": ["H-1,2012-01-01,,1,2012-01-05,yes,dari,marked,Vuxen,jonas,eva", "H-2,2012-02-01,,,,,,,,,"],
    "members": [
        "P-1,H-1,applicant,Åsa,Öberg,1996-02-29,,2012-01-01,",
        "P-2,H-1,child,Li,Öberg,2010-01-01,,,",
    ],
    "visits": ["V-1,H-1,2013-01-02,drop_in,self,debts|forms,Note", "V-2,,2013-01-01,drop_in,,,"],
    "providers": ["B-1,Hotell,hotel"],
    "placements": ["A-1,H-1,B-1,2013-01-01,2013-01-31,585,night"],
    "flats": ["L-1,trial,Rinkeby 1,2,4650,2012-12-01,2013-12-31"],
    "tenancies": ["T-1,L-1,H-1,2013-02-01,2013-02-28"],
    "homes": ["E-1,H-1,2013-11-01,lodger,Gävle"],
    "debt_cases": ["S-1,H-1,2013-01-01,2013-05-01,yes,booked,no"],
    "decisions": ["D-1,H-1,2013-01-01,2013-01-02,approved,acute,2013-01-02,2013-02-02,karin,Barn"],
}
# The same references: every other value new, or none where none is allowed.
AFTER = {
    "households": ["H-1,2012-01-02,2013-12-31,2,2012-01-06,no,,,Barn och ungdom,maria,",
                   "H-2,2012-02-01,,,,,,,,,"],
    "members": ["P-1,H-2,adult,Aisha,Åberg,1995-03-01,198809279808,,2013-01-01", "P-2,H-1,child,,,,,,"],
    "visits": ["V-1,H-2,2013-01-03,booked,,forms|priority,", "V-2,H-1,2013-01-01,drop_in,,,"],
    "providers": ["B-1,Jourhem,shelter"],
    "placements": ["A-1,H-2,B-1,2013-01-02,,9000.5,month"],
    "flats": ["L-1,training,Rinkeby 9,,5000,2012-12-02,"],
    "tenancies": ["T-1,L-1,H-2,2013-02-02,"],
    "homes": ["E-1,H-2,2013-11-02,first_hand,"],
    "debt_cases": ["S-1,,2013-01-02,,no,,"],
    "decisions": ["D-1,H-2,2013-01-02,2013-01-03,deferred,,,,,"],
}  # fmt: skip


def test_new_values_of_every_column_update_the_same_records(tmp_path: Path) -> None:
    run(write_folder(tmp_path, **AFTER), "--authority", "Rakt")
    straight = records()
    run(write_folder(tmp_path, **BEFORE), "--authority", "Omvägen")
    keys = keys_by_reference()
    said = run(write_folder(tmp_path, **AFTER), "--authority", "Omvägen")
    assert keys_by_reference() == keys
    for label, rows in records().items():
        assert sorted(without_board(rows), key=repr) == sorted(without_board(straight[label]) * 2, key=repr)
    assert "marked" in said  # the protection that was taken away is told of


def keys_by_reference() -> dict[str, dict[str, int]]:
    board = Authority.objects.get(name="Omvägen")
    return {
        model.__name__: dict(model.objects.filter(authority=board).values_list("reference", "pk"))
        for model in (Household, Person, Visit, Tenancy)
    }


def without_board(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return [tuple(value for value in row if value not in ("Rakt", "Omvägen")) for row in rows]


def test_one_file_updates_without_the_others(tmp_path: Path) -> None:
    run(write_folder(tmp_path, **BEFORE))
    run(write_folder(tmp_path, placements=["A-1,H-1,B-1,2013-01-01,2013-02-28,585,night"]))
    placement = Household.objects.get(reference="H-1").placements.get()
    assert (placement.last_night, placement.price_sek) == (date(2013, 2, 28), Decimal("585.00"))


def test_records_entered_by_hand_are_not_touched(tmp_path: Path) -> None:
    run(write_folder(tmp_path, **BEFORE))
    household = Household.objects.get(reference="H-1")
    board = household.authority
    worker = UserFactory(authority=board)
    by_hand = [
        HouseholdFactory(authority=board),
        PersonFactory(authority=board),
        HouseholdMemberFactory(household=household, person=Person.objects.get(reference="P-1"),
                               joined_on=date(2015, 1, 1)),
        HouseholdMemberFactory(household=household, person=PersonFactory(authority=board)),
        SituationRecordFactory(household=household, valid_from=date(2014, 1, 1), recorded_by=worker),
        HouseholdUnitFactory(household=household, unit=UnitFactory(authority=board)),
        VisitFactory(household=household, visited_on=date(2020, 1, 1)),
    ]  # fmt: skip
    kept = [type(record)._base_manager.filter(pk=record.pk).values().get() for record in by_hand]
    run(write_folder(tmp_path, **AFTER))
    assert [type(record)._base_manager.filter(pk=record.pk).values().get() for record in by_hand] == kept


def test_a_unit_that_was_ended_by_hand_stays_ended(tmp_path: Path) -> None:
    run(write_folder(tmp_path, **BEFORE))
    link = Household.objects.get(reference="H-1").unit_links.get()
    link.last_day = date(2013, 1, 1)
    link.save()
    run(tmp_path)
    assert [one.last_day for one in link.household.unit_links.all()] == [date(2013, 1, 1)]


def test_empty_cells_take_situation_and_unit_away(tmp_path: Path) -> None:
    run(write_folder(tmp_path, **BEFORE))
    run(write_folder(tmp_path, households=["H-1,2012-01-01,,,,,,,,,"]))
    household = Household.objects.get(reference="H-1")
    assert (household.situations.count(), household.unit_links.count()) == (0, 0)
    assert (household.project_worker, household.protected_identity) == (None, "none")


def test_a_situation_without_a_day_holds_from_the_first(tmp_path: Path) -> None:
    run(write_folder(tmp_path, households=["H-1,2012-01-01,,3,,,,,,,"]))
    assert Household.objects.get().situations.get().valid_from == date(2012, 1, 1)


def test_a_day_without_a_situation_is_told_of(tmp_path: Path) -> None:
    said = run(write_folder(tmp_path, households=["H-1,2012-01-01,,,2012-01-01,,,,,,"]))
    assert "households.csv:2: situation_on: " in said
    assert Household.objects.get().situations.count() == 0


def test_tenancies_change_places(tmp_path: Path) -> None:
    shared = {
        "households": ["H-1,2012-01-01,,,,,,,,,"],
        "flats": ["L-1,trial,R 1,,1,2012-01-01,", "L-2,trial,R 2,,1,2012-01-01,"],
    }
    one = ["T-1,L-1,H-1,2013-01-01,2013-01-31", "T-2,L-1,H-1,2013-02-01,", "T-3,L-2,H-1,2013-01-01,"]
    other = ["T-1,L-2,H-1,2013-01-01,", "T-2,L-1,H-1,2013-01-15,", "T-3,L-1,H-1,2013-01-01,2013-01-14"]
    run(write_folder(tmp_path, **shared, tenancies=one))
    run(write_folder(tmp_path, **shared, tenancies=other))
    nights = Tenancy.objects.order_by("reference").values_list("flat__reference", "first_night", "last_night")
    assert list(nights) == [
        ("L-2", date(2013, 1, 1), None),
        ("L-1", date(2013, 1, 15), None),
        ("L-1", date(2013, 1, 1), date(2013, 1, 14)),
    ]


def test_a_stay_over_its_limit_is_imported_and_told_of(tmp_path: Path) -> None:
    lines = [
        "T-1,L-1,H-1,2013-01-15,2013-04-14",
        "T-2,L-1,H-1,2013-04-15,2013-07-15",
        "T-3,L-2,H-1,2013-01-15,",
    ]
    folder = write_folder(
        tmp_path,
        households=["H-1,2012-01-01,,,,,,,,,"],
        flats=["L-1,transitional,R 1,,1,2012-01-01,", "L-2,trial,R 2,,1,2012-01-01,"],
        tenancies=lines,
    )  # fmt: skip
    for arguments in (["--check"], []):
        told = [line for line in run(folder, *arguments).splitlines() if "last_night: " in line]
        assert len(told) == 1
        assert "tenancies.csv:3: last_night: " in told[0]
    assert Tenancy.objects.count() == 3
    # Without the file of flats, their kinds are known from before.
    assert "tenancies.csv:3: last_night: " in run(write_folder(tmp_path, tenancies=lines))


def test_the_first_visit_is_marked_whatever_the_order_and_moves_with_changes(tmp_path: Path) -> None:
    households = ["H-1,2012-01-01,,,,,,,,,", "H-2,2012-01-01,,,,,,,,,"]

    def first() -> set[str]:
        return set(Visit.objects.filter(is_first=True).values_list("reference", flat=True))

    visits = [
        "V-1,H-1,2013-01-05,drop_in,,,",
        "V-2,H-1,2013-01-02,booked,,,",
        "V-3,H-2,2013-01-05,drop_in,,,",
        "V-4,,2012-01-01,drop_in,,,",
    ]
    run(write_folder(tmp_path, households=households, visits=visits))
    assert first() == {"V-2", "V-3"}
    run(write_folder(tmp_path, visits=["V-2,H-2,2013-01-02,booked,,,"]))
    assert first() == {"V-1", "V-2"}
    Visit.objects.filter(reference="V-2").update(undone_at=timezone.now(), undone_by=UserFactory())
    run(write_folder(tmp_path, visits=["V-3,H-2,2013-01-06,drop_in,,,"]))
    assert first() == {"V-1", "V-3"}


def test_an_anonymous_visit_that_was_attached_by_hand_stays_attached(tmp_path: Path) -> None:
    run(write_folder(tmp_path, **BEFORE))
    household = Household.objects.get(reference="H-2")
    visit = Visit.objects.filter(reference="V-2")
    visit.update(household=household, attached_at=timezone.now(), attached_by=UserFactory())
    run(tmp_path)
    assert visit.get().household == household
    run(write_folder(tmp_path, visits=["V-2,H-1,2013-01-01,drop_in,,,"]))
    assert visit.get().household == Household.objects.get(reference="H-1")


def test_one_board_never_touches_another(tmp_path: Path) -> None:
    run(write_folder(tmp_path, **BEFORE), "--authority", "Kista")
    before = [row for rows in everything().values() for row in rows]
    run(write_folder(tmp_path, **AFTER), "--authority", "Rinkeby")
    after = [row for label, rows in everything().items() if label != "core.ChainHead" for row in rows]
    heads = set(everything()["core.ChainHead"])
    assert [
        row for row in before if row not in after and row not in heads and "audit:system" not in row
    ] == []
    assert Household.objects.filter(authority__name="Kista").count() == 2


def test_staff_and_units_that_exist_are_used_as_they_are(tmp_path: Path) -> None:
    run(write_folder(tmp_path, providers=["B-1,Hotell,hotel"]))
    board = Authority.objects.get()
    jonas = UserFactory(authority=board, short_name="jonas")
    unit = UnitFactory(authority=board, short_name="Vuxen")
    UserFactory(short_name="eva")  # another board's
    said = run(write_folder(tmp_path, **BEFORE))
    household = Household.objects.get(reference="H-1")
    assert household.project_worker == jonas
    assert User.objects.get(pk=jonas.pk).is_active
    assert household.unit_links.get().unit == unit
    assert household.caseworker is not None
    assert household.caseworker.authority == board
    assert ("jonas”" in said, "eva”" in said, "Vuxen”" in said) == (False, True, False)
    assert Unit.objects.filter(authority=board).count() == 1


def test_keys_to_search_by_follow_the_names(tmp_path: Path) -> None:
    run(write_folder(tmp_path, **BEFORE))
    run(write_folder(tmp_path, **AFTER))
    person = Person.objects.get(reference="P-1")
    stored = {field: getattr(person, field) for field in ("search_key", "sort_key", "given_key", "adult_on")}
    person.derive()
    assert stored == {field: getattr(person, field) for field in stored}
    assert (person.search_key, person.adult_on) == ("aberg aisha aberg", date(2013, 3, 1))
    assert HouseholdMember.objects.get(person=person).household.reference == "H-2"


def test_one_rule_for_the_first_visit_alone_and_of_many(tmp_path: Path) -> None:
    run(write_folder(tmp_path, households=["H-1,2012-01-01,,,,,,,,,"]))
    household = Household.objects.get()
    day = date(2013, 1, 5)
    undone = {"undone_at": timezone.now(), "undone_by": UserFactory()}
    VisitFactory(household=household, visited_on=day, visited_at=None)
    VisitFactory(household=household, visited_on=day, visited_at=time(13))
    soonest = VisitFactory(household=household, visited_on=day, visited_at=time(10))
    VisitFactory(household=household, visited_on=day, visited_at=time(9), **undone)
    for mark in (lambda: mark_first_visit(household.pk), lambda: mark_first_visits([household.pk])):
        Visit.objects.update(is_first=True)
        mark()
        assert list(Visit.objects.filter(is_first=True)) == [soonest]
