"""A household's housing search: its page, its panel, and what both share."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.models import User
from cases.models import Household, Vacancy
from cases.municipalities import municipality_names
from cases.queue_state import standings
from cases.queue_terms import KNOWN_QUEUES
from cases.vacancy_matches import Match, matches
from cases.views.household import household_page, may, reached, staff_of
from core.clock import today

MOST_HOMES, MOST_SHOWN = 200, 3
READ, CHANGE = "search.read", "search.change"


def queues_context(household: Household, user: User) -> dict[str, Any]:
    """The queues that run, the most pressing first, and applications for priority. Three queries at most."""
    queues = household.queues.running().with_fees() if getattr(household, "has_queues", True) else []
    applications = (
        household.priority_applications.order_by("-applied_on", "-pk")
        if getattr(household, "has_priority", True)
        else []
    )
    return {
        "household": household,
        "standings": standings(queues, today()),
        "applications": list(applications),
        "may_search": may(user, household, CHANGE),
    }


def panel(household: Household, user: User) -> dict[str, Any] | None:
    """The panel of the household's page; None for those who do not work with the search."""
    if not may(user, household, READ):
        return None
    return {**queues_context(household, user), "in_panel": True}


@require_safe
@requires(READ)
def search_household(request: HttpRequest, pk: int) -> HttpResponse:
    """Queues and priority: how the household stands on the way to a home of its own."""
    household, user = reached(request, pk, READ), staff_of(request)
    context = {
        **queues_context(household, user),
        "homes": _homes(household, user),
        "ended": list(household.queues.exclude(ended_on=None).order_by("-ended_on", "-pk")),
    }
    return household_page(request, household, "cases/search_household.html", context)


def _homes(household: Household, user: User) -> list[Match]:
    """The homes to let that may suit the household, the best first; one query and one for the landlords."""
    if household.closed_on is not None or not user.can("landlord.read"):
        return []
    homes = list(
        Vacancy.objects.of_authority(user)
        .open()
        .select_related("landlord")
        .order_by("-found_on", "-pk")[:MOST_HOMES]
    )
    possible = [match for match in matches(homes, [household]) if not match.failed] if homes else []
    return possible[:MOST_SHOWN]


def form_page(
    request: HttpRequest, household: Household, form: Any, *, title: str, submit: str, **more: Any
) -> HttpResponse:
    """A form of the search about one household; it leads back to the search's page."""
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "lead": getattr(form, "lead_text", ""),
        "datalists": datalists_of(form),
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
        ("vacancies", "cases:vacancy_list", _("Vacant homes"), "landlord.read"),
        ("landlords", "cases:landlord_list", _("Landlords"), "landlord.read"),
    ]
    return [
        {"label": label, "url": reverse(name), "is_active": key == active}
        for key, name, label, permission in pages
        if user.can(permission)
    ]
