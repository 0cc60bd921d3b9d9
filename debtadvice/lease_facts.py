"""What the client has let the debt adviser tell of a lease of one's own, for the household's page."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases.eligibility.readiness import DEBTS_PLANNED, NO_ARREARS, NO_NEW_DEBTS, PAYS_ENFORCEMENT
from cases.models import Household
from core.audit import record_subject_reads
from core.clock import today
from core.registries import ReadinessFact
from debtadvice.enums import ConsentScope
from debtadvice.panel import PAGE, consent_for
from debtadvice.readiness import Fact, readiness_of

if TYPE_CHECKING:
    from accounts.models import User


def lease_facts(household: Household, user: "User") -> Sequence[ReadinessFact]:
    """Nothing without a consent in force of at least that scope. What is read is logged."""
    if not getattr(household, "has_debt_advice", True):
        return []
    consent = consent_for(household, user)
    if consent is None or consent.scope < ConsentScope.READINESS:
        return []
    case, day = consent.case, today()
    record_subject_reads(user, [case], page=PAGE, authority_id=user.authority_id)
    no_arrears, planned, authority, no_new, *_budget = readiness_of(case, day)
    return [
        _told(NO_ARREARS, no_arrears, day),
        _told(PAYS_ENFORCEMENT, authority, day, str(authority.label)),
        _told(DEBTS_PLANNED, planned, day),
        _told(NO_NEW_DEBTS, no_new, day),
    ]


def _told(code: str, fact: Fact, day: date, label: str = "") -> ReadinessFact:
    evidence = fact.evidence or (_("Yes.") if fact.is_met else _("No."))
    return ReadinessFact(code, fact.is_met, evidence, day, _("Budget and debt advice"), label)
