"""What housing contributes to pages of other apps."""

from core.log_words import name_codes
from core.registries import figure_groups, importers
from housing.documents import register_documents
from housing.figures import GROUPS
from housing.imports import DECISIONS, FLATS, PLACEMENTS, PROVIDERS, TENANCIES
from housing.log_words import WORDS
from housing.querysets import register_scopes
from housing.timeline import register_timeline


def register() -> None:
    """Called once, when the apps are ready."""
    name_codes(WORDS)
    for group in GROUPS:
        figure_groups.register(group.name, group)
    for importer in (DECISIONS, FLATS, PLACEMENTS, PROVIDERS, TENANCIES):
        importers.register(importer.filename, importer)
    register_scopes()
    register_timeline()
    register_documents()
