"""What housing contributes to pages of other apps."""

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
    emergency_stays,
    figure_groups,
    help_topics,
    household_actions,
    household_marks,
    household_panels,
    household_warnings,
    importers,
    navigation,
    rows_left_behind,
)
from housing.actions import duties as done
from housing.documents import register_documents
from housing.duties import LIMITS, RENTS, WAIVERS, limit_duties, rent_duties, waiver_duties
from housing.emergency import first_nights
from housing.figures import GROUPS
from housing.imports import DECISIONS, FLATS, PLACEMENTS, PROVIDERS, TENANCIES
from housing.left_behind import left_behind
from housing.log_words import WORDS
from housing.panel import has_housing, household_panel, housing_warnings
from housing.querysets import register_scopes
from housing.timeline import register_timeline


def register() -> None:
    """Called once, when the apps are ready."""
    name_codes(WORDS)
    for group in GROUPS:
        figure_groups.register(group.name, group)
    for importer in (DECISIONS, FLATS, PLACEMENTS, PROVIDERS, TENANCIES):
        importers.register(importer.filename, importer)
    emergency_stays.register("housing", first_nights)
    # Whoever is biased about the people of one household is so about those whom they join.
    carried_rows.register("housing.recusal", {"is_over": False})
    rows_left_behind.register("housing", left_behind)
    duty_sources.register(
        LIMITS, DutySource(LIMITS, limit_duties, complete=done.complete, reopen=done.reopen, takes_note=True)
    )
    duty_sources.register(WAIVERS, DutySource(WAIVERS, waiver_duties))
    duty_sources.register(RENTS, DutySource(RENTS, rent_duties))
    register_scopes()
    register_timeline()
    register_documents()
    navigation.register(
        "board",
        NavItem("board", _("Boråd"), "housing:board", "board.read", 40, "clipboard-check", ("/borad/",)),
    )
    navigation.register(
        "housing",
        NavItem("housing", _("Housing"), "housing:overview", "housing.read", 50, "house-door"),
    )
    household_marks.register("has_housing", has_housing)
    household_warnings.register("housing", housing_warnings)
    household_panels.register(
        "housing", HouseholdPanel("housing", 5, "housing/_household_panel.html", household_panel)
    )
    help_topics.register(
        "placements", HelpTopic("placements", "housing/_help_placements.html", "housing.read", 45)
    )
    help_topics.register("board", HelpTopic("board", "housing/_help.html", "board.read", 40))
    help_topics.register("flats", HelpTopic("flats", "housing/_help_flats.html", "flat.read", 50))
    for action in (
        HouseholdAction("housing.apply", _("Apply to the Boråd"), _application_url, "application.write", 30),
        HouseholdAction("housing.place", _("New placement"), _place_url, "placement.change", 50),
        HouseholdAction("housing.move_in", _("Move into a flat"), _move_in_url, "tenancy.change", 60),
    ):
        household_actions.register(action.name, action)


def _application_url(household: Any) -> str:
    return reverse("housing:application_new", args=[household.pk])


def _place_url(household: Any) -> str:
    return reverse("housing:placement_new", args=[household.pk])


def _move_in_url(household: Any) -> str:
    return reverse("housing:tenancy_new", args=[household.pk])
