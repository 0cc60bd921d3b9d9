"""Series of follow-ups: planned, planned again, carried on, ended."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.locking import locked
from cases.actions.registering import refuse_stranger
from cases.enums import FollowUpState, IntervalUnit
from cases.errors import ActionRefused
from cases.models import FollowUp, FollowUpSeries, Household
from cases.rhythm import planned_through, series_days
from core.audit import record_event
from core.clock import today
from core.holidays import next_working_day

if TYPE_CHECKING:
    from accounts.models import User

RHYTHM = ("interval_unit", "interval", "first_on", "last_on", "assigned_to_id", "ended_on")


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
    series = FollowUpSeries.objects.filter(household=household, kind=kind, origin=origin).first()
    is_new = series is None
    if series is None:
        series = FollowUpSeries(household=household, kind=kind, origin=origin, created_by=by)
    before, was_whose = [getattr(series, name) for name in RHYTHM], series.assigned_to_id
    series.interval_unit, series.interval = interval_unit, interval
    series.first_on, series.last_on, series.assigned_to = first_on, last_on, assigned_to
    series.ended_on = None
    is_changed = is_new or before != [getattr(series, name) for name in RHYTHM]
    series.save()
    withdrawn = _withdraw_outside(series, by)
    _coming(series).filter(assigned_to_id=was_whose).update(assigned_to=assigned_to)
    made = _write_days(series)
    if is_changed or made or withdrawn:
        details = {"kind": kind, "interval": interval, "unit": interval_unit, "made": made}
        _record("follow_up.series_planned", series, by, withdrawn=withdrawn, **details)
    return series


@transaction.atomic
def end_follow_ups(*, household: Household, origin: str, by: "User", from_day: date) -> int:
    """What made the follow-ups is over: those due on or after `from_day` are cancelled. How many there were.

    Earlier ones stay to be done. The series of that origin have no more days from then on.
    """
    household = locked(household, by)
    for series in FollowUpSeries.objects.filter(household=household, origin=origin):
        if series.ended_on is None or series.ended_on > from_day:
            series.ended_on = from_day
            series.save(update_fields=["ended_on"])
            _record("follow_up.series_ended", series, by, from_day=from_day.isoformat())
    rows = FollowUp.objects.filter(household=household, origin=origin, due_on__gte=from_day)
    open_ones = list(rows.filter(state=FollowUpState.OPEN).order_by("pk"))
    _withdraw(open_ones, by)
    for row in open_ones:
        if row.series_id is None:
            _record("follow_up.cancelled", row, by)
    return len(open_ones)


@transaction.atomic
def extend_series(*, series: FollowUpSeries) -> int:
    """Write down the days that have come within the horizon; for the daily task. How many there were."""
    Household.objects.select_for_update().filter(pk=series.household_id).values_list("pk").first()
    return top_up(FollowUpSeries.objects.select_related("household").get(pk=series.pk))


def top_up(series: FollowUpSeries) -> int:
    """As `extend_series`, for whoever holds the household already."""
    made = _write_days(series)
    if made:
        _record("follow_up.series_extended", series, None, made=made)
    return made


def _through(series: FollowUpSeries) -> date:
    through = planned_through(
        series.first_on, series.interval_unit, series.interval, last_on=series.last_on, today=today()
    )
    if series.ended_on is not None:
        through = min(through, series.ended_on - timedelta(days=1))
    return through


def _days(series: FollowUpSeries, through: date) -> list[date]:
    days = series_days(series.first_on, series.interval_unit, series.interval, since=today(), through=through)
    return list(days)


def _coming(series: FollowUpSeries) -> Any:
    """The series' open rows whose own day has not gone."""
    return series.follow_ups.filter(state=FollowUpState.OPEN, planned_on__gte=today())


def _withdraw_outside(series: FollowUpSeries, by: "User") -> int:
    """Cancel the open future rows that the rhythm no longer has."""
    rows = list(_coming(series).order_by("planned_on"))
    if not rows:
        return 0
    last = max(_through(series), rows[-1].planned_on)
    if series.last_on is not None:
        last = min(last, series.last_on)
    kept = set(_days(series, last))
    outside = [row for row in rows if row.planned_on not in kept]
    _withdraw(outside, by)
    return len(outside)


def _withdraw(rows: list[FollowUp], by: "User") -> None:
    FollowUp.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=FollowUpState.CANCELLED, is_withdrawn=True, settled_on=today(), settled_by=by
    )


def _write_days(series: FollowUpSeries) -> int:
    """A row for each day within the horizon that has none; a withdrawn one comes back."""
    wanted = _days(series, _through(series))
    there = {row.planned_on: row for row in series.follow_ups.filter(planned_on__in=wanted)}
    taken = set(
        FollowUp.objects.filter(
            household_id=series.household_id,
            kind=series.kind,
            origin=series.origin,
            state=FollowUpState.OPEN,
        ).values_list("due_on", flat=True)
    )
    made = 0
    for day in wanted:
        row = there.get(day)
        if row is None:
            row = FollowUp(
                household_id=series.household_id,
                authority_id=series.household.authority_id,
                series=series,
                planned_on=day,
                kind=series.kind,
                origin=series.origin,
            )
        elif not row.is_withdrawn:
            continue
        row.due_on = _free_day(day, taken)
        row.assigned_to_id = series.assigned_to_id
        row.state, row.is_withdrawn = FollowUpState.OPEN, False
        row.settled_on = row.settled_by = None
        row.save()
        taken.add(row.due_on)
        made += 1
    return made


def _free_day(day: date, taken: set[date]) -> date:
    """The day, or the next working one that no moved row of the same kind has taken."""
    due = next_working_day(day)
    while due in taken:
        due = next_working_day(due + timedelta(days=1))
    return due


def _record(action: str, subject: FollowUpSeries | FollowUp, by: "User | None", **details: Any) -> None:
    record_event(
        action,
        by=by,
        authority_id=subject.household.authority_id,
        subject=subject,
        household_id=subject.household_id,
        details=details,
    )
