"""Which nights the household's decisions cover when one of them is replaced or revoked."""

from datetime import date
from typing import Any

import pytest

from housing.coverage import Span
from housing.models import BoardDecision
from housing.stays import acute_spans, acute_spans_of, approvals_of
from tests.factories.cases import HouseholdFactory
from tests.factories.events import BoardDecisionFactory

pytestmark = pytest.mark.django_db


def december(day: int | None) -> date | None:
    return None if day is None else date(2013, 12, day)


@pytest.mark.parametrize(
    ("valid", "later", "spans"),
    [
        ((1, 31), None, [(1, 31)]),
        ((1, None), None, [(1, None)]),
        # Revoked on the 10th: the nights before were covered, and so are those that it leaves.
        ((1, 31), ("revoked", 10, None, None), [(1, 9)]),
        ((1, 31), ("revoked", 10, None, 10), [(1, 10)]),
        ((1, 31), ("revoked", 10, None, 15), [(1, 15)]),
        ((1, 12), ("revoked", 10, None, 15), [(1, 12)]),
        ((1, None), ("revoked", 10, None, None), [(1, 9)]),
        ((1, 31), ("revoked", 1, None, None), []),
        ((20, 31), ("revoked", 10, None, None), []),
        # Replaced on the 10th: the new one covers from its own first day.
        ((1, 31), ("approved", 10, 10, 20), [(1, 9), (10, 20)]),
        ((1, 31), ("approved", 10, 12, 20), [(1, 9), (12, 20)]),
        ((1, 31), ("approved", 10, 1, 31), [(1, 9), (1, 31)]),
    ],
)
def test_nights_that_were_covered_stay_so(valid: Any, later: Any, spans: Any) -> None:
    household = HouseholdFactory()
    row: dict[str, Any] = {
        "household": household,
        "accommodation": "acute",
        "applied_on": december(1),
    }
    first = BoardDecisionFactory(
        **row, decided_on=december(1), valid_from=december(valid[0]), valid_until=december(valid[1])
    )
    if later is not None:
        outcome, decided, begins, until = later
        BoardDecisionFactory(
            **row,
            outcome=outcome,
            decided_on=december(decided),
            valid_from=december(begins),
            valid_until=december(until),
            replaces=BoardDecision.objects.get(pk=first.pk),
        )
    found = acute_spans(approvals_of([household.pk])[household.pk])
    assert found == [Span(december(begin), december(end)) for begin, end in spans]
    assert acute_spans_of([household.pk])[household.pk] == found  # read for a list, it is the same
