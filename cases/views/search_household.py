"""A household's housing search: its page, its panel, and what both share."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.models import User
from cases.models import Household, PriorityApplication, Vacancy
from cases.queue_state import standings
from cases.readiness import readiness_of
from cases.search_enums import LeadOutcome
from cases.vacancy_matches import Match, matches
from cases.views.household import household_page, may, reached, staff_of
from cases.views.leads import ended_leads, leads_context
from cases.views.readiness import readiness_context
from cases.views.search_pages import CHANGE, READ
from core.clock import today

MOST_HOMES, MOST_SHOWN = 200, 3
KNOWN = ("", LeadOutcome.DECLINED, LeadOutcome.REFUSED)


def queues_context(household: Household, user: User) -> dict[str, Any]:
    """The queues that run, the most pressing first, and applications for priority. Three queries at most."""
    queues = household.queues.running().with_fees() if getattr(household, "has_queues", True) else []
    applications: list[PriorityApplication] = []
    if getattr(household, "has_priority", True):
        applications = list(household.priority_applications.order_by("-applied_on", "-pk"))
    return {
        "household": household,
        "standings": standings(queues, today()),
        "applications": applications,
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
    queues = queues_context(household, user)
    context = {
        **queues,
        **leads_context(household, user),
        **readiness_context(household, user, readiness_of(household, user, queues["standings"])),
        "ended_leads": ended_leads(household),
        "homes": _homes(household, user),
        "ended": list(household.queues.exclude(ended_on=None).order_by("-ended_on", "-pk")),
    }
    return household_page(request, household, "cases/search_household.html", context)


def _homes(household: Household, user: User) -> list[Match]:
    """The homes to let that may suit a household that seeks one, the best first. Three queries at most.

    Not those that it goes for already, or to which somebody has said no.
    """
    seeks = user.can("landlord.read") and Household.objects.filter(pk=household.pk).seeking().exists()
    if not seeks:
        return []
    homes = list(
        Vacancy.objects.of_authority(user)
        .open()
        .filter(~Exists(household.leads.filter(vacancy=OuterRef("pk"), outcome__in=KNOWN)))
        .select_related("landlord")
        .order_by("-found_on", "-pk")[:MOST_HOMES]
    )
    possible = [match for match in matches(homes, [household]) if not match.failed] if homes else []
    return possible[:MOST_SHOWN]
