"""What debtadvice contributes to pages of other apps."""

from core.log_words import name_codes
from core.registries import figure_groups, importers
from debtadvice.figures import GROUPS
from debtadvice.imports import DEBT_CASES
from debtadvice.log_words import WORDS


def register() -> None:
    """Called once, when the apps are ready."""
    name_codes(WORDS)
    for group in GROUPS:
        figure_groups.register(group.name, group)
    for importer in (DEBT_CASES,):
        importers.register(importer.filename, importer)
