"""The golden data: what it becomes, in whatever dialect it is written, and however often."""

import csv
from pathlib import Path

import pytest

from accounts.models import Authority, Unit, User
from core.models import AuditEvent
from tests.imports.folders import GOLDEN, GOLDEN_ROWS, everything, records, run

pytestmark = pytest.mark.django_db

AMOUNTS = {"price_sek", "monthly_rent_sek"}


def test_golden_data_becomes_so_many_records() -> None:
    said = run(GOLDEN)
    for filename, rows in GOLDEN_ROWS.items():
        assert f"{filename}: {rows} " in said
    counts = {label: len(rows) for label, rows in records().items()}
    with (GOLDEN / "visits.csv").open(encoding="utf-8") as file:
        topics = sum(len(row["topics"].split("|")) for row in csv.DictReader(file) if row["topics"])
    assert counts == {
        "cases.Household": 485,
        "cases.SituationRecord": 485,
        "cases.HouseholdUnit": 485,
        "cases.Person": 1182,
        "cases.HouseholdMember": 1182,
        "cases.Home": 128,
        "dropin.Visit": 604,
        "dropin.VisitTopic": topics,
        "housing.Provider": 6,
        "housing.Placement": 178,
        "housing.Flat": 123,
        "housing.Tenancy": 132,
        "housing.BoardDecision": 145,
        "debtadvice.DebtCase": 339,
    }


def test_golden_staff_can_not_sign_in() -> None:
    said = run(GOLDEN)
    staff = User.objects.filter(authority__name="Hässelby-Vällingby")
    assert sorted(staff.values_list("short_name", flat=True)) == ["eva", "jonas", "karin", "maria"]
    for user in staff:
        assert (user.is_active, user.email, user.has_usable_password()) == (False, None, False)
        assert f"{user.short_name}”" in said
    kinds = dict(Unit.objects.values_list("short_name", "kind"))
    assert kinds["Försörjningsstöd"] == "income_support"
    assert Unit.objects.filter(is_active=True).count() == 4
    assert "Försörjningsstöd”" in said


def test_golden_data_again_is_equal_and_creates_nothing() -> None:
    run(GOLDEN)
    before = everything(without_logs=True)
    said = run(GOLDEN)
    assert everything(without_logs=True) == before
    assert "eva”" not in said


def test_golden_data_in_the_dialect_of_a_swedish_spreadsheet_is_equal(tmp_path: Path) -> None:
    run(GOLDEN)
    run(as_a_spreadsheet_writes(tmp_path), "--authority", "Kalkyl")
    for label, rows in records().items():
        names = {"Kalkyl": "Hässelby-Vällingby"}
        plain = [tuple(names.get(str(value), value) for value in row) for row in rows]
        once = sorted(plain, key=repr)
        assert once[::2] == once[1::2], label


def test_an_import_is_logged_file_by_file_without_personal_data() -> None:
    run(GOLDEN)
    events = AuditEvent.objects.filter(action="records.imported")
    assert {event.details["file"]: event.details["rows"] for event in events} == GOLDEN_ROWS
    board = Authority.objects.get()
    for event in events:
        assert (event.actor_id, event.authority_id, event.household_id) == (None, board.pk, None)
        assert set(event.details) == {"file", "rows", "created", "updated", "unchanged"}


def as_a_spreadsheet_writes(folder: Path) -> Path:
    """Semicolons, decimal commas, a byte-order mark, CRLF, and the columns the other way round."""
    for path in GOLDEN.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        columns = list(reversed(rows[0]))
        for row in rows:
            row |= {name: f"{float(row[name]):.2f}".replace(".", ",") for name in AMOUNTS & row.keys()}
        with (folder / path.name).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, columns, delimiter=";", lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder
