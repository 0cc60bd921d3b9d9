"""How the actions take hold of a row and sign its history."""

from typing import TypeVar

from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Household
from dropin.actions.refusals import NotYours
from dropin.models import Booking, Visit

Record = TypeVar("Record", Visit, Booking)


def locked(record: Record, by: User) -> Record:
    """The row as it is now, locked until the transaction ends, after its household.

    Every action takes them in that order, so that two of them never wait for each other for ever. Raises
    NotYours for another board's.
    """
    if record.authority_id != by.authority_id:
        raise NotYours(_("It belongs to another board."))
    if record.household_id is not None:
        lock_household(record.household_id)
    return type(record).objects.select_for_update(no_key=True, of=("self",)).get(pk=record.pk)


def lock_household(household_id: int) -> None:
    """Hold the household's row: what is written about one household is written one thing at a time."""
    Household.objects.select_for_update().filter(pk=household_id).order_by().values_list("pk").first()


def lock_writer(by: User) -> None:
    """What one person sends at the same time is taken one at a time: a form sent eight times waits in line.

    NO KEY: rows that point to the person can be written meanwhile.
    """
    User.objects.select_for_update(no_key=True).filter(pk=by.pk).order_by().values_list("pk").first()


def save_as(by: User, record: Visit | Booking) -> None:
    """Save, and let the history say who did it."""
    record._history_user = by  # type: ignore[union-attr]  # simple_history reads it
    record.save()
