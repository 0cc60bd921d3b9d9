"""Amounts with öre where there are any."""

from decimal import Decimal

from django import template

from core.money import format_number, format_sek
from debtadvice.amortisation import Month
from debtadvice.enums import TableKind
from debtadvice.norms import CODES

register = template.Library()


@register.filter
def sek(amount: Decimal | None) -> str:
    """`1 234,50 kr`; a dash where nothing is known."""
    return "–" if amount is None or amount == "" else format_sek(amount)


@register.filter
def number(amount: Decimal) -> str:
    """`1 234,50` or `500`, where the unit stands over the column; a dash for nought."""
    if not amount:
        return "–"
    return format_number(amount, 0 if amount == amount.to_integral_value() else 2)


@register.filter
def paid_to(month: Month, key: int) -> Decimal:
    """What a creditor gets in a month of a schedule; nought when its debt is gone."""
    return next((part.paid_sek for part in month.parts if part.key == key), Decimal(0))


@register.filter
def norm_words(codes: list[str]) -> str:
    """The amounts of the national norm that these codes stand for, in the order of the table."""
    return "; ".join(str(words) for code, words in CODES[TableKind.NORM] if code in codes)
