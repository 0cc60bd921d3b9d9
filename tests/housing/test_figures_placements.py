"""Acute accommodation: worked examples, each counted by hand."""

from datetime import date
from decimal import Decimal

import pytest

from cases.enums import MemberRole
from cases.models import Household
from housing.enums import PricePer
from tests.factories.cases import HouseholdFactory, HouseholdMemberFactory, PersonFactory, family
from tests.factories.events import PlacementFactory
from tests.reports.asking import ask, day

pytestmark = pytest.mark.django_db


def place(
    first: str,
    last: str | None,
    *,
    price: str = "500",
    per: str = PricePer.NIGHT,
    household: Household | None = None,
) -> None:
    PlacementFactory(
        household=household or HouseholdFactory(),
        first_night=day(first),
        last_night=day(last) if last else None,
        price_sek=Decimal(price),
        price_per=per,
    )


@pytest.mark.parametrize(
    ("first", "last", "nights"),
    [
        ("2013-11-05", "2013-11-05", 1),  # one night
        ("2013-11-01", "2013-11-30", 30),  # the whole month
        ("2013-10-15", "2013-11-01", 1),  # ends on the first day
        ("2013-11-30", "2013-12-24", 1),  # begins on the last day
        ("2013-10-15", "2013-10-31", 0),  # ends the day before
        ("2013-12-01", "2013-12-24", 0),  # begins the day after
        ("2013-10-15", "2013-12-15", 30),  # goes on over both ends
        ("2013-11-21", None, 10),  # ongoing
    ],
)
def test_nights_at_both_ends_of_a_month(first: str, last: str | None, nights: int) -> None:
    place(first, last)
    figures = ask("2013-11")
    assert figures["acute_nights"] == nights
    assert figures["acute_cost_sek"] == f"{500 * nights}.00"
    assert figures["placed_households_average"] == ("1.00" if nights else "0.00")
    assert figures["months"]["2013-11"]["placed_households"] == (1 if nights else 0)


@pytest.mark.parametrize(
    ("first", "last", "by_month"),
    [
        ("2012-02-28", "2012-03-01", {"2012-02": 2, "2012-03": 1}),  # a leap year
        ("2013-02-28", "2013-03-01", {"2013-02": 1, "2013-03": 1}),
        ("2013-03-30", "2013-04-01", {"2013-03": 2, "2013-04": 1}),  # the night that lacks an hour
        ("2013-10-26", "2013-10-28", {"2013-10": 3}),  # the night with an hour more
        ("2012-12-31", "2013-01-01", {"2012-12": 1, "2013-01": 1}),  # the year's turn
    ],
)
def test_nights_of_odd_days(first: str, last: str, by_month: dict[str, int]) -> None:
    place(first, last)
    figures = ask("2012-01-01..2013-12-31")
    counted = {
        month: values["acute_nights"] for month, values in figures["months"].items() if values["acute_nights"]
    }
    assert counted == by_month
    assert figures["acute_nights"] == sum(by_month.values())


def test_two_placements_of_one_household() -> None:
    household = HouseholdFactory()
    place("2013-11-01", "2013-11-10", household=household)
    place("2013-11-10", "2013-11-12", household=household)
    figures = ask("2013-11")
    assert figures["months"]["2013-11"]["placed_households"] == 1
    assert figures["acute_nights"] == 13  # 10 November is two nights


@pytest.mark.parametrize(
    ("as_of", "nights"),
    [
        ("2013-11-19", 0),  # the day before the first night
        ("2013-11-20", 1),
        ("2013-11-25", 6),
        ("2013-11-30", 11),
        ("2014-05-01", 11),
        ("2013-09-01", 0),  # before the period
    ],
)
@pytest.mark.parametrize("last", [None, "2013-12-20"])
def test_nights_after_the_as_of_day_are_not_counted(last: str | None, as_of: str, nights: int) -> None:
    place("2013-11-20", last)
    figures = ask("2013-11", as_of=day(as_of))
    assert figures["acute_nights"] == nights
    assert figures["months"]["2013-11"]["placed_households"] == (1 if nights else 0)


def test_months_after_the_as_of_day_stay_in_the_average() -> None:
    place("2013-09-01", None)
    figures = ask("2013-T3", as_of=date(2013, 10, 15))
    assert [month["placed_households"] for month in figures["months"].values()] == [1, 1, 0, 0]
    assert figures["placed_households_average"] == "0.50"
    assert figures["acute_nights"] == 45


@pytest.mark.parametrize(
    ("period", "first", "last", "price", "cost"),
    [
        ("2013-11", "2013-11-01", "2013-11-30", "12000", "12000.00"),  # a whole month
        ("2013-11", "2013-11-11", "2013-11-20", "12000", "4000.00"),  # 10 of 30
        ("2013-12", "2013-12-22", None, "12000", "3870.97"),  # 10 of 31: 3870.967…
        ("2012-02", "2012-02-29", "2012-02-29", "2900", "100.00"),  # 1 of 29
        ("2013-02", "2013-02-28", "2013-02-28", "2800", "100.00"),  # 1 of 28
        # The period holds 10 days of November; the month still has 30.
        ("2013-11-11..2013-11-20", "2013-10-01", None, "12000", "4000.00"),
        ("2013-11", "2013-11-05", "2013-11-05", "0.15", "0.01"),  # half an öre goes up
        ("2013-11", "2013-11-05", "2013-11-05", "0.14", "0.00"),
        ("2013-11", "2013-11-05", "2013-11-05", "0.45", "0.02"),  # one and a half too
        ("2013-11", "2013-11-05", "2013-11-05", "99999999.99", "3333333.33"),
        ("2013-11", "2013-11-01", "2013-11-30", "99999999.99", "99999999.99"),
    ],
)
def test_cost_by_the_month(period: str, first: str, last: str | None, price: str, cost: str) -> None:
    place(first, last, price=price, per=PricePer.MONTH)
    assert ask(period)["acute_cost_sek"] == cost


def test_cost_is_rounded_for_each_placement_and_month() -> None:
    for _household in range(2):
        place("2013-11-30", "2013-12-01", price="0.15", per=PricePer.MONTH)
    # November: 0.15 / 30 = 0.005, up to 0.01, twice. December: 0.15 / 31 = 0.0048, down, twice.
    figures = ask("2013-T3")
    assert figures["months"]["2013-11"]["acute_cost_sek"] == "0.02"
    assert figures["months"]["2013-12"]["acute_cost_sek"] == "0.00"
    assert figures["acute_cost_sek"] == "0.02"
    assert figures["acute_cost_sek_monthly_average"] == "0.01"  # 0.005, up


def test_cost_by_the_night() -> None:
    place("2013-11-20", "2013-12-05", price="585.55")
    figures = ask("2013-T3")
    assert figures["months"]["2013-11"]["acute_cost_sek"] == "6441.05"  # 11 nights
    assert figures["months"]["2013-12"]["acute_cost_sek"] == "2927.75"  # 5 nights
    assert figures["acute_cost_sek"] == "9368.80"
    assert figures["acute_cost_sek_monthly_average"] == "2342.20"


def test_averages_round_half_up() -> None:
    place("2013-03-05", "2013-03-05", price="0.04", household=family(date(2005, 1, 1)))
    figures = ask("2013-01-01..2013-08-31")
    assert figures["placed_households_average"] == "0.13"  # 1 / 8 = 0.125
    assert figures["placed_families_with_children_average"] == "0.13"
    assert figures["acute_cost_sek_monthly_average"] == "0.01"  # 0.04 / 8 = 0.005


@pytest.mark.parametrize(
    ("born", "last", "families"),
    [
        ("1995-11-20", "2013-11-19", 1),  # the last night before the birthday
        ("1995-11-20", "2013-11-20", 0),  # becomes 18 on the last placed night
        ("2013-11-20", "2013-11-20", 1),  # born on it
        ("2013-11-21", "2013-11-20", 0),  # born the day after
        ("1996-02-29", "2014-02-28", 1),  # born on a leap day: 18 on 1 March
        ("1996-02-29", "2014-03-01", 0),
    ],
)
def test_family_by_the_childs_age_on_the_last_placed_night(born: str, last: str, families: int) -> None:
    place("2013-11-01", last, household=family(day(born)))
    figures = ask(last[:7])
    assert figures["months"][last[:7]]["placed_families_with_children"] == families
    assert figures["placed_families_with_children_average"] == f"{families}.00"


@pytest.mark.parametrize(
    ("joined", "left", "families"),
    [
        (None, "2013-11-20", 0),  # no longer there on the last placed night
        (None, "2013-11-21", 1),
        ("2013-11-20", None, 1),
        ("2013-11-21", None, 0),
        ("2013-11-20", "2013-11-21", 1),
    ],
)
@pytest.mark.parametrize("role", [MemberRole.CHILD, MemberRole.ADULT])
def test_family_by_membership(joined: str | None, left: str | None, role: str, families: int) -> None:
    household = family()
    HouseholdMemberFactory(
        household=household,
        person=PersonFactory(authority=household.authority, born_on=date(2005, 1, 1)),
        role=role,
        joined_on=day(joined) if joined else None,
        left_on=day(left) if left else None,
    )
    place("2013-11-01", "2013-11-20", household=household)
    assert ask("2013-11")["months"]["2013-11"]["placed_families_with_children"] == families


def test_family_with_an_unknown_birth_date_is_none() -> None:
    household = HouseholdFactory()
    person = PersonFactory(authority=household.authority, born_on=None)
    HouseholdMemberFactory(household=household, person=person, role=MemberRole.CHILD)
    place("2013-11-01", "2013-11-20", household=household)
    assert ask("2013-11")["months"]["2013-11"]["placed_families_with_children"] == 0


def test_family_on_the_last_night_of_all_placements_in_each_month() -> None:
    household = family(date(1995, 11, 15))
    place("2013-10-01", "2013-11-10", household=household)
    place("2013-11-05", "2013-11-20", household=household)
    months = ask("2013-T3")["months"]
    assert months["2013-10"]["placed_families_with_children"] == 1
    assert months["2013-11"]["placed_families_with_children"] == 0  # 18 since the 15th


def test_family_on_the_last_night_that_is_counted() -> None:
    place("2013-11-01", "2013-11-30", household=family(date(1995, 11, 20)))
    assert ask("2013-11", as_of=date(2013, 11, 19))["placed_families_with_children_average"] == "1.00"
    assert ask("2013-11", as_of=date(2013, 11, 20))["placed_families_with_children_average"] == "0.00"
    # The period's last day cuts the month part in the same way.
    assert ask("2013-11-01..2013-11-19")["placed_families_with_children_average"] == "1.00"
