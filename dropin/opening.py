"""When the drop-in is open: weekly hours, less public holidays and days that the board has closed.

Nothing is written when a day comes: a session is what the hours say about that day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import DateField, TimeField, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

from accounts.models import Authority
from core.holidays import holiday_on
from dropin.enums import Place
from dropin.models import ClosedDay, OpeningHours

NOON = time(12)
# Marks a closed day among the rows of hours.
NO_WEEKDAY = -1
# How far ahead the next session is looked for: over a summer's closed weeks.
LOOK_AHEAD_DAYS = 70


@dataclass(frozen=True, order=True)
class Session:
    """One opening of the drop-in. The moment of closing no longer belongs to it."""

    day: date
    opens_at: time
    closes_at: time
    place: str = Place.DESK

    def is_open_at(self, at: time) -> bool:
        return self.opens_at <= at < self.closes_at

    @property
    def hours(self) -> str:
        """ "10–12", "13–15.30"."""
        return f"{_clock(self.opens_at)}–{_clock(self.closes_at)}"

    @property
    def label(self) -> str:
        """ "Förmiddag 10–12"."""
        part = pgettext("session", "Morning") if self.opens_at < NOON else pgettext("session", "Afternoon")
        return f"{part} {self.hours}"


def _clock(at: time) -> str:
    return f"{at.hour}.{at.minute:02d}" if at.minute else str(at.hour)


@dataclass(frozen=True)
class Schedule:
    """A board's hours and closed days, read once; answers without further queries."""

    hours: list[OpeningHours]
    closed: dict[date, str]

    def why_closed(self, day: date) -> str | None:
        """Why there are no sessions although the weekday may have hours; None when nothing closes it."""
        if day in self.closed:
            return self.closed[day] or pgettext("day", "closed")
        return holiday_on(day) or None

    def sessions_on(self, day: date) -> list[Session]:
        """The day's sessions in order; none on holidays and closed days."""
        if self.why_closed(day) is not None:
            return []
        return sorted(
            Session(day, row.opens_at, row.closes_at, row.place)
            for row in self.hours
            if row.weekday == day.weekday()
            and row.first_day <= day
            and (row.last_day is None or day <= row.last_day)
        )

    def session_at(self, moment: datetime) -> Session | None:
        """The session that is open at this aware moment, by the clock in Sweden."""
        local = timezone.localtime(moment)
        open_now = (session for session in self.sessions_on(local.date()) if session.is_open_at(local.time()))
        return next(open_now, None)

    def next_session(self, moment: datetime) -> Session | None:
        """The first session that opens after this moment, within LOOK_AHEAD_DAYS."""
        local = timezone.localtime(moment)
        for ahead in range(LOOK_AHEAD_DAYS + 1):
            for session in self.sessions_on(local.date() + timedelta(days=ahead)):
                if ahead or session.opens_at > local.time():
                    return session
        return None


def schedule_of(authority: Authority | int, *, from_day: date) -> Schedule:
    """Hours and closed days of a board from a day on, in one query."""
    key = authority if isinstance(authority, int) else authority.pk
    columns = ("weekday", "opens_at", "closes_at", "first_day", "last_day", "place")
    hours = OpeningHours.objects.filter(authority_id=key).order_by().values_list(*columns)
    no_time, no_day = Cast(Value(None), TimeField()), Cast(Value(None), DateField())
    closed = ClosedDay.objects.filter(authority_id=key, day__gte=from_day).order_by()
    closed_rows = closed.values_list(Value(NO_WEEKDAY), no_time, no_time, "day", no_day, "reason")
    schedule = Schedule([], {})
    for row in hours.union(closed_rows, all=True):
        if row[0] == NO_WEEKDAY:
            schedule.closed[row[3]] = row[5]
        else:
            schedule.hours.append(OpeningHours(**dict(zip(columns, row, strict=True))))
    return schedule


def sessions_on(authority: Authority | int, day: date) -> list[Session]:
    """The sessions of one day: for pages that ask about no other day."""
    return schedule_of(authority, from_day=day).sessions_on(day)


def session_now(authority: Authority | int, moment: datetime) -> Session | None:
    """The session that is open at this moment."""
    return schedule_of(authority, from_day=timezone.localtime(moment).date()).session_at(moment)


def day_name(day: date) -> str:
    """ "måndag 9 december"."""
    return date_format(day, "l j F")
