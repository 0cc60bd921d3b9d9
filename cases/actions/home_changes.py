"""What was recorded of a move is put right."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.homes import refuse_home, refuse_withdrawn
from cases.actions.locking import locked
from cases.actions.moves import FOLLOWED_UP_AFTER_MONTHS, origin_of, plan_after_move
from cases.actions.series import end_follow_ups
from cases.actions.standing import keep_following
from cases.enums import FollowUpState, HomeContract
from cases.errors import ActionRefused
from cases.models import Home, Household, Landlord
from core.audit import record_event
from core.periods import add_months

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def change_home(
    *,
    home: Home,
    moved_in_on: date,
    contract: HomeContract,
    municipality: str,
    by: "User",
    address: str = "",
    landlord: Landlord | None = None,
) -> Home:
    """Another day, contract, place or landlord of a move that is recorded.

    With another day the follow-ups that nobody has done are planned anew. Raises ActionRefused as
    `move_in` does, and for a day after one on which the household was asked how it is.
    """
    household = locked(home.household, by)
    row = Home.objects.get(pk=home.pk)
    refuse_withdrawn(row)
    refuse_home(household, moved_in_on=moved_in_on, address=address, landlord=landlord)
    _refuse_day(row, household, moved_in_on, contract)
    given = {
        "moved_in_on": moved_in_on,
        "contract": contract,
        "municipality": municipality.strip(),
        "address": address.strip(),
        "landlord": landlord,
    }
    changed = sorted(name for name, value in given.items() if getattr(row, name) != value)
    if not changed:
        return row
    was = row.moved_in_on
    for name in changed:
        setattr(row, name, given[name])
    row.save()
    if row.moved_in_on != was:
        _plan_anew(row, household, was, by)
    record_event(
        "home.changed",
        by=by,
        authority_id=household.authority_id,
        subject=row,
        household_id=household.pk,
        details={"fields": changed},
    )
    if {"moved_in_on", "contract"} & set(changed):
        keep_following(household, by)
    return row


def _refuse_day(row: Home, household: Household, moved_in_on: date, contract: str) -> None:
    same = household.homes.kept().filter(moved_in_on=moved_in_on, contract=contract).exclude(pk=row.pk)
    if same.exists():
        raise ActionRefused(_("That move is recorded already."), "moved_in_on")
    first = row.surveys.order_by("asked_on").values_list("asked_on", flat=True).first()
    if first is not None and first < moved_in_on:
        words = _("The household was asked how it is %(day)s, before that day.")
        raise ActionRefused(words % {"day": first}, "moved_in_on")


def _plan_anew(row: Home, household: Household, was: date, by: "User") -> None:
    """Open follow-ups move with the day; those that were done stay done, and are not asked for again."""
    origin = origin_of(row)
    done = household.follow_ups.filter(origin=origin, state=FollowUpState.DONE)
    settled = {_nearest(was, day) for day in done.values_list("planned_on", flat=True)}
    end_follow_ups(household=household, origin=origin, by=by, from_day=min(was, row.moved_in_on))
    row.household = household
    plan_after_move(row, by, without=settled)


def _nearest(moved_in_on: date, planned_on: date) -> int:
    """After how many months the follow-up was: its own day may be counted from a day that was wrong."""
    return min(FOLLOWED_UP_AFTER_MONTHS, key=lambda months: abs(add_months(moved_in_on, months) - planned_on))
