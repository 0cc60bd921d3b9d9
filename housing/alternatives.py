"""What the coming three months cost in one place or another, and what the stays have cost so far."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from core.money import round_half_up
from core.periods import add_months
from housing.costs import MONTHS_AHEAD, cost_of, cost_to_date
from housing.enums import FLAT_ACCOMMODATIONS, FlatKind, PricePer
from housing.models import Application, Flat, Placement, ProviderPrice


@dataclass
class Rent:
    """What a flat costs, as a price by the month."""

    price_sek: Decimal
    price_per: str = PricePer.MONTH


@dataclass(frozen=True)
class Alternative:
    """A place and what it costs the board for three months. `difference_sek` is to the present place."""

    name: str
    cost_sek: Decimal
    is_present: bool = False
    difference_sek: Decimal | None = None


@dataclass(frozen=True)
class PlacementCost:
    """A placement of the household with what it has cost up to and including today."""

    placement: Placement
    nights: int
    cost_sek: Decimal


def placements_with_cost(household_id: int, day: date) -> list[PlacementCost]:
    """The household's placements, newest first; nights up to day. One query."""
    rows = Placement.objects.counted().filter(household=household_id).select_related("provider")
    found = []
    for row in rows.order_by("-first_night", "-pk"):
        last = min(row.last_night or day, day)
        nights = max((last - row.first_night).days + 1, 0)
        found.append(PlacementCost(row, nights, cost_to_date(row, day)))
    return found


def alternatives_for(application: Application, day: date) -> list[Alternative]:
    """The present place, the providers' prices of today, and the free flats, the cheapest first.

    In whole kronor, since nobody knows the future to the öre. Three queries. A flat costs its rent; what
    the client pays of it is not taken off.
    """
    first, last = day, add_months(day, MONTHS_AHEAD) - timedelta(days=1)
    present = Placement.objects.on_night(day).filter(household=application.household_id)
    current = present.select_related("provider").order_by("-first_night", "-pk").first()
    found = []
    base: Decimal | None = None
    if current is not None:
        base = _whole(cost_of(current, first, last))
        found.append(Alternative(current.provider.name, base, is_present=True))
    others = [*_at_providers(application, first, last), *_in_flats(application, first, last)]
    for name, cost in sorted(others, key=lambda one: (one[1], one[0])):
        if current is not None and (name, cost) == (current.provider.name, base):
            continue  # where they are, at the same price: told already
        found.append(Alternative(name, cost, difference_sek=cost - base if base is not None else None))
    return found


def _at_providers(application: Application, first: date, last: date) -> list[tuple[str, Decimal]]:
    prices = ProviderPrice.objects.active_on(first).filter(
        provider__authority=application.authority_id, provider__is_active=True
    )
    return [
        (
            f"{price.provider.name}, {price.what}" if price.what else price.provider.name,
            _whole(cost_of(price, first, last)),
        )
        for price in prices.select_related("provider").order_by("provider__name", "what")
    ]


def _in_flats(application: Application, first: date, last: date) -> list[tuple[str, Decimal]]:
    kinds = Q(kind=FlatKind.TRANSITIONAL)
    if application.accommodation in FLAT_ACCOMMODATIONS:
        kinds |= Q(kind=application.accommodation)
    flats = Flat.objects.free_on(first).filter(kinds, authority=application.authority_id)
    return [
        (flat.address, _whole(cost_of(Rent(flat.rent_on(first)), first, last)))
        for flat in flats.prefetch_related("rents").order_by("address")
    ]


def _whole(amount_sek: Decimal) -> Decimal:
    return round_half_up(amount_sek, 0)
