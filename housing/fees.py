"""What the client of a flat pays a month. Pure: rents and surcharges in, fees out.

In a transitional flat the fee is what the district pays and a surcharge for the furniture (report 2014:
3 %; JB 12:55: at most 15 %), rounded half up to öre once. In the other flats it is the rent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.money import round_half_up

HUNDRED = Decimal(100)
Dated = tuple[date, Decimal]


def client_fee(rent_sek: Decimal, surcharge_percent: Decimal | int) -> Decimal:
    """The rent and so many per cent of it: 4 956,67 kr and 3 % are 5 105,37 kr."""
    return round_half_up(rent_sek * (HUNDRED + Decimal(surcharge_percent)) / HUNDRED, 2)


@dataclass(frozen=True)
class FeeSpan:
    """The monthly fee from a first day to a last one; None: until further notice."""

    first_day: date
    last_day: date | None
    fee_sek: Decimal


def fee_spans(rents: Iterable[Dated], surcharges: Iterable[Dated], first: date) -> list[FeeSpan]:
    """The fees from a day on, as rents and surcharges change; both are (first day, amount).

    The rent and the surcharge that began last on or before a day hold on it. Days before the first rent have
    no fee; without a surcharge it is none.
    """
    rents, surcharges = sorted(rents), sorted(surcharges)
    turns = sorted({first} | {day for day, _amount in [*rents, *surcharges] if day > first})
    spans: list[FeeSpan] = []
    for day in turns:
        rent = _in_force(rents, day)
        if rent is None:
            continue
        fee = client_fee(rent, _in_force(surcharges, day) or 0)
        if spans and spans[-1].fee_sek == fee:
            continue
        if spans:
            spans[-1] = FeeSpan(spans[-1].first_day, day - timedelta(days=1), spans[-1].fee_sek)
        spans.append(FeeSpan(day, None, fee))
    return spans


def _in_force(dated: list[Dated], day: date) -> Decimal | None:
    held = [amount for first_day, amount in dated if first_day <= day]
    return held[-1] if held else None
