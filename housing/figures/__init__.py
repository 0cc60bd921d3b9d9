"""Figures of temporary housing: placements, the board's flats, and the decisions of the Boråd."""

from housing.figures import board, flats, placements

GROUPS = [placements.GROUP, flats.GROUP, board.GROUP]

__all__ = ["GROUPS"]
