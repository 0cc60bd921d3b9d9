"""The board's flats: added, changed, given back; what they cost and what their tenants pay."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Authority, User
from cases.actions.locking import refuse_other_board
from cases.errors import ActionRefused
from core.audit import record_event
from housing.actions.agenda import agenda_changed, hold_agendas
from housing.enums import DEFAULT_SURCHARGE_PERCENT, FlatKind
from housing.fees import client_fee
from housing.models import FeeSurcharge, Flat, FlatRent, Tenancy

CHANGEABLE = (
    "kind",
    "address",
    "rooms",
    "most_people",
    "landlord",
    "landlord_contact",
    "contract_number",
    "waiver_approved_on",
    "waiver_expires_on",
    "note",
)
HIGHEST_SURCHARGE = 15  # JB 12:55: at most 15 per cent for furniture


@transaction.atomic
def add_flat(
    *,
    authority: Authority,
    by: User,
    kind: str,
    address: str,
    monthly_rent_sek: Decimal,
    available_from: date,
    **facts: Any,
) -> Flat:
    """A flat that the board has from a day on. `facts`: what else `CHANGEABLE` names.

    Raises ActionRefused when the board has a flat at that address already.
    """
    refuse_other_board(authority.pk, by)
    Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    flat = Flat(authority=authority, monthly_rent_sek=monthly_rent_sek, available_from=available_from)
    _put(flat, {"kind": kind, "address": address, **facts})
    if monthly_rent_sek < 0:
        raise ActionRefused(_("The rent can't be negative."), "monthly_rent_sek")
    flat.save()
    _record("flat.added", flat, by)
    agenda_changed(authority, by=by)
    return flat


@transaction.atomic
def change_flat(*, flat: Flat, by: User, **changes: Any) -> Flat:
    """Change what `CHANGEABLE` names; nothing is written when nothing is new.

    Raises ActionRefused for a kind that would turn the stay that goes on into another sort.
    """
    hold_agendas(flat.authority_id)
    flat = _held(flat, by)
    before = {name: getattr(flat, name) for name in CHANGEABLE}
    if changes.get("kind", flat.kind) != flat.kind and _lived_in_after(flat, None):
        raise ActionRefused(_("Somebody lives in the flat. Change its kind when it is free."), "kind")
    _put(flat, changes)
    changed = sorted(name for name in CHANGEABLE if getattr(flat, name) != before[name])
    if changed:
        flat.save()
        _record("flat.changed", flat, by, fields=changed)
        agenda_changed(flat.authority, by=by)
    return flat


@transaction.atomic
def retire_flat(*, flat: Flat, last_day: date, by: User) -> Flat:
    """The board has the flat through last_day. Raises ActionRefused while somebody lives there after it."""
    hold_agendas(flat.authority_id)
    flat = _held(flat, by)
    if last_day < flat.available_from:
        raise ActionRefused(_("The flat's last day is before its first."), "last_day")
    if _lived_in_after(flat, last_day):
        raise ActionRefused(
            _("Somebody lives in the flat after that day. End the stay first, or choose a later day."),
            "last_day",
        )
    if flat.available_until == last_day:
        return flat
    flat.available_until = last_day
    flat.save(update_fields=["available_until"])
    _record("flat.retired", flat, by, last_day=last_day.isoformat())
    agenda_changed(flat.authority, by=by)
    return flat


@transaction.atomic
def restore_flat(*, flat: Flat, by: User) -> Flat:
    """Undo of retiring: the board keeps the flat until further notice. Kept already: nothing is written."""
    hold_agendas(flat.authority_id)
    flat = _held(flat, by)
    if flat.available_until is None:
        return flat
    flat.available_until = None
    flat.save(update_fields=["available_until"])
    _record("flat.restored", flat, by)
    agenda_changed(flat.authority, by=by)
    return flat


@transaction.atomic
def set_rent(*, flat: Flat, first_day: date, amount: Decimal, by: User) -> FlatRent:
    """The rent is `amount` a month from first_day on; the same day set again is corrected.

    The fees of stays that began before are as they were agreed. Raises ActionRefused for a day on or before
    the flat's first, whose rent stands on the flat itself.
    """
    flat = _held(flat, by)
    if amount < 0:
        raise ActionRefused(_("The rent can't be negative."), "monthly_rent_sek")
    if first_day <= flat.available_from:
        raise ActionRefused(
            _("The flat is available from %(day)s. A new rent begins on a later day.")
            % {"day": flat.available_from},
            "first_day",
        )
    values = {"monthly_rent_sek": amount, "recorded_by": by}
    rent, is_new = FlatRent.objects.get_or_create(flat=flat, first_day=first_day, defaults=values)
    if is_new or rent.monthly_rent_sek != amount:
        rent.monthly_rent_sek, rent.recorded_by = amount, by
        rent.save()
        _record("flat.rent_set", flat, by, first_day=first_day.isoformat(), amount=str(amount))
    return rent


@transaction.atomic
def set_surcharge(
    *, authority: Authority, percent: Decimal, first_day: date, by: User, reference: str = ""
) -> FeeSurcharge:
    """What clients of transitional flats pay beside the rent, from a day on; the same day is corrected.

    Raises ActionRefused above what the law lets a furnished flat cost.
    """
    refuse_other_board(authority.pk, by)
    Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    if not 0 <= percent <= HIGHEST_SURCHARGE:
        raise ActionRefused(_("The surcharge for furniture is between 0 and 15 per cent."), "percent")
    values = {"percent": percent, "reference": reference.strip()}
    row, _is_new = FeeSurcharge.objects.update_or_create(
        authority=authority, first_day=first_day, defaults=values
    )
    details = {"percent": str(percent), "first_day": first_day.isoformat()}
    record_event("surcharge.set", by=by, authority_id=authority.pk, subject=row, details=details)
    return row


def surcharge_on(authority_id: int, day: date) -> Decimal:
    """Per cent of the rent that a board's clients pay beside it on day."""
    rows = FeeSurcharge.objects.filter(authority_id=authority_id, first_day__lte=day).order_by("-first_day")
    percent = rows.values_list("percent", flat=True).first()
    return Decimal(DEFAULT_SURCHARGE_PERCENT) if percent is None else percent


def fee_of(flat: Flat, day: date) -> Decimal:
    """The client's monthly fee on day: the rent, and in a transitional flat the surcharge."""
    is_furnished = flat.kind == FlatKind.TRANSITIONAL
    return client_fee(flat.rent_on(day), surcharge_on(flat.authority_id, day) if is_furnished else 0)


def _held(flat: Flat, by: User) -> Flat:
    refuse_other_board(flat.authority_id, by)
    return Flat.objects.select_for_update(no_key=True).get(pk=flat.pk)


def _lived_in_after(flat: Flat, day: date | None) -> bool:
    """Whether a stay goes on, or has a night after day."""
    later = Q(last_night=None) if day is None else Q(last_night=None) | Q(last_night__gt=day)
    return Tenancy.objects.counted().filter(later, flat=flat).exists()


def _put(flat: Flat, facts: dict[str, Any]) -> None:
    address = flat.address
    for name, value in facts.items():
        if name not in CHANGEABLE:
            raise TypeError(f"{name} is not among a flat's facts")
        setattr(flat, name, value.strip() if isinstance(value, str) else value)
    if flat.waiver_expires_on and not flat.waiver_approved_on:
        raise ActionRefused(_("Write when the waiver was approved."), "waiver_approved_on")
    if (
        flat.waiver_expires_on
        and flat.waiver_approved_on
        and flat.waiver_expires_on < flat.waiver_approved_on
    ):
        raise ActionRefused(_("The waiver expires before it was approved."), "waiver_expires_on")
    if flat.address != address:
        _refuse_known_address(flat)


def _refuse_known_address(flat: Flat) -> None:
    """Two flats at one address are a slip, but for those that the board has had all along."""
    others = Flat.objects.filter(authority_id=flat.authority_id, address__iexact=flat.address)
    if others.filter(available_until=None).exclude(pk=flat.pk).exists():
        raise ActionRefused(_("The board has a flat at that address already."), "address")


def _record(action: str, flat: Flat, by: User, **details: Any) -> None:
    record_event(action, by=by, authority_id=flat.authority_id, subject=flat, details=details)
