"""What the frame round every page shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from core.registries import header_search, navigation, shortcuts


def menu_for(request: HttpRequest) -> list[dict[str, Any]]:
    """The main menu of the signed-in person, in order, with the current page marked."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    items = sorted(navigation, key=lambda item: item.order)
    menu = []
    for item in items:
        if item.permission and not user.can(item.permission):
            continue
        url = reverse(item.url_name)
        prefixes = (url, *item.prefixes)
        menu.append(
            {
                "name": item.name,
                "label": item.label,
                "url": url,
                "icon": item.icon,
                "is_active": any(request.path.startswith(prefix) for prefix in prefixes),
            }
        )
    return menu


def shortcuts_for(request: HttpRequest) -> list[dict[str, Any]]:
    """The buttons at the foot of the page that the signed-in person may use."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return [
        {"label": shortcut.label, "url": reverse(shortcut.url_name), "icon": shortcut.icon}
        for shortcut in sorted(shortcuts, key=lambda shortcut: shortcut.order)
        if user.can(shortcut.permission)
    ]


def search_for(request: HttpRequest) -> str:
    """Where the header's search goes; "" for those who may not search."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return next((reverse(search.url_name) for search in header_search if user.can(search.permission)), "")


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """nav_items, shortcuts, search_url, user_roles and version for templates/base.html."""
    user = getattr(request, "user", None)
    roles = user.role_names if user is not None and user.is_authenticated else []
    return {
        "nav_items": menu_for(request),
        "shortcuts": shortcuts_for(request),
        "search_url": search_for(request),
        "user_roles": roles,
        "version": settings.VERSION,
    }
