"""What "Min vecka" does to a viewing: by the number of its lead, within what the reader may change."""

from datetime import date
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from cases.actions.leads import move_viewing, note_viewed, unnote_viewed
from cases.models import Lead

if TYPE_CHECKING:
    from accounts.models import User


def complete(user: "User", object_id: int, *, note: str = "") -> Lead:
    return note_viewed(lead=_reached(user, object_id), by=user)


def move(user: "User", object_id: int, *, day: date) -> Lead:
    lead = _reached(user, object_id)
    return move_viewing(lead=lead, viewing_on=day, viewing_at=lead.viewing_at, by=user)


def reopen(user: "User", object_id: int) -> Lead:
    return unnote_viewed(lead=_reached(user, object_id), by=user)


def _reached(user: "User", object_id: int) -> Lead:
    rows = Lead.objects.visible_to(user, "search.change").select_related("household")
    return get_object_or_404(rows, pk=object_id)
