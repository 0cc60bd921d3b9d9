"""The parts of a household's file, which stand below its name on all its pages."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.registries import HouseholdTab


def _to(view: str) -> Callable[[Any], str]:
    return lambda household: reverse(view, args=[household.pk])


TABS = (
    HouseholdTab(
        "cases.household",
        pgettext_lazy("tab", "Overview"),
        _to("cases:household_detail"),
        "household.read",
        10,
        ("cases:household_detail",),
    ),
    HouseholdTab(
        "cases.assessment",
        _("Assessment"),
        _to("cases:assessment"),
        "assessment.change",
        20,
        ("cases:assessment", "cases:assessment_history"),
    ),
    HouseholdTab(
        "cases.journal",
        _("Journal"),
        _to("cases:journal"),
        "journal.read",
        15,
        ("cases:journal", "cases:note_new", "cases:note_edit"),
    ),
    HouseholdTab(
        "cases.plan",
        _("Work plan"),
        _to("cases:plan"),
        "plan.read",
        30,
        ("cases:plan", "cases:plan_edit", "cases:plan_history"),
    ),
    HouseholdTab(
        "cases.attachments",
        _("Documents"),
        _to("cases:attachment_list"),
        "journal.read",
        50,
        ("cases:attachment_list",),
    ),
    HouseholdTab(
        "cases.information",
        _("Information"),
        _to("cases:information"),
        "journal.read",
        35,
        ("cases:information",),
    ),
    HouseholdTab(
        "cases.search",
        _("Housing search"),
        _to("cases:search_household"),
        "search.read",
        40,
        (
            "cases:search_household",
            "cases:queue_new",
            "cases:queue_change",
            "cases:queue_end",
            "cases:priority_new",
            "cases:priority_answer",
            "cases:lead",
            "cases:lead_new",
            "cases:lead_step",
            "cases:lead_viewing",
            "cases:lead_back",
            "cases:lead_end",
            "cases:home",
            "cases:home_new",
            "cases:home_change",
            "cases:home_withdraw",
            "cases:home_survey",
            "cases:home_return",
        ),
    ),
)
