"""When the drop-in is open: weekly hours, holidays, closed days, the two nights when the clock is changed."""

from datetime import date, datetime, time

import pytest

from accounts.models import Authority
from core.holidays import coming_holidays, holiday_on
from dropin.actions import close_day, ensure_default_hours
from dropin.enums import Place
from dropin.models import OpeningHours
from dropin.opening import schedule_of, session_now, sessions_on
from tests.dropin.conftest import MONDAY, STOCKHOLM
from tests.factories.accounts import AuthorityFactory, UserFactory
from tests.factories.events import ClosedDayFactory, OpeningHoursFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Authority:
    authority = AuthorityFactory()
    ensure_default_hours(authority, first_day=date(2011, 9, 1))
    return authority


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=STOCKHOLM)


def test_default_hours_are_those_of_the_report(board: Authority) -> None:
    assert [session.hours for session in sessions_on(board, MONDAY)] == ["10–12", "13–15"]
    assert sessions_on(board, date(2013, 12, 10)) == []


def test_default_hours_are_made_once(board: Authority) -> None:
    assert ensure_default_hours(board) == []
    assert OpeningHours.objects.filter(authority=board).count() == 2


def test_default_hours_are_not_given_back_to_a_board_that_has_others() -> None:
    row = OpeningHoursFactory(weekday=3)
    assert ensure_default_hours(row.authority) == []


@pytest.mark.parametrize(
    ("moment", "hours"),
    [
        (at(2013, 12, 9, 9, 59), None),
        (at(2013, 12, 9, 10, 0), "10–12"),
        (at(2013, 12, 9, 11, 59), "10–12"),
        (at(2013, 12, 9, 12, 0), None),
        (at(2013, 12, 9, 13, 0), "13–15"),
        (at(2013, 12, 9, 15, 0), None),
        (at(2013, 12, 8, 23, 59), None),
        (at(2013, 12, 10, 0, 0), None),
        # The Mondays after the nights when the clock is changed: the wall clock counts.
        (at(2014, 3, 31, 10, 0), "10–12"),
        (at(2013, 10, 28, 10, 0), "10–12"),
        (at(2013, 10, 28, 9, 59), None),
    ],
)
def test_session_now_at_its_edges(board: Authority, moment: datetime, hours: str | None) -> None:
    session = session_now(board, moment)
    assert (session.hours if session else None) == hours


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(2013, 12, 9, 9, 0), (MONDAY, "10–12")),
        (at(2013, 12, 9, 12, 30), (MONDAY, "13–15")),
        (at(2013, 12, 9, 15, 0), (date(2013, 12, 16), "10–12")),
        # 23 and 30 December are Mondays; 6 January, Epiphany, is closed.
        (at(2013, 12, 30, 16, 0), (date(2014, 1, 13), "10–12")),
        # Just before midnight on Sunday, and the night when summer time begins.
        (at(2013, 12, 8, 23, 59), (MONDAY, "10–12")),
        (at(2014, 3, 30, 1, 59), (date(2014, 3, 31), "10–12")),
        (at(2013, 10, 27, 2, 30), (date(2013, 10, 28), "10–12")),
        # From a leap day.
        (at(2016, 2, 29, 15, 0), (date(2016, 3, 7), "10–12")),
    ],
)
def test_next_session(board: Authority, moment: datetime, expected: tuple[date, str]) -> None:
    session = schedule_of(board, from_day=moment.date()).next_session(moment)
    assert session is not None
    assert (session.day, session.hours) == expected


def test_a_leap_day_has_its_sessions(board: Authority) -> None:
    assert len(sessions_on(board, date(2016, 2, 29))) == 2


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2014, 1, 6), "Trettondedag jul"),
        (date(2014, 4, 21), "Annandag påsk"),
        (date(2014, 6, 20), "Midsommarafton"),
        (date(2018, 12, 24), "Julafton"),
        (date(2018, 12, 31), "Nyårsafton"),
        (date(2014, 6, 6), "Nationaldagen"),
        (MONDAY, ""),
    ],
)
def test_holidays_and_eves(board: Authority, day: date, name: str) -> None:
    assert holiday_on(day) == name
    if name:
        assert sessions_on(board, day) == []


def test_closed_day_says_why(board: Authority) -> None:
    ClosedDayFactory(authority=board, day=MONDAY, reason="Planeringsdag")
    schedule = schedule_of(board, from_day=MONDAY)
    assert schedule.sessions_on(MONDAY) == []
    assert schedule.why_closed(MONDAY) == "Planeringsdag"
    assert len(schedule.sessions_on(date(2013, 12, 16))) == 2


def test_another_boards_closed_day_closes_nothing(board: Authority) -> None:
    ClosedDayFactory(day=MONDAY)
    assert len(sessions_on(board, MONDAY)) == 2


def test_hours_hold_from_their_first_day_to_their_last() -> None:
    row = OpeningHoursFactory(
        opens_at=time(13, 30),
        closes_at=time(15, 30),
        first_day=MONDAY,
        last_day=date(2013, 12, 16),
        place=Place.CITIZENS_OFFICE,
    )
    opened = [day for day in (2, 9, 16, 23) if sessions_on(row.authority, date(2013, 12, day))]
    assert opened == [9, 16]
    assert sessions_on(row.authority, MONDAY)[0].hours == "13.30–15.30"


def test_schedule_takes_one_query(board: Authority, django_assert_num_queries) -> None:
    ClosedDayFactory(authority=board)
    with django_assert_num_queries(1):
        schedule_of(board, from_day=MONDAY).next_session(at(2013, 12, 9, 15, 0))


def test_no_session_when_nothing_opens_for_long() -> None:
    assert schedule_of(AuthorityFactory(), from_day=MONDAY).next_session(at(2013, 12, 9, 9, 0)) is None


def test_coming_holidays_are_weekdays_across_the_year() -> None:
    days = [day for day, name in coming_holidays(date(2013, 12, 20), date(2014, 1, 10))]
    assert days == [
        date(2013, 12, 24),
        date(2013, 12, 25),
        date(2013, 12, 26),
        date(2013, 12, 31),
        date(2014, 1, 1),
        date(2014, 1, 6),
    ]


def test_close_day_takes_effect(board: Authority) -> None:
    close_day(authority=board, by=UserFactory(authority=board), day=MONDAY)
    assert session_now(board, at(2013, 12, 9, 10, 30)) is None
