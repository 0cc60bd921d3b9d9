"""Costs in worked tables, and the same to the öre as the figure counts them in SQL."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from core.periods import Period
from core.registries import FigureQuery
from housing import costs
from housing.enums import PricePer
from housing.figures.placements import COST, compute
from housing.models import Placement
from tests.factories.cases import HouseholdFactory
from tests.factories.events import PlacementFactory, ProviderFactory

NIGHT, MONTH = PricePer.NIGHT, PricePer.MONTH


@dataclass
class Price:
    price_sek: Decimal
    price_per: str = NIGHT
    first_day: date = date(2013, 1, 1)
    last_day: date | None = None
    first_night: date = date(2013, 1, 1)
    last_night: date | None = None
    planned_last_night: date | None = None


def _day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("price", "per", "first", "last", "expected"),
    [
        ("585", NIGHT, "2013-12-09", "2013-12-09", "585.00"),  # one night, first and last
        ("585", NIGHT, "2013-12-09", "2013-12-10", "1170.00"),
        ("585", NIGHT, "2013-12-10", "2013-12-09", "0.00"),
        ("12000", MONTH, "2013-12-01", "2013-12-31", "12000.00"),  # a whole month is the price
        ("12000", MONTH, "2013-02-01", "2013-02-28", "12000.00"),
        ("12000", MONTH, "2012-02-01", "2012-02-29", "12000.00"),
        ("12000", MONTH, "2012-02-01", "2012-02-28", "11586.21"),  # 28 of 29 days
        ("12000", MONTH, "2013-11-30", "2013-12-01", "787.10"),  # 400.00 + 387.10
        ("10000", MONTH, "2013-01-01", "2013-03-01", "20322.58"),  # 10000 + 10000 + 322.58
        ("0.05", MONTH, "2013-04-01", "2013-04-03", "0.01"),  # 0.005 goes up
        ("0.05", MONTH, "2013-04-01", "2013-04-02", "0.00"),
        ("1000", NIGHT, "2013-03-30", "2013-03-31", "2000.00"),  # the clock goes on
        ("1000", NIGHT, "2013-10-26", "2013-10-27", "2000.00"),  # and back
        ("100", NIGHT, "2013-12-31", "2014-01-01", "200.00"),
        ("0", NIGHT, "2013-12-31", "2014-01-01", "0.00"),
    ],
)
def test_nights_at_a_price(price, per, first, last, expected):
    assert costs.cost_of(Price(Decimal(price), per), _day(first), _day(last)) == Decimal(expected)


@pytest.mark.parametrize(
    ("last", "planned", "to_date", "month", "forecast"),
    [
        (None, None, "2000", "3100", None),  # without a plan the month is filled
        (None, "2013-12-20", "2000", "2000", "3100"),
        (None, "2013-12-09", "2000", "900", "2000"),
        (None, "2013-12-01", "2000", "900", "2000"),  # the plan has passed: through tonight
        (None, "2014-01-31", "2000", "3100", "7300"),
        ("2013-12-05", "2014-01-31", "1600", "500", "1600"),
        ("2013-12-12", None, "2000", "1200", "2300"),
    ],
)
def test_a_placement_on_the_ninth_of_december(last, planned, to_date, month, forecast):
    stay = Price(
        Decimal(100),
        first_night=date(2013, 11, 20),
        last_night=_day(last) if last else None,
        planned_last_night=_day(planned) if planned else None,
    )
    today = date(2013, 12, 9)
    assert costs.cost_to_date(stay, today) == Decimal(to_date)
    assert costs.cost_of_month(stay, today) == Decimal(month)
    assert costs.forecast(stay, today) == (Decimal(forecast) if forecast else None)


def test_three_months_ahead_end_the_night_before_the_same_date():
    price = Price(Decimal(100))
    assert costs.cost_of_months_ahead(price, date(2013, 11, 30)) == Decimal(9000)  # through 27 February
    assert costs.cost_of_months_ahead(price, date(2013, 1, 15)) == Decimal(9000)  # through 14 April


@pytest.mark.parametrize(
    ("rows", "month", "expected"),
    [
        # A price by the month that changes within one: each part has its share of the days, rounded once.
        ([("01-20", "02-14", "14500", MONTH), ("02-15", "03-10", "15950", MONTH)], "2012-02", "15250.00"),
        ([("01-20", "02-14", "14500", MONTH), ("02-15", "03-10", "15950", MONTH)], "2012-03", "5145.16"),
        ([("02-01", "02-28", "12000", MONTH), ("02-29", "03-31", "500", NIGHT)], "2012-02", "12086.21"),
        ([("02-01", "02-28", "12000", MONTH), ("03-01", "03-31", "500", NIGHT)], "2013-02", "12000.00"),
        ([("11-01", "11-15", "600", NIGHT), ("11-16", "12-31", "18600", MONTH)], "2013-11", "18300.00"),
        ([("11-01", "11-15", "600", NIGHT), ("11-16", "12-31", "18600", MONTH)], "2013-12", "18600.00"),
        # From night to month on the last day of a month, and over New Year.
        ([("12-01", "12-30", "100", NIGHT), ("12-31", "12-31", "3100", MONTH)], "2013-12", "3100.00"),
        # Nights without a placement between two prices cost nothing.
        ([("04-01", "04-10", "300", NIGHT), ("04-13", "04-30", "9000", MONTH)], "2013-04", "8400.00"),
    ],
)
def test_a_month_over_a_change_of_price(rows, month, expected):
    year = month[:4]
    parts = [
        Price(Decimal(price), per, first_night=_day(f"{year}-{first}"), last_night=_day(f"{year}-{last}"))
        for first, last, price, per in rows
    ]
    whole = Period.month(int(year), int(month[5:]))
    assert sum(costs.cost_between(part, whole.start, whole.end) for part in parts) == Decimal(expected)


LIST = [
    Price(Decimal(700), first_day=date(2014, 1, 1)),
    Price(Decimal(500), first_day=date(2013, 1, 1), last_day=date(2013, 11, 30)),
    Price(Decimal(9300), MONTH, first_day=date(2013, 12, 1), last_day=date(2013, 12, 31)),
]


def test_nights_over_changes_of_price():
    first, last = date(2013, 11, 30), date(2014, 1, 1)
    found = costs.price_segments(LIST, first, last)
    assert [(one.first_night, one.last_night, one.nights) for one in found] == [
        (first, first, 1),
        (date(2013, 12, 1), date(2013, 12, 31), 31),
        (last, last, 1),
    ]
    assert costs.cost_by_list(LIST, first, last) == Decimal(500 + 9300 + 700)


@pytest.mark.parametrize(
    ("first", "last", "without"),
    [
        ("2012-12-31", "2013-01-01", [("2012-12-31", "2012-12-31")]),
        ("2013-11-30", "2014-01-02", [("2013-12-01", "2013-12-31")]),
        ("2014-01-01", "2014-05-01", []),
    ],
)
def test_nights_without_a_price_are_not_free(first, last, without):
    lines = LIST[:2]
    found = costs.price_segments(lines, _day(first), _day(last))
    gaps = [(one.first_night, one.last_night) for one in found if one.price is None]
    assert gaps == [(_day(begin), _day(end)) for begin, end in without]
    assert (costs.cost_by_list(lines, _day(first), _day(last)) is None) is bool(without)
    assert sum(one.nights for one in found) == (_day(last) - _day(first)).days + 1


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_python_and_the_figure_count_the_same(seed):
    random = Random(seed)
    household = HouseholdFactory()
    provider = ProviderFactory(authority=household.authority)
    for _ in range(25):
        first = date(2011, 12, 1) + timedelta(days=random.randrange(500))
        is_ongoing = random.random() < 0.3
        PlacementFactory(
            household=household,
            provider=provider,
            first_night=first,
            last_night=None if is_ongoing else first + timedelta(days=random.randrange(120)),
            price_sek=Decimal(random.randrange(1, 3_000_000)) / 100,
            price_per=random.choice(list(PricePer)),
        )
    period, as_of = Period(date(2012, 1, 15), date(2013, 3, 3)), date(2013, 2, 10)
    counted = compute(FigureQuery(period, as_of, (household.authority_id,))).period[COST.key]
    rows = Placement.objects.counted()
    assert counted == sum(costs.cost_between(row, period.start, as_of) for row in rows) > 0
