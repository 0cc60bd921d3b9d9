"""Placements: start and end."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from cases.errors import ActionRefused
from cases.models import Household
from housing.actions.recording import check_nights, record
from housing.enums import PlacementEnd, PricePer
from housing.models import BoardDecision, Placement, Provider


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
    planned_last_night: date | None = None,
    decision: BoardDecision | None = None,
    paying_unit: Unit | None = None,
    continues: Placement | None = None,
    client_key: UUID | None = None,
) -> Placement:
    """Place household with provider from first_night; last_night (counted) may be set later.

    Raises ActionRefused when the provider is another board's, the price is negative, or the nights run
    backwards.
    """
    if provider.authority_id != household.authority_id:
        raise ActionRefused(_("The provider belongs to another board."), "provider")
    if price_sek < 0:
        raise ActionRefused(_("The price can't be negative."), "price_sek")
    check_nights(first_night, last_night)
    check_nights(first_night, planned_last_night, field="planned_last_night")
    placement = Placement.objects.create(
        authority_id=household.authority_id,
        household=household,
        provider=provider,
        first_night=first_night,
        last_night=last_night,
        planned_last_night=planned_last_night,
        price_sek=price_sek,
        price_per=price_per,
        decision=decision,
        paying_unit=paying_unit,
        continues=continues,
        client_key=client_key,
        started_by=by,
    )
    record("placement.started", by, placement)
    return placement


@transaction.atomic
def end_placement(
    *, placement: Placement, last_night: date, by: User, end_reason: PlacementEnd | str = ""
) -> Placement:
    """End a placement; last_night is the last that is counted and paid."""
    placement = Placement.objects.select_for_update().get(pk=placement.pk)
    check_nights(placement.first_night, last_night)
    placement.last_night, placement.end_reason = last_night, end_reason
    placement.save(update_fields=["last_night", "end_reason"])
    record("placement.ended", by, placement)
    return placement
