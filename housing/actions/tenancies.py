"""Tenancies in the board's flats: start and end."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.errors import ActionRefused
from cases.models import Household
from housing.actions.recording import check_nights, record
from housing.models import BoardDecision, Flat, Tenancy


@transaction.atomic
def start_tenancy(
    *,
    household: Household,
    flat: Flat,
    first_night: date,
    by: User,
    planned_last_night: date | None = None,
    decision: BoardDecision | None = None,
    fee_sek: Decimal | None = None,
    next_solution: str = "",
    next_solution_named: str = "",
    next_solution_on: date | None = None,
) -> Tenancy:
    """Let household move into flat. Raises ActionRefused when somebody lives there on one of the nights."""
    if flat.authority_id != household.authority_id:
        raise ActionRefused(_("The flat belongs to another board."), "flat")
    check_nights(first_night, planned_last_night, field="planned_last_night")
    flat = Flat.objects.select_for_update().get(pk=flat.pk)
    later = Tenancy.objects.counted().filter(flat=flat).exclude(last_night__lt=first_night)
    if later.exists():
        raise ActionRefused(_("The flat already has a tenant on one of those nights."), "flat")
    tenancy = Tenancy.objects.create(
        authority_id=household.authority_id,
        household=household,
        flat=flat,
        first_night=first_night,
        planned_last_night=planned_last_night,
        decision=decision,
        fee_sek=fee_sek,
        next_solution=next_solution,
        next_solution_named=next_solution_named,
        next_solution_on=next_solution_on,
        started_by=by,
    )
    record("tenancy.started", by, tenancy)
    return tenancy


@transaction.atomic
def end_tenancy(
    *, tenancy: Tenancy, last_night: date, by: User, moved_to: str = "", moved_to_named: str = ""
) -> Tenancy:
    """End a tenancy; last_night is the last that is counted."""
    tenancy = Tenancy.objects.select_for_update().get(pk=tenancy.pk)
    check_nights(tenancy.first_night, last_night)
    tenancy.last_night, tenancy.moved_to, tenancy.moved_to_named = last_night, moved_to, moved_to_named
    tenancy.save(update_fields=["last_night", "moved_to", "moved_to_named"])
    record("tenancy.ended", by, tenancy)
    return tenancy
