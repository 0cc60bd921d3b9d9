"""Figures of temporary housing: placements, the board's flats, and the decisions of the Boråd."""

from housing.figures import board, durability, flats, placements

GROUPS = [placements.GROUP, flats.GROUP, board.GROUP, durability.GROUP]

__all__ = ["GROUPS"]
