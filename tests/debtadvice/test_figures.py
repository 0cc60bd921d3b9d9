"""Debt advice: worked examples, each counted by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.cases import HouseholdFactory
from tests.factories.debt import AdviceContactFactory, DebtCaseFactory, EarlierClosureFactory
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


@pytest.mark.parametrize(
    ("period", "is_open", "is_active", "closed"),
    [
        ("2013-09", 1, 1, 0),
        ("2013-10", 1, 0, 1),  # closed on the 10th
        ("2013-11", 0, 0, 0),  # closed all the month
        ("2013-12", 1, 1, 0),  # reopened on the 10th
        ("2013-10-10..2013-12-09", 1, 0, 1),  # the day on which it was closed is one of its days
        ("2013-10-11..2013-12-09", 0, 0, 0),
        ("2013-10-11..2013-12-10", 1, 1, 0),  # and so is the day on which it was reopened
        ("2014-01", 1, 0, 1),
        ("2013-10-01..2014-01-31", 1, 0, 1),  # closed twice, counted once
    ],
)
def test_a_reopened_case_is_not_open_while_it_was_closed(
    period: str, is_open: int, is_active: int, closed: int
) -> None:
    case = DebtCaseFactory(opened_on=day("2013-09-05"), closed_on=day("2014-01-20"))
    EarlierClosureFactory(case=case, closed_on=day("2013-10-10"), reopened_on=day("2013-12-10"))
    figures = ask(period)
    assert figures["debt_cases"] == is_open
    assert figures["debt_cases_active_at_end"] == is_active
    assert figures["debt_cases_closed"] == closed


def test_new_and_closed_cases_by_month_and_period() -> None:
    board = HouseholdFactory().authority
    for opened, closed in [
        ("2013-10-31", "2013-11-01"),  # opened the day before, closed on the first day
        ("2013-11-01", "2013-12-31"),
        ("2013-12-31", None),
        ("2014-01-01", None),  # the day after
    ]:
        DebtCaseFactory(authority=board, opened_on=day(opened), closed_on=day(closed) if closed else None)
    figures = ask("2013-11-01..2013-12-31")
    assert (figures["debt_cases_new"], figures["debt_cases_closed"]) == (2, 2)
    assert {month: row["debt_cases_new"] for month, row in figures["months"].items()} == {
        "2013-11": 1,
        "2013-12": 1,
    }
    assert [row["debt_cases_closed"] for row in figures["months"].values()] == [1, 1]


def test_priority_groups_and_children_of_active_cases() -> None:
    board = HouseholdFactory().authority
    DebtCaseFactory(authority=board, risks_eviction=True, has_children=True, children=2)
    DebtCaseFactory(authority=board, blocks_takeover=True, has_children=False, children=0)
    DebtCaseFactory(authority=board, has_children=True)  # how many is not known
    DebtCaseFactory(
        authority=board, risks_eviction=True, has_children=True, children=9, closed_on=day("2013-11-20")
    )
    figures = ask("2013-11")
    assert figures["debt_cases_active_at_risk_of_eviction"] == 1
    assert figures["debt_cases_active_with_children"] == 2
    assert figures["debt_cases_active_that_stop_a_takeover"] == 1
    assert figures["debt_case_children"] == 2


@pytest.mark.parametrize(
    ("waits", "median", "long"),
    [([], None, 0), ([28], "28.0", 0), ([29], "29.0", 1), ([3, 10], "6.5", 0), ([1, 30, 60], "30.0", 2)],
)
def test_days_waited_for_the_first_time_offered(waits: list[int], median: str | None, long: int) -> None:
    board = HouseholdFactory().authority
    for days in waits:
        DebtCaseFactory(
            authority=board,
            asked_on=day("2013-11-30") - timedelta(days=days),
            first_offered_on=day("2013-11-30"),
        )
    # Offered the day after the period, and never offered: neither counts.
    DebtCaseFactory(authority=board, asked_on=day("2013-06-01"), first_offered_on=day("2013-12-01"))
    DebtCaseFactory(authority=board, asked_on=day("2013-06-01"))
    figures = ask("2013-11")
    assert figures["debt_cases_median_days_waited"] == median
    assert figures["debt_cases_waited_over_four_weeks"] == long


def test_advice_given_with_and_without_a_name() -> None:
    case = DebtCaseFactory()
    for on_day in ("2013-10-31", "2013-11-01", "2013-11-30", "2013-12-01"):
        AdviceContactFactory(case=case, on_day=day(on_day))
    nameless = {"case": None, "authority": case.authority, "kind": "open_advice", "note": ""}
    nameless["recorded_by"] = UserFactory(authority=case.authority)
    AdviceContactFactory(**nameless, on_day=day("2013-11-15"))
    AdviceContactFactory(
        **nameless, on_day=day("2013-11-15"), undone_at=datetime(2013, 11, 15, 12, tzinfo=UTC)
    )
    figures = ask("2013-11")
    assert figures["debt_advice_contacts"] == 3
    assert figures["debt_advice_contacts_anonymous"] == 1
