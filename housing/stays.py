"""The stays that are going on, with what decisions cover of them: for agendas, worklists and panels."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Authority
from housing.coverage import Span, covered_through
from housing.enums import FLAT_ACCOMMODATIONS, Accommodation, Outcome
from housing.models import BoardDecision, Placement, Tenancy


@dataclass(frozen=True)
class Stay:
    """A placement or a tenancy in force, and through which day a decision covers it (None: not today).

    `has_decision`: the household has a standing approval of such a stay, whatever its days.
    """

    row: Placement | Tenancy
    covered_through: date | None
    has_decision: bool = False

    @property
    def is_placement(self) -> bool:
        return isinstance(self.row, Placement)


def standing_decisions(household_ids: Iterable[int]) -> dict[int, list[BoardDecision]]:
    """Approvals that nothing has replaced, by household, in order of their first day; one query."""
    rows = BoardDecision.objects.filter(
        household__in=list(household_ids), outcome=Outcome.APPROVED, replaced_by=None
    ).exclude(valid_from=None)
    found: dict[int, list[BoardDecision]] = defaultdict(list)
    for row in rows.order_by("valid_from", "pk"):
        found[row.household_id].append(row)
    return found


def spans_of(decisions: Iterable[BoardDecision]) -> list[Span]:
    """What the decisions cover. Those without a first day cover nothing."""
    return [Span(row.valid_from, row.valid_until) for row in decisions if row.valid_from is not None]


def acute_spans(decisions: Iterable[BoardDecision]) -> list[Span]:
    """What they cover of nights in acute accommodation: an approval of a flat covers none."""
    return spans_of(row for row in decisions if row.accommodation not in FLAT_ACCOMMODATIONS)


def flat_spans(decisions: Iterable[BoardDecision]) -> list[Span]:
    """What they cover of nights in our flats: an approval of acute accommodation covers none."""
    return spans_of(row for row in decisions if row.accommodation != Accommodation.ACUTE)


def ongoing(authority: Authority, day: date) -> list[Stay]:
    """Every placement and tenancy of the board in force on day; three queries."""
    rows: list[Placement | Tenancy] = [
        *Placement.objects.on_night(day).filter(authority=authority).order_by("first_night", "pk"),
        *Tenancy.objects.on_night(day)
        .filter(authority=authority)
        .select_related("flat")
        .order_by("first_night", "pk"),
    ]
    decisions = standing_decisions({row.household_id for row in rows})
    return [_stay(row, decisions[row.household_id], day) for row in rows]


def _stay(row: Placement | Tenancy, decisions: Sequence[BoardDecision], day: date) -> Stay:
    nights = Span(row.first_night, row.last_night)
    spans = acute_spans(decisions) if isinstance(row, Placement) else flat_spans(decisions)
    return Stay(row, covered_through(nights, spans, on=day), bool(spans))
