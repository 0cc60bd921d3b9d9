"""The rows of a series: written as far ahead as is planned, withdrawn where the rhythm has them no more.

The mechanics under `cases.actions.series`; whoever calls holds the household.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from cases.enums import FollowUpState
from cases.models import FollowUp, FollowUpSeries, Household
from cases.rhythm import planned_through, series_days
from core.audit import record_event
from core.clock import today
from core.holidays import next_working_day

if TYPE_CHECKING:
    from accounts.models import User

RHYTHM = ("interval_unit", "interval", "first_on", "last_on", "assigned_to_id", "ended_on")


def write_series(
    household: Household,
    *,
    kind: str,
    origin: str,
    interval_unit: str,
    interval: int,
    first_on: date,
    last_on: date | None,
    by: "User | None",
    assigned_to: "User | None" = None,
) -> FollowUpSeries:
    """The household's series of that kind and origin, new or changed, with its days. `by` None: the clock."""
    series = FollowUpSeries.objects.filter(household=household, kind=kind, origin=origin).first()
    is_new = series is None
    if series is None:
        series = FollowUpSeries(household=household, kind=kind, origin=origin, created_by=by)
    before, was_whose = [getattr(series, name) for name in RHYTHM], series.assigned_to_id
    series.household = household
    series.interval_unit, series.interval = interval_unit, interval
    series.first_on, series.last_on, series.assigned_to = first_on, last_on, assigned_to
    series.ended_on = series.stopped_by = None
    is_changed = is_new or before != [getattr(series, name) for name in RHYTHM]
    series.save()
    withdrawn = _withdraw_outside(series, by)
    _coming(series).filter(assigned_to_id=was_whose).update(assigned_to=assigned_to)
    made = _write_days(series)
    if is_changed or made or withdrawn:
        details = {"kind": kind, "interval": interval, "unit": interval_unit, "made": made}
        record("follow_up.series_planned", series, by, withdrawn=withdrawn, **details)
    return series


def end_series(series: FollowUpSeries, by: "User", from_day: date) -> int:
    """The series has no more days from then on; its open ones are cancelled. How many there were."""
    if series.ended_on is None or series.ended_on > from_day:
        series.ended_on = from_day
        series.save(update_fields=["ended_on"])
        record("follow_up.series_ended", series, by, from_day=from_day.isoformat())
    rows = list(series.follow_ups.filter(state=FollowUpState.OPEN, due_on__gte=from_day).order_by("pk"))
    withdraw(rows, by)
    return len(rows)


def top_up(series: FollowUpSeries) -> int:
    """Write down the days that have come within the horizon. How many there were."""
    made = _write_days(series)
    if made:
        record("follow_up.series_extended", series, None, made=made)
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


def _withdraw_outside(series: FollowUpSeries, by: "User | None") -> int:
    """Cancel the open future rows that the rhythm no longer has."""
    rows = list(_coming(series).order_by("planned_on"))
    if not rows:
        return 0
    last = max(_through(series), rows[-1].planned_on)
    if series.last_on is not None:
        last = min(last, series.last_on)
    kept = set(_days(series, last))
    outside = [row for row in rows if row.planned_on not in kept]
    withdraw(outside, by)
    return len(outside)


def withdraw(rows: list[FollowUp], by: "User | None") -> None:
    """Cancelled with their plan: they come back if that does."""
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


def record(action: str, subject: FollowUpSeries | FollowUp, by: "User | None", **details: Any) -> None:
    record_event(
        action,
        by=by,
        authority_id=subject.household.authority_id,
        subject=subject,
        household_id=subject.household_id,
        details=details,
    )
