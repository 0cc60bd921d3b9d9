"""The Boråd: worked examples, each counted by hand."""

from datetime import timedelta

import pytest

from housing.enums import Outcome
from tests.factories.events import BoardDecisionFactory
from tests.reports.asking import ask, day

pytestmark = pytest.mark.django_db


def decide(decided: str, *, days: int = 0, outcome: str = Outcome.APPROVED) -> None:
    decided_on = day(decided)
    BoardDecisionFactory(applied_on=decided_on - timedelta(days=days), decided_on=decided_on, outcome=outcome)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_decisions_by_the_day_they_were_taken(outcome: Outcome) -> None:
    for decided in ("2013-10-31", "2013-11-01", "2013-11-30", "2013-12-01"):
        decide(decided, days=5, outcome=outcome)
    figures = ask("2013-11")
    counted = {
        Outcome.APPROVED: figures["board_approved"],
        Outcome.REJECTED: figures["board_rejected"],
        Outcome.DEFERRED: figures["board_deferred"],
    }
    assert counted == {each: 2 if each == outcome else 0 for each in counted}  # a revocation is none of them


@pytest.mark.parametrize(
    ("days", "median"),
    [
        ([], None),
        ([6], "6.0"),
        ([9, 1, 4], "4.0"),
        ([3, 8], "5.5"),
        ([10, 2, 4, 7], "5.5"),
        ([0, 0, 0, 100], "0.0"),
        ([0, 1], "0.5"),
    ],
)
def test_median_days_to_decision(days: list[int], median: str | None) -> None:
    for index, waited in enumerate(days):
        outcome = Outcome.REJECTED if index % 2 else Outcome.APPROVED
        decide("2013-11-20", days=waited, outcome=outcome)
    decide("2013-11-20", days=400, outcome=Outcome.DEFERRED)
    decide("2013-12-01", days=400)
    assert ask("2013-11")["board_median_days_to_decision"] == median


def test_days_to_decision_over_a_leap_day_and_the_clocks_change() -> None:
    decide("2012-03-01", days=2)  # applied on 28 February
    assert ask("2012-03")["board_median_days_to_decision"] == "2.0"
    decide("2013-04-01", days=2)  # the clocks went forward on 31 March
    assert ask("2013-04")["board_median_days_to_decision"] == "2.0"
