"""Exact quotients of whole numbers, rounded once, halves up."""

from decimal import Decimal


def quotient(dividend: int, divisor: int, places: int) -> Decimal:
    """dividend ÷ divisor with `places` decimals; halves go away from zero. The divisor is positive."""
    scaled = abs(dividend) * 10**places
    rounded = (2 * scaled + divisor) // (2 * divisor)
    return Decimal(rounded if dividend >= 0 else -rounded).scaleb(-places)


def percent(part: int, whole: int) -> int | None:
    """part of whole in whole per cent, halves up; None when there is no whole."""
    return int(quotient(100 * part, whole, 0)) if whole else None
