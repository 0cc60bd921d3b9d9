"""Households in acute accommodation: how long, by which decision, seen or not, and what it costs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Count, Q, QuerySet

from cases.contacts import latest_contacts, next_contacts
from cases.labels import labelled
from cases.models import Household, HouseholdMember
from housing.costs import cost_of_month, cost_to_date, forecast
from housing.coverage import Span, covered_through, gaps
from housing.models import Placement
from housing.stays import acute_spans_of
from housing.unbroken import StayRow, UnbrokenStay, unbroken_on

if TYPE_CHECKING:
    from accounts.models import User

READ = "housing.read"


@dataclass(frozen=True, kw_only=True)
class HouseholdRow:
    """A line of a list about a household, which may be read later than the line is made."""

    household_id: int
    read: Household | None = None

    @property
    def household(self) -> Household:
        """With its label; only of rows that were read `with_households`."""
        assert self.read is not None
        return self.read


Row = TypeVar("Row", bound=HouseholdRow)


@dataclass(frozen=True, kw_only=True)
class PlacedHousehold(HouseholdRow):
    """A household with a night in acute accommodation on `day`, seen as one unbroken stay.

    `uncovered` are the nights of the stay, through `day`, that no decision covers; `covered_through` the
    last day to which decisions cover it without a break from `day` (None: not that night). Costs are those
    of all its placements; `latest_contact` is None when there was none since the first night.
    """

    stay: UnbrokenStay
    day: date
    children: int
    uncovered: tuple[Span, ...]
    covered_through: date | None
    latest_contact: date | None
    next_contact: date | None

    @property
    def cost_to_date(self) -> Decimal:
        return cost_so_far(self.stay, self.day)

    @property
    def cost_of_month(self) -> Decimal:
        return month_cost(self.stay, self.day)

    @property
    def placement(self) -> StayRow:
        """The one that tonight is about; the latest begun where they are in two places."""
        return self.stay.rows_on(self.day)[-1]

    @property
    def providers(self) -> str:
        return " + ".join(dict.fromkeys(row.provider_name for row in self.stay.rows_on(self.day)))

    @property
    def first_night(self) -> date:
        return self.stay.first_night

    @property
    def nights(self) -> int:
        return (self.day - self.first_night).days + 1

    @property
    def forecast(self) -> Decimal | None:
        return forecast_of(self.stay, self.day)

    @property
    def uncovered_nights(self) -> int:
        return sum(((span.last or self.day) - span.first).days + 1 for span in self.uncovered)

    @property
    def is_uncovered_now(self) -> bool:
        return self.covered_through is None

    @property
    def ends_on(self) -> date | None:
        """The last night, as it is known or planned; None when nobody has planned it."""
        return self.placement.last_night or self.placement.planned_last_night

    @property
    def days_left(self) -> int | None:
        """Days to the last night; below 0 when the plan has passed and they are still there."""
        return None if self.ends_on is None else (self.ends_on - self.day).days


@dataclass(frozen=True)
class Sums:
    """What households cost together. Those without a planned end (`unplanned`) count through tonight."""

    month_sek: Decimal
    to_date_sek: Decimal
    forecast_sek: Decimal
    unplanned: int


def sums_of(stays: Iterable[UnbrokenStay], day: date) -> Sums:
    month = to_date = through = Decimal("0.00")
    unplanned = 0
    for stay in stays:
        so_far, end = cost_so_far(stay, day), forecast_of(stay, day)
        month += month_cost(stay, day)
        to_date += so_far
        through += so_far if end is None else end
        unplanned += end is None
    return Sums(month, to_date, through, unplanned)


def cost_so_far(stay: UnbrokenStay, day: date) -> Decimal:
    return sum((cost_to_date(row, day) for row in stay.rows), Decimal("0.00"))


def month_cost(stay: UnbrokenStay, day: date) -> Decimal:
    return sum((cost_of_month(row, day) for row in stay.rows), Decimal("0.00"))


def forecast_of(stay: UnbrokenStay, day: date) -> Decimal | None:
    """What the stay costs through its known or planned end; None when nobody has planned one."""
    known = [part for row in stay.rows if (part := forecast(row, day)) is not None]
    return sum(known, Decimal("0.00")) if len(known) == len(stay.rows) else None


def placed_stays(user: "User", day: date) -> dict[int, UnbrokenStay]:
    """The stays of those that user sees the placements of, longest placed first; one query."""
    stays = unbroken_on(_tonight(user, day), day)
    return dict(sorted(stays.items(), key=lambda one: (one[1].first_night, one[0])))


def _tonight(user: "User", day: date) -> "QuerySet[Placement, int]":
    """The households that user sees a placement of on the night."""
    tonight = Placement.objects.visible_to(user, READ).on_night(day)
    return tonight.order_by().values_list("household", flat=True)


def placed_households(user: "User", day: date) -> list[PlacedHousehold]:
    """Those that user sees the placements of, longest placed first; a number of queries that never grows."""
    return with_households(placed_rows(user, day))


def placed_rows(user: "User", day: date) -> list[PlacedHousehold]:
    """The same without the households themselves: for who picks some of them, and reads those."""
    return _rows(placed_stays(user, day), day)


def placed_of(stays: Mapping[int, UnbrokenStay], day: date) -> list[PlacedHousehold]:
    """The same for some of the stays, in order of their first night."""
    return with_households(_rows(stays, day))


def with_households(rows: Iterable[Row]) -> list[Row]:
    """The rows with their households, in their order; those that are gone meanwhile are left out."""
    rows = list(rows)
    ids = [row.household_id for row in rows]
    if not ids:
        return []
    households = {household.pk: household for household in labelled(Household.objects.filter(pk__in=ids))}
    return [replace(row, read=households[row.household_id]) for row in rows if row.household_id in households]


def _rows(stays: Mapping[int, UnbrokenStay], day: date) -> list[PlacedHousehold]:
    ids = list(stays)
    if not ids:
        return []
    covered, contacts, booked = acute_spans_of(ids), latest_contacts(ids), next_contacts(ids, day)
    children, found = children_of(ids, day), []
    for pk, stay in stays.items():
        spans = covered[pk]
        nights, contact = Span(stay.first_night, stay.last_night), contacts.get(pk)
        found.append(
            PlacedHousehold(
                household_id=pk,
                stay=stay,
                day=day,
                children=children.get(pk, 0),
                uncovered=tuple(gaps(nights, spans, until=day)),
                covered_through=covered_through(nights, spans, on=day),
                latest_contact=contact if contact is not None and contact >= stay.first_night else None,
                next_contact=booked.get(pk),
            )
        )
    return sorted(found, key=lambda row: (row.first_night, row.household_id))


def children_of(ids: Collection[int], day: date) -> dict[int, int]:
    """How many children each household has on day, as HouseholdMember.is_child_on tells; one query."""
    members = HouseholdMember.objects.filter(
        Q(joined_on=None) | Q(joined_on__lte=day),
        Q(left_on=None) | Q(left_on__gt=day),
        household__in=ids,
        person__born_on__lte=day,
        person__adult_on__gt=day,
    )
    return dict(members.order_by().values_list("household").annotate(n=Count("pk")))


def without_decision(rows: Sequence[PlacedHousehold]) -> list[PlacedHousehold]:
    """Stays with nights that no decision covers; those that are not covered tonight first."""
    found = [row for row in rows if row.uncovered]
    return sorted(found, key=lambda row: (not row.is_uncovered_now, -row.uncovered_nights))


def ending_within(rows: Sequence[PlacedHousehold], days: int) -> list[PlacedHousehold]:
    """Stays whose known or planned last night is at most so many days ahead, or has passed; soonest first."""
    found = [row for row in rows if row.days_left is not None and row.days_left <= days]
    return sorted(found, key=lambda row: row.days_left or 0)


def without_contact(rows: Sequence[PlacedHousehold]) -> list[PlacedHousehold]:
    """Households that the project has not been in contact with since their first night; longest first."""
    return [row for row in rows if row.latest_contact is None]


def with_children(rows: Sequence[PlacedHousehold]) -> list[PlacedHousehold]:
    """Families with children, longest placed first."""
    return [row for row in rows if row.children]
