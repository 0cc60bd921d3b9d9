"""What acute accommodation costs the board in a month, in all and by provider."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from core.money import format_number, to_ore
from core.periods import Period
from core.ratios import percent
from housing.costs import cost_between, cost_of_month, nights_of_month
from housing.models import Placement
from housing.placed import children_of
from housing.unbroken import StayRow, stay_rows

if TYPE_CHECKING:
    from accounts.models import User


@dataclass
class ProviderCost:
    """A provider's share of the month: whoever is there tonight, the nights and their cost as planned."""

    name: str
    pk: int | None
    tonight: int = 0
    nights: int = 0
    cost_sek: Decimal = Decimal("0.00")


@dataclass(frozen=True)
class MonthCosts:
    """The month of a day. `cost_sek` goes to its end as planned, `cost_to_date_sek` through the day.

    Households, families and sums are the whole board's. `providers` tells of placements that the reader
    sees, with one line for all the others, so that nobody learns where a hidden household is.
    """

    month: Period
    before: Period
    households: int
    families: int
    cost_sek: Decimal
    cost_to_date_sek: Decimal
    cost_before_sek: Decimal
    providers: list[ProviderCost]

    @property
    def change_percent(self) -> int | None:
        """Against the month before, rounded half up; None when nothing was paid then."""
        share = percent(to_ore(self.cost_sek), to_ore(self.cost_before_sek))
        return None if share is None else share - 100

    @property
    def change_words(self) -> str:
        """`, −21 %`; empty when there is nothing to compare with."""
        change = self.change_percent
        return "" if change is None else f", {'+' if change > 0 else ''}{format_number(change)}\u00a0%"


def month_costs(user: "User", day: date) -> MonthCosts:
    """Of user's board; three queries."""
    month = Period.month(day.year, day.month)
    eve = month.start - timedelta(days=1)
    before = Period.month(eve.year, eve.month)
    between = Placement.objects.of_authority(user).between(before.start, month.end)
    rows = stay_rows(between)
    visible = Placement.objects.visible_to(user, "housing.read").between(month.start, month.end)
    seen = set(visible.values_list("pk", flat=True))
    tonight = {row.household_id for row in rows if _is_on(row, day)}
    return MonthCosts(
        month=month,
        before=before,
        households=len(tonight),
        families=len(children_of(tonight, day)),
        cost_sek=_total(cost_of_month(row, day) for row in rows),
        cost_to_date_sek=_total(cost_between(row, month.start, day) for row in rows),
        cost_before_sek=_total(cost_between(row, before.start, before.end) for row in rows),
        providers=_by_provider(rows, seen, day),
    )


def _by_provider(rows: list[StayRow], seen: set[int], day: date) -> list[ProviderCost]:
    lines: dict[int | None, ProviderCost] = {}
    for row in rows:
        nights = nights_of_month(row, day)
        if not nights:
            continue
        key = row.provider_id if row.pk in seen else None
        line = lines.setdefault(key, ProviderCost(row.provider_name if key else "", key))
        line.tonight += _is_on(row, day)
        line.nights += nights
        line.cost_sek += cost_of_month(row, day)
    return sorted(lines.values(), key=lambda line: (line.pk is None, -line.cost_sek, line.name))


def _is_on(row: StayRow, night: date) -> bool:
    return row.first_night <= night <= (row.last_night or date.max)


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal("0.00"))
