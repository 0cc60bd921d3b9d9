"""The pages of housing side by side: placements, providers, flats."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User


def housing_tabs(user: User, active: str) -> list[dict[str, Any]]:
    """Those that user may open; `active` is the name of the one that is shown."""
    pages = [
        ("overview", _("Overview"), "housing:overview", "housing.read"),
        ("placement_list", _("Placements"), "housing:placement_list", "housing.read"),
        ("provider_list", _("Providers"), "housing:provider_list", "housing.read"),
        ("flat_list", _("Flats"), "housing:flat_list", "flat.read"),
        ("occupancy", _("Occupancy"), "housing:occupancy", "flat.read"),
        ("flat_worklists", _("To watch over"), "housing:flat_worklists", "housing.read"),
        ("match_index", _("Why not?"), "housing:match_index", "housing.read"),
    ]
    return [
        {"label": label, "url": reverse(address), "is_active": name == active}
        for name, label, address, permission in pages
        if user.can(permission)
    ]
