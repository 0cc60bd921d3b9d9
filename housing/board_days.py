"""Which meeting of the Boråd comes last before a day, or came last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from housing.enums import MeetingState
from housing.models import BoardMeeting


@dataclass(frozen=True)
class BoardDay:
    """The day of a meeting. `has_been`: it was held, so that nothing more can be taken up there."""

    held_on: date
    has_been: bool


def board_days(authority_id: int, since: date, day: date) -> list[BoardDay]:
    """The meetings from a day on, in order: those that were held, and those to come on `day`; one query."""
    never_held = Q(state=MeetingState.PLANNED, held_on__lt=day)
    rows = BoardMeeting.objects.filter(authority_id=authority_id, held_on__gte=since).exclude(never_held)
    return [
        BoardDay(held_on, has_been=state == MeetingState.CLOSED or held_on < day)
        for held_on, state in rows.order_by("held_on", "starts_at").values_list("held_on", "state")
    ]


def last_before(days: Iterable[BoardDay], through: date) -> BoardDay | None:
    """The last of them on that day or before, whether it is to come or has been."""
    return max((one for one in days if one.held_on <= through), key=lambda one: one.held_on, default=None)
