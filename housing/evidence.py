"""What the system already knows about each criterion, for the one who judges. Never a judgement itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import Situation
from cases.models import Household
from cases.warnings import latest_contacts
from core.clock import today
from housing.enums import CriterionOutcome
from housing.models import Application

# Contact within so many days is active.
ACTIVE_CONTACT_DAYS = 30
# A situation recorded as acute means no roof of one's own.
NO_ROOF = (Situation.ACUTE,)


@dataclass(frozen=True)
class Evidence:
    """What is known, and what it says. Unknown is not failed."""

    outcome: str = CriterionOutcome.UNKNOWN
    text: str = ""


def evidence_for(application: Application, household: Household) -> Mapping[str, Evidence]:
    """By the name that a criterion gives in `evidence`; a fixed number of queries."""
    return {
        "no_roof": _no_roof(household),
        "other_options": _written(application.already_tried, _("described in the application")),
        "options_exhausted": _written(application.already_tried, _("described in the application")),
        "contact": _contact(household),
        "named_next_solution": _written(application.next_solution_named, application.next_solution_named),
        "children": _children(application, household),
    }


def _no_roof(household: Household) -> Evidence:
    situation = getattr(household, "situation_now", None)
    if situation is None:
        return Evidence()
    words = _("situation %(number)s") % {"number": situation}
    return Evidence(CriterionOutcome.PASSED if situation in NO_ROOF else CriterionOutcome.UNKNOWN, words)


def _written(text: str, words: str) -> Evidence:
    return Evidence(CriterionOutcome.PASSED, words) if text else Evidence()


def _contact(household: Household) -> Evidence:
    latest = latest_contacts([household.pk]).get(household.pk)
    if latest is None:
        return Evidence(CriterionOutcome.FAILED, _("no contact yet"))
    days = (today() - latest).days
    words = ngettext("latest contact %(n)s day ago", "latest contact %(n)s days ago", days) % {"n": days}
    if latest >= today() - timedelta(days=ACTIVE_CONTACT_DAYS):
        return Evidence(CriterionOutcome.PASSED, words)
    return Evidence(CriterionOutcome.FAILED, words)


def _children(application: Application, household: Household) -> Evidence:
    if not household.is_family_with_children_on(today()):
        return Evidence(CriterionOutcome.PASSED, _("no children"))
    if application.child_best_interests and application.child_view:
        return Evidence(CriterionOutcome.PASSED, _("described in the application"))
    return Evidence(CriterionOutcome.FAILED, _("not described yet"))
