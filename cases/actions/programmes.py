"""Programmes: named by the board, and households in them from a day to a day, with the programme's rhythm."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Authority
from cases.actions.locking import locked
from cases.actions.series import end_follow_ups, plan_series
from cases.enums import FollowUpKind, IntervalUnit
from cases.errors import ActionRefused
from cases.models import Household, Programme, ProgrammeTime
from core.audit import record_event
from core.clock import today

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def save_programme(
    *,
    name: str,
    interval_unit: str,
    interval: int,
    by: "User",
    programme: Programme | None = None,
    is_active: bool = True,
) -> Programme:
    """A programme of the board, new or changed; with another rhythm the follow-ups of its households follow.

    Raises ActionRefused for a name that is taken and for a rhythm that is none.
    """
    assert by.authority_id is not None
    authority = Authority.objects.select_for_update(no_key=True).get(pk=by.authority_id)
    name = name.strip()
    if interval < 1 or interval_unit not in IntervalUnit.values:
        raise ActionRefused(_("A series comes back every week at the most often."), "rhythm")
    taken = Programme.objects.filter(authority=authority, name=name).first()
    if taken is not None and (programme is None or taken.pk != programme.pk):
        raise ActionRefused(_("There is a programme of that name already."), "name")
    row = programme or Programme(authority=authority)
    is_new_rhythm = (row.interval_unit, row.interval) != (interval_unit, interval)
    row.name, row.interval_unit, row.interval, row.is_active = name, interval_unit, interval, is_active
    row.save()
    record_event("programme.saved", by=by, authority_id=authority.pk, subject=row)
    if programme is not None and is_new_rhythm:
        for time in row.times.filter(last_day=None).select_related("household").order_by("household_id"):
            _plan(time, row, max(time.first_day, today()), by)
    return row


@transaction.atomic
def join_programme(
    *, household: Household, programme: Programme, first_day: date, by: "User"
) -> ProgrammeTime:
    """The household is in the programme from a day on, and is followed up in its rhythm.

    In it already, its time is returned as it is. Raises ActionRefused for another board's programme, one
    that is not in use, a closed case, and a day before the case was opened.
    """
    household = locked(household, by)
    if programme.authority_id != household.authority_id or not programme.is_active:
        raise ActionRefused(_("Choose a programme among those in the list."), "programme")
    there = ProgrammeTime.objects.filter(household=household, programme=programme, last_day=None).first()
    if there is not None:
        return there
    if household.closed_on is not None:
        raise ActionRefused(_("The case is closed. Reopen it first."))
    if first_day < household.opened_on:
        raise ActionRefused(_("The case was opened after that day."), "first_day")
    time = ProgrammeTime.objects.create(
        household=household, programme=programme, first_day=first_day, added_by=by
    )
    _plan(time, programme, first_day, by)
    _record("programme.joined", time, by, programme=programme.pk, from_day=first_day.isoformat())
    return time


@transaction.atomic
def leave_programme(*, time: ProgrammeTime, last_day: date, by: "User") -> ProgrammeTime:
    """The last day in the programme; its follow-ups after that are cancelled. Ended already: as it is.

    Raises ActionRefused for a day before the first.
    """
    household = locked(time.household, by)
    time = ProgrammeTime.objects.get(pk=time.pk)
    time.household = household
    if time.last_day is not None:
        return time
    if last_day < time.first_day:
        raise ActionRefused(_("The last day is before the first."), "last_day")
    time.last_day = last_day
    time.save(update_fields=["last_day"])
    end_follow_ups(household=household, origin=_origin(time), by=by, from_day=last_day + timedelta(days=1))
    _record("programme.left", time, by, programme=time.programme_id, last_day=last_day.isoformat())
    return time


def _origin(time: ProgrammeTime) -> str:
    return f"cases.programme:{time.pk}"


def _plan(time: ProgrammeTime, programme: Programme, first_on: date, by: "User") -> None:
    plan_series(
        household=time.household,
        kind=FollowUpKind.PROGRAMME,
        interval_unit=programme.interval_unit,
        interval=programme.interval,
        first_on=first_on,
        last_on=None,
        by=by,
        origin=_origin(time),
    )


def _record(action: str, time: ProgrammeTime, by: "User", **details: Any) -> None:
    household = time.household
    record_event(
        action,
        by=by,
        authority_id=household.authority_id,
        subject=time,
        household_id=household.pk,
        details=details,
    )
