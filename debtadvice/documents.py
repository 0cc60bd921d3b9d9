"""The printed documents of the advice: who may open them, and which debt case a read is logged on."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Document
from core.registries import DocumentKind, document_kinds
from debtadvice.actions.letters import CLIENT_PLAN, CREDITOR_LETTER
from debtadvice.enums import ConsentScope
from debtadvice.models import Debt, DebtCase, RepaymentPlan
from debtadvice.panel import consent_for


def _may_read_letter(user: Any, document: Document) -> bool:
    return Debt.objects.visible_to(user).filter(pk=document.subject_id or 0).exists()


def _may_read_plan(user: Any, document: Document) -> bool:
    """The advisers; and whoever sees the household, while the client's consent to the plan holds."""
    if RepaymentPlan.objects.visible_to(user).filter(pk=document.subject_id or 0).exists():
        return True
    if not user.can("debt_advice.consented"):
        return False
    case = _case_of_plan(document)
    if case is None or case.household is None:
        return False
    consent = consent_for(case.household, user)
    return consent is not None and consent.case_id == case.pk and consent.scope >= ConsentScope.PLAN


def _case_of_plan(document: Document) -> DebtCase | None:
    plans = RepaymentPlan.objects.filter(pk=document.subject_id or 0).select_related("case__household")
    plan = plans.first()
    return plan.case if plan is not None else None


def _case_of_letter(document: Document) -> DebtCase:
    return Debt.objects.select_related("case").get(pk=document.subject_id or 0).case


def _back_from_letter(document: Document) -> str:
    return reverse("debtadvice:economy", args=[_case_of_letter(document).pk])


def _back_from_plan(document: Document) -> str:
    return reverse("debtadvice:plan", args=[document.subject_id])


def _back_to_reader(user: Any, document: Document) -> str:
    """An adviser comes from the plan, everybody else from the household's page."""
    case = _case_of_plan(document)
    if user.can("debt_case.read") or case is None or case.household is None:
        return _back_from_plan(document)
    return case.household.get_absolute_url()


def register_documents() -> None:
    """The kinds of documents of this app."""
    document_kinds.register(
        CREDITOR_LETTER,
        DocumentKind(
            name=CREDITOR_LETTER,
            title=_("Letter to a creditor"),
            template="pdf/creditor_letter.html",
            may_read=_may_read_letter,
            file_name=lambda document: f"brev-skuld-{document.subject_id}",
            back=_back_from_letter,
            back_label=_("Back to the economy"),
            read_subject=_case_of_letter,
        ),
    )
    document_kinds.register(
        CLIENT_PLAN,
        DocumentKind(
            name=CLIENT_PLAN,
            title=_("Repayment plan"),
            template="pdf/client_plan.html",
            may_read=_may_read_plan,
            file_name=lambda document: f"betalningsplan-{document.subject_id}",
            back=_back_from_plan,
            back_label=_("Back"),
            read_subject=_case_of_plan,
            back_for=_back_to_reader,
        ),
    )
