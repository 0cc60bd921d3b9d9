"""What a household's page shows of the advice: referrals and their answers, and what a consent covers.

Nothing else of a debt case leaves the advice; without a consent in force not even that there is one.
"""

from typing import TYPE_CHECKING, Any

from cases.models import Household
from core.audit import record_subject_reads
from core.clock import today
from core.documents import documents_of
from core.models import Document
from debtadvice.actions.letters import CLIENT_PLAN
from debtadvice.enums import ConsentScope, PlanState
from debtadvice.models import Consent, DebtCase, Referral
from debtadvice.readiness import plan_in_words, readiness_of

if TYPE_CHECKING:
    from accounts.models import User

PAGE = "cases:household_detail"


def household_panel(household: Household, user: "User") -> dict[str, Any] | None:
    """The panel's context; None when there is nothing that this person may see. Reads are logged."""
    if not getattr(household, "has_debt_advice", True):
        return None
    referral = _referral(household) if user.can("debt_advice.refer") else None
    consent = consent_for(household, user)
    if referral is None and consent is None:
        return None
    context: dict[str, Any] = {
        "referral": referral,
        "consent": consent,
        "case": None,
        "facts": [],
        "plan": None,
        "plan_document": None,
    }
    if consent is not None:
        case = consent.case
        record_subject_reads(user, [case], page=PAGE, authority_id=user.authority_id)
        context["case"] = case
        if consent.scope >= ConsentScope.READINESS:
            context["facts"] = readiness_of(case, today())
        if consent.scope >= ConsentScope.PLAN:
            context["plan"] = plan_in_words(case, today())
            context["plan_document"] = _paper_of(case)
    return context


def consent_for(household: Household, user: "User") -> Consent | None:
    """The consent by which user may see something of the household's open debt case; None without one."""
    if not user.can("debt_advice.consented"):
        return None
    consents = Consent.objects.in_force_on(today()).filter(
        case__household=household,
        case__closed_on=None,
        case__household__in=Household.objects.visible_to(user, "debt_advice.consented"),
    )
    return consents.select_related("case__adviser").order_by("-scope", "pk").first()


def _paper_of(case: DebtCase) -> Document | None:
    """The latest paper of the plan that runs."""
    plans = list(case.plans.filter(state=PlanState.RUNNING).values_list("pk", flat=True))
    return next(iter(documents_of(CLIENT_PLAN, plans).values()), None)


def _referral(household: Household) -> Referral | None:
    referrals = Referral.objects.filter(household=household).select_related("sent_by", "answered_by")
    return referrals.order_by("-sent_at", "-pk").first()
