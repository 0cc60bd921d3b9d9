"""A move that never was: recorded for the wrong household, or of a lease that came to nothing."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.files import reopen_household
from cases.actions.homes import refuse_withdrawn
from cases.actions.locking import locked
from cases.actions.moves import origin_of
from cases.actions.series import end_follow_ups, plan_series
from cases.actions.standing import keep_following, keep_one_of_each
from cases.enums import FollowUpKind, FollowUpState, LinkKind
from cases.errors import ActionRefused
from cases.models import FollowUp, Home, Household
from core.audit import record_event
from core.clock import now

if TYPE_CHECKING:
    from accounts.models import User

__all__ = ["refuse_withdrawn", "why_no_reopening", "withdraw_home"]


@transaction.atomic
def withdraw_home(*, home: Home, reason: str, by: "User", reopen: bool = False) -> Home:
    """The move is withdrawn: it stays in the file with the reason, and counts nowhere any more.

    Its follow-ups that nobody has done are cancelled, wherever the people have gone since; those that went
    on until there was a home go on. Its lead is free, to be moved on or taken back. `reopen`: the closed
    case is opened again. Withdrawn already, nothing changes. Raises ActionRefused without a reason, when
    the household has been asked how it is after the move, and when the case can't be opened.
    """
    held = _hold(home, by)
    row = Home.objects.get(pk=home.pk)
    household = held[row.household_id]
    if row.withdrawn_at is not None:
        return row
    _refuse(row, household, reason, reopen=reopen)
    lead_id, row.lead = row.lead_id, None
    row.withdrawn_at, row.withdrawn_by, row.withdraw_reason = now(), by, reason.strip()
    row.address = ""
    row.save()
    cancelled = sum(
        end_follow_ups(household=one, origin=origin_of(row), by=by, from_day=date.min)
        for one in held.values()
    )
    _go_on_until_housed(row, household, by)
    keep_following(household, by)
    keep_one_of_each(household, by)
    record_event(
        "home.withdrawn",
        by=by,
        authority_id=household.authority_id,
        subject=row,
        household_id=household.pk,
        details={"lead": lead_id, "follow_ups": cancelled},
    )
    if reopen and household.closed_on is not None:
        reopen_household(household=household, by=by)
    return row


def why_no_reopening(household: Household) -> str:
    """Why a closed case is not opened again with the move; "" where it can be."""
    if household.merges_out.filter(undone_at=None).exists():
        return _("The case was merged into another one: undo that first.")
    if household.links_out.filter(kind=LinkKind.JOINED).exists():
        return _("The household has joined another one, where it goes on.")
    return ""


def _hold(home: Home, by: "User") -> dict[int, Household]:
    """The household, and those that its follow-ups have gone to, in the order of their ids."""
    rows = FollowUp.objects.filter(origin=origin_of(home), state=FollowUpState.OPEN)
    ids = {home.household_id, *rows.values_list("household_id", flat=True)}
    found = Household.objects.filter(pk__in=ids).order_by("pk")
    return {one.pk: locked(one, by) for one in found}


def _refuse(row: Home, household: Household, reason: str, *, reopen: bool) -> None:
    if not reason.strip():
        raise ActionRefused(_("Write why."), "reason")
    asked = row.surveys.order_by("asked_on").values_list("asked_on", flat=True).first()
    if asked is not None:
        words = _(
            "The household was asked how it is after the move, %(day)s, so the move stands. Put right what "
            "is wrong instead."
        )
        raise ActionRefused(words % {"day": asked}, "reason")
    if reopen and household.closed_on is not None and (words := why_no_reopening(household)):
        raise ActionRefused(words, "reopen")


def _go_on_until_housed(row: Home, household: Household, by: "User") -> None:
    """The series that ended with the move go on, unless another home is there."""
    if row.recorded_on is None or household.homes.kept().exists():
        return
    ended = household.follow_up_series.filter(kind=FollowUpKind.UNTIL_HOUSED, ended_on=row.recorded_on)
    for one in ended:
        plan_series(
            household=household,
            kind=one.kind,
            interval_unit=one.interval_unit,
            interval=one.interval,
            first_on=one.first_on,
            last_on=one.last_on,
            by=by,
            assigned_to=one.assigned_to,
            origin=one.origin,
        )
