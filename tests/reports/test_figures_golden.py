"""The published history: what `report` prints is what was published, on either engine."""

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from cases.models import Household, HouseholdMember
from core.periods import parse_period
from housing.models import Placement
from reports.computation import compute_report
from reports.serialise import to_json
from tests.reports.asking import within

GOLDEN = Path(__file__).resolve().parents[2] / "data" / "hasselby-vallingby"
EXPECTED = sorted(GOLDEN.glob("expected-*.json"))

# The table of the 2014 report (Resultat), as it was printed: period, figure, value.
PUBLISHED = [
    ("2011-T3", "placed_households_average", "30.25"),
    ("2011-T3", "placed_families_with_children_average", "19.50"),
    ("2011-T3", "acute_cost_sek_monthly_average", "600000.00"),
    ("2012", "placed_households_average", "19.50"),
    ("2012", "placed_families_with_children_average", "11.50"),
    ("2012", "acute_cost_sek_monthly_average", "337000.00"),
    ("2012", "homes", 51),
    ("2012", "homes_first_hand", 16),
    ("2012", "homes_first_hand_families_with_children", 13),
    ("2012", "debt_cases", 180),
    ("2012-T3", "placed_households_average", "12.75"),
    ("2012-T3", "placed_families_with_children_average", "6.50"),
    ("2013", "placed_households_average", "11.75"),
    ("2013", "placed_families_with_children_average", "5.83"),
    ("2013", "acute_cost_sek_monthly_average", "156000.00"),
    ("2013", "homes", 70),
    ("2013", "homes_first_hand", 20),
    ("2013", "homes_first_hand_families_with_children", 18),
    ("2013", "homes_other_municipality_families_with_children", 20),
    ("2013", "debt_cases", 241),
    ("2013", "debt_cases_active_at_end", 124),
    ("2013", "debt_cases_active_with_housing_problem", 48),
    ("2013", "debt_cases_active_with_housing_problem_percent", 39),
    ("2013-T3", "placed_households_average", "12.75"),
    ("2013-T3", "placed_families_with_children_average", "6.25"),
    ("2011-09-01..2012-12-31", "drop_in_visits", 210),
    ("2013", "drop_in_visits", 304),
    ("2011-09-01..2013-12-31", "drop_in_visits", 514),
    ("2012-12", "transitional_saving_sek_per_month", "65680.00"),
]

pytestmark = [
    pytest.mark.django_db,
    # One import for all of them: they only read.
    pytest.mark.usefixtures("golden"),
]


@pytest.fixture(scope="module")
def golden(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The golden records, imported once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("import_records", str(GOLDEN), stderr=io.StringIO())
        yield
        transaction.set_rollback(True)


def printed(period: str) -> str:
    return to_json(compute_report(parse_period(period), as_of=date(2026, 1, 1)))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no such statistics")
def test_the_database_knows_how_much_was_imported() -> None:
    tables = "SELECT reltuples::int FROM pg_class WHERE relname = %s"
    with connection.cursor() as cursor:
        for model in (Household, HouseholdMember, Placement):
            cursor.execute(tables, [model._meta.db_table])
            assert cursor.fetchone() == (model.objects.count(),)


def test_there_are_golden_files() -> None:
    assert len(EXPECTED) == 9


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_report_equals_the_golden_file(path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    report = within(json.loads(printed(expected["period"]["key"])), expected)
    assert report == expected
    assert list(report) == list(expected)
    assert list(report["figures"]) == list(expected["figures"])
    assert [list(month) for month in report["months"]] == [list(month) for month in expected["months"]]


@pytest.mark.parametrize(("period", "figure", "value"), PUBLISHED)
def test_report_equals_the_published_table(period: str, figure: str, value: object) -> None:
    assert json.loads(printed(period))["figures"][figure] == value


def test_costs_of_december_2011_as_published() -> None:
    (month,) = json.loads(printed("2011-12"))["months"]
    assert month["acute_cost_sek"] == "603000.00"
