"""Kronor in templates."""

from decimal import Decimal

from django import template

from core.money import format_sek

register = template.Library()


@register.filter
def kronor(amount: Decimal | int | None) -> str:
    """`12 000 kr`; empty for None."""
    return "" if amount is None else format_sek(amount)


@register.filter
def signed_kronor(amount: Decimal | int | None) -> str:
    """A difference, `+1 200 kr` or `−300 kr`; empty for None."""
    if amount is None:
        return ""
    return f"+{format_sek(amount)}" if amount > 0 else format_sek(amount)
