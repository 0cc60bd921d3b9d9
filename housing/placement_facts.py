"""What the page of a placement says: nights, decisions, costs, the same nights elsewhere, corrections."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.periods import add_months
from housing.correction_words import Change, changes_of
from housing.costs import (
    MONTHS_AHEAD,
    cost_by_list,
    cost_of,
    cost_of_month,
    cost_to_date,
    forecast,
)
from housing.coverage import Span, covered_through, gaps
from housing.models import BoardDecision, Placement, PlacementCorrection, ProviderPrice
from housing.stays import acute_spans, approvals_of
from housing.uncovered import asked_through

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Elsewhere:
    """The same nights with another provider, and three months from today there.

    None where the price list has no price on some night. Differences are to the placement's own price.
    """

    name: str
    what: str
    same_nights_sek: Decimal | None
    ahead_sek: Decimal | None
    same_nights_difference_sek: Decimal | None
    ahead_difference_sek: Decimal | None


@dataclass(frozen=True)
class Part:
    """A placement of the same unbroken stay, with what it has cost so far."""

    placement: Placement
    nights: int
    cost_sek: Decimal
    is_this: bool


@dataclass(frozen=True)
class Correction:
    """What was wrong, in words."""

    row: PlacementCorrection
    changes: list[Change]


@dataclass(frozen=True)
class PlacementFacts:
    """A placement on a day. `through` is the night up to which the same nights are compared."""

    placement: Placement
    day: date
    is_ongoing: bool
    nights: int
    cost_to_date_sek: Decimal
    cost_of_month_sek: Decimal
    forecast_sek: Decimal | None
    through: date
    ahead_sek: Decimal
    decisions: list[BoardDecision]
    covered_through: date | None
    uncovered: list[Span]
    parts: list[Part]
    stay_cost_sek: Decimal
    elsewhere: list[Elsewhere]
    corrections: list[Correction]

    @property
    def uncovered_nights(self) -> int:
        return sum(((span.last or self.day) - span.first).days + 1 for span in self.uncovered)

    @property
    def ahead_through(self) -> date:
        return add_months(self.day, MONTHS_AHEAD) - ONE_DAY


def placement_facts(placement: Placement, day: date) -> PlacementFacts:
    """Everything about one placement, in a fixed number of queries."""
    decisions = approvals_of([placement.household_id])[placement.household_id]
    spans = acute_spans(decisions)
    nights = Span(placement.first_night, placement.last_night)
    last = min(placement.last_night or day, day)
    through = placement.last_night or max(placement.planned_last_night or day, day, placement.first_night)
    parts = _parts(placement, day)
    return PlacementFacts(
        placement=placement,
        day=day,
        is_ongoing=placement.first_night <= day <= (placement.last_night or date.max),
        nights=max((last - placement.first_night).days + 1, 0),
        cost_to_date_sek=cost_to_date(placement, day),
        cost_of_month_sek=cost_of_month(placement, day),
        forecast_sek=forecast(placement, day),
        through=through,
        ahead_sek=cost_of(placement, day, add_months(day, MONTHS_AHEAD) - ONE_DAY),
        decisions=decisions,
        covered_through=covered_through(nights, spans, on=max(placement.first_night, last)),
        uncovered=gaps(nights, spans, until=asked_through(placement, day)),
        parts=parts,
        stay_cost_sek=sum((part.cost_sek for part in parts), Decimal("0.00")),
        elsewhere=_elsewhere(placement, through, day),
        corrections=_corrections(placement),
    )


def _parts(placement: Placement, day: date) -> list[Part]:
    """The rows that go on from each other, in order; the placement itself is among them."""
    rows = {row.pk: row for row in _rows_of(placement)}
    following = {row.continues_id: row for row in rows.values() if row.continues_id is not None}
    row = rows.get(placement.pk, placement)
    while row.continues_id in rows:
        row = rows[row.continues_id]
    chain = [row]
    while chain[-1].pk in following:
        chain.append(following[chain[-1].pk])
    return [_part(one, day, is_this=one.pk == placement.pk) for one in chain]


def _part(row: Placement, day: date, *, is_this: bool) -> Part:
    nights = (min(row.last_night or day, day) - row.first_night).days + 1
    return Part(row, max(nights, 0), cost_to_date(row, day), is_this)


def _rows_of(placement: Placement) -> list[Placement]:
    rows = Placement.objects.counted().filter(household=placement.household_id)
    return list(rows.select_related("provider"))


def _elsewhere(placement: Placement, through: date, day: date) -> list[Elsewhere]:
    """One line of a price list a row, the cheapest first; what has no price to compare comes last."""
    first, end = placement.first_night, add_months(day, MONTHS_AHEAD) - ONE_DAY
    prices = ProviderPrice.objects.filter(
        provider__authority=placement.authority_id, provider__is_active=True
    ).exclude(provider=placement.provider_id)
    lines: dict[tuple[str, str], list[ProviderPrice]] = defaultdict(list)
    for price in prices.select_related("provider").order_by("provider__name", "what", "first_day"):
        lines[price.provider.name, price.what].append(price)
    own, own_ahead = cost_of(placement, first, through), cost_of(placement, day, end)
    found = []
    for (name, what), line in lines.items():
        same, ahead = cost_by_list(line, first, through), cost_by_list(line, day, end)
        if same is None and ahead is None:
            continue
        found.append(Elsewhere(name, what, same, ahead, _less(same, own), _less(ahead, own_ahead)))
    return sorted(found, key=lambda one: (one.ahead_sek is None, one.ahead_sek or 0, one.name, one.what))


def _less(cost: Decimal | None, own: Decimal) -> Decimal | None:
    return None if cost is None else cost - own


def _corrections(placement: Placement) -> list[Correction]:
    rows: list[Any] = list(placement.corrections.select_related("corrected_by").order_by("-pk"))
    return [Correction(row, changes) for row, changes in zip(rows, changes_of(rows), strict=True)]
