"""The stays that are going on, with what decisions cover of them: for agendas, worklists and panels."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Authority
from housing.coverage import ONE_DAY, Span, covered_through
from housing.enums import FLAT_ACCOMMODATIONS, Accommodation, Outcome
from housing.models import BoardDecision, Placement, Tenancy


@dataclass(frozen=True)
class Stay:
    """A placement or a tenancy in force, and through which day a decision covers it (None: not today).

    `has_decision`: the household has or had an approval of such a stay, whatever its days.
    """

    row: Placement | Tenancy
    covered_through: date | None
    has_decision: bool = False

    @property
    def is_placement(self) -> bool:
        return isinstance(self.row, Placement)


def approvals_of(household_ids: Iterable[int]) -> dict[int, list[BoardDecision]]:
    """Approvals by household, in order of their first day, also those that were replaced; one query."""
    rows = BoardDecision.objects.filter(household__in=list(household_ids), outcome=Outcome.APPROVED).exclude(
        valid_from=None
    )
    found: dict[int, list[BoardDecision]] = defaultdict(list)
    for row in rows.select_related("replaced_by").order_by("valid_from", "pk"):
        found[row.household_id].append(row)
    return found


def spans_of(decisions: Iterable[BoardDecision]) -> list[Span]:
    """What the decisions cover. Those without a first day cover nothing."""
    found = (_span(row) for row in decisions)
    return [span for span in found if span is not None]


def _span(row: BoardDecision) -> Span | None:
    """A decision that was replaced or revoked covers the nights before that day, as it did then.

    A revocation leaves the nights through the last one that it names (`valid_until`).
    """
    if row.valid_from is None:
        return None
    later: BoardDecision | None = getattr(row, "replaced_by", None)
    if later is None:
        return Span(row.valid_from, row.valid_until)
    last = later.decided_on - ONE_DAY
    if later.outcome == Outcome.REVOKED and later.valid_until is not None:
        last = max(last, later.valid_until)
    last = min(last, row.valid_until or last)
    return Span(row.valid_from, last) if row.valid_from <= last else None


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
    decisions = approvals_of({row.household_id for row in rows})
    return [_stay(row, decisions[row.household_id], day) for row in rows]


def _stay(row: Placement | Tenancy, decisions: Sequence[BoardDecision], day: date) -> Stay:
    nights = Span(row.first_night, row.last_night)
    spans = acute_spans(decisions) if isinstance(row, Placement) else flat_spans(decisions)
    return Stay(row, covered_through(nights, spans, on=day), bool(spans))
