"""`manage.py report`: data on standard output, words on standard error, 0 or 1."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from core import clock
from reports import catalogue
from tests.factories.accounts import AuthorityFactory
from tests.factories.cases import HouseholdFactory
from tests.factories.events import PlacementFactory, VisitFactory
from tests.reports.asking import ask

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def history() -> None:
    PlacementFactory(first_night=date(2013, 11, 20))
    VisitFactory(visited_on=date(2013, 11, 25))


def run(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("report", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.django_db
@pytest.mark.usefixtures("history")
def test_json_is_all_that_standard_output_carries() -> None:
    out, err = run("2013-11", "--format", "json")
    assert err == ""
    assert out.startswith("{\n")
    assert out.endswith("}\n")
    report = json.loads(out)
    assert report["period"] == {"key": "2013-11", "start": "2013-11-01", "end": "2013-11-30"}
    assert report["figures"]["acute_nights"] == 11
    assert run("2013-11")[0] == out  # JSON unless asked otherwise


@pytest.mark.django_db
@pytest.mark.usefixtures("history")
def test_csv_has_one_row_a_value() -> None:
    out, err = run("2013-11", "--format", "csv")
    assert err == ""
    rows = list(csv.DictReader(io.StringIO(out)))
    figures = ask("2013-11")
    months = figures.pop("months")
    stated = {row["figure"]: row["value"] for row in rows if not row["month"] and row["period"] == "2013-11"}
    assert stated == {key: "" if value is None else str(value) for key, value in figures.items()}
    monthly = {row["figure"]: row["value"] for row in rows if row["month"] == "2013-11"}
    assert monthly == {key: str(value) for key, value in months["2013-11"].items()}
    assert len(rows) == len(stated) + len(monthly)


@pytest.mark.django_db
@pytest.mark.usefixtures("history")
def test_xlsx_has_figures_months_and_definitions(tmp_path: Path) -> None:
    target = tmp_path / "rapport.xlsx"
    out, err = run("2013-11", "--format", "xlsx", "--output", str(target))
    assert out == ""
    assert str(target) in err
    assert [path.name for path in tmp_path.iterdir()] == ["rapport.xlsx"]  # nothing half-written beside it
    book = openpyxl.load_workbook(target)
    figures, months, definitions = book.worksheets
    rows = {row[0]: row[1:] for row in figures.iter_rows(values_only=True)}
    nights = str(catalogue.figure("acute_nights").label)
    assert rows[nights][:3] == (11, 0, 0)  # this year and the two before
    assert "2013-11" in {row[0] for row in months.iter_rows(values_only=True)}
    explained = {row[3] for row in definitions.iter_rows(values_only=True)}
    assert {each.key for each in catalogue.definitions()} <= explained


@pytest.mark.django_db
@pytest.mark.usefixtures("history")
def test_output_replaces_a_file_that_is_there(tmp_path: Path) -> None:
    target = tmp_path / "rapport.json"
    target.write_text("old")
    run("2013-11", "--output", str(target))
    assert json.loads(target.read_text(encoding="utf-8"))["figures"]["drop_in_visits"] == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("history")
def test_as_of_bounds_the_nights() -> None:
    assert json.loads(run("2013-11", "--as-of", "2013-11-21")[0])["figures"]["acute_nights"] == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("history")
def test_as_of_is_today_when_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.management.commands.report.today", lambda: date(2013, 11, 22))
    assert json.loads(run("2013-11")[0])["figures"]["acute_nights"] == 3
    assert clock.today() > date(2013, 11, 22)


@pytest.mark.django_db
def test_one_board_or_all() -> None:
    for name in ("Norra nämnden", "Södra nämnden"):
        household = HouseholdFactory(authority=AuthorityFactory(name=name))
        VisitFactory(household=household, visited_on=date(2013, 11, 25))
    assert json.loads(run("2013-11")[0])["figures"]["drop_in_visits"] == 2
    one = run("2013-11", "--authority", "norra nämnden ")[0]
    assert json.loads(one)["figures"]["drop_in_visits"] == 1
    with pytest.raises(CommandError, match="Södra nämnden"):
        run("2013-11", "--authority", "Västra nämnden")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "arguments",
    [
        ("2013-13",),
        ("2013-T4",),
        ("2013-12-31..2013-01-01",),
        ("2013", "--as-of", "2013-02-29"),
        ("2013", "--as-of", "20131231"),
        ("2013", "--format", "xlsx"),  # standard output takes no bytes here
        ("2013", "--format", "doc"),
        ("2013", "--output", "/nowhere/at/all.json"),
        ("2013", "--output", "/"),
    ],
)
def test_refused(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    assert str(refused.value).strip()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "arguments", [["2013-99"], ["2013", "--format", "doc"], [], ["2013", "--as-of", "x"], ["2013"]]
)
def test_refused_exits_with_one_and_says_nothing_on_standard_output(
    arguments: list[str], tmp_path: Path
) -> None:
    """In a process of its own, as other tools run it. The last one has a database without tables."""
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"}
    done = subprocess.run(
        [sys.executable, "manage.py", "report", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
