"""Follow-ups that begin and end by themselves: until there is a home, and until they have moved in.

Report 2014, "Drop in": a named project worker follows the household up until it has found a home, and until
it has moved in. Whoever is met in another rhythm anyway, in a flat or a programme, is not asked for twice.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from cases.actions.series_rows import end_series, write_series
from cases.enums import EntryReason, FollowUpKind, IntervalUnit
from cases.models import FollowUpSeries, Household
from cases.models.follow_ups import STANDING_ORIGIN
from core.clock import today

if TYPE_CHECKING:
    from accounts.models import User

STANDING_KINDS = (FollowUpKind.UNTIL_HOUSED, FollowUpKind.UNTIL_MOVED_IN)
# Rhythms in which the household is met anyway, for as long as they go on.
OTHER_RHYTHMS = (
    FollowUpKind.TRANSITIONAL_WEEKLY,
    FollowUpKind.FLAT_FAMILY_MONTHLY,
    FollowUpKind.PROGRAMME,
)
# Without a situation these say that the household has no home; one at risk has.
HOMELESS_ENTRIES = (EntryReason.ACUTE, EntryReason.TEMPORARY)


@dataclass(frozen=True)
class Standing:
    """`is_moving`: a lease is signed or a day of moving in noted; `moves_on` is that day, if known."""

    is_open: bool
    is_homeless: bool = False
    is_housed: bool = False
    is_moving: bool = False
    moves_on: date | None = None

    @property
    def kind(self) -> FollowUpKind | None:
        """What the household is followed up for now."""
        if self.is_moving:
            return FollowUpKind.UNTIL_MOVED_IN
        return FollowUpKind.UNTIL_HOUSED if self.is_homeless and not self.is_housed else None

    def is_over(self, series: FollowUpSeries) -> bool:
        """Where too little is known, what somebody has planned goes on."""
        if not self.is_open or (self.is_housed and not self.is_moving):
            return True
        if series.kind == FollowUpKind.UNTIL_HOUSED:
            return self.is_moving
        return series.origin == STANDING_ORIGIN and not self.is_moving


def keep_following(household: Household, by: "User") -> None:
    """End what is over and begin what should go on; again, nothing changes. The caller holds it."""
    standing = _standing_of(household)
    for series in household.follow_up_series.filter(kind__in=STANDING_KINDS).order_by("pk"):
        if not standing.is_over(series):
            continue
        series.household = household
        if series.ended_on is None or series.ended_on > today():
            end_series(series, by, today())
        if series.stopped_by_id is not None:
            # What somebody stopped was this time's: when it comes to it again, it begins again.
            series.stopped_by = None
            series.save(update_fields=["stopped_by"])
    _begin(household, standing, by)


def keep_one_of_each(household: Household, by: "User") -> None:
    """Two households that have become one may each have been followed up: the older series goes on."""
    seen = set()
    for series in household.follow_up_series.filter(kind__in=STANDING_KINDS, ended_on=None).order_by("pk"):
        if series.kind in seen:
            series.household = household
            end_series(series, by, today())
        seen.add(series.kind)
    begin_following(household, by)


def origin_for(household: Household, kind: str) -> str:
    """What somebody plans is known by: what goes on already is planned again, and nothing is doubled."""
    going_on = household.follow_up_series.filter(kind=kind, ended_on=None, origin=STANDING_ORIGIN)
    is_standing = kind in STANDING_KINDS and going_on.exists()
    return STANDING_ORIGIN if is_standing else f"cases.household:{household.pk}"


def begin_following(household: Household, by: "User | None") -> bool:
    """Begin what should go on and does not, ending nothing; whether it did. `by` None: the clock.

    The caller holds the household.
    """
    return _begin(household, _standing_of(household), by)


def give_way_to(series: FollowUpSeries, by: "User") -> None:
    """A household that is met in another rhythm is not followed up until there is a home beside it."""
    if series.kind not in OTHER_RHYTHMS:
        return
    for row in series.household.follow_up_series.filter(kind=FollowUpKind.UNTIL_HOUSED, ended_on=None):
        row.household = series.household
        end_series(row, by, max(today(), series.first_on))


@transaction.atomic
def begin_if_due(*, household_id: int) -> bool:
    """For the daily task: as `begin_following`, by the clock."""
    household = Household.objects.select_for_update(no_key=True).get(pk=household_id)
    return begin_following(household, None)


def _standing_of(household: Household) -> Standing:
    """From the situation, the homes and the leads as they are written. Three queries."""
    if household.closed_on is not None:
        return Standing(is_open=False)
    # Its situation and home are added by the query.
    now: Any = Household.objects.with_situation().get(pk=household.pk)
    moves_on = (
        household.homes.kept()
        .filter(moved_in_on__gt=today())
        .order_by("moved_in_on")
        .values_list("moved_in_on", flat=True)
        .first()
    )
    signed = household.leads.awaiting_move(today())
    if now.housed_on is not None:
        signed = signed.filter(ended_on__gt=now.housed_on)
    return Standing(
        is_open=True,
        is_homeless=now.situation_now is not None or household.entry_reason in HOMELESS_ENTRIES,
        is_housed=now.housed_on is not None,
        is_moving=moves_on is not None or signed.exists(),
        moves_on=moves_on,
    )


def _begin(household: Household, standing: Standing, by: "User | None") -> bool:
    if standing.kind is None:
        return False
    rows = list(household.follow_up_series.filter(kind=standing.kind).order_by("pk"))
    going_on = next((row for row in rows if row.ended_on is None), None)
    last_on = standing.moves_on - timedelta(days=1) if standing.moves_on else None
    if going_on is not None:
        return by is not None and _follow_the_day(household, going_on, last_on, by)
    weeks = _weeks(standing.kind)
    first_on = _first_day(household, weeks, by)
    is_wanted = weeks and household.project_worker_id is not None and (last_on is None or first_on <= last_on)
    if not is_wanted or any(row.stopped_by_id for row in rows) or _is_met_anyway(household, standing.kind):
        return False
    write_series(
        household,
        kind=standing.kind,
        origin=STANDING_ORIGIN,
        interval_unit=IntervalUnit.WEEKS,
        interval=weeks,
        first_on=first_on,
        last_on=last_on,
        by=by,
    )
    return True


def _follow_the_day(household: Household, series: FollowUpSeries, last_on: date | None, by: "User") -> bool:
    """The day of moving in has become known, or another: the series goes on until the day before it."""
    if last_on is None or last_on == series.last_on:
        return False
    if last_on < max(series.first_on, today()):
        series.household = household
        end_series(series, by, today())
        return False
    write_series(
        household,
        kind=series.kind,
        origin=series.origin,
        interval_unit=series.interval_unit,
        interval=series.interval,
        first_on=series.first_on,
        last_on=last_on,
        by=by,
        assigned_to=series.assigned_to,
    )
    return True


def _weeks(kind: FollowUpKind) -> int:
    """How many weeks apart; 0: it begins by no rule."""
    if kind == FollowUpKind.UNTIL_MOVED_IN:
        return settings.FOLLOW_UP_UNTIL_MOVED_IN_WEEKS
    return settings.FOLLOW_UP_UNTIL_HOUSED_WEEKS


def _first_day(household: Household, weeks: int, by: "User | None") -> date:
    """One interval from now; those that the clock begins are spread over it, so that no day gets them all."""
    days = 7 * weeks
    return today() + timedelta(days=days if by is not None or not days else 1 + household.pk % days)


def _is_met_anyway(household: Household, kind: FollowUpKind) -> bool:
    if kind != FollowUpKind.UNTIL_HOUSED:
        return False
    going_on = Q(last_on=None) | Q(last_on__gte=today())
    others = household.follow_up_series.filter(going_on, kind__in=OTHER_RHYTHMS)
    return others.filter(Q(ended_on=None) | Q(ended_on__gt=today())).exists()
