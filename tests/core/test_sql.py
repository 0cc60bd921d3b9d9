"""The dialect: each fragment gives on this engine what Python gives."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from core import sql
from core.periods import Period, add_months
from tests.factories.events import PlacementFactory

pytestmark = pytest.mark.django_db

DAYS = [date(2011, 11, 20) + timedelta(days=n) for n in range(0, 500, 7)] + [
    date(2012, 2, 28),
    date(2012, 2, 29),
    date(2013, 2, 28),
    date(2011, 11, 30),
    date(2012, 11, 30),
    date(2012, 12, 31),
    date(2013, 3, 31),
    date(2013, 10, 27),
    date(1900, 2, 28),
    date(2199, 12, 31),
]


def value(expression: str, **parameters: object) -> object:
    return sql.row(f"SELECT {expression} AS value", parameters)["value"]


def as_day(found: object) -> date:
    return found if isinstance(found, date) else date.fromisoformat(str(found))


@pytest.mark.parametrize("months", [1, 3, 12])
def test_add_months_ends_on_the_last_day_of_a_short_month(months: int) -> None:
    for each in DAYS:
        found = value(sql.add_months(sql.day("day"), months), day=each)
        assert as_day(found) == add_months(each, months), each


@pytest.mark.parametrize("days", [-31, -1, 0, 1, 366])
def test_add_days(days: int) -> None:
    for each in DAYS:
        assert as_day(value(sql.add_days(sql.day("day"), days), day=each)) == each + timedelta(days=days)


def test_days_between_and_nights() -> None:
    first = date(2012, 2, 28)
    for each in DAYS:
        found = value(sql.days_between(sql.day("first"), sql.day("last")), first=first, last=each)
        assert found == (each - first).days
    assert value(sql.nights(sql.day("first"), sql.day("last")), first=first, last=date(2012, 3, 1)) == 3


def test_least_and_greatest() -> None:
    assert value(sql.least("3", "1", "2")) == 1
    assert value(sql.greatest("3", "1", "2")) == 3


@pytest.mark.parametrize(
    "price", ["0.00", "0.01", "0.07", "0.29", "1.10", "585.55", "4650.00", "12345678.91", "99999999.99"]
)
def test_ore_is_exact(price: str) -> None:
    PlacementFactory(price_sek=Decimal(price))
    found = sql.row(f"SELECT {sql.ore('price_sek')} AS ore FROM housing_placement", {})
    assert found["ore"] == int(Decimal(price) * 100)


def test_month_table() -> None:
    parameters: sql.Parameters = {}
    parts = Period(date(2011, 12, 15), date(2012, 3, 10)).months()
    body = sql.month_table(parts, parameters)
    rows = sql.rows(
        f"WITH months (n, year, first, last, days) AS ({body}) SELECT * FROM months ORDER BY n", parameters
    )
    assert [(as_day(row["first"]), as_day(row["last"]), row["days"]) for row in rows] == [
        (part.start, part.end, part.days_in_month) for part in parts
    ]


def test_any_of() -> None:
    parameters: sql.Parameters = {}
    assert value(f"CASE WHEN {sql.any_of('2', None, parameters)} THEN 1 END", **parameters) == 1
    assert value(f"CASE WHEN {sql.any_of('2', [], parameters)} THEN 1 END", **parameters) is None
    assert value(f"CASE WHEN {sql.any_of('2', [1, 2], parameters)} THEN 1 END", **parameters) == 1
    assert value(f"CASE WHEN {sql.any_of('3', [1, 2], parameters)} THEN 1 END", **parameters) is None


def test_values_are_bound_and_never_part_of_the_text() -> None:
    hostile = "'); DROP TABLE housing_placement; --"
    parameters: sql.Parameters = {}
    condition = sql.any_of("name", [hostile], parameters)
    assert hostile not in condition
    assert sql.rows(f"SELECT id FROM accounts_authority WHERE {condition}", parameters) == []
