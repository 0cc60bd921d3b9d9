"""The Boråd's meetings: their beginning, who takes part, who keeps out of an item."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.locking import refuse_other_board
from cases.errors import ActionRefused
from core.audit import record_event
from core.clock import now, today
from housing.enums import MeetingPart, MeetingState
from housing.models import (
    AgendaItem,
    BoardMeeting,
    MeetingParticipant,
    Recusal,
)


def remove_item(item: AgendaItem) -> None:
    """The item leaves the agenda. Whoever keeps out of its household still does."""
    item.recusals.filter(household=None).delete()
    item.recusals.update(item=None)
    item.delete()


@transaction.atomic
def open_meeting(*, meeting: BoardMeeting, by: User) -> BoardMeeting:
    """The meeting begins. Begun already: nothing is written. Raises ActionRefused before its day."""
    meeting = held_meeting(meeting, by)
    if meeting.state == MeetingState.OPEN:
        return meeting
    if meeting.held_on > today():
        raise ActionRefused(_("The meeting is on a later day."))
    meeting.state, meeting.opened_at = MeetingState.OPEN, now()
    meeting.save(update_fields=["state", "opened_at"])
    record_event("meeting.opened", by=by, authority_id=meeting.authority_id, subject=meeting)
    return meeting


@transaction.atomic
def set_participant(*, meeting: BoardMeeting, user: User, part: str, by: User) -> MeetingParticipant:
    """Call somebody to the meeting, or change their part. A new chair makes the former one a member."""
    meeting = held_meeting(meeting, by)
    if user.authority_id != meeting.authority_id or not user.is_active:
        raise ActionRefused(_("Choose people who work for the board."), "user")
    if part == MeetingPart.CHAIR:
        others = meeting.participants.filter(part=MeetingPart.CHAIR).exclude(user=user)
        others.update(part=MeetingPart.MEMBER)
    participant, _made = MeetingParticipant.objects.update_or_create(
        meeting=meeting, user=user, defaults={"part": part}
    )
    details = {"user": user.pk, "part": part}
    record_event(
        "meeting.participant", by=by, authority_id=meeting.authority_id, subject=meeting, details=details
    )
    return participant


@transaction.atomic
def note_attendance(*, meeting: BoardMeeting, present: Mapping[int, bool], by: User) -> BoardMeeting:
    """Who came. Those who are not named in `present` stay as they were noted."""
    meeting = held_meeting(meeting, by)
    for participant in meeting.participants.all():
        if participant.user_id in present and participant.is_present != present[participant.user_id]:
            participant.is_present = present[participant.user_id]
            participant.save(update_fields=["is_present"])
    record_event("meeting.attendance", by=by, authority_id=meeting.authority_id, subject=meeting)
    return meeting


@transaction.atomic
def recuse(*, item: AgendaItem, user: User, reason: str, by: User) -> Recusal:
    """Somebody takes no part in the item (jäv), nor in what comes of the household later.

    Raises ActionRefused without a reason, or too late.
    """
    item = held_item(item, by)
    if not reason.strip():
        raise ActionRefused(_("Write why they keep out of it."), "reason")
    if not item.meeting.participants.filter(user=user).exists():
        raise ActionRefused(_("Choose somebody who takes part in the meeting."), "user")
    recusal, is_new = Recusal.objects.get_or_create(
        item=item,
        user=user,
        defaults={
            "household_id": item.household_id,
            "reason": reason.strip(),
            "recorded_by": by,
            "recorded_at": now(),
        },
    )
    if is_new:
        _record_item("item.recused", item, by, user=user.pk)
    return recusal


@transaction.atomic
def withdraw_recusal(*, recusal: Recusal, by: User) -> None:
    """Undo of `recuse`, as long as the item is not settled: from now on they take part again.

    Raises ActionRefused for whoever is recused: nobody judges their own recusal (FL 18 §).
    """
    assert recusal.item is not None
    item = held_item(recusal.item, by)
    if recusal.user_id == by.pk:
        raise ActionRefused(_("Nobody judges their own recusal. Let somebody else take it back."))
    rows = Recusal.objects.filter(user=recusal.user_id, household=item.household_id or 0)
    rows.filter(item__is_settled=True).update(is_over=True)
    rows.exclude(item__is_settled=True).delete()
    Recusal.objects.filter(pk=recusal.pk).delete()
    _record_item("item.recusal_withdrawn", item, by, user=recusal.user_id)


def held_meeting(meeting: BoardMeeting, by: User) -> BoardMeeting:
    """The meeting as it is now, held. Raises ActionRefused for another board's and for a closed one."""
    meeting = BoardMeeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    refuse_other_board(meeting.authority_id, by)
    if meeting.is_closed:
        raise ActionRefused(_("The meeting is closed, and its minutes are final."))
    return meeting


def refuse_unless_open(meeting: BoardMeeting) -> None:
    """What is taken up is taken up at the meeting: not before it, and not after."""
    if meeting.state != MeetingState.OPEN:
        raise ActionRefused(_("Open the meeting first."))


def held_item(item: AgendaItem, by: User, *, taken_up: bool = False) -> AgendaItem:
    """The item as it is now, its meeting held.

    Raises ActionRefused when it is taken up already, unless it may be (`taken_up`).
    """
    meeting = held_meeting(item.meeting, by)
    row = AgendaItem.objects.filter(pk=item.pk).first()
    if row is None:
        raise ActionRefused(_("The item is no longer on the agenda."))
    if row.is_settled and not taken_up:
        raise ActionRefused(_("The item has been taken up already."))
    row.meeting = meeting
    return row


def _record_item(action: str, item: AgendaItem, by: User, **details: int) -> None:
    record_event(
        action,
        by=by,
        authority_id=item.authority_id,
        subject=item,
        household_id=item.household_id,
        details=dict(details),
    )
