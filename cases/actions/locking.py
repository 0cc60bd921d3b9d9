"""Holding a household's row, so that two people never change it at once and races end in a wait."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases.errors import ActionRefused
from cases.models import Household
from core.clock import today

if TYPE_CHECKING:
    from accounts.models import User


def locked(household: Household, by: "User") -> Household:
    """The household as it is now, held until the transaction ends.

    Raises ActionRefused for another board's household: nothing personal crosses that line but a transfer.
    """
    # NO KEY: rows that point to the household, such as an agenda's items, can be written meanwhile.
    row = Household.objects.select_for_update(no_key=True).get(pk=household.pk)
    refuse_other_board(row.authority_id, by)
    return row


def locked_pair(one: Household, other: Household, by: "User") -> tuple[Household, Household]:
    """Two households, held in the order of their ids so that nobody waits for each other for ever."""
    held = {household.pk: locked(household, by) for household in sorted((one, other), key=lambda row: row.pk)}
    return held[one.pk], held[other.pk]


def refuse_other_board(authority_id: int | None, by: "User") -> None:
    if by.authority_id != authority_id:
        raise ActionRefused(_("This belongs to another board."))


def refuse_future(day: date, field: str) -> None:
    """What has happened has happened today at the latest."""
    if day > today():
        raise ActionRefused(_("The day lies ahead. Write today or an earlier day."), field)
