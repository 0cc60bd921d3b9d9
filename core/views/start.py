"""The start page sends each to the page where their day begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core.context_processors import menu_for


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The first page of the menu that this person may open; a page that says why if there is none."""
    menu = menu_for(request)
    if menu:
        return redirect(menu[0]["url"])
    return render(request, "core/start_empty.html")
