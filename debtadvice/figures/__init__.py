"""Figures of budget and debt advice."""

from debtadvice.figures import cases, economy

GROUPS = [cases.GROUP, economy.GROUP]

__all__ = ["GROUPS"]
