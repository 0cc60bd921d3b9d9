"""Moves to homes of their own: worked examples, each counted by hand."""

from datetime import date

import pytest
from django.conf import LazySettings

from cases.enums import HomeContract
from cases.models import Household
from tests.factories.cases import HomeFactory, HouseholdFactory, family
from tests.reports.asking import ask, day

pytestmark = pytest.mark.django_db


def move(
    household: Household,
    moved: str,
    contract: str = HomeContract.FIRST_HAND,
    municipality: str = "Stockholm",
) -> None:
    HomeFactory(household=household, moved_in_on=day(moved), contract=contract, municipality=municipality)


@pytest.mark.parametrize(
    ("contract", "homes", "first_hand"),
    [
        (HomeContract.FIRST_HAND, 1, 1),
        (HomeContract.SECOND_HAND, 1, 0),
        (HomeContract.LODGER, 1, 0),
        (HomeContract.SHORT_TERM, 0, 0),
        (HomeContract.SUPPORTED_HOUSING, 0, 0),
    ],
)
def test_homes_by_contract(contract: str, homes: int, first_hand: int) -> None:
    move(family(date(2005, 1, 1)), "2013-11-05", contract, "Norrköping")
    figures = ask("2013-11")
    assert figures["homes"] == figures["homes_families_with_children"] == homes
    assert figures["homes_first_hand"] == first_hand
    assert figures["homes_first_hand_families_with_children"] == first_hand
    assert figures["homes_other_municipality"] == homes
    assert figures["homes_other_municipality_families_with_children"] == homes


@pytest.mark.parametrize(
    ("moved", "homes"),
    [("2013-10-31", 0), ("2013-11-01", 1), ("2013-11-30", 1), ("2013-12-01", 0)],
)
def test_homes_at_both_ends_of_the_period(moved: str, homes: int) -> None:
    move(HouseholdFactory(), moved)
    assert ask("2013-11")["homes"] == homes


def test_a_household_that_moved_twice_is_counted_once() -> None:
    household = HouseholdFactory()
    move(household, "2013-11-05", HomeContract.FIRST_HAND, "Norrköping")
    move(household, "2013-11-25", HomeContract.SECOND_HAND)
    figures = ask("2013-11")
    assert figures["homes"] == figures["homes_first_hand"] == figures["homes_other_municipality"] == 1


@pytest.mark.parametrize(
    ("municipality", "counted"),
    [("Norrköping", 1), ("Stockholm", 0), ("", 0), ("Upplands-Bro", 1)],
)
def test_moves_to_another_municipality(municipality: str, counted: int) -> None:
    move(HouseholdFactory(), "2013-11-05", municipality=municipality)
    assert ask("2013-11")["homes_other_municipality"] == counted


def test_the_home_municipality_is_a_setting(settings: LazySettings) -> None:
    settings.HOME_MUNICIPALITY = "Göteborg"
    move(HouseholdFactory(), "2013-11-05", municipality="Stockholm")
    move(HouseholdFactory(), "2013-11-05", municipality="Göteborg")
    assert ask("2013-11")["homes_other_municipality"] == 1


@pytest.mark.parametrize(
    ("born", "families"),
    [
        ("1995-11-05", 0),  # becomes 18 on the day of the move
        ("1995-11-06", 1),
        ("2013-11-05", 1),  # born on it
        ("2013-11-06", 0),
    ],
)
def test_families_on_the_day_of_the_move(born: str, families: int) -> None:
    move(family(day(born)), "2013-11-05")
    figures = ask("2013-11")
    assert figures["homes"] == 1
    assert figures["homes_families_with_children"] == families


def test_families_on_the_latest_move_that_counts() -> None:
    household = family(date(1995, 11, 15))  # 18 between the moves
    move(household, "2013-11-05", HomeContract.FIRST_HAND)
    move(household, "2013-11-10", HomeContract.LODGER, "Norrköping")
    move(household, "2013-11-20", HomeContract.SECOND_HAND)
    move(household, "2013-12-05", HomeContract.FIRST_HAND)  # after the period
    figures = ask("2013-11")
    assert figures["homes_families_with_children"] == 0  # on the 20th
    assert figures["homes_first_hand_families_with_children"] == 1  # on the 5th
    assert figures["homes_other_municipality_families_with_children"] == 1  # on the 10th


def test_a_move_that_does_not_count_is_not_the_latest() -> None:
    household = family(date(1995, 11, 15))
    move(household, "2013-11-05")
    move(household, "2013-11-20", HomeContract.SHORT_TERM)
    assert ask("2013-11")["homes_families_with_children"] == 1
