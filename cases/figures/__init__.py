"""Figures of households: who comes, how they are housed, homes of their own, leads, and how it lasts."""

from cases.figures import after_move, homes, inflow, leads, own_income
from cases.figures.homes import family_with_children, minors

GROUPS = [*homes.GROUPS, inflow.GROUP, leads.GROUP, after_move.GROUP, own_income.GROUP]

__all__ = ["GROUPS", "family_with_children", "minors"]
