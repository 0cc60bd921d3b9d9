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
    if row.valid_from is None:
        return None
    later: BoardDecision | None = getattr(row, "replaced_by", None)
    if later is None:
        return Span(row.valid_from, row.valid_until)
    return _left(row.valid_from, row.valid_until, later.decided_on, later.outcome, later.valid_until)


def _left(
    valid_from: date, valid_until: date | None, decided_on: date, outcome: str, named: date | None
) -> Span | None:
    """A decision that was replaced or revoked covers the nights before that day, as it did then.

    A revocation leaves the nights through the last one that it names (`named`, its own `valid_until`).
    """
    last = decided_on - ONE_DAY
    if outcome == Outcome.REVOKED and named is not None:
        last = max(last, named)
    last = min(last, valid_until or last)
    return Span(valid_from, last) if valid_from <= last else None


def acute_spans(decisions: Iterable[BoardDecision]) -> list[Span]:
    """What they cover of nights in acute accommodation: an approval of a flat covers none."""
    return spans_of(row for row in decisions if row.accommodation not in FLAT_ACCOMMODATIONS)


def acute_spans_of(household_ids: Iterable[int]) -> defaultdict[int, list[Span]]:
    """`acute_spans` of many households, without a model for every decision; one query."""
    rows = BoardDecision.objects.filter(
        household__in=list(household_ids), outcome=Outcome.APPROVED, valid_from__isnull=False
    ).exclude(accommodation__in=FLAT_ACCOMMODATIONS)
    columns = ("household", "valid_from", "valid_until")
    later = ("replaced_by__decided_on", "replaced_by__outcome", "replaced_by__valid_until")
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for pk, first, last, decided_on, *rest in rows.order_by("valid_from", "pk").values_list(*columns, *later):
        span = Span(first, last) if decided_on is None else _left(first, last, decided_on, *rest)
        if span is not None:
            found[pk].append(span)
    return found


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
