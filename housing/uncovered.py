"""Stays that are over, and placements to come, with nights that no decision covers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from core.periods import add_months
from housing.coverage import Span, gaps
from housing.enums import FLAT_ACCOMMODATIONS, Outcome
from housing.models import BoardDecision, Placement
from housing.placed import READ, HouseholdRow
from housing.querysets import StayQuerySet
from housing.stays import acute_spans_of
from housing.unbroken import StayRow, UnbrokenStay, joined, stay_rows

if TYPE_CHECKING:
    from accounts.models import User

QUARTER_MONTHS = 3


@dataclass(frozen=True, kw_only=True)
class UncoveredStay(HouseholdRow):
    """A stay that ended before `day`, or a placement that begins after it, with nights without a decision."""

    stay: UnbrokenStay
    day: date
    uncovered: tuple[Span, ...]

    @property
    def placement(self) -> StayRow:
        """The one in which the first of the nights lies."""
        first = self.uncovered[0].first
        return next(row for row in reversed(self.stay.rows) if row.first_night <= first)

    @property
    def providers(self) -> str:
        return " + ".join(dict.fromkeys(row.provider_name for row in self.stay.rows))

    @property
    def first_night(self) -> date:
        return self.stay.first_night

    @property
    def is_to_come(self) -> bool:
        return self.first_night > self.day

    @property
    def ends_on(self) -> date | None:
        """The last night as it is known or planned."""
        return self.stay.last_night or self.stay.latest.planned_last_night

    @property
    def uncovered_nights(self) -> int:
        return sum(((span.last or self.day) - span.first).days + 1 for span in self.uncovered)


def listed_since(day: date) -> date:
    """Ended stays are listed with their nights of this quarter and the one before: from this day on."""
    quarter = date(day.year, (day.month - 1) // QUARTER_MONTHS * QUARTER_MONTHS + 1, 1)
    return add_months(quarter, -QUARTER_MONTHS)


def asked_through(placement: Placement | StayRow, day: date) -> date:
    """Through which night a decision is asked for: through day, or all that is planned of what is to come."""
    if placement.first_night <= day:
        return day
    return placement.last_night or placement.planned_last_night or placement.first_night


def uncovered_stays(user: "User", day: date) -> list[UncoveredStay]:
    """Those that user sees the placements of: what is to come first, then the latest end. Three queries.

    Whoever is placed on day is in `placed.without_decision` with all nights of that stay.
    """
    since = listed_since(day)
    rows = _of_these(user, since, day)
    covered = acute_spans_of(rows)
    found = []
    for pk, placements in rows.items():
        spans = covered[pk]
        for stay in _stays(placements, day):
            uncovered = _uncovered(stay, spans, since, day)
            if uncovered:
                found.append(UncoveredStay(household_id=pk, stay=stay, day=day, uncovered=uncovered))
    return sorted(
        found,
        key=lambda row: (not row.is_to_come, -(row.ends_on or row.first_night).toordinal(), row.household_id),
    )


def _of_these(user: "User", since: date, day: date) -> dict[int, list[StayRow]]:
    """The placements since then of the households that have one to look at, by household; two queries."""
    listed = Placement.objects.visible_to(user, READ).counted()
    listed = listed.filter(Q(last_night=None) | Q(last_night__gte=since))
    listed = _without_one_decision(listed.filter(Q(last_night__lt=day) | Q(first_night__gt=day)), since)
    ids = set(listed.values_list("household", flat=True))
    if not ids:
        return {}
    rows = Placement.objects.counted().filter(Q(last_night=None) | Q(last_night__gte=since))
    found: dict[int, list[StayRow]] = defaultdict(list)
    for row in stay_rows(rows.filter(household__in=ids)):
        found[row.household_id].append(row)
    return found


def _without_one_decision(rows: StayQuerySet, since: date) -> StayQuerySet:
    """Without those that one decision that holds covers from end to end, which most placements are."""
    end = Coalesce(F("last_night"), F("planned_last_night"), F("first_night"))
    whole = BoardDecision.objects.filter(
        Q(valid_from__lte=OuterRef("first_night")) | Q(valid_from__lte=since),
        Q(valid_until=None) | Q(valid_until__gte=OuterRef("end")),
        household=OuterRef("household"),
        outcome=Outcome.APPROVED,
        replaced_by=None,
    ).exclude(accommodation__in=FLAT_ACCOMMODATIONS)
    return rows.annotate(end=end).filter(~Exists(whole))


def _stays(rows: Iterable[StayRow], day: date) -> list[UnbrokenStay]:
    """Stays that ended before day, and each placement to come by itself."""
    rows = list(rows)
    ended = [
        stay
        for stay in joined(row for row in rows if row.first_night <= day)
        if (stay.last_night or day) < day
    ]
    return ended + [UnbrokenStay((row,)) for row in rows if row.first_night > day]


def _uncovered(stay: UnbrokenStay, spans: list[Span], since: date, day: date) -> tuple[Span, ...]:
    last = stay.last_night or asked_through(stay.latest, day)
    return tuple(gaps(Span(max(stay.first_night, since), last), spans, until=last))
