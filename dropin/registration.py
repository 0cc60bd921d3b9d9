"""What dropin contributes to pages of other apps."""

from django.utils.translation import gettext_lazy as _

from core.registries import NavItem, figure_groups, importers, navigation
from dropin.figures import GROUPS
from dropin.imports import VISITS


def register() -> None:
    """Called once, when the apps are ready."""
    for group in GROUPS:
        figure_groups.register(group.name, group)
    for importer in (VISITS,):
        importers.register(importer.filename, importer)
    navigation.register(
        "dropin", NavItem("dropin", _("Drop-in"), "dropin:desk", "visit.read", 10, "door-open")
    )
