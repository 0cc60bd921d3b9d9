"""Every fault of every file, in one go, each on its line and column; and nothing written."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from cases.models import Household, Person
from housing.models import Flat
from tests.factories.accounts import AuthorityFactory, UserFactory
from tests.factories.cases import HouseholdFactory, HouseholdMemberFactory, SituationRecordFactory
from tests.factories.events import TenancyFactory
from tests.imports.folders import HEADERS, everything, places, refused, run, write_folder

pytestmark = pytest.mark.django_db

# What is wrong in each line, by file: (line of the file, columns at fault).
FAULTS: dict[str, list[tuple[str, list[str]]]] = {
    "households": [
        ("H-1,2012-01-01,,1,2012-01-01,yes,dari,none,Vuxen,jonas,eva", []),
        ("H-2,2012-02-30,,,,,,,,,", ["opened_on"]),  # no such day
        ("H-3,2012-02-01,2012-01-31,,,,,,,,", ["closed_on"]),  # closed before opened
        ("H-4,2012-02-01,,6,,,,,,,", ["situation"]),  # there are five
        ("H-5,2012-02-01,,0,,,,,,,", ["situation"]),
        ("H-6,2012-02-01,,,,perhaps,,secret,,,", ["lives_in_district", "protected"]),
        ("H-7,2012-02-01,,,,,,,,," + "x" * 61, ["caseworker"]),
        ("H-1,2012-02-01,,,,,,,,,", ["household"]),  # twice
        (",2012-02-01,,,,,,,,,", ["household"]),
        ("H-8,,,,,,,,,,", ["opened_on"]),
        ("H-9,2012-02-01,,,,,,,,,,one too many", ["-"]),
        ("H-10,2012-02-01", ["-"]),
        ("H-11,12/2/2012,,,,,,,,,", ["opened_on"]),
    ],
    "members": [
        ("P-1,H-1,applicant,Åsa,Öberg,1980-05-17,198809279808,,", []),
        ("P-2,H-1,aunt,,,,,,", ["role"]),
        ("P-3,H-99,child,,,,,,", ["household"]),  # refers to nothing
        ("P-4,H-1,child,,,,198809279809,,", ["identity_number"]),  # wrong check digit
        ("P-5,H-1,child,,,,,2012-05-02,2012-05-01", ["left_on"]),  # left before joined
        ('P-6,H-1,child,"two\nlines",,2012-13-01,,,', ["born_on"]),
        ("P-7,H-98,child,,,2012-13-01,,,", ["born_on", "household"]),
        ("P-8,H-1,child," + "x" * 81 + ",,,,,", ["given_name"]),
        ("P-9,H-1,child," + "ﷺ" * 60 + ",,,,,", ["given_name"]),  # ever so long as a search key
    ],
    "visits": [
        ("V-1,,2013-12-09,drop_in,self,debts|forms,", []),
        ("V-2,,2013-12-09,walk_in,,,", ["kind"]),
        ("V-3,,2013-12-09,drop_in,neighbour,,", ["referred_by"]),
        ("V-4,,2013-12-09,drop_in,,debts|weather,", ["topics"]),
        ("V-5,H-99,2013-12-09,drop_in,,,", ["household"]),
        ("V-6,,,drop_in,,,", ["visited_on"]),
    ],
    "providers": [
        ("B-1,Hotelljouren,hotel", []),
        ("B-2,,castle", ["name", "kind"]),
    ],
    "placements": [
        ("A-1,H-1,B-1,2013-01-01,2013-01-31,585,night", []),
        ("A-2,H-1,B-9,2013-01-01,,585,night", ["provider"]),
        ("A-3,H-1,B-1,2013-01-02,2013-01-01,585,night", ["last_night"]),  # last before first
        ("A-4,H-1,B-1,2013-01-01,,-1,night", ["price_sek"]),  # negative
        ("A-5,H-1,B-1,2013-01-01,,1 000,night", ["price_sek"]),  # thousands separator
        ("A-6,H-1,B-1,2013-01-01,,100000000,night", ["price_sek"]),  # more than a column holds
        ("A-7,H-1,B-1,2013-01-01,,585,week", ["price_per"]),
        ("A-8,H-1,B-1,2013-01-01,,,", ["price_sek", "price_per"]),
    ],
    "flats": [
        ("L-1,transitional,Rinkeby 1,2,4650,2012-12-01,", []),
        ("L-2,castle,Rinkeby 2,-1,4650,2012-12-01,", ["kind", "rooms"]),
        ("L-3,trial,Rinkeby 3,2.5,-4650,2012-12-01,2012-11-30",
         ["rooms", "monthly_rent_sek", "available_until"]),
    ],
    "tenancies": [
        ("T-1,L-1,H-1,2013-01-01,2013-01-31", []),
        ("T-2,L-1,H-1,2013-01-31,2013-02-28", ["first_night"]),  # the night of 31 January is taken
        ("T-3,L-1,H-1,2013-02-28,", ["first_night"]),
        ("T-4,L-9,H-99,2013-01-01,", ["flat", "household"]),
        ("T-1,L-1,H-1,2013-01-01,2013-01-31", ["tenancy"]),  # twice, and not over itself
        ("T-5,L-1,H-97,2013-01-05,2013-01-06", ["household", "first_night"]),
        ("T-6,L-1,H-1,2012-12-31,2012-12-30", ["last_night"]),
    ],
    "homes": [
        ("E-1,H-1,2013-11-01,first_hand,Stockholm", []),
        ("E-2,H-1,2013-11-01,bought," + "x" * 81, ["contract", "municipality"]),
    ],
    "debt_cases": [
        ("S-1,,2013-01-01,,yes,open_advice,no", []),
        ("S-2,,2013-01-02,2013-01-01,,letter,both",
         ["closed_on", "housing_problem", "entry", "has_children"]),
    ],
    "decisions": [
        ("D-1,H-1,2013-11-14,2013-11-20,approved,acute,2013-11-20,2013-12-20,karin,Barn", []),
        ("D-2,H-1,2013-11-20,2013-11-14,postponed,,2013-12-20,2013-12-19,,",
         ["decided_on", "outcome", "valid_until"]),
    ],
}  # fmt: skip


def expected_places() -> list[str]:
    found = []
    for name in sorted(FAULTS):
        line = 2
        for text, columns in FAULTS[name]:
            found.extend(f"{name}.csv:{line}: {column}" for column in columns)
            line += 1 + text.count("\n")
    return found


def test_every_fault_of_every_file_is_listed_and_nothing_is_written(tmp_path: Path) -> None:
    before = everything()
    write_folder(tmp_path, **{name: [text for text, _ in lines] for name, lines in FAULTS.items()})
    lines = refused(tmp_path)
    assert sorted(places(lines)) == sorted(expected_places())
    assert [place.rsplit(":", 1)[0] for place in places(lines)] == [
        place.rsplit(":", 1)[0] for place in expected_places()
    ]  # by file and line
    assert everything() == before


def test_faults_tell_what_was_expected(tmp_path: Path) -> None:
    write_folder(tmp_path, **{name: [text for text, _ in lines] for name, lines in FAULTS.items()})
    with translation.override("en"):
        for line in refused(tmp_path):
            assert line.count(": ") >= 2, line


def test_faultless_lines_of_that_folder_are_imported(tmp_path: Path) -> None:
    run(
        write_folder(tmp_path, **{name: [lines[0][0]] for name, lines in FAULTS.items() if lines[0][1] == []})
    )
    assert Household.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"provider,name,kind\nB-1,H\xf6tell,hotel\n", "providers.csv:2: name"),
        ("provider,name,kind\nB-1,Hotell,hotel\n".encode("utf-16"), "providers.csv:1: -"),
        (b"provider,name,kind,stars\nB-1,Hotell,hotel,4\n", "providers.csv:1: stars"),
        (b"provider,name\nB-1,Hotell\n", "providers.csv:1: kind"),
        (b"provider,name,kind,kind\nB-1,Hotell,hotel,hotel\n", "providers.csv:1: kind"),
        (b"", "providers.csv:1: -"),
        (b"provider,name,kind\nB-1,\x00,hotel\n", "providers.csv:2: name"),
        (b'provider,name,kind\nB-1,"Hotell" x,hotel\n', "providers.csv:2: -"),
    ],
)
def test_files_that_are_wrong_as_files(tmp_path: Path, content: bytes, place: str) -> None:
    (tmp_path / "providers.csv").write_bytes(content)
    assert places(refused(tmp_path)) == [place]


def test_a_misspelt_file_is_a_fault(tmp_path: Path) -> None:
    write_folder(tmp_path, providers=["B-1,Hotell,hotel"])
    (tmp_path / "visit.csv").write_text(HEADERS["visits"] + "\n")
    assert places(refused(tmp_path)) == ["visit.csv:1: -"]


def test_a_reference_may_have_been_imported_before_but_not_by_another_board(tmp_path: Path) -> None:
    run(write_folder(tmp_path, households=["H-1,2012-01-01,,,,,,,,,"]))
    write_folder(tmp_path, homes=["E-1,H-1,2013-11-01,lodger,"])
    assert places(refused(tmp_path, "--authority", "Kista")) == ["homes.csv:2: household"]
    run(tmp_path)


def test_a_tenancy_meets_one_that_the_database_has(tmp_path: Path) -> None:
    flat = "L-1,trial,Rinkeby 1,,4650,2012-12-01,"
    run(
        write_folder(
            tmp_path,
            households=["H-1,2012-01-01,,,,,,,,,"],
            flats=[flat],
            tenancies=["T-1,L-1,H-1,2013-01-01,2013-01-31"],
        )
    )
    assert places(refused(write_folder(tmp_path, tenancies=["T-2,L-1,H-1,2013-01-31,"]))) == [
        "tenancies.csv:2: first_night"
    ]
    # Judged by what the database has after the update: T-1 gives way in the same file.
    run(write_folder(tmp_path, tenancies=["T-2,L-1,H-1,2013-01-31,", "T-1,L-1,H-1,2013-01-01,2013-01-30"]))


def test_a_tenancy_meets_one_entered_by_hand(tmp_path: Path) -> None:
    run(
        write_folder(
            tmp_path, households=["H-1,2012-01-01,,,,,,,,,"], flats=["L-1,trial,R 1,,4650,2012-12-01,"]
        )
    )
    household = Household.objects.get()
    flat = Flat.objects.get()
    TenancyFactory(household=household, flat=flat, first_night=date(2013, 5, 1), last_night=date(2013, 5, 31))
    assert places(refused(write_folder(tmp_path, tenancies=["T-1,L-1,H-1,2013-05-31,"]))) == [
        "tenancies.csv:2: first_night"
    ]


def test_a_case_number_that_somebody_has_by_hand(tmp_path: Path) -> None:
    board = AuthorityFactory(name="Kista")
    HouseholdFactory(authority=board, case_number="2013-0001")
    write_folder(tmp_path, households=["2013-0001,2013-01-01,,,,,,,,,"])
    assert places(refused(tmp_path, "--authority", "Kista")) == ["households.csv:2: household"]
    run(tmp_path)  # another board's numbers are its own


def test_a_situation_that_was_recorded_by_hand_for_the_day(tmp_path: Path) -> None:
    run(write_folder(tmp_path, households=["H-1,2013-01-01,,,,,,,,,"]))
    household = Household.objects.get()
    worker = UserFactory(authority=household.authority)
    SituationRecordFactory(household=household, situation=4, valid_from=date(2013, 2, 1), recorded_by=worker)
    write_folder(tmp_path, households=["H-1,2013-01-01,,1,2013-02-01,,,,,,"])
    assert places(refused(tmp_path)) == ["households.csv:2: situation"]
    run(write_folder(tmp_path, households=["H-1,2013-01-01,,4,2013-02-01,,,,,,"]))
    assert household.situations.count() == 1


def test_a_membership_that_was_made_by_hand_for_the_day(tmp_path: Path) -> None:
    households = ["H-1,2013-01-01,,,,,,,,,", "H-2,2013-01-01,,,,,,,,,"]
    run(write_folder(tmp_path, households=households, members=["P-1,H-1,adult,,,,,,"]))
    person, other = Person.objects.get(), Household.objects.get(reference="H-2")
    HouseholdMemberFactory(household=other, person=person, joined_on=date(2013, 6, 1))
    write_folder(tmp_path, members=["P-1,H-2,adult,,,,,2013-06-01,"])
    assert places(refused(tmp_path)) == ["members.csv:2: joined_on"]
    run(write_folder(tmp_path, members=["P-1,H-2,adult,,,,,2013-05-01,"]))
