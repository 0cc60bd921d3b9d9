"""Figures of budget and debt advice."""

from debtadvice.figures.cases import GROUPS

__all__ = ["GROUPS"]
