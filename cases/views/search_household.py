"""A household's housing search: its page, its panel, and what both share."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.models import User
from cases.models import Household
from cases.municipalities import municipality_names
from cases.queue_state import standings
from cases.queue_terms import KNOWN_QUEUES
from cases.views.household import household_page, may, reached, staff_of
from core.clock import today

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
        "ended": list(household.queues.exclude(ended_on=None).order_by("-ended_on", "-pk")),
    }
    return household_page(request, household, "cases/search_household.html", context)


def form_page(
    request: HttpRequest, household: Household, form: Any, *, title: str, submit: str, **more: Any
) -> HttpResponse:
    """A form of the search about one household; it leads back to the search's page."""
    lists = {
        "queues": [terms.agency for terms in KNOWN_QUEUES],
        "municipalities": municipality_names(),
    }
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "lead": getattr(form, "lead_text", ""),
        "datalists": [(name, lists[name]) for name in getattr(form, "datalists", ())],
        **more,
    }
    status = 422 if form.errors else 200
    return household_page(request, household, "cases/search_form.html", context, status=status)


def tabs(active: str) -> list[dict[str, Any]]:
    """The pages of the housing search that are not about one household."""
    pages = [("queues", "cases:search_queues", _("Queues and fees"))]
    return [{"label": label, "url": reverse(name), "is_active": key == active} for key, name, label in pages]
