"""The tabs of the pages about flats."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User


@dataclass(frozen=True)
class Tab:
    label: str | Promise
    url: str
    is_active: bool


PAGES = (
    ("housing:flat_list", _("Flats"), "flat.read"),
    ("housing:occupancy", _("Occupancy"), "flat.read"),
    ("housing:flat_worklists", _("To watch over"), "housing.read"),
    ("housing:match_index", _("Why not?"), "housing.read"),
)


def flat_tabs(user: User, active: str) -> list[Tab]:
    """Those that user may open; `active` is the name of the page's own URL."""
    return [Tab(label, reverse(name), name == active) for name, label, needs in PAGES if user.can(needs)]
