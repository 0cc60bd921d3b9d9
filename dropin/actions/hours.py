"""Opening hours and closed days."""

from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Authority, User
from core.audit import record_event
from dropin.actions.refusals import NotYours, TimeTaken, WrongDay
from dropin.enums import Place
from dropin.models import ClosedDay, OpeningHours

# Report 2014, "Drop in": Mondays 10–12 and 13–15.
DEFAULT_FIRST_DAY = date(2011, 9, 1)
DEFAULT_WEEKDAY = 0
DEFAULT_SESSIONS = ((time(10), time(12)), (time(13), time(15)))


@transaction.atomic
def ensure_default_hours(authority: Authority, *, first_day: date | None = None) -> list[OpeningHours]:
    """Give a board that has never had any hours those of the report; called when the board is created."""
    if OpeningHours.objects.filter(authority=authority).exists():
        return []
    return OpeningHours.objects.bulk_create(
        OpeningHours(
            authority=authority,
            weekday=DEFAULT_WEEKDAY,
            opens_at=opens_at,
            closes_at=closes_at,
            first_day=first_day or DEFAULT_FIRST_DAY,
        )
        for opens_at, closes_at in DEFAULT_SESSIONS
    )


@transaction.atomic
def add_hours(
    *,
    authority: Authority,
    by: User,
    weekday: int,
    opens_at: time,
    closes_at: time,
    first_day: date,
    last_day: date | None = None,
    place: str = Place.DESK,
) -> OpeningHours:
    """A weekly session. Raises TimeTaken when it overlaps another one at the same place."""
    _check_board(authority, by)
    if closes_at <= opens_at:
        raise WrongDay(_("The closing time must be after the opening time."), field="closes_at")
    if last_day is not None and last_day < first_day:
        raise WrongDay(_("The last day is before the first."), field="last_day")
    others = OpeningHours.objects.filter(
        authority=authority, weekday=weekday, place=place, opens_at__lt=closes_at, closes_at__gt=opens_at
    ).exclude(last_day__lt=first_day)
    if last_day is not None:
        others = others.filter(first_day__lte=last_day)
    if others.exists():
        raise TimeTaken(_("There is already a session at that time. End it first."), field="opens_at")
    hours = OpeningHours.objects.create(
        authority=authority,
        weekday=weekday,
        opens_at=opens_at,
        closes_at=closes_at,
        first_day=first_day,
        last_day=last_day,
        place=place,
    )
    _record("hours.added", hours, by)
    return hours


@transaction.atomic
def end_hours(*, hours: OpeningHours, by: User, last_day: date) -> OpeningHours | None:
    """The session is held for the last time on last_day; one that never began by then is removed (None)."""
    _check_board(hours.authority, by)
    held = OpeningHours.objects.filter(pk=hours.pk).first()
    if held is None:
        return None
    hours = held
    _record("hours.ended", hours, by)
    if last_day < hours.first_day:
        hours.delete()
        return None
    hours.last_day = last_day
    hours.save()
    return hours


@transaction.atomic
def resume_hours(*, hours: OpeningHours, by: User) -> OpeningHours:
    """Undo of ending: it goes on until further notice. Raises TimeTaken when another has its time."""
    _check_board(hours.authority, by)
    others = OpeningHours.objects.filter(
        authority=hours.authority,
        weekday=hours.weekday,
        place=hours.place,
        opens_at__lt=hours.closes_at,
        closes_at__gt=hours.opens_at,
    )
    if others.exclude(pk=hours.pk).exclude(last_day__lt=hours.first_day).exists():
        raise TimeTaken(_("There is already a session at that time. End it first."))
    hours.last_day = None
    hours.save()
    _record("hours.resumed", hours, by)
    return hours


@transaction.atomic
def close_day(*, authority: Authority, by: User, day: date, reason: str = "") -> ClosedDay:
    """No drop-in on that day. Raises WrongDay when it is closed already."""
    _check_board(authority, by)
    if ClosedDay.objects.filter(authority=authority, day=day).exists():
        raise WrongDay(_("That day is closed already."), field="day")
    closed = ClosedDay.objects.create(authority=authority, day=day, reason=reason.strip())
    _record("day.closed", closed, by, day=day.isoformat())
    return closed


@transaction.atomic
def open_day(*, closed: ClosedDay, by: User) -> None:
    """The day is no longer closed."""
    _check_board(closed.authority, by)
    _record("day.opened", closed, by, day=closed.day.isoformat())
    closed.delete()


def _check_board(authority: Authority, by: User) -> None:
    """Also holds the board's row: its hours are changed one thing at a time."""
    if by.authority_id != authority.pk:
        raise NotYours(_("It belongs to another board."))
    Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)


def _record(action: str, subject: OpeningHours | ClosedDay, by: User, **details: str) -> None:
    record_event(action, by=by, authority_id=subject.authority_id, subject=subject, details=details)
