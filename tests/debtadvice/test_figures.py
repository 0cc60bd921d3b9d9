"""Debt advice: worked examples, each counted by hand."""

import pytest

from tests.factories.cases import HouseholdFactory
from tests.factories.debt import DebtCaseFactory
from tests.reports.asking import ask, day

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("opened", "closed", "is_open", "is_active"),
    [
        ("2013-10-01", "2013-10-31", 0, 0),  # closed the day before
        ("2013-10-01", "2013-11-01", 1, 0),  # closed on the first day
        ("2013-11-30", None, 1, 1),  # opened on the last day
        ("2013-12-01", None, 0, 0),
        ("2013-11-30", "2013-11-30", 1, 0),  # opened and closed on the last day
        ("2013-10-01", "2013-11-30", 1, 0),  # closed on the last day: not active any more
        ("2013-10-01", "2013-12-01", 1, 1),
        ("2011-01-01", None, 1, 1),
    ],
)
def test_debt_cases_at_both_ends_of_the_period(
    opened: str, closed: str | None, is_open: int, is_active: int
) -> None:
    household = HouseholdFactory()
    DebtCaseFactory(
        authority=household.authority,
        household=household,
        opened_on=day(opened),
        closed_on=day(closed) if closed else None,
    )
    figures = ask("2013-11")
    assert figures["debt_cases"] == is_open
    assert figures["debt_cases_active_at_end"] == is_active
    assert figures["debt_cases_active_with_housing_problem"] == is_active
    # The as-of day bounds nights; a case is no night.
    assert ask("2013-11", as_of=day("2012-01-01"))["debt_cases"] == is_open


@pytest.mark.parametrize(
    ("with_problem", "without", "percent"),
    [(0, 0, None), (0, 3, 0), (2, 0, 100), (1, 7, 13), (1, 2, 33), (2, 1, 67), (1, 199, 1), (1, 200, 0)],
)
def test_share_with_a_housing_problem(with_problem: int, without: int, percent: int | None) -> None:
    board = HouseholdFactory().authority
    for number, has_problem in [(with_problem, True), (without, False)]:
        DebtCaseFactory.create_batch(number, authority=board, has_housing_problem=has_problem)
    DebtCaseFactory(authority=board, closed_on=day("2013-11-20"))  # not active at the end
    figures = ask("2013-11")
    assert figures["debt_cases_active_with_housing_problem"] == with_problem
    assert figures["debt_cases_active_with_housing_problem_percent"] == percent
