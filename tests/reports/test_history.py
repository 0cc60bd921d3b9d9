"""The months of the chart over the whole time."""

from datetime import date

import pytest

from accounts.models import Authority
from reports.history import first_day, months_since_the_first
from tests.factories.cases import HouseholdFactory
from tests.factories.debt import DebtCaseFactory
from tests.factories.events import PlacementFactory

pytestmark = pytest.mark.django_db
LATER = date(2026, 1, 1)


def placed(*stays: tuple[date, date | None]) -> int:
    household = HouseholdFactory()
    for first, last in stays:
        PlacementFactory(household=household, first_night=first, last_night=last)
    return household.authority_id


def months(board: int, until: date, as_of: date = LATER) -> list[str]:
    return [month.month for month in months_since_the_first(until, as_of=as_of, authority_ids=[board])]


def test_from_the_first_placement_to_the_end_of_the_period() -> None:
    board = placed((date(2013, 9, 30), date(2013, 10, 1)))
    assert months(board, date(2013, 12, 31)) == ["2013-09", "2013-10", "2013-11", "2013-12"]
    assert months(board, date(2013, 9, 30)) == ["2013-09"]
    assert months(board, date(2013, 9, 29)) == []


def test_no_month_after_the_as_of_day() -> None:
    board = placed((date(2013, 9, 1), None))
    assert months(board, date(2013, 12, 31), date(2013, 10, 2)) == ["2013-09", "2013-10"]


def test_what_lies_before_a_year_without_placements_is_another_time() -> None:
    board = placed((date(2012, 1, 1), date(2012, 1, 31)), (date(2013, 2, 1), date(2013, 2, 1)))
    assert months(board, date(2013, 3, 31)) == ["2013-02", "2013-03"]
    board = placed((date(2012, 1, 1), date(2012, 2, 1)), (date(2013, 2, 1), date(2013, 2, 1)))
    assert len(months(board, date(2013, 3, 31))) == 15


def test_at_most_the_last_ten_years() -> None:
    board = placed((date(2010, 1, 1), None))
    found = months(board, date(2025, 12, 31))
    assert (len(found), found[0], found[-1]) == (120, "2016-01", "2025-12")


def test_first_day_is_that_of_whatever_is_counted_first() -> None:
    board = placed((date(2013, 9, 1), None))
    assert first_day(board) == date(2013, 9, 1)
    DebtCaseFactory(authority=Authority.objects.get(), opened_on=date(2012, 5, 2))
    assert first_day(board) == date(2012, 5, 2)
