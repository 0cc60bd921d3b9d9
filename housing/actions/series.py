"""When the Boråd meets: the weekly series, weeks without a meeting, and meetings outside the series.

What waits is on the agenda of the earliest meeting, so each of them brings the agendas in line.
"""

from collections.abc import Mapping
from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Authority, User
from cases.actions.locking import refuse_other_board
from cases.errors import ActionRefused
from core.audit import record_event
from core.clock import today
from core.holidays import holiday_on
from housing.actions.agenda import agenda_changed
from housing.actions.meetings import remove_item
from housing.enums import MeetingPart, MeetingState
from housing.models import (
    BoardMeeting,
    MeetingParticipant,
    MeetingSeries,
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
    agenda_changed(authority, by=by)
    return series


@transaction.atomic
def end_series(*, series: MeetingSeries, last_day: date, by: User) -> MeetingSeries:
    """The series meets for the last time on or before last_day; later planned meetings are taken away."""
    refuse_other_board(series.authority_id, by)
    series = MeetingSeries.objects.select_for_update().get(pk=series.pk)
    _end(series, last_day)
    record_event("meeting.series_ended", by=by, authority_id=series.authority_id, subject=series)
    agenda_changed(series.authority, by=by)
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
    meeting = _plan(authority, held_on, starts_at, by, duration_minutes=duration_minutes)
    agenda_changed(authority, by=by)
    return meeting


def _plan(
    authority: Authority,
    day: date,
    starts_at: time,
    by: User | None,
    *,
    series: MeetingSeries | None = None,
    duration_minutes: int = 60,
) -> BoardMeeting:
    model = series or current_series(authority, day) or _coming_series(authority)
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


def _coming_series(authority: Authority) -> MeetingSeries | None:
    return MeetingSeries.objects.filter(authority=authority).order_by("first_day", "pk").first()


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
    agenda_changed(series.authority, by=by)
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
    agenda_changed(series.authority, by=by)
