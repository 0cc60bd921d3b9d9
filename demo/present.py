"""The living present: the last weeks at the desk, made week by week through the same actions as the pages.

Each week is made once, from a seed of its own, and an audit event remembers it. So running the demo again
keeps what was entered and adds only the weeks that have passed since.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from accounts.models import Authority, Unit, User
from core.audit import record_event
from core.clock import now, set_to, today
from core.models import AuditEvent
from demo.borad import fill_next_meeting, set_up
from demo.casework import Casework, finish, set_up_casework
from demo.flats import make_flats
from demo.placed import place_some, return_one
from demo.week import Week
from dropin.opening import sessions_on

WEEKS = 17
# The Boråd of the product is used so many weeks; before that there are its decisions only.
BORAD_WEEKS = 4
# Plans and journals have been kept for so many.
CASEWORK_WEEKS = 8
THURSDAY = 3
WEEK_MADE = "demo.week_made"


def make_present(board: Authority, staff: dict[str, User], weeks: int = WEEKS) -> int:
    """Make those of the last so many weeks that are not there yet; how many were made."""
    made = set(
        AuditEvent.objects.filter(action=WEEK_MADE, authority_id=board.pk).values_list(
            "details__monday", flat=True
        )
    )
    this_monday = today() - timedelta(days=today().weekday())
    mondays = [this_monday - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
    fresh = [monday for monday in mondays if monday.isoformat() not in made]
    for monday in fresh:
        _make_week(board, staff, monday)
    make_flats(board, staff, Week(board, staff, _units(board), Random(board.pk)))  # noqa: S311
    if fresh:
        finish(board, staff)
        if len(fresh) > 1:  # the first time, not when a week has passed
            place_some(board, staff)
            return_one(board, staff)
        fill_next_meeting(board, staff, Random(this_monday.toordinal()))  # noqa: S311 - fictional data
    return len(fresh)


@transaction.atomic
def _make_week(board: Authority, staff: dict[str, User], monday: date) -> None:
    random = Random(monday.toordinal())  # noqa: S311 - fictional data, the same each time
    week = Week(board, staff, _units(board), random)
    if monday >= today() - timedelta(weeks=BORAD_WEEKS):
        with set_to(_at(monday, time(8))):
            set_up(board, staff, random)
    for moment in _desk_moments(board, monday, random):
        with set_to(moment):
            week.somebody_comes(moment)
    has_casework = monday >= today() - timedelta(weeks=CASEWORK_WEEKS)
    if has_casework:
        with set_to(_at(monday, time(8))):
            set_up_casework(board, staff)
    for day in (monday + timedelta(days=offset) for offset in range(7)):
        if day <= today():
            with set_to(_at(day, time(15, 30))):
                week.rest_of_day(day)
                if day.weekday() == THURSDAY and has_casework:
                    Casework(board, staff, Random(day.toordinal())).of_week(day)  # noqa: S311 - as above
    record_event(WEEK_MADE, by=None, authority_id=board.pk, details={"monday": monday.isoformat()})


def _units(board: Authority) -> list[Unit]:
    return list(Unit.objects.filter(authority=board, kind__in=Week.UNIT_KINDS).order_by("pk"))


def _desk_moments(board: Authority, monday: date, random: Random) -> Iterator[datetime]:
    """Five to nine arrivals spread over Monday's sessions, up to now."""
    sessions = sessions_on(board, monday)
    arrivals = sorted(
        datetime.combine(monday, session.opens_at) + timedelta(minutes=random.randint(2, 112))
        for session in sessions
        for _ in range(random.randint(2, 5))
    )
    for arrival in arrivals:
        moment = timezone.make_aware(arrival)
        if moment <= now():
            yield moment


def _at(day: date, hour: time) -> datetime:
    return min(timezone.make_aware(datetime.combine(day, hour)), now())
