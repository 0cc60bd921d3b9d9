"""What nights cost, exactly as the figure acute_cost_sek counts them: no database, no rounding but per month.

Both nights of a span are counted. A price per month is shared by the days of each calendar month, and what a
placement costs is rounded to öre, halves up, once for each of its months.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from core.money import round_half_up
from core.periods import Period, add_months
from housing.enums import PricePer

ONE_DAY = timedelta(days=1)
# How far ahead the alternatives of a placement are compared.
MONTHS_AHEAD = 3


class Priced(Protocol):
    """A price that holds for nights: a placement's or one of a price list."""

    @property
    def price_sek(self) -> Decimal: ...

    @property
    def price_per(self) -> str: ...


class Stay(Priced, Protocol):
    """A placement: nights at one price."""

    @property
    def first_night(self) -> date: ...

    @property
    def last_night(self) -> date | None: ...

    @property
    def planned_last_night(self) -> date | None: ...


class Line(Priced, Protocol):
    """A line of a price list, on days from a first to a last one (None: still)."""

    @property
    def first_day(self) -> date: ...

    @property
    def last_day(self) -> date | None: ...


@dataclass(frozen=True)
class Segment:
    """Nights at one price; no price where the list has none."""

    first_night: date
    last_night: date
    price: Priced | None

    @property
    def nights(self) -> int:
        return (self.last_night - self.first_night).days + 1


def cost_of(price: Priced, first_night: date, last_night: date) -> Decimal:
    """The nights from first to last, both counted; none when last is before first.

    Only a part of a month has anything to round: prices are in whole öre.
    """
    if last_night < first_night:
        return Decimal("0.00")
    if price.price_per != PricePer.MONTH:
        return round_half_up(((last_night - first_night).days + 1) * price.price_sek, 2)
    months = (last_night.year - first_night.year) * 12 + last_night.month - first_night.month
    if not months:
        return _share(price.price_sek, first_night, (last_night - first_night).days + 1)
    head = _share(price.price_sek, first_night, days_in_month(first_night) - first_night.day + 1)
    tail = _share(price.price_sek, last_night, last_night.day)
    return round_half_up(head + (months - 1) * price.price_sek + tail, 2)


def days_in_month(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _share(price_sek: Decimal, day: date, nights: int) -> Decimal:
    """So many nights of the month of day."""
    return round_half_up(nights * price_sek / days_in_month(day), 2)


def cost_between(stay: Stay, first: date, last: date) -> Decimal:
    """The stay's nights from first to last; one without a last night goes on."""
    end = last if stay.last_night is None else min(stay.last_night, last)
    return cost_of(stay, max(stay.first_night, first), end)


def cost_to_date(stay: Stay, today: date) -> Decimal:
    """The nights through tonight."""
    return cost_between(stay, stay.first_night, today)


def cost_of_month(stay: Stay, day: date) -> Decimal:
    """The whole calendar month of day, as planned; without a plan the stay lasts the month out."""
    month = Period.month(day.year, day.month)
    return cost_between(stay, month.start, min(month.end, _planned_end(stay, day) or month.end))


def nights_of_month(stay: Stay, day: date) -> int:
    """The nights that `cost_of_month` counts."""
    month = Period.month(day.year, day.month)
    last = stay.last_night or _planned_end(stay, day) or month.end
    return max((min(last, month.end) - max(stay.first_night, month.start)).days + 1, 0)


def forecast(stay: Stay, today: date) -> Decimal | None:
    """From the first night to the last or the planned one; None when nobody has planned an end.

    Where a plan has passed and they still stay, the nights through tonight.
    """
    end = stay.last_night or _planned_end(stay, today)
    return None if end is None else cost_between(stay, stay.first_night, end)


def cost_of_months_ahead(price: Priced, first_night: date, months: int = MONTHS_AHEAD) -> Decimal:
    """The coming months at a price: from the first night to the one before the same date."""
    return cost_of(price, first_night, add_months(first_night, months) - ONE_DAY)


def price_segments(lines: Iterable[Line], first_night: date, last_night: date) -> list[Segment]:
    """The nights by the price that one line of a price list has on each, in order.

    Nights that it has no price on are a segment without one, so that nothing is taken for free.
    """
    found, night = [], first_night
    for line in sorted(lines, key=lambda line: line.first_day):
        begin = max(line.first_day, night)
        end = last_night if line.last_day is None else min(line.last_day, last_night)
        if begin > end:
            continue
        if night < begin:
            found.append(Segment(night, begin - ONE_DAY, None))
        found.append(Segment(begin, end, line))
        night = end + ONE_DAY
    if night <= last_night:
        found.append(Segment(night, last_night, None))
    return found


def cost_by_list(lines: Iterable[Line], first_night: date, last_night: date) -> Decimal | None:
    """The same nights at the prices of one line of a price list; None when some night has no price."""
    total = Decimal(0)
    for segment in price_segments(lines, first_night, last_night):
        if segment.price is None:
            return None
        total += cost_of(segment.price, segment.first_night, segment.last_night)
    return total


def _planned_end(stay: Stay, today: date) -> date | None:
    """A plan that has passed says nothing about tonight."""
    planned = stay.planned_last_night
    return None if planned is None else max(planned, today)
