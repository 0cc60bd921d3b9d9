"""What the journal contributes to the household's page, "Min vecka", contacts and the menu."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.attachment_timeline import ATTACHMENTS
from cases.casework_log_words import WORDS
from cases.digest import DIGEST_JOB, send_digest
from cases.handing_over import register_hand_overs
from cases.information_timeline import INFORMATION
from cases.journal_timeline import NOTES, UNSIGNED, counted_notes, latest_notes, unsigned_notes
from cases.models import Attachment, InformationGiven, ProgrammeTime
from cases.views.programmes import panel as programmes_panel
from core.clock import today
from core.log_words import name_codes
from core.registries import (
    DutySource,
    HelpTopic,
    HouseholdAction,
    HouseholdPanel,
    contact_counts,
    contact_sources,
    duty_sources,
    help_topics,
    household_actions,
    household_marks,
    household_panels,
    job_handlers,
    timeline_sources,
)


def register_casework() -> None:
    """Called once, when the apps are ready."""
    name_codes(WORDS)
    timeline_sources.register(NOTES.name, NOTES)
    timeline_sources.register(ATTACHMENTS.name, ATTACHMENTS)
    timeline_sources.register(INFORMATION.name, INFORMATION)
    household_marks.register(
        "has_information", lambda: Exists(InformationGiven.objects.filter(household=OuterRef("pk")))
    )
    household_marks.register(
        "has_attachments", lambda: Exists(Attachment.objects.filter(household=OuterRef("pk")))
    )
    contact_sources.register("notes", latest_notes)
    contact_counts.register("notes", counted_notes)
    help_topics.register("casework", HelpTopic("casework", "cases/_help_casework.html", "journal.read", 22))
    household_marks.register("has_programmes", _has_programmes)
    household_panels.register(
        "programmes", HouseholdPanel("programmes", 12, "cases/_programmes_panel.html", programmes_panel)
    )
    household_actions.register(
        "cases.programme",
        HouseholdAction("cases.programme", _("Take into a programme"), _join_url, "household.change", 70),
    )
    register_hand_overs()
    job_handlers.register(DIGEST_JOB, send_digest)
    duty_sources.register(UNSIGNED, DutySource(UNSIGNED, unsigned_notes))


def _has_programmes() -> Any:
    return Exists(ProgrammeTime.objects.active_on(today()).filter(household=OuterRef("pk")))


def _join_url(household: Any) -> str:
    return reverse("cases:programme_join", args=[household.pk])
