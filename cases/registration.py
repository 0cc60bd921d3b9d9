"""What cases contributes to pages of other apps."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.actions import duties as duty_actions
from cases.actions import plan_steps
from cases.assessment_timeline import ASSESSMENTS
from cases.casework_registration import register_casework
from cases.documents import register_documents
from cases.duties import FOLLOW_UPS, find_follow_up, follow_up_duties
from cases.figures import GROUPS
from cases.imports import HOMES, HOUSEHOLDS, MEMBERS
from cases.log_words import WORDS
from cases.plan_duties import PLAN_STEPS, find_step, plan_duties
from cases.plan_timeline import PLANS
from cases.querysets import register_scopes
from cases.search_registration import register_search
from cases.tabs import TABS
from cases.timeline import register_timeline
from cases.views.follow_ups import panel as follow_ups_panel
from cases.views.left_behind import waiting_transfers
from core.log_words import name_codes
from core.registries import (
    DutySource,
    HelpTopic,
    HouseholdAction,
    HouseholdPanel,
    NavItem,
    duty_sources,
    figure_groups,
    header_search,
    help_topics,
    household_actions,
    household_panels,
    household_tabs,
    importers,
    navigation,
    rows_left_behind,
    timeline_sources,
)


def register() -> None:
    """Called once, when the apps are ready."""
    name_codes(WORDS)
    register_scopes()
    rows_left_behind.register("transfers", waiting_transfers)
    register_timeline()
    register_search()
    timeline_sources.register(ASSESSMENTS.name, ASSESSMENTS)
    timeline_sources.register(PLANS.name, PLANS)
    register_documents()
    register_casework()
    for tab in TABS:
        household_tabs.register(tab.name, tab)
    navigation.register(
        "my_week",
        NavItem("my_week", _("My week"), "cases:my_week", "household.read", 5, icon="calendar-week"),
    )
    household_panels.register(
        "follow_ups",
        HouseholdPanel("follow_ups", 10, "cases/_follow_ups_panel.html", follow_ups_panel),
    )
    household_actions.register(
        "cases.follow_up",
        HouseholdAction("cases.follow_up", _("Plan a follow-up"), _plan_url, "household.change", 30),
    )
    navigation.register(
        "households",
        NavItem(
            name="households",
            label=_("Households"),
            url_name="cases:household_list",
            permission="household.read",
            order=30,
            icon="houses",
        ),
    )
    navigation.register(
        "log_review",
        NavItem("log_review", _("Log review"), "cases:log_review", "log.review", 85, icon="eye"),
    )
    header_search.register(
        "households",
        NavItem("households", _("Search households"), "cases:search", "household.read", 10, icon="search"),
    )
    duty_sources.register(
        FOLLOW_UPS,
        DutySource(
            FOLLOW_UPS,
            follow_up_duties,
            complete=duty_actions.complete,
            takes_note=True,
            move=duty_actions.move,
            cancel=duty_actions.cancel,
            reopen=duty_actions.reopen,
            find=find_follow_up,
        ),
    )
    duty_sources.register(
        PLAN_STEPS,
        DutySource(
            PLAN_STEPS,
            plan_duties,
            complete=plan_steps.complete,
            takes_note=True,
            move=plan_steps.move,
            cancel=plan_steps.cancel,
            reopen=plan_steps.reopen,
            find=find_step,
        ),
    )
    help_topics.register("cases", HelpTopic("cases", "cases/_help.html", "household.read", 20))
    for group in GROUPS:
        figure_groups.register(group.name, group)
    for importer in (HOMES, HOUSEHOLDS, MEMBERS):
        importers.register(importer.filename, importer)


def _plan_url(household: Any) -> str:
    return reverse("cases:follow_up_plan", args=[household.pk])
