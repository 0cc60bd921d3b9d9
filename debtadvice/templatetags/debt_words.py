"""Amounts with öre where there are any."""

from decimal import Decimal

from django import template

from core.money import format_sek
from debtadvice.amortisation import Month

register = template.Library()


@register.filter
def sek(amount: Decimal | None) -> str:
    """`1 234,50 kr`; a dash where nothing is known."""
    return "–" if amount is None or amount == "" else format_sek(amount)


@register.filter
def paid_to(month: Month, key: int) -> Decimal:
    """What a creditor gets in a month of a schedule; nought when its debt is gone."""
    return next((part.paid_sek for part in month.parts if part.key == key), Decimal(0))
