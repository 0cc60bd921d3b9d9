"""What the verbs of housing do: check nights and case, and leave their event in the audit log."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from cases.errors import ActionRefused
from cases.models import Household
from core.audit import record_event
from housing.models import AgendaItem, Application, BoardDecision, Placement, Tenancy


def check_nights(first_night: date, last_night: date | None, field: str = "last_night") -> None:
    """Raises ActionRefused when the nights run backwards."""
    if last_night is not None and last_night < first_night:
        raise ActionRefused(_("The last night is before the first."), field)


def refuse_closed(household: Household, night: date, field: str) -> None:
    """Nobody is housed in a case after it was closed. Nights before may still be written down."""
    if household.closed_on is not None and night > household.closed_on:
        raise ActionRefused(
            _("The case was closed %(day)s. Open it again on the household's page first.")
            % {"day": date_format(household.closed_on, "j F Y")},
            field,
        )


def record(
    action: str,
    by: User,
    subject: Placement | Tenancy | BoardDecision | Application | AgendaItem,
    details: dict[str, Any] | None = None,
) -> None:
    """One audit event about a row of a household. `details`: codes and ids only."""
    record_event(
        action,
        by=by,
        authority_id=subject.authority_id,
        subject=subject,
        household_id=subject.household_id,
        details=details,
    )
