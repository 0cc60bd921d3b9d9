"""What the pages of the housing search share: their rights, their forms, their tabs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Household
from cases.municipalities import municipality_names
from cases.queue_terms import KNOWN_QUEUES
from cases.views.household import household_page

READ, CHANGE = "search.read", "search.change"


def form_page(
    request: HttpRequest, household: Household, form: Any, *, title: str, submit: str, **more: Any
) -> HttpResponse:
    """A form of the search about one household; it leads back to the search's page."""
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "lead": getattr(form, "lead_text", ""),
        "back": reverse("cases:search_household", args=[household.pk]),
        "datalists": datalists_of(form),
        "danger": False,
        **more,
    }
    status = 422 if form.errors else 200
    return household_page(request, household, "cases/search_form.html", context, status=status)


def datalists_of(form: Any) -> list[tuple[str, list[str]]]:
    """What the form's text fields suggest, by the name of the list."""
    lists = {"queues": [terms.agency for terms in KNOWN_QUEUES], "municipalities": municipality_names()}
    return [(name, lists[name]) for name in getattr(form, "datalists", ())]


def tabs(active: str, user: User) -> list[dict[str, Any]]:
    """The pages of the housing search that are not about one household, those that user may open."""
    pages = [
        ("queues", "cases:search_queues", _("Queues and fees"), READ),
        ("leads", "cases:lead_board", _("Leads"), READ),
        ("vacancies", "cases:vacancy_list", _("Vacant homes"), "landlord.read"),
        ("homes", "cases:home_list", _("After the move"), READ),
        ("landlords", "cases:landlord_list", _("Landlords"), "landlord.read"),
    ]
    return [
        {"label": label, "url": reverse(name), "is_active": key == active}
        for key, name, label, permission in pages
        if user.can(permission)
    ]
