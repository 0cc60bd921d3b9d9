"""Series of follow-ups: their days over month ends, holidays and the clock's turns; planned again, ended."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounts.enums import Role
from accounts.models import User
from cases.actions import (
    cancel_follow_up,
    complete_follow_up,
    end_follow_ups,
    move_follow_up,
    plan_series,
)
from cases.actions.series import extend_series
from cases.enums import FollowUpKind
from cases.errors import ActionRefused
from cases.models import FollowUp, FollowUpSeries, Household
from cases.rhythm import planned_through, series_days
from cases.tasks import extend_every_series
from core.clock import set_to
from core.models import AuditEvent
from tests.factories.accounts import UserFactory, staff
from tests.factories.cases import HouseholdFactory

pytestmark = pytest.mark.django_db
STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONDAY = date(2013, 12, 9)


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=STOCKHOLM)):
        yield staff(Role.PROJECT_WORKER)


@pytest.fixture
def household(worker: User) -> Household:
    return HouseholdFactory(authority=worker.authority, project_worker=worker)


def plan(household: Household, by: User, **changes: Any) -> FollowUpSeries:
    arguments: dict[str, Any] = {
        "kind": FollowUpKind.TRANSITIONAL_WEEKLY,
        "interval_unit": "weeks",
        "interval": 1,
        "first_on": MONDAY,
        "last_on": date(2014, 3, 9),
        "origin": "housing.tenancy:12",
    }
    return plan_series(household=household, by=by, **(arguments | changes))


def due_days(series: FollowUpSeries) -> list[date]:
    return list(series.follow_ups.filter(state="open").order_by("due_on").values_list("due_on", flat=True))


def days(first_on: date, unit: str, interval: int, through: date) -> list[date]:
    return list(series_days(first_on, unit, interval, since=first_on, through=through))


def test_months_come_back_to_the_last_day_of_a_long_one() -> None:
    found = days(date(2024, 1, 31), "months", 1, date(2024, 4, 30))
    assert found == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]
    assert days(date(2023, 1, 31), "months", 1, date(2023, 2, 28))[-1] == date(2023, 2, 28)


def test_a_year_from_a_leap_day() -> None:
    assert days(date(2024, 2, 29), "months", 12, date(2025, 3, 1)) == [date(2024, 2, 29), date(2025, 2, 28)]


@pytest.mark.parametrize("first_on", [date(2014, 3, 24), date(2014, 10, 20)])
def test_weeks_are_whole_over_the_nights_when_the_clock_is_changed(first_on: date) -> None:
    found = days(first_on, "weeks", 1, first_on + timedelta(weeks=3))
    assert [(day - first_on).days for day in found] == [0, 7, 14, 21]


@pytest.mark.parametrize(
    ("last_on", "expected"),
    [
        (date(2014, 6, 9), date(2014, 6, 9)),  # six months: whole
        (date(2014, 6, 10), date(2014, 3, 9)),  # longer: three months ahead
        (None, date(2014, 3, 9)),
    ],
)
def test_how_far_ahead_days_are_written(last_on: date | None, expected: date) -> None:
    assert planned_through(MONDAY, "weeks", 1, last_on=last_on, today=MONDAY) == expected


def test_the_next_day_is_always_written_however_far_away() -> None:
    assert planned_through(MONDAY, "months", 12, last_on=None, today=date(2013, 12, 10)) == date(2014, 12, 9)


def test_three_months_weekly_are_thirteen_and_holidays_give_way(household: Household, worker: User) -> None:
    series = plan(household, worker, first_on=date(2013, 12, 10))  # Tuesdays, over Christmas
    assert series.follow_ups.count() == 13
    found = due_days(series)
    assert found[:4] == [date(2013, 12, 10), date(2013, 12, 17), date(2013, 12, 27), date(2014, 1, 2)]
    assert len(set(found)) == 13
    event = AuditEvent.objects.get(action="follow_up.series_planned")
    assert (event.details["made"], event.household_id) == (13, household.pk)


def test_planning_the_same_again_changes_nothing(household: Household, worker: User) -> None:
    first, again = plan(household, worker), plan(household, worker)
    assert first == again
    assert FollowUp.objects.count() == 13
    assert AuditEvent.objects.filter(action="follow_up.series_planned").count() == 1


def test_a_new_rhythm_makes_no_doubles_and_keeps_what_was_done(household: Household, worker: User) -> None:
    series = plan(household, worker)
    rows = list(series.follow_ups.order_by("planned_on"))
    complete_follow_up(follow_up=rows[0], by=worker)
    move_follow_up(follow_up=rows[2], due_on=date(2013, 12, 27), by=worker)
    colleague = staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit)
    again = plan(household, worker, interval=2, assigned_to=colleague)
    assert again == series
    assert FollowUpSeries.objects.count() == 1
    rows[0].refresh_from_db()
    assert (rows[0].state, rows[0].assigned_to) == ("done", None)
    found = due_days(series)
    assert found[:3] == [date(2013, 12, 27), date(2014, 1, 7), date(2014, 1, 20)]  # moved; Epiphany; …
    assert len(found) == len(set(found)) == 6
    assert {row.assigned_to for row in series.follow_ups.filter(state="open")} == {colleague}


def test_back_to_the_old_rhythm_brings_the_days_back(household: Household, worker: User) -> None:
    series = plan(household, worker)
    by_choice = series.follow_ups.order_by("planned_on")[3]
    cancel_follow_up(follow_up=by_choice, by=worker)
    before = due_days(series)
    plan(household, worker, interval=2)
    plan(household, worker)
    assert due_days(series) == before
    assert series.follow_ups.count() == 13


def test_a_moved_day_gives_way_to_none(household: Household, worker: User) -> None:
    series = plan(household, worker, last_on=None)
    last = series.follow_ups.order_by("-planned_on").first()
    move_follow_up(follow_up=last, due_on=last.planned_on + timedelta(weeks=1), by=worker)
    with set_to(datetime(2013, 12, 16, 9, 0, tzinfo=STOCKHOLM)):
        assert extend_series(series=series) == 1
    found = due_days(series)
    assert found[-2:] == [last.planned_on + timedelta(weeks=1), last.planned_on + timedelta(days=8)]


def test_an_open_series_goes_on_when_one_is_settled(household: Household, worker: User) -> None:
    series = plan(household, worker, last_on=None)
    assert due_days(series)[-1] == date(2014, 3, 3)
    with set_to(datetime(2013, 12, 16, 9, 0, tzinfo=STOCKHOLM)):
        complete_follow_up(follow_up=series.follow_ups.earliest("planned_on"), by=worker)
    assert due_days(series)[-1] == date(2014, 3, 10)
    event = AuditEvent.objects.get(action="follow_up.series_extended")
    assert (event.actor_id, event.details) == (None, {"made": 1})


def test_extending_twice_writes_once(household: Household, worker: User) -> None:
    series = plan(household, worker, last_on=None)
    with set_to(datetime(2014, 1, 6, 9, 0, tzinfo=STOCKHOLM)):
        assert extend_series(series=series) == 4
        assert extend_series(series=series) == 0


def test_days_that_have_gone_are_not_written(household: Household, worker: User) -> None:
    series = plan(household, worker, first_on=date(2013, 11, 4))
    assert due_days(series)[0] == MONDAY


def test_an_ended_series_has_no_more_days(household: Household, worker: User) -> None:
    series = plan(household, worker, last_on=None)
    end = {"household": household, "origin": series.origin, "by": worker}
    assert end_follow_ups(from_day=date(2014, 1, 1), **end) == 9
    assert end_follow_ups(from_day=date(2014, 1, 1), **end) == 0
    assert due_days(series) == [date(2013, 12, 9), date(2013, 12, 16), date(2013, 12, 23), date(2013, 12, 30)]
    with set_to(datetime(2014, 3, 3, 9, 0, tzinfo=STOCKHOLM)):
        assert extend_series(series=series) == 0
    assert AuditEvent.objects.filter(action="follow_up.series_ended").count() == 1
    assert len(due_days(plan(household, worker, last_on=None))) == 13  # the tenancy goes on after all


def test_series_are_refused(household: Household, worker: User) -> None:
    wrong: list[dict[str, Any]] = [
        {"last_on": date(2013, 12, 8)},
        {"interval": 0},
        {"interval_unit": "years"},
        {"assigned_to": UserFactory()},
    ]
    for changes in wrong:
        with pytest.raises(ActionRefused):
            plan(household, worker, **changes)
    with pytest.raises(ActionRefused):
        plan(HouseholdFactory(), worker)
    assert not FollowUpSeries.objects.exists()


def test_the_clock_carries_series_on_that_have_no_end(worker: User) -> None:
    open_ended = {"household": HouseholdFactory(authority=worker.authority), "last_on": None, "origin": "a"}
    ended = {"household": HouseholdFactory(authority=worker.authority), "last_on": MONDAY, "origin": "b"}
    for fields in (open_ended, ended):
        plan_series(
            kind=FollowUpKind.OTHER,
            interval_unit="months",
            interval=1,
            first_on=MONDAY,
            by=worker,
            **fields,
        )
    before = FollowUp.objects.count()
    assert extend_every_series() == 0
    with set_to(datetime(2014, 2, 10, 4, 20, tzinfo=STOCKHOLM)):
        assert extend_every_series() == 2
        assert extend_every_series() == 0
    assert FollowUp.objects.count() == before + 2
