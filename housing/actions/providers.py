"""Providers and their price lists."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Authority, User
from cases.actions.locking import refuse_other_board
from cases.errors import ActionRefused
from core.audit import record_event
from housing.actions.terms import ONE_DAY, check_price
from housing.enums import PricePer, ProviderKind
from housing.models import Provider, ProviderPrice

FIELDS = ("name", "kind", "contact_name", "phone", "email", "address", "note")


@transaction.atomic
def add_provider(*, by: User, name: str, kind: ProviderKind | str, **contact: str) -> Provider:
    """A provider of by's board. `contact`: further fields of `FIELDS`.

    Raises ActionRefused without a name, and when the board has one of that name.
    """
    authority = _board_of(by)
    provider = Provider(authority=authority)
    _fill(provider, {"name": name, "kind": kind, **contact})
    provider.save()
    _record("provider.added", by, provider)
    return provider


@transaction.atomic
def change_provider(*, provider: Provider, by: User, **fields: str) -> Provider:
    """Change fields of `FIELDS`. Nothing new: nothing is written. Raises ActionRefused as `add_provider`."""
    _board_of(by)
    provider = _held(provider, by)
    before = {name: getattr(provider, name) for name in FIELDS}
    _fill(provider, fields)
    changed = sorted(name for name in FIELDS if getattr(provider, name) != before[name])
    if changed:
        provider.save(update_fields=changed)
        _record("provider.changed", by, provider, {"fields": changed})
    return provider


@transaction.atomic
def deactivate_provider(*, provider: Provider, by: User) -> Provider:
    """Nobody new is placed there; placements that are stay as they are."""
    return _set_active(provider, by, False, "provider.deactivated")


@transaction.atomic
def reactivate_provider(*, provider: Provider, by: User) -> Provider:
    """Households may be placed there again."""
    return _set_active(provider, by, True, "provider.reactivated")


@transaction.atomic
def set_price(
    *,
    provider: Provider,
    first_day: date,
    price_sek: Decimal,
    price_per: PricePer | str,
    by: User,
    what: str = "",
) -> ProviderPrice:
    """What a line of the price list costs from first_day on, until the next price that is known.

    The price before ends the day before. A price from the same day is corrected. Placements keep the price
    that they were given. Raises ActionRefused for a negative price.
    """
    provider = _held(provider, by)
    check_price(price_sek)
    what = " ".join(what.split())
    line = ProviderPrice.objects.filter(provider=provider, what=what)
    there = line.filter(first_day=first_day).first()
    if there is not None:
        return _correct_price(there, price_sek, price_per, by)
    after = line.filter(first_day__gt=first_day).order_by("first_day").first()
    line.filter(Q(last_day=None) | Q(last_day__gte=first_day), first_day__lt=first_day).update(
        last_day=first_day - ONE_DAY
    )
    price = ProviderPrice.objects.create(
        provider=provider,
        what=what,
        price_sek=price_sek,
        price_per=price_per,
        first_day=first_day,
        last_day=after.first_day - ONE_DAY if after else None,
    )
    _record("provider.priced", by, provider, _of(price))
    return price


@transaction.atomic
def end_price(*, price: ProviderPrice, last_day: date, by: User) -> ProviderPrice:
    """The line is sold through last_day and no longer. Raises ActionRefused for a day it has no price on."""
    provider = _held(price.provider, by)
    price = ProviderPrice.objects.get(pk=price.pk)
    if price.last_day == last_day:
        return price
    if not price.holds_on(last_day):
        raise ActionRefused(
            _("Choose a day from %(day)s on, before the price ends.")
            % {"day": date_format(price.first_day, "j F Y")},
            "last_day",
        )
    price.last_day = last_day
    price.save(update_fields=["last_day"])
    _record("provider.price_ended", by, provider, {**_of(price), "last_day": last_day.isoformat()})
    return price


def _correct_price(price: ProviderPrice, price_sek: Decimal, price_per: str, by: User) -> ProviderPrice:
    if (price.price_sek, price.price_per) == (price_sek, price_per):
        return price
    before = {"before_sek": str(price.price_sek), "before_per": str(price.price_per)}
    price.price_sek, price.price_per = price_sek, price_per
    price.save(update_fields=["price_sek", "price_per"])
    _record("provider.price_corrected", by, price.provider, {**_of(price), **before})
    return price


def _board_of(by: User) -> Authority:
    """By's board, held so that two can't add the same name at once."""
    if by.authority_id is None:
        raise ActionRefused(_("Providers belong to a board, and you work for none."))
    return Authority.objects.select_for_update().get(pk=by.authority_id)


def _held(provider: Provider, by: User) -> Provider:
    row = Provider.objects.select_for_update().get(pk=provider.pk)
    refuse_other_board(row.authority_id, by)
    return row


def _fill(provider: Provider, fields: dict[str, str]) -> None:
    for name, value in fields.items():
        if name not in FIELDS:
            raise ValueError(f"not a field of providers: {name}")
        setattr(provider, name, value.strip() if name == "note" else " ".join(value.split()))
    if not provider.name:
        raise ActionRefused(_("Write what the provider is called."), "name")
    namesakes = Provider.objects.filter(authority_id=provider.authority_id, name__iexact=provider.name)
    if "name" in fields and namesakes.exclude(pk=provider.pk).exists():
        raise ActionRefused(
            _("There is a provider of that name already. Use that one, or write what tells them apart."),
            "name",
        )


def _set_active(provider: Provider, by: User, is_active: bool, action: str) -> Provider:
    provider = _held(provider, by)
    if provider.is_active != is_active:
        provider.is_active = is_active
        provider.save(update_fields=["is_active"])
        _record(action, by, provider)
    return provider


def _of(price: ProviderPrice) -> dict[str, Any]:
    return {"price": price.pk, "first_day": price.first_day.isoformat(), "sek": str(price.price_sek)}


def _record(action: str, by: User, provider: Provider, details: dict[str, Any] | None = None) -> None:
    record_event(action, by=by, authority_id=provider.authority_id, subject=provider, details=details)
