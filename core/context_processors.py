"""What the frame round every page shows."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import SimpleLazyObject

from core.registries import NavItem, header_search, navigation, shortcuts


def menu_for(request: HttpRequest) -> list[dict[str, Any]]:
    """The main menu of the signed-in person, in order, with the current page marked."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    items = [
        item
        for item in sorted(navigation, key=lambda item: item.order)
        if not item.permission or user.can(item.permission)
    ]
    reached = {item.name: _reach(item, request.path) for item in items}
    longest = max(reached.values(), default=0)
    return [
        {
            "name": item.name,
            "label": item.label,
            "url": _address(item.url_name, get_script_prefix()),
            "icon": item.icon,
            # One page lies below another's address: the nearer one is where the reader is.
            "is_active": bool(longest) and reached[item.name] == longest,
        }
        for item in items
    ]


@cache
def _address(url_name: str, _prefix: str) -> str:
    """The address of a page that takes nothing: always the same, below one prefix."""
    return reverse(url_name)


def _reach(item: NavItem, path: str) -> int:
    """How much of the path the item's addresses begin; 0 when the page is not one of its own."""
    prefixes = (_address(item.url_name, get_script_prefix()), *item.prefixes)
    return max((len(prefix) for prefix in prefixes if path.startswith(prefix)), default=0)


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


def roles_of(request: HttpRequest) -> list[str]:
    """What the signed-in person is today, in words."""
    user = getattr(request, "user", None)
    return user.role_names if user is not None and user.is_authenticated else []


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """nav_items, shortcuts, search_url, user_roles and version for templates/base.html.

    Made when a template asks for them: the fragments of a page get this context too, and show none of it.
    """
    return {
        "nav_items": SimpleLazyObject(lambda: menu_for(request)),
        "shortcuts": SimpleLazyObject(lambda: shortcuts_for(request)),
        "search_url": SimpleLazyObject(lambda: search_for(request)),
        "user_roles": SimpleLazyObject(lambda: roles_of(request)),
        "version": settings.VERSION,
    }
