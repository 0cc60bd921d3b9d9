"""The printed documents of casework: who may open them, and where they belong."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.actions.assessment_prints import ASSESSMENT
from cases.actions.materials import MATERIAL
from cases.actions.plan_letters import PLAN
from cases.models import Assessment, WorkPlan
from core.models import Document
from core.registries import DocumentKind, document_kinds


def _may_read_plan(user: Any, document: Document) -> bool:
    return WorkPlan.objects.visible_to(user, "plan.read").filter(pk=document.subject_id or 0).exists()


def _may_read_assessment(user: Any, document: Document) -> bool:
    rows = Assessment.objects.visible_to(user, "assessment.read")
    return rows.filter(pk=document.subject_id or 0).exists()


def register_documents() -> None:
    """The kinds of documents of this app."""
    document_kinds.register(
        PLAN,
        DocumentKind(
            name=PLAN,
            title=_("Work plan"),
            template="pdf/work_plan.html",
            may_read=_may_read_plan,
            file_name=lambda document: f"arbetsplan-{document.subject_id}",
            back=lambda document: reverse("cases:plan", args=[document.household_id]),
            back_label=_("Back to the work plan"),
        ),
    )
    document_kinds.register(
        ASSESSMENT,
        DocumentKind(
            name=ASSESSMENT,
            title=_("Assessment"),
            template="pdf/assessment.html",
            may_read=_may_read_assessment,
            file_name=lambda document: f"kartlaggning-{document.subject_id}",
            back=lambda document: reverse("cases:assessment_history", args=[document.household_id]),
            back_label=_("Back to the assessment"),
        ),
    )
    document_kinds.register(
        MATERIAL,
        DocumentKind(
            name=MATERIAL,
            title=_("Material"),
            template="pdf/material.html",
            may_read=lambda user, document: user.can("material.read"),
            file_name=lambda document: f"{document.payload['kind']}-{document.payload['text_language']}",
            back=lambda document: reverse("cases:material_list"),
            back_label=_("Back to the materials"),
        ),
    )
