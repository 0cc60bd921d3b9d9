"""The Boråd's meetings: the weekly series, single meetings, who takes part, who keeps out of an item."""

from collections.abc import Mapping
from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Authority, User
from cases.actions.locking import refuse_other_board
from cases.errors import ActionRefused
from core.audit import record_event
from core.clock import now, today
from core.holidays import holiday_on
from housing.enums import MeetingPart, MeetingState
from housing.models import (
    AgendaItem,
    BoardMeeting,
    MeetingParticipant,
    MeetingSeries,
    Recusal,
    SeriesParticipant,
    SkippedWeek,
)

# Meetings stand in the calendar so far ahead.
PLANNED_AHEAD = timedelta(weeks=10)
WEEK = 7


@transaction.atomic
def set_series(
    *,
    authority: Authority,
    weekday: int,
    starts_at: time,
    first_day: date,
    participants: Mapping[int, str],
    by: User,
    duration_minutes: int = 60,
    place: str = "",
) -> MeetingSeries:
    """The board meets on that weekday from first_day on. A series that holds then ends the day before.

    `participants`: user id to MeetingPart. Meetings of the old series that are only planned are taken away,
    and those of the new one stand in the calendar. Raises ActionRefused without exactly one chair, and for
    staff of another board.
    """
    refuse_other_board(authority.pk, by)
    Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    _check_participants(authority, participants)
    for other in MeetingSeries.objects.filter(authority=authority).exclude(last_day__lt=first_day):
        _end(other, first_day - timedelta(days=1))
    series = MeetingSeries.objects.create(
        authority=authority,
        weekday=weekday,
        starts_at=starts_at,
        duration_minutes=duration_minutes,
        place=place.strip(),
        first_day=first_day,
    )
    SeriesParticipant.objects.bulk_create(
        SeriesParticipant(series=series, user_id=pk, part=part) for pk, part in sorted(participants.items())
    )
    record_event("meeting.series_set", by=by, authority_id=authority.pk, subject=series)
    plan_meetings(series=series, until=max(first_day, today()) + PLANNED_AHEAD, by=by)
    return series


@transaction.atomic
def end_series(*, series: MeetingSeries, last_day: date, by: User) -> MeetingSeries:
    """The series meets for the last time on or before last_day; later planned meetings are taken away."""
    refuse_other_board(series.authority_id, by)
    series = MeetingSeries.objects.select_for_update().get(pk=series.pk)
    _end(series, last_day)
    record_event("meeting.series_ended", by=by, authority_id=series.authority_id, subject=series)
    return series


def _end(series: MeetingSeries, last_day: date) -> None:
    planned = BoardMeeting.objects.filter(series=series, state=MeetingState.PLANNED, held_on__gt=last_day)
    for meeting in planned:
        _take_away(meeting)
    if last_day < series.first_day:
        BoardMeeting.objects.filter(series=series).update(series=None)
        series.participants.all().delete()
        series.skipped.all().delete()
        series.delete()
        return
    series.last_day = last_day
    series.save(update_fields=["last_day"])


def _take_away(meeting: BoardMeeting) -> None:
    """A planned meeting that will not be: what waited for it waits for the next one."""
    for item in meeting.items.all():
        remove_item(item)
    meeting.participants.all().delete()
    meeting.delete()


def remove_item(item: AgendaItem) -> None:
    """The item leaves the agenda. Whoever keeps out of its household still does."""
    item.recusals.filter(household=None).delete()
    item.recusals.update(item=None)
    item.delete()


def _check_participants(authority: Authority, participants: Mapping[int, str]) -> None:
    if list(participants.values()).count(MeetingPart.CHAIR) != 1:
        raise ActionRefused(_("Choose one chair."), "chair")
    known = User.objects.filter(pk__in=list(participants), authority=authority, is_active=True).count()
    if known != len(participants):
        raise ActionRefused(_("Choose people who work for the board."), "participants")


@transaction.atomic
def plan_meetings(*, series: MeetingSeries, until: date, by: User | None) -> list[BoardMeeting]:
    """Put the series' meetings up to `until` into the calendar. Those that are there stay as they are.

    Not on public holidays and skipped days. Returns the new ones.
    """
    series = MeetingSeries.objects.select_for_update().get(pk=series.pk)
    first = max(series.first_day, today())
    last = until if series.last_day is None else min(until, series.last_day)
    off = set(series.skipped.values_list("day", flat=True))
    board = BoardMeeting.objects.filter(authority_id=series.authority_id)
    own = board.filter(Q(series=series) | Q(starts_at=series.starts_at))  # an extra one may have its hour
    there = set(own.values_list("held_on", flat=True))
    day = first + timedelta(days=(series.weekday - first.weekday()) % WEEK)
    made = []
    while day <= last:
        if day not in there and day not in off and not holiday_on(day):
            made.append(_plan(series.authority, day, series.starts_at, by, series=series))
        day += timedelta(days=WEEK)
    return made


@transaction.atomic
def plan_extra_meeting(
    *, authority: Authority, held_on: date, starts_at: time, by: User, duration_minutes: int = 60
) -> BoardMeeting:
    """A meeting outside the series, with the same people. Raises ActionRefused for a day that has gone."""
    refuse_other_board(authority.pk, by)
    if held_on < today():
        raise ActionRefused(_("The day has passed. Choose today or a later day."), "held_on")
    Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    if BoardMeeting.objects.filter(authority=authority, held_on=held_on, starts_at=starts_at).exists():
        raise ActionRefused(_("There is a meeting at that time already."), "starts_at")
    return _plan(authority, held_on, starts_at, by, duration_minutes=duration_minutes)


def _plan(
    authority: Authority,
    day: date,
    starts_at: time,
    by: User | None,
    *,
    series: MeetingSeries | None = None,
    duration_minutes: int = 60,
) -> BoardMeeting:
    model = series or current_series(authority, day)
    meeting = BoardMeeting.objects.create(
        authority=authority,
        series=series,
        held_on=day,
        starts_at=starts_at,
        duration_minutes=series.duration_minutes if series else duration_minutes,
        place=model.place if model else "",
    )
    people = model.participants.filter(user__is_active=True) if model else SeriesParticipant.objects.none()
    MeetingParticipant.objects.bulk_create(
        MeetingParticipant(meeting=meeting, user_id=person.user_id, part=person.part) for person in people
    )
    record_event(
        "meeting.planned",
        by=by,
        authority_id=authority.pk,
        subject=meeting,
        details={"held_on": day.isoformat()},
    )
    return meeting


def current_series(authority: Authority, day: date) -> MeetingSeries | None:
    """The series that holds on day, or the latest that has begun."""
    rows = MeetingSeries.objects.filter(authority=authority, first_day__lte=day)
    return rows.order_by("-first_day", "-pk").first()


@transaction.atomic
def skip_week(*, series: MeetingSeries, day: date, reason: str, by: User) -> SkippedWeek:
    """No meeting on that day of the series. Raises ActionRefused when the meeting has begun."""
    refuse_other_board(series.authority_id, by)
    series = MeetingSeries.objects.select_for_update().get(pk=series.pk)
    if day.weekday() != series.weekday:
        raise ActionRefused(_("The Boråd does not meet on that weekday."), "day")
    skipped, is_new = SkippedWeek.objects.get_or_create(
        series=series, day=day, defaults={"reason": reason.strip()}
    )
    for meeting in BoardMeeting.objects.filter(series=series, held_on=day):
        if meeting.state != MeetingState.PLANNED:
            raise ActionRefused(_("The meeting has begun already."), "day")
        _take_away(meeting)
    if is_new:
        record_event(
            "meeting.skipped",
            by=by,
            authority_id=series.authority_id,
            subject=series,
            details={"day": day.isoformat()},
        )
    return skipped


@transaction.atomic
def unskip_week(*, skipped: SkippedWeek, by: User) -> None:
    """Undo of skipping: the meeting stands in the calendar again."""
    series = skipped.series
    refuse_other_board(series.authority_id, by)
    SkippedWeek.objects.filter(pk=skipped.pk).delete()
    record_event(
        "meeting.unskipped",
        by=by,
        authority_id=series.authority_id,
        subject=series,
        details={"day": skipped.day.isoformat()},
    )
    plan_meetings(series=series, until=max(skipped.day, today() + PLANNED_AHEAD), by=by)


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
