"""What housing contributes to pages of other apps."""

from core.registries import figure_groups
from housing.figures import GROUPS


def register() -> None:
    """Called once, when the apps are ready."""
    for group in GROUPS:
        figure_groups.register(group.name, group)
