"""What cases contributes to pages of other apps."""

from cases.figures import GROUPS
from cases.imports import HOMES, HOUSEHOLDS, MEMBERS
from cases.querysets import register_scopes
from core.registries import figure_groups, importers


def register() -> None:
    """Called once, when the apps are ready."""
    register_scopes()
    for group in GROUPS:
        figure_groups.register(group.name, group)
    for importer in (HOMES, HOUSEHOLDS, MEMBERS):
        importers.register(importer.filename, importer)
