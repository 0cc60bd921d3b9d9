"""Whether homes last: worked examples, each counted by hand."""

import pytest

from tests.factories.cases import HomeFactory
from tests.factories.events import PlacementFactory
from tests.reports.asking import ask, day

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first_night", "within_6", "within_12"),
    [
        ("2013-05-20", 0, 0),  # before the move
        ("2013-06-15", 0, 0),  # the day of the move
        ("2013-06-16", 1, 1),
        ("2013-12-15", 1, 1),
        ("2013-12-16", 0, 1),
        ("2014-06-15", 0, 1),
        ("2014-06-16", 0, 0),
    ],
)
def test_returns_at_both_ends(first_night: str, within_6: int, within_12: int) -> None:
    home = HomeFactory(moved_in_on=day("2013-06-15"))
    PlacementFactory(household=home.household, first_night=day(first_night))
    figures = ask("2013-06")
    assert figures["homes_returned_within_6_months"] == within_6
    assert figures["homes_returned_within_12_months"] == within_12


def test_other_contracts_other_households_and_nights_ahead_do_not_count() -> None:
    lodging = HomeFactory(moved_in_on=day("2013-06-15"), contract="short_term")
    PlacementFactory(household=lodging.household, first_night=day("2013-07-01"))
    home = HomeFactory(moved_in_on=day("2013-06-15"))
    PlacementFactory(first_night=day("2013-07-01"))
    assert ask("2013-06")["homes_returned_within_12_months"] == 0
    PlacementFactory(household=home.household, first_night=day("2013-07-01"))
    assert ask("2013-06", as_of=day("2013-06-30"))["homes_returned_within_6_months"] == 0
    assert ask("2013-06", as_of=day("2013-07-01"))["homes_returned_within_6_months"] == 1


def test_a_household_that_moved_twice_is_counted_by_its_latest_move() -> None:
    home = HomeFactory(moved_in_on=day("2013-06-01"))
    HomeFactory(household=home.household, moved_in_on=day("2013-06-20"))
    PlacementFactory(household=home.household, first_night=day("2013-12-10"))
    assert ask("2013-06")["homes_returned_within_6_months"] == 1
    assert ask("2013-05")["homes_returned_within_6_months"] == 0
