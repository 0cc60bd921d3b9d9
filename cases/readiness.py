"""The way to a lease of one household: gathered from queues, assessment and what other apps may tell."""

from typing import TYPE_CHECKING

from django.conf import settings

from cases.assessment_facts import NOTHING_KNOWN, latest_facts
from cases.eligibility.findings import Finding
from cases.eligibility.readiness import ReadinessFacts, assess_readiness
from cases.models import Household
from cases.queue_state import Standing, standings
from core.clock import today
from core.registries import readiness_sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User


def readiness_of(
    household: Household, user: "User", queues: "Sequence[Standing] | None" = None
) -> tuple[Finding, ...]:
    """Every condition for a lease, as user may know it.

    `queues`: the standings, where they are read already. One query for the assessment (none for a household
    without one, after `with_rare`), and those of the other apps' sources, which log what they read.
    """
    if queues is None:
        running = household.queues.running().with_fees() if getattr(household, "has_queues", True) else []
        queues = standings(running, today())
    known = NOTHING_KNOWN
    if getattr(household, "has_assessment", True) and user.can("assessment.read"):
        known = latest_facts([household.pk])[household.pk]
    told = {fact.code: fact for source in readiness_sources for fact in source(household, user)}
    facts = ReadinessFacts(queues, known, told, int(settings.ENFORCEMENT_MINIMUM_SEK))
    return assess_readiness(facts)
