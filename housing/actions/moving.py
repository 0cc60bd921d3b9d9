"""Placements that go on with another provider or at another price: the row ends and a new one begins."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.errors import ActionRefused
from housing.actions.agenda import agenda_changed
from housing.actions.placements import close_row, held, next_row, refuse_ended, started_already, terms_of
from housing.actions.recording import record
from housing.actions.terms import ONE_DAY, check_price, check_provider_in_use, check_terms
from housing.enums import PlacementEnd, PricePer
from housing.models import BoardDecision, Placement, Provider


@transaction.atomic
def move_placement(
    *,
    placement: Placement,
    provider: Provider,
    first_night: date,
    price_sek: Decimal,
    price_per: PricePer | str,
    by: User,
    planned_last_night: date | None = None,
    decision: BoardDecision | None = None,
    client_key: UUID | None = None,
) -> Placement:
    """From first_night on the household is with another provider; the row before ends the night before.

    Returns the new row, which continues the old one, is paid by the same unit and rests on the same decision
    unless another is named. All or nothing. Sent again with the same client_key it gives the row that is
    there. Raises ActionRefused as `start_placement` does, for the same provider, and for a first night that
    leaves the row before without any.
    """
    row = held(placement, by)
    if there := started_already(row.household, client_key):
        return there
    refuse_ended(row)
    if provider.pk == row.provider_id:
        raise ActionRefused(
            _("They stay there already. Choose another provider, or set a new price instead."), "provider"
        )
    check_provider_in_use(provider)
    _check_split(row, first_night, "first_night")
    changes = {
        "provider": provider,
        "first_night": first_night,
        "last_night": None,
        "planned_last_night": planned_last_night,
        "price_sek": price_sek,
        "decision": decision or row.decision,
    }
    check_terms(terms_of(row, **changes))
    close_row(row, first_night - ONE_DAY, PlacementEnd.OTHER_PROVIDER)
    record("placement.ended", by, row, {"reason": PlacementEnd.OTHER_PROVIDER})
    moved = _go_on(row, by, client_key, price_per=price_per, **changes)
    record("placement.moved", by, moved, {"from": row.pk, "first_night": first_night.isoformat()})
    agenda_changed(row.authority, by=by)
    return moved


@transaction.atomic
def reprice_placement(
    *,
    placement: Placement,
    from_night: date,
    price_sek: Decimal,
    price_per: PricePer | str,
    by: User,
    client_key: UUID | None = None,
) -> Placement:
    """From from_night on the same nights cost something else: the row is split, and the new part returned.

    A row that has ended may be split too, since bills come late; what went on from it goes on from the new
    part. Sent again with the same client_key it gives the part that is there. Raises ActionRefused for the
    same price, a negative one, and a night that is not after the first and within the row.
    """
    row = held(placement, by)
    if there := started_already(row.household, client_key):
        return there
    check_price(price_sek)
    _check_split(row, from_night, "from_night")
    if row.last_night is not None and from_night > row.last_night:
        raise ActionRefused(_("The placement has ended before that night."), "from_night")
    if (row.price_sek, row.price_per) == (price_sek, price_per):
        raise ActionRefused(_("That is the price already."), "price_sek")
    after, last_night, end_reason = next_row(row), row.last_night, row.end_reason
    if after is not None:  # only one row may go on from another, so it has to let go first
        Placement.objects.filter(pk=after.pk).update(continues=None)
    close_row(row, from_night - ONE_DAY, PlacementEnd.NEW_PRICE)
    planned = row.planned_last_night
    repriced = _go_on(
        row,
        by,
        client_key,
        provider=row.provider,
        first_night=from_night,
        last_night=last_night,
        planned_last_night=planned if planned is None or planned >= from_night else None,
        price_sek=price_sek,
        price_per=price_per,
        decision=row.decision,
        end_reason=end_reason,
    )
    if after is not None:
        Placement.objects.filter(pk=after.pk).update(continues=repriced)
    record("placement.repriced", by, repriced, {"from": row.pk, "from_night": from_night.isoformat()})
    agenda_changed(row.authority, by=by)
    return repriced


def _check_split(row: Placement, first_night: date, field: str) -> None:
    """The part before keeps at least one night."""
    if first_night <= row.first_night:
        raise ActionRefused(
            _("Choose a night after the first one. If it was never otherwise, correct the placement."), field
        )


def _go_on(row: Placement, by: User, client_key: UUID | None, **changes: object) -> Placement:
    return Placement.objects.create(
        authority_id=row.authority_id,
        household=row.household,
        paying_unit=row.paying_unit,
        continues=row,
        client_key=client_key,
        started_by=by,
        **changes,
    )
