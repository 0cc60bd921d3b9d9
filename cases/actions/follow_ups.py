"""Follow-ups one by one: planned, done, moved, cancelled, opened again, handed over."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.locking import locked
from cases.actions.registering import refuse_stranger
from cases.actions.series import end_follow_ups, plan_series
from cases.actions.series_rows import top_up
from cases.enums import FollowUpState
from cases.errors import ActionRefused
from cases.models import FollowUp, Home, Household
from cases.models.homes import HOME_ORIGIN
from core.audit import record_event
from core.clock import today
from core.holidays import next_working_day

if TYPE_CHECKING:
    from accounts.models import User

__all__ = [
    "cancel_follow_up",
    "complete_follow_up",
    "end_follow_ups",
    "move_follow_up",
    "plan_follow_up",
    "plan_series",
    "reopen_follow_up",
]


@transaction.atomic
def plan_follow_up(
    *,
    household: Household,
    kind: str,
    due_on: date,
    by: "User",
    assigned_to: "User | None" = None,
    origin: str = "",
    note: str = "",
) -> FollowUp:
    """One follow-up, due on that day or, when nobody works then, on the next working day.

    The same one (household, kind, origin and day) that is open already is returned, and nothing is doubled.
    `assigned_to` None: for whoever is responsible for the household. Raises ActionRefused for another
    board's household or staff.
    """
    household = locked(household, by)
    refuse_stranger(assigned_to, household.authority_id, "assigned_to")
    due = next_working_day(due_on)
    there = _open_on(household, kind, origin, due)
    if there is not None:
        return there
    made = FollowUp.objects.create(
        household=household,
        authority_id=household.authority_id,
        planned_on=due_on,
        due_on=due,
        kind=kind,
        assigned_to=assigned_to,
        origin=origin,
        note=note.strip(),
    )
    _record("follow_up.planned", made, by, kind=kind, due_on=due.isoformat())
    return made


@transaction.atomic
def complete_follow_up(*, follow_up: FollowUp, by: "User", note: str = "") -> FollowUp:
    """It has been done, today. `note`, if any, is added to its note. Done already, it stays as it is.

    Raises ActionRefused when it was cancelled meanwhile.
    """
    row = _held(follow_up, by)
    if row.state == FollowUpState.DONE:
        return row
    _refuse_settled(row)
    _add_note(row, note)
    return _settle(row, by, FollowUpState.DONE, "follow_up.done")


@transaction.atomic
def cancel_follow_up(*, follow_up: FollowUp, by: "User", note: str = "") -> FollowUp:
    """It will not be done; its series goes on. `note`, if any, is added to its note.

    Raises ActionRefused when it was done meanwhile.
    """
    row = _held(follow_up, by)
    if row.state == FollowUpState.CANCELLED:
        return row
    _refuse_settled(row)
    _add_note(row, note)
    return _settle(row, by, FollowUpState.CANCELLED, "follow_up.cancelled")


@transaction.atomic
def move_follow_up(*, follow_up: FollowUp, due_on: date, by: "User", note: str = "") -> FollowUp:
    """Due on another day (or the next working one); its series keeps its own days. `note` as when it is done.

    Raises ActionRefused for a day that has gone, when it is settled, and when the same follow-up is due
    on that day already.
    """
    row = _held(follow_up, by)
    _refuse_settled(row)
    if due_on < today():
        raise ActionRefused(_("The day has passed. Choose today or a later day."), "due_on")
    due, was = next_working_day(due_on), row.due_on
    if due == was:
        return row
    if _open_on(row.household, row.kind, row.origin, due) is not None:
        raise ActionRefused(_("The household has that follow-up on that day already."), "due_on")
    row.due_on = due
    _add_note(row, note)
    row.save(update_fields=["due_on", "note"])
    _record("follow_up.moved", row, by, from_day=was.isoformat(), due_on=due.isoformat())
    return row


@transaction.atomic
def reopen_follow_up(*, follow_up: FollowUp, by: "User") -> FollowUp:
    """Undo of done and cancelled.

    Raises ActionRefused when another one has taken its day, and for one after a move that was withdrawn.
    """
    row = _held(follow_up, by)
    if row.state == FollowUpState.OPEN:
        return row
    _refuse_of_withdrawn(row)
    if _open_on(row.household, row.kind, row.origin, row.due_on) is not None:
        raise ActionRefused(_("The household has that follow-up on that day already."))
    row.state, row.is_withdrawn = FollowUpState.OPEN, False
    row.settled_on = row.settled_by = None
    row.save()
    _record("follow_up.reopened", row, by)
    return row


def _refuse_of_withdrawn(row: FollowUp) -> None:
    origin, _sep, number = row.origin.partition(":")
    if origin != HOME_ORIGIN or not number.isdecimal():
        return
    home = Home.objects.filter(pk=int(number)).first()
    if home is not None and home.withdrawn_at is not None:
        raise ActionRefused(_("The move has been withdrawn, and what was to follow it with it."))


def _held(follow_up: FollowUp, by: "User") -> FollowUp:
    """The follow-up as it is now; its household is held until the transaction ends."""
    household = locked(follow_up.household, by)
    row = FollowUp.objects.select_related("series").get(pk=follow_up.pk)
    row.household = household
    return row


def _open_on(household: Household, kind: str, origin: str, day: date) -> FollowUp | None:
    rows = FollowUp.objects.filter(household=household, kind=kind, origin=origin, due_on=day)
    return rows.filter(state=FollowUpState.OPEN).first()


def _refuse_settled(row: FollowUp) -> None:
    if row.state == FollowUpState.DONE:
        raise ActionRefused(_("It is done already."))
    if row.state == FollowUpState.CANCELLED:
        raise ActionRefused(_("It was cancelled meanwhile."))


def _add_note(row: FollowUp, note: str) -> None:
    row.note = "\n".join(part for part in (row.note, note.strip()) if part)


def _settle(row: FollowUp, by: "User", state: str, action: str) -> FollowUp:
    row.state, row.settled_on, row.settled_by = state, today(), by
    row.save()
    _record(action, row, by)
    if row.series is not None:
        top_up(row.series)
    return row


def _record(action: str, row: FollowUp, by: "User", **details: Any) -> None:
    record_event(
        action,
        by=by,
        authority_id=row.authority_id,
        subject=row,
        household_id=row.household_id,
        details=details,
    )
