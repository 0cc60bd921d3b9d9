"""A return to emergency housing is found by itself; whether they are homeless again, a person decides."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cases.actions.locking import locked
from cases.actions.situations import set_situation
from cases.enums import Situation
from cases.errors import ActionRefused
from cases.models import Home
from cases.returns import undecided_of
from core.audit import record_event

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def homeless_again(*, home: Home, by: "User") -> Home:
    """The home did not last: situation 1 from the first night in emergency housing.

    Raises ActionRefused when nothing waits for a decision: somebody else has decided, or the night is gone.
    """
    row, night = _held(home, by)
    set_situation(household=row.household, situation=Situation.ACUTE, valid_from=night, by=by)
    _record("home.lost", row, by, night)
    return row


@transaction.atomic
def keeps_its_home(*, home: Home, by: "User") -> Home:
    """The household lives in its home all the same; a later night in emergency housing asks anew.

    Raises ActionRefused as `homeless_again` does.
    """
    row, night = _held(home, by)
    row.kept_despite_night = night
    row.save(update_fields=["kept_despite_night"])
    _record("home.kept", row, by, night)
    return row


def _held(home: Home, by: "User") -> tuple[Home, date]:
    household = locked(home.household, by)
    row = Home.objects.get(pk=home.pk)
    row.household = household
    found = undecided_of(row)
    if found is None:
        raise ActionRefused(_("Nothing waits for a decision: somebody has decided already."))
    return row, found.first_night


def _record(action: str, home: Home, by: "User", night: date) -> None:
    record_event(
        action,
        by=by,
        authority_id=home.authority_id,
        subject=home,
        household_id=home.household_id,
        details={"night": night.isoformat()},
    )


def complete(user: "User", object_id: int, *, note: str = "") -> Home:
    """What "Min vecka" does with one key."""
    return homeless_again(home=_reached(user, object_id), by=user)


def cancel(user: "User", object_id: int) -> Home:
    return keeps_its_home(home=_reached(user, object_id), by=user)


def _reached(user: "User", object_id: int) -> Home:
    rows = Home.objects.visible_to(user, "household.change").select_related("household")
    return get_object_or_404(rows, pk=object_id)
