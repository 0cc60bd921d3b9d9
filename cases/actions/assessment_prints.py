"""The assessment on paper: the facts as they are saved, without causes and needs."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from cases.assessment_words import SECTIONS, in_words, label_of
from cases.models import Assessment
from core.documents import give_out
from core.models import Document

if TYPE_CHECKING:
    from accounts.models import User

ASSESSMENT = "cases.assessment"


def print_assessment(*, assessment: Assessment, by: "User") -> Document:
    """Its PDF, frozen as it stands. Causes and needs are never on it, whoever prints it."""
    with translation.override(settings.LANGUAGE_CODE):
        payload = assessment_payload(assessment)
    return give_out(
        ASSESSMENT,
        payload=payload,
        by=by,
        authority_id=assessment.authority_id,
        household_id=assessment.household_id,
        subject_id=assessment.pk,
        language=settings.LANGUAGE_CODE,
    )


def assessment_payload(assessment: Assessment) -> dict[str, Any]:
    """Everything that the paper says, in words. No name of a protected household."""
    household, saved = assessment.household, localtime(assessment.saved_at)
    members = household.members_on(saved.date())
    return {
        "board": household.authority.name,
        "case_number": household.case_number,
        "names": [] if household.is_protected else [member.person.name for member in members],
        "version": assessment.version,
        "saved_on": date_format(saved, "j F Y"),
        "saved_by": assessment.saved_by.full_name,
        "sections": [
            [str(title), [[label_of(name), in_words(name, getattr(assessment, name))] for name in names]]
            for title, names in SECTIONS
        ],
    }
