"""What the drop-in contributes elsewhere: the timeline, the buttons, the scope of debt advisers."""

from datetime import date, time
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import User
from cases.models import Household
from core.registries import household_actions, navigation, timeline_sources
from dropin.actions import BookingInput, book_visit, log_visit, undo_visit
from dropin.enums import NextStep
from dropin.models import Visit
from dropin.timeline import bookings, visits
from tests.dropin.conftest import MONDAY
from tests.factories.accounts import staff
from tests.factories.cases import NamedAccessFactory, family

pytestmark = pytest.mark.django_db


def log(worker: User, household: Household, **fields: Any) -> Visit:
    given = {"authority": worker.authority, "by": worker, "household": household, "visited_on": MONDAY}
    return log_visit(**{**given, **fields})


def test_visits_newest_first_with_note_and_topics(worker: User, lindgren: Household) -> None:
    log(worker, lindgren, visited_on=date(2013, 12, 2), note="x" * 500, topics=["debts"])
    log(worker, lindgren, visited_at=time(10), next_step=NextStep.DEBT_ADVICE)
    newest, oldest = visits(lindgren, worker, until=None, limit=10)
    assert (newest.day, newest.at, newest.badge_tone) == (MONDAY, time(10), "info")
    assert (oldest.at, oldest.who) == (None, worker.short_name)
    assert len(str(oldest.body)) < 340
    assert newest.url


def test_undone_visits_and_other_households_are_left_out(worker: User, lindgren: Household) -> None:
    undo_visit(visit=log(worker, lindgren), by=worker)
    log(worker, family(authority=worker.authority))
    assert visits(lindgren, worker, until=None, limit=10) == []


def test_until_and_limit_bound_the_page(worker: User, lindgren: Household) -> None:
    for day in (2, 3, 4):
        log(worker, lindgren, visited_on=date(2013, 12, day))
    days = [entry.day.day for entry in visits(lindgren, worker, until=date(2013, 12, 3), limit=10)]
    assert days == [3, 2]
    assert len(visits(lindgren, worker, until=None, limit=1)) == 1


def test_a_booking_that_became_a_visit_is_told_once(worker: User, lindgren: Household) -> None:
    book_visit(household=lindgren, by=worker, booking=BookingInput(date(2013, 12, 16), time(10)))
    kept = book_visit(household=lindgren, by=worker, booking=BookingInput(MONDAY, time(10)))
    log(worker, lindgren, fulfils=kept)
    assert [entry.day for entry in bookings(lindgren, worker, until=None, limit=10)] == [date(2013, 12, 16)]
    assert bookings(lindgren, worker, until=MONDAY, limit=10) == []


def test_who_may_not_read_visits_sees_none(worker: User, lindgren: Household) -> None:
    log(worker, lindgren)
    book_visit(household=lindgren, by=worker, booking=BookingInput(MONDAY, time(10)))
    adviser = staff(Role.DEBT_ADVISER, unit=worker.memberships.get().unit)
    assert visits(lindgren, adviser, until=None, limit=10) == []
    assert bookings(lindgren, adviser, until=None, limit=10) == []


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_timeline_asks_as_many_questions_for_all_rows(
    worker: User, lindgren: Household, django_assert_max_num_queries: Any, rows: int
) -> None:
    for hour in range(rows):
        log(worker, lindgren, topics=["debts", "forms"])
        booking = BookingInput(date(2014, 1, 8), time(hour % 24, hour // 24))
        book_visit(household=lindgren, by=worker, booking=booking)
    assert worker.can("visit.read")
    with django_assert_max_num_queries(3):
        assert len(visits(lindgren, worker, until=None, limit=50)) == rows
        assert len(bookings(lindgren, worker, until=None, limit=50)) == rows


def test_debt_advisers_reach_those_who_were_referred(worker: User, lindgren: Household) -> None:
    adviser = staff(Role.DEBT_ADVISER, unit=worker.memberships.get().unit)
    named = family(authority=worker.authority)
    NamedAccessFactory(household=named, user=adviser)
    family(authority=worker.authority)
    visit = log(worker, lindgren, next_step=NextStep.DEBT_ADVICE)
    reached = Household.objects.visible_to(adviser)
    assert set(reached) == {lindgren, named}
    undo_visit(visit=visit, by=worker)
    assert set(reached.all()) == {named}


def test_contributions_are_registered() -> None:
    assert {"dropin.visits", "dropin.bookings"} <= set(timeline_sources.names())
    assert {"dropin.log", "dropin.book"} <= set(household_actions.names())
    assert "dropin" in navigation.names()
