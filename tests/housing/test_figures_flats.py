"""The board's flats: worked examples, each counted by hand."""

from datetime import date
from decimal import Decimal

import pytest

from cases.models import Household
from housing.enums import FlatKind, PricePer
from tests.factories.cases import HouseholdFactory
from tests.factories.events import FlatFactory, PlacementFactory, TenancyFactory
from tests.reports.asking import ask, day

pytestmark = pytest.mark.django_db


def stay(
    first: str,
    last: str | None,
    *,
    kind: str = FlatKind.TRANSITIONAL,
    household: Household | None = None,
    rent: str = "4650",
) -> None:
    household = household or HouseholdFactory()
    flat = FlatFactory(
        authority=household.authority,
        kind=kind,
        monthly_rent_sek=Decimal(rent),
        available_from=date(2010, 1, 1),
    )
    TenancyFactory(
        flat=flat,
        household=household,
        first_night=day(first),
        last_night=day(last) if last else None,
    )


def placed(
    household: Household,
    first: str,
    last: str | None,
    price: str = "10000",
    per: str = PricePer.MONTH,
) -> None:
    PlacementFactory(
        household=household,
        first_night=day(first),
        last_night=day(last) if last else None,
        price_sek=Decimal(price),
        price_per=per,
    )


@pytest.mark.parametrize(
    ("first", "last", "stays"),
    [
        ("2013-11-30", "2013-12-01", 1),
        ("2013-10-15", "2013-11-01", 1),
        ("2013-10-15", "2013-10-31", 0),
        ("2013-12-01", None, 0),
        ("2013-09-01", None, 1),
    ],
)
def test_stays_with_a_night_in_the_period(first: str, last: str | None, stays: int) -> None:
    stay(first, last)
    stay(first, last, kind=FlatKind.TRIAL)
    assert ask("2013-11")["transitional_stays"] == stays


@pytest.mark.parametrize(("as_of", "stays"), [("2013-11-09", 0), ("2013-11-10", 1)])
def test_a_stay_that_begins_after_the_as_of_day_has_no_night_yet(as_of: str, stays: int) -> None:
    stay("2013-11-10", "2013-11-20")
    assert ask("2013-11", as_of=day(as_of))["transitional_stays"] == stays


def test_a_stay_is_not_in_a_period_after_the_as_of_day() -> None:
    stay("2013-09-01", None)
    figures = ask("2013-11", as_of=date(2013, 10, 31))
    assert figures["transitional_stays"] == figures["flat_nights_occupied"] == 0
    assert figures["transitional_stays_over_limit"] == 0


@pytest.mark.parametrize(
    ("first", "last", "over"),
    [
        ("2013-01-15", "2013-04-14", 0),  # the last allowed night
        ("2013-01-15", "2013-04-15", 1),
        ("2012-11-30", "2013-02-27", 0),  # February has no 30th: its last day is the date
        ("2012-11-30", "2013-02-28", 1),
        ("2011-11-30", "2012-02-28", 0),
        ("2011-11-30", "2012-02-29", 1),  # in a leap year
        ("2011-11-29", "2012-02-28", 0),
        ("2013-08-31", "2013-11-29", 0),  # November has no 31st
        ("2013-08-31", "2013-11-30", 1),
        ("2012-10-15", "2013-01-14", 0),  # over the year's turn
        ("2012-10-15", "2013-01-15", 1),
        ("2013-01-15", None, 1),
    ],
)
def test_stays_over_three_months(first: str, last: str | None, over: int) -> None:
    stay(first, last)
    stay(first, last, kind=FlatKind.EMERGENCY)
    figures = ask("2011-09-01..2013-12-31")
    assert figures["transitional_stays"] == 1
    assert figures["transitional_stays_over_limit"] == over


@pytest.mark.parametrize(
    ("period", "as_of", "stays", "over"),
    [
        ("2013-01-01..2013-04-14", "2014-01-01", 1, 0),  # not over it in the period
        ("2013-01-01..2013-04-15", "2014-01-01", 1, 1),
        ("2013", "2013-04-14", 1, 0),  # nor yet on the as-of day
        ("2013", "2013-04-15", 1, 1),
        ("2013-06", "2014-01-01", 0, 0),  # gone before the period
        ("2013-05", "2014-01-01", 1, 1),
    ],
)
def test_over_the_limit_by_the_end_of_the_period_and_the_as_of_day(
    period: str, as_of: str, stays: int, over: int
) -> None:
    stay("2013-01-15", "2013-05-31")
    figures = ask(period, as_of=day(as_of))
    assert (figures["transitional_stays"], figures["transitional_stays_over_limit"]) == (stays, over)


def test_saving_of_the_published_example() -> None:
    for price, rent in [("12000", "4650"), ("51000", "4950"), ("17550", "5270")]:
        household = HouseholdFactory()
        placed(household, "2012-10-01", "2012-11-30", price)
        stay("2012-12-01", "2013-02-20", household=household, rent=rent)
    assert ask("2012")["transitional_saving_sek_per_month"] == "65680.00"
    assert ask("2013")["transitional_saving_sek_per_month"] == "0.00"  # they began in 2012


@pytest.mark.parametrize(
    ("first", "last", "saving"),
    [
        ("2013-10-01", "2013-11-30", "5350.00"),  # to the day before
        ("2013-10-01", "2013-10-31", "5350.00"),  # 31 days before
        ("2013-10-01", "2013-10-30", "0.00"),  # 32 days before
        ("2013-11-30", None, "5350.00"),  # ongoing
        ("2013-11-30", "2014-01-15", "5350.00"),  # ended after the move
        ("2013-12-01", "2013-12-05", "0.00"),  # began on the first night in the flat
    ],
)
def test_saving_by_the_placement_before(first: str, last: str | None, saving: str) -> None:
    household = HouseholdFactory()
    placed(household, first, last)
    stay("2013-12-01", None, household=household)
    assert ask("2013-12")["transitional_saving_sek_per_month"] == saving


def test_saving_counts_thirty_nights_of_a_price_per_night() -> None:
    household = HouseholdFactory()
    placed(household, "2013-11-01", "2013-11-30", "585.55", PricePer.NIGHT)
    stay("2013-12-31", None, household=household, rent="4650.50")
    assert ask("2013-12")["transitional_saving_sek_per_month"] == "12916.00"  # 17 566.50 − 4 650.50


def test_saving_is_negative_when_the_flat_is_dearer() -> None:
    household = HouseholdFactory()
    placed(household, "2013-11-01", "2013-11-30", "4000")
    stay("2013-12-01", None, household=household)
    assert ask("2013-12")["transitional_saving_sek_per_month"] == "-650.00"


@pytest.mark.parametrize(
    ("placements", "saving"),
    [
        # Ongoing is latest, whatever its first night and its price.
        ([("2013-09-01", None, "7000"), ("2013-10-01", "2014-06-30", "9000")], "2350.00"),
        # Then the latest last night.
        ([("2013-09-01", "2013-11-30", "7000"), ("2013-10-01", "2013-11-29", "9000")], "2350.00"),
        # Then the latest first night.
        ([("2013-10-01", "2013-11-30", "7000"), ("2013-09-01", "2013-11-30", "9000")], "2350.00"),
        # Then the dearest.
        ([("2013-10-01", "2013-11-30", "9000"), ("2013-10-01", "2013-11-30", "7000")], "4350.00"),
        ([("2013-10-01", None, "7000"), ("2013-10-01", None, "9000")], "4350.00"),
    ],
)
def test_saving_with_several_placements_before(
    placements: list[tuple[str, str | None, str]], saving: str
) -> None:
    household = HouseholdFactory()
    for first, last, price in placements:
        placed(household, first, last, price)
    stay("2013-12-01", None, household=household)
    assert ask("2013-12")["transitional_saving_sek_per_month"] == saving


def test_the_dearest_is_dearest_by_the_month() -> None:
    household = HouseholdFactory()
    placed(household, "2013-10-01", None, "9000", PricePer.MONTH)
    placed(household, "2013-10-01", None, "301", PricePer.NIGHT)  # 9 030 a month
    stay("2013-12-01", None, household=household)
    assert ask("2013-12")["transitional_saving_sek_per_month"] == "4380.00"


def test_saving_counts_transitional_flats_only() -> None:
    household = HouseholdFactory()
    placed(household, "2013-10-01", None)
    stay("2013-12-01", None, household=household, kind=FlatKind.TRIAL)
    assert ask("2013-12")["transitional_saving_sek_per_month"] == "0.00"


@pytest.mark.parametrize(
    ("since", "until", "nights"),
    [
        ("2013-01-01", None, 30),
        ("2013-11-30", None, 1),
        ("2013-12-01", None, 0),
        ("2013-01-01", "2013-11-01", 1),
        ("2013-01-01", "2013-10-31", 0),
        ("2013-11-10", "2013-11-19", 10),
    ],
)
def test_available_nights(since: str, until: str | None, nights: int) -> None:
    for kind in FlatKind:
        FlatFactory(kind=kind, available_from=day(since), available_until=day(until) if until else None)
    assert ask("2013-11")["flat_nights_available"] == 4 * nights
    # A flat is there after the as-of day too.
    assert ask("2013-11", as_of=date(2013, 11, 1))["flat_nights_available"] == 4 * nights


@pytest.mark.parametrize(
    ("first", "last", "as_of", "nights"),
    [
        ("2013-10-15", "2013-11-01", "2014-01-01", 1),
        ("2013-11-30", None, "2014-01-01", 1),
        ("2013-10-15", None, "2014-01-01", 30),
        ("2013-11-10", "2013-11-19", "2014-01-01", 10),
        ("2013-11-10", "2013-11-19", "2013-11-12", 3),
        ("2013-11-10", None, "2013-11-09", 0),
        ("2013-12-01", None, "2014-01-01", 0),
    ],
)
def test_occupied_nights(first: str, last: str | None, as_of: str, nights: int) -> None:
    for kind in FlatKind:
        stay(first, last, kind=kind)
    assert ask("2013-11", as_of=day(as_of))["flat_nights_occupied"] == 4 * nights
