"""What debtadvice contributes to pages of other apps."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.log_words import name_codes
from core.registries import (
    DutySource,
    HelpTopic,
    HouseholdAction,
    HouseholdPanel,
    NavItem,
    carried_rows,
    duty_sources,
    figure_groups,
    help_topics,
    household_actions,
    household_marks,
    household_panels,
    household_warnings,
    importers,
    late_rent_receivers,
    log_subjects,
    navigation,
    readiness_sources,
    referral_scopes,
)
from debtadvice.actions.notices import receive_late_rent
from debtadvice.documents import register_documents
from debtadvice.duties import (
    ENDINGS,
    FOLLOW_UPS,
    MEETINGS,
    ending_duties,
    meeting_duties,
    restructuring_duties,
)
from debtadvice.figures import GROUPS
from debtadvice.home_warnings import home_warnings
from debtadvice.imports import DEBT_CASES
from debtadvice.lease_facts import lease_facts
from debtadvice.log_words import WORDS
from debtadvice.panel import household_panel
from debtadvice.querysets import (
    has_debt_advice,
    has_home_notices,
    names_of_notices,
    numbers_of,
    referred_by_staff,
)


def register() -> None:
    """Called once, when the apps are ready."""
    name_codes(WORDS)
    register_documents()
    for group in GROUPS:
        figure_groups.register(group.name, group)
    for importer in (DEBT_CASES,):
        importers.register(importer.filename, importer)
    navigation.register(
        "debtadvice",
        NavItem("debtadvice", _("Budget & debt"), "debtadvice:desk", "debt_case.read", 15, "piggy-bank"),
    )
    navigation.register(
        "debt_norms", NavItem("debt_norms", _("Norms"), "debtadvice:tables", "debt_norms.manage", 85, "list")
    )
    help_topics.register("debtadvice", HelpTopic("debtadvice", "debtadvice/_help.html", "debt_case.read", 15))
    household_panels.register(
        "debtadvice", HouseholdPanel("debtadvice", 40, "debtadvice/_household_panel.html", household_panel)
    )
    household_actions.register(
        "debtadvice.refer",
        HouseholdAction("debtadvice.refer", _("Refer to debt advice"), _refer_url, "debt_advice.refer", 60),
    )
    household_marks.register("has_home_notices", has_home_notices)
    household_warnings.register("debtadvice", home_warnings)
    late_rent_receivers.register("debtadvice", receive_late_rent)
    readiness_sources.register("debtadvice", lease_facts)
    household_marks.register("has_debt_advice", has_debt_advice)
    referral_scopes.register("referrals", referred_by_staff)
    carried_rows.register("debtadvice.referral", {"answered_at": None})
    for name, fetch in (
        (FOLLOW_UPS, restructuring_duties),
        (ENDINGS, ending_duties),
        (MEETINGS, meeting_duties),
    ):
        duty_sources.register(name, DutySource(name, fetch))
    log_subjects.register("debtadvice.debtcase", numbers_of)
    log_subjects.register("debtadvice.homenotice", names_of_notices)


def _refer_url(household: Any) -> str:
    return reverse("debtadvice:refer", args=[household.pk])
