"""What accounts contributes to pages of other apps."""

from django.utils.translation import gettext_lazy as _

from accounts.log_words import WORDS
from core.log_words import name_codes
from core.registries import NavItem, navigation


def register() -> None:
    """Called once, when the apps are ready."""
    name_codes(WORDS)
    navigation.register(
        "staff", NavItem("staff", _("Staff"), "accounts:staff_list", "staff.manage", 80, icon="people")
    )
