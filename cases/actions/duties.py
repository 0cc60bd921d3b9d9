"""What "Min vecka" does to a follow-up: by its number, within what the reader may change."""

from datetime import date
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from cases.actions.follow_ups import (
    cancel_follow_up,
    complete_follow_up,
    move_follow_up,
    reopen_follow_up,
)
from cases.models import FollowUp

if TYPE_CHECKING:
    from accounts.models import User


def complete(user: "User", object_id: int, *, note: str = "") -> FollowUp:
    return complete_follow_up(follow_up=_reached(user, object_id), by=user, note=note)


def move(user: "User", object_id: int, *, day: date, note: str = "") -> FollowUp:
    return move_follow_up(follow_up=_reached(user, object_id), by=user, due_on=day, note=note)


def cancel(user: "User", object_id: int, *, note: str = "") -> FollowUp:
    return cancel_follow_up(follow_up=_reached(user, object_id), by=user, note=note)


def reopen(user: "User", object_id: int) -> FollowUp:
    return reopen_follow_up(follow_up=_reached(user, object_id), by=user)


def _reached(user: "User", object_id: int) -> FollowUp:
    rows = FollowUp.objects.visible_to(user, "household.change").select_related("household")
    return get_object_or_404(rows, pk=object_id)
