"""Series of follow-ups: planned, planned again, carried on, stopped, ended."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.locking import locked
from cases.actions.registering import refuse_stranger
from cases.actions.series_rows import end_series, record, top_up, withdraw, write_series
from cases.actions.standing import begin_following, give_way_to
from cases.enums import FollowUpState, IntervalUnit
from cases.errors import ActionRefused
from cases.models import FollowUp, FollowUpSeries, Household
from core.clock import today

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def plan_series(
    *,
    household: Household,
    kind: str,
    interval_unit: str,
    interval: int,
    first_on: date,
    last_on: date | None,
    by: "User",
    assigned_to: "User | None" = None,
    origin: str,
) -> FollowUpSeries:
    """A follow-up every so many weeks or months. Days that have gone are left out.

    The household's series of the same kind and origin is changed, with its open future days only: those
    outside the new rhythm are withdrawn, those within it keep what was done to them. A day on which nobody
    works is due on the next working day. Raises ActionRefused for an end before the beginning and for
    another board's household or staff.
    """
    household = locked(household, by)
    refuse_stranger(assigned_to, household.authority_id, "assigned_to")
    if last_on is not None and last_on < first_on:
        raise ActionRefused(_("The last day is before the first."), "last_on")
    if interval < 1 or interval_unit not in IntervalUnit.values:
        raise ActionRefused(_("A series comes back every week at the most often."), "interval")
    series = write_series(
        household,
        kind=kind,
        origin=origin,
        interval_unit=interval_unit,
        interval=interval,
        first_on=first_on,
        last_on=last_on,
        by=by,
        assigned_to=assigned_to,
    )
    give_way_to(series, by)
    return series


@transaction.atomic
def end_follow_ups(*, household: Household, origin: str, by: "User", from_day: date) -> int:
    """What made the follow-ups is over: those due on or after `from_day` are cancelled. How many there were.

    Earlier ones stay to be done. The series of that origin have no more days from then on.
    """
    household = locked(household, by)
    ended = 0
    for series in FollowUpSeries.objects.filter(household=household, origin=origin):
        series.household = household
        ended += end_series(series, by, from_day)
    rows = FollowUp.objects.filter(household=household, origin=origin, due_on__gte=from_day, series=None)
    open_ones = list(rows.filter(state=FollowUpState.OPEN).order_by("pk"))
    withdraw(open_ones, by)
    for row in open_ones:
        record("follow_up.cancelled", row, by)
    begin_following(household, by)
    return ended + len(open_ones)


@transaction.atomic
def stop_series(*, series: FollowUpSeries, by: "User") -> FollowUpSeries:
    """Somebody wants no more of it: what is due from today on is cancelled, and it begins again by no rule.

    Ended already, it stays as it is. Planned again it goes on.
    """
    household = locked(series.household, by)
    row = FollowUpSeries.objects.get(pk=series.pk)
    row.household = household
    if row.ended_on is not None and row.ended_on <= today():
        return row
    end_series(row, by, today())
    row.stopped_by = by
    row.save(update_fields=["stopped_by"])
    return row


@transaction.atomic
def extend_series(*, series: FollowUpSeries) -> int:
    """Write down the days that have come within the horizon; for the daily task. How many there were."""
    Household.objects.select_for_update().filter(pk=series.household_id).values_list("pk").first()
    return top_up(FollowUpSeries.objects.select_related("household").get(pk=series.pk))
