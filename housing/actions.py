"""What is done with placements, tenancies and decisions. Each verb is one transaction and one audit event."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.errors import ActionRefused
from cases.models import Household
from core.audit import record_event
from housing.enums import Outcome, PricePer
from housing.models import BoardDecision, Flat, Placement, Provider, Tenancy


@transaction.atomic
def start_placement(
    *,
    household: Household,
    provider: Provider,
    first_night: date,
    price_sek: Decimal,
    price_per: PricePer,
    by: User,
    last_night: date | None = None,
) -> Placement:
    """Place household with provider from first_night; last_night (counted) may be set later.

    Raises ActionRefused when the provider is another board's, the price is negative, or the nights run
    backwards.
    """
    if provider.authority_id != household.authority_id:
        raise ActionRefused(_("The provider belongs to another board."))
    if price_sek < 0:
        raise ActionRefused(_("The price can't be negative."))
    _check_nights(first_night, last_night)
    placement = Placement.objects.create(
        authority_id=household.authority_id,
        household=household,
        provider=provider,
        first_night=first_night,
        last_night=last_night,
        price_sek=price_sek,
        price_per=price_per,
    )
    _record("placement.started", by, placement)
    return placement


@transaction.atomic
def end_placement(*, placement: Placement, last_night: date, by: User) -> Placement:
    """End a placement; last_night is the last that is counted and paid."""
    placement = Placement.objects.select_for_update().get(pk=placement.pk)
    _check_nights(placement.first_night, last_night)
    placement.last_night = last_night
    placement.save(update_fields=["last_night"])
    _record("placement.ended", by, placement)
    return placement


@transaction.atomic
def start_tenancy(*, household: Household, flat: Flat, first_night: date, by: User) -> Tenancy:
    """Let household move into flat. Raises ActionRefused when somebody lives there on one of the nights."""
    if flat.authority_id != household.authority_id:
        raise ActionRefused(_("The flat belongs to another board."))
    flat = Flat.objects.select_for_update().get(pk=flat.pk)
    later = Tenancy.objects.filter(flat=flat).exclude(last_night__lt=first_night)
    if later.exists():
        raise ActionRefused(_("The flat already has a tenant on one of those nights."))
    tenancy = Tenancy.objects.create(
        authority_id=household.authority_id, household=household, flat=flat, first_night=first_night
    )
    _record("tenancy.started", by, tenancy)
    return tenancy


@transaction.atomic
def end_tenancy(*, tenancy: Tenancy, last_night: date, by: User) -> Tenancy:
    """End a tenancy; last_night is the last that is counted."""
    tenancy = Tenancy.objects.select_for_update().get(pk=tenancy.pk)
    _check_nights(tenancy.first_night, last_night)
    tenancy.last_night = last_night
    tenancy.save(update_fields=["last_night"])
    _record("tenancy.ended", by, tenancy)
    return tenancy


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
    """Record what was decided on an application. Raises ActionRefused without a reason or in wrong order."""
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
    _record("decision.recorded", by, decision, {"outcome": outcome})
    return decision


def _check_nights(first_night: date, last_night: date | None) -> None:
    if last_night is not None and last_night < first_night:
        raise ActionRefused(_("The last night is before the first."))


def _record(
    action: str,
    by: User,
    subject: Placement | Tenancy | BoardDecision,
    details: dict[str, str] | None = None,
) -> None:
    record_event(
        action,
        by=by,
        authority_id=subject.authority_id,
        subject=subject,
        household_id=subject.household_id,
        details=details,
    )
