"""Decisions as history tells of them: without an application, a meeting or a delegation of ours."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.locking import locked
from cases.errors import ActionRefused
from cases.models import Household
from housing.actions.recording import record
from housing.enums import Outcome
from housing.models import BoardDecision


@transaction.atomic
def record_decision(
    *,
    household: Household,
    applied_on: date,
    decided_on: date,
    outcome: Outcome,
    decided_by: User,
    by: User,
    reason: str,
    accommodation: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> BoardDecision:
    """Record what was decided on an application.

    Raises ActionRefused without a reason, for days in the wrong order and for another board's household.
    """
    household = locked(household, by)
    if not reason.strip():
        raise ActionRefused(_("Write the reason for the decision."))
    if decided_on < applied_on:
        raise ActionRefused(_("The decision is dated before the application."))
    if valid_from and valid_until and valid_until < valid_from:
        raise ActionRefused(_("The decision ends before it begins."))
    decision = BoardDecision.objects.create(
        authority_id=household.authority_id,
        household=household,
        applied_on=applied_on,
        decided_on=decided_on,
        outcome=outcome,
        accommodation=accommodation,
        valid_from=valid_from,
        valid_until=valid_until,
        decided_by=decided_by,
        reason=reason.strip(),
    )
    record("decision.recorded", by, decision, {"outcome": outcome})
    return decision
