"""Which nights decisions cover: worked cases with both boundary days."""

from datetime import date

import pytest

from housing.coverage import Span, covered_through, gaps


def d(text: str) -> date:
    return date.fromisoformat(f"2013-{text}")


def span(first: str, last: str | None = None) -> Span:
    return Span(d(first), d(last) if last else None)


STAY = span("10-01")
CASES: list[tuple[Span, list[Span], str, list[Span]]] = [
    (STAY, [], "10-10", [span("10-01", "10-10")]),
    (STAY, [span("10-01", "10-10")], "10-10", []),
    (STAY, [span("10-01", "10-09")], "10-10", [span("10-10", "10-10")]),
    (STAY, [span("10-02", "10-10")], "10-10", [span("10-01", "10-01")]),
    (STAY, [span("10-01", "10-04"), span("10-05", "10-10")], "10-10", []),
    (STAY, [span("10-01", "10-04"), span("10-06", "10-10")], "10-10", [span("10-05", "10-05")]),
    (STAY, [span("10-05", "10-06"), span("10-01", "10-08")], "10-10", [span("10-09", "10-10")]),
    (STAY, [span("09-01")], "12-31", []),
    (STAY, [span("10-05")], "12-31", [span("10-01", "10-04")]),
    (span("10-01", "10-05"), [span("10-01", "10-03")], "10-10", [span("10-04", "10-05")]),
    (STAY, [span("11-01", "11-30")], "10-10", [span("10-01", "10-10")]),
    (STAY, [span("09-01", "09-30")], "10-01", [span("10-01", "10-01")]),
    (span("10-20"), [], "10-10", []),
]


@pytest.mark.parametrize(("stay", "decisions", "until", "expected"), CASES)
def test_gaps(stay: Span, decisions: list[Span], until: str, expected: list[Span]) -> None:
    assert gaps(stay, decisions, until=d(until)) == expected


@pytest.mark.parametrize(
    ("decisions", "on", "expected"),
    [
        ([], "10-05", None),
        ([span("10-01", "10-05")], "10-05", d("10-05")),
        ([span("10-01", "10-04")], "10-05", None),
        ([span("10-06", "10-09")], "10-05", None),
        ([span("10-01", "10-05"), span("10-06", "10-20")], "10-05", d("10-20")),
        ([span("10-01", "10-05"), span("10-07", "10-20")], "10-05", d("10-05")),
        ([span("10-01", "10-20"), span("10-02", "10-10")], "10-05", d("10-20")),
        ([span("10-01")], "10-05", date.max),
    ],
)
def test_covered_through(decisions: list[Span], on: str, expected: date | None) -> None:
    assert covered_through(STAY, decisions, on=d(on)) == expected
