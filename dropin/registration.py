"""What dropin contributes to pages of other apps."""

from core.registries import figure_groups, importers
from dropin.figures import GROUPS
from dropin.imports import VISITS


def register() -> None:
    """Called once, when the apps are ready."""
    for group in GROUPS:
        figure_groups.register(group.name, group)
    for importer in (VISITS,):
        importers.register(importer.filename, importer)
