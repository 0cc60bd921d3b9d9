"""Exact quotients, rounded once."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ratios import percent, quotient


@pytest.mark.parametrize(
    ("dividend", "divisor", "places", "expected"),
    [
        (121, 4, 2, "30.25"),
        (70, 12, 2, "5.83"),
        (1, 8, 2, "0.13"),
        (-1, 8, 2, "-0.13"),
        (1, 2, 0, "1"),
        (0, 7, 2, "0.00"),
        (11, 2, 1, "5.5"),
    ],
)
def test_quotient(dividend: int, divisor: int, places: int, expected: str) -> None:
    assert str(quotient(dividend, divisor, places)) == expected


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6), st.integers(0, 2))
def test_quotient_is_that_of_decimal(dividend: int, divisor: int, places: int) -> None:
    exact = Decimal(dividend) / Decimal(divisor)
    assert quotient(dividend, divisor, places) == exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@pytest.mark.parametrize(("part", "whole", "expected"), [(48, 124, 39), (1, 8, 13), (0, 3, 0), (0, 0, None)])
def test_percent(part: int, whole: int, expected: int | None) -> None:
    assert percent(part, whole) == expected
