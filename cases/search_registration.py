"""What the housing search contributes to the household's page, the menu, "Min vecka" and the events."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from cases.actions import queues as queue_actions
from cases.actions import returns as return_actions
from cases.actions import viewings as viewing_actions
from cases.models import HousingQueue, Lead, PriorityApplication
from cases.return_duties import RETURNS, return_duties
from cases.search_duties import (
    QUEUE_FEES,
    VIEWINGS,
    fee_duties,
    find_fee,
    find_viewing,
    viewing_duties,
)
from cases.search_log_words import WORDS
from cases.search_timeline import SOURCES
from cases.views.leads import panel as leads_panel
from cases.views.moves import panel as home_panel
from cases.views.readiness import panel as readiness_panel
from cases.views.search_household import panel
from core.log_words import name_codes
from core.registries import (
    DutySource,
    HelpTopic,
    HouseholdPanel,
    NavItem,
    duty_sources,
    help_topics,
    household_marks,
    household_panels,
    navigation,
    timeline_sources,
)


def register_search() -> None:
    """Called once, when the apps are ready."""
    name_codes(WORDS)
    for source in SOURCES:
        timeline_sources.register(source.name, source)
    navigation.register(
        "search",
        NavItem("search", _("Housing search"), "cases:search_queues", "search.read", 35, icon="key"),
    )
    household_marks.register(
        "has_queues", lambda: Exists(HousingQueue.objects.filter(household=OuterRef("pk")))
    )
    household_marks.register(
        "has_priority", lambda: Exists(PriorityApplication.objects.filter(household=OuterRef("pk")))
    )
    household_panels.register("home", HouseholdPanel("home", 3, "cases/_home_panel.html", home_panel))
    household_marks.register("has_leads", lambda: Exists(Lead.objects.filter(household=OuterRef("pk"))))
    household_panels.register(
        "readiness", HouseholdPanel("readiness", 4, "cases/_readiness_panel.html", readiness_panel)
    )
    household_panels.register("leads", HouseholdPanel("leads", 6, "cases/_leads_panel.html", leads_panel))
    household_panels.register("search", HouseholdPanel("search", 5, "cases/_queues_panel.html", panel))
    duty_sources.register(
        QUEUE_FEES,
        DutySource(
            QUEUE_FEES,
            fee_duties,
            complete=queue_actions.complete_fee,
            reopen=queue_actions.reopen_fee,
            find=find_fee,
        ),
    )
    duty_sources.register(
        VIEWINGS,
        DutySource(
            VIEWINGS,
            viewing_duties,
            complete=viewing_actions.complete,
            move=viewing_actions.move,
            reopen=viewing_actions.reopen,
            find=find_viewing,
        ),
    )
    duty_sources.register(
        RETURNS,
        DutySource(
            RETURNS,
            return_duties,
            complete=return_actions.complete,
            cancel=return_actions.cancel,
            complete_label=_("Situation 1 from that night"),
            cancel_label=_("Keeps the home"),
        ),
    )
    help_topics.register("search", HelpTopic("search", "cases/_help_search.html", "search.read", 25))
