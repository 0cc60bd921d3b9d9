"""Series that begin and end by themselves: until there is a home, until they have moved in. Never two."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions import (
    MemberInput,
    change_household,
    close_household,
    end_follow_ups,
    join_households,
    plan_series,
    register_household,
    reopen_household,
    set_situation,
    split_household,
)
from cases.actions.home_changes import change_home
from cases.actions.leads import advance_lead, take_back_step
from cases.actions.moves import move_in
from cases.actions.series import stop_series
from cases.enums import EntryReason, FollowUpKind, HomeContract
from cases.models import FollowUp, FollowUpSeries, Home, Household, Lead
from cases.search_enums import LeadStep
from cases.tasks import begin_standing_series
from core.clock import set_to
from core.models import AuditEvent
from tests.factories.accounts import staff
from tests.factories.cases import (
    HouseholdFactory,
    SituationRecordFactory,
    family,
)
from tests.factories.search import LeadEventFactory, LeadFactory

pytestmark = pytest.mark.django_db
STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONDAY = date(2013, 12, 9)
HOUSED, MOVED_IN = FollowUpKind.UNTIL_HOUSED, FollowUpKind.UNTIL_MOVED_IN


def at(day: date) -> Any:
    return set_to(datetime(day.year, day.month, day.day, 10, 40, tzinfo=STOCKHOLM))


@pytest.fixture
def worker() -> Iterator[User]:
    with at(MONDAY):
        yield staff(Role.PROJECT_WORKER)


@pytest.fixture
def household(worker: User) -> Household:
    return family(date(2008, 1, 1), authority=worker.authority, project_worker=worker)


def running(household: Household) -> list[str]:
    """The kinds of what goes on, in order."""
    rows = household.follow_up_series.filter(ended_on=None).order_by("kind")
    return list(rows.values_list("kind", flat=True))


def coming(household: Household, kind: str) -> list[date]:
    rows = FollowUp.objects.open().filter(household=household, kind=kind).order_by("due_on")
    return list(rows.values_list("due_on", flat=True))


def homeless(household: Household, by: User) -> None:
    set_situation(household=household, situation=1, valid_from=MONDAY, by=by)


def moved(household: Household, by: User, day: date = MONDAY, **given: Any) -> Home:
    facts = {"contract": HomeContract.FIRST_HAND, "municipality": "Västerås"} | given
    return move_in(household=household, moved_in_on=day, by=by, **facts)


def signed_lead(household: Household, by: User) -> Lead:
    """A lease that the household signs today."""
    lead = LeadFactory(household=household, step=LeadStep.CONTRACT_CHECKED)
    for step in (LeadStep.DETAILS_GIVEN, LeadStep.CONTRACT_CHECKED):
        LeadEventFactory(lead=lead, step=step, on_day=MONDAY)
    signer = household.members.get(role="applicant").person
    return advance_lead(lead=lead, step=LeadStep.SIGNED, signed_by=signer, on_day=MONDAY, by=by)


# --- until there is a home ---------------------------------------------------------------------------------
def test_a_household_without_a_home_is_followed_up_every_other_week(
    household: Household, worker: User
) -> None:
    homeless(household, worker)
    (series,) = household.follow_up_series.all()
    assert (series.kind, series.interval_unit, series.interval, series.last_on) == (HOUSED, "weeks", 2, None)
    assert coming(household, HOUSED)[:3] == [date(2013, 12, 23), date(2014, 1, 7), date(2014, 1, 20)]
    assert {row.assigned_to for row in series.follow_ups.all()} == {None}  # whoever is responsible, that day


def test_what_is_written_again_makes_no_doubles(household: Household, worker: User) -> None:
    homeless(household, worker)
    before = list(FollowUp.objects.order_by("pk").values())
    set_situation(household=household, situation=4, valid_from=MONDAY, by=worker)
    change_household(household=household, entry_reason=EntryReason.ACUTE, by=worker)
    assert begin_standing_series() == 0
    assert list(FollowUp.objects.order_by("pk").values()) == before
    assert FollowUpSeries.objects.count() == 1


@pytest.mark.parametrize(
    ("reason", "kinds"), [(EntryReason.TEMPORARY, [HOUSED]), (EntryReason.AT_RISK, []), ("", [])]
)
def test_it_begins_with_a_case_that_says_that_there_is_no_home(
    worker: User, reason: str, kinds: list[str]
) -> None:
    household = register_household(
        authority=worker.authority,
        by=worker,
        opened_on=MONDAY,
        applicant=MemberInput(given_name="Amira"),
        entry_reason=reason,
        project_worker=worker,
    )
    assert running(household) == kinds


def test_it_waits_for_a_named_project_worker(worker: User) -> None:
    household = family(authority=worker.authority, project_worker=None)
    homeless(household, worker)
    assert running(household) == []
    change_household(household=household, project_worker=worker, by=worker)
    assert running(household) == [HOUSED]


def test_nought_weeks_turn_it_off(household: Household, worker: User, settings: Any) -> None:
    settings.FOLLOW_UP_UNTIL_HOUSED_WEEKS = settings.FOLLOW_UP_UNTIL_MOVED_IN_WEEKS = 0
    homeless(household, worker)
    signed_lead(household, worker)
    assert running(household) == []
    assert begin_standing_series() == 0


def test_a_home_of_its_own_ends_it_and_a_situation_afterwards_begins_it_again(
    household: Household, worker: User
) -> None:
    homeless(household, worker)
    moved(household, worker)
    assert running(household) == []
    assert coming(household, HOUSED) == []
    with at(date(2014, 3, 3)):
        set_situation(household=household, situation=1, valid_from=date(2014, 3, 1), by=worker)
        assert coming(household, HOUSED)[0] == date(2014, 3, 17)
    assert household.follow_up_series.count() == 1


def test_supported_housing_is_no_home_of_ones_own(household: Household, worker: User) -> None:
    homeless(household, worker)
    moved(household, worker, contract=HomeContract.SUPPORTED_HOUSING)
    assert running(household) == [HOUSED]


def test_a_closed_case_is_not_followed_up_and_a_reopened_one_is(household: Household, worker: User) -> None:
    homeless(household, worker)
    close_household(household=household, closed_on=MONDAY, by=worker)
    assert running(household) == []
    assert begin_standing_series() == 0
    reopen_household(household=household, by=worker)
    assert running(household) == [HOUSED]
    assert len(coming(household, HOUSED)) == len(set(coming(household, HOUSED)))


def plan(household: Household, by: User, kind: FollowUpKind, **given: Any) -> FollowUpSeries:
    rhythm: dict[str, Any] = {"interval_unit": "weeks", "interval": 1, "first_on": MONDAY, "last_on": None}
    return plan_series(household=household, kind=kind, by=by, **({"origin": "t:1"} | rhythm | given))


def test_who_is_met_in_another_rhythm_is_not_asked_for_twice(household: Household, worker: User) -> None:
    homeless(household, worker)
    first = MONDAY + timedelta(weeks=4)
    plan(household, worker, FollowUpKind.TRANSITIONAL_WEEKLY, first_on=first)
    assert max(coming(household, HOUSED)) < first
    with at(MONDAY + timedelta(weeks=6)):
        homeless(household, worker)
        assert begin_standing_series() == 0
        end_follow_ups(household=household, origin="t:1", by=worker, from_day=MONDAY + timedelta(weeks=6))
        assert running(household) == [HOUSED]


def test_a_stay_that_ends_by_the_calendar_is_taken_over_by_the_clock(
    household: Household, worker: User
) -> None:
    plan(household, worker, FollowUpKind.FLAT_FAMILY_MONTHLY, last_on=MONDAY + timedelta(weeks=2))
    homeless(household, worker)
    assert begin_standing_series() == 0
    with at(MONDAY + timedelta(weeks=3)):
        assert begin_standing_series() == 1
        assert begin_standing_series() == 0
        (series,) = household.follow_up_series.filter(kind=HOUSED)
        assert MONDAY + timedelta(weeks=3) < series.first_on <= MONDAY + timedelta(weeks=5)
    assert series.created_by is None
    event = AuditEvent.objects.filter(action="follow_up.series_planned").latest("pk")
    assert event.actor_id is None


def test_what_came_by_import_begins_on_different_days(worker: User) -> None:
    for _ in range(14):
        household = HouseholdFactory(authority=worker.authority, project_worker=worker)
        SituationRecordFactory(household=household, situation=3, valid_from=household.opened_on)
    assert begin_standing_series() == 14
    assert len(set(FollowUpSeries.objects.values_list("first_on", flat=True))) == 14


# --- until they have moved in ------------------------------------------------------------------------------
def test_a_signed_lease_is_followed_up_weekly_until_the_day_before_the_move(
    household: Household, worker: User
) -> None:
    homeless(household, worker)
    lead = signed_lead(household, worker)
    assert running(household) == [MOVED_IN]
    assert coming(household, MOVED_IN)[:2] == [date(2013, 12, 16), date(2013, 12, 23)]
    home = moved(household, worker, date(2014, 1, 10), lead=lead)
    days = [date(2013, 12, 16), date(2013, 12, 23), date(2013, 12, 30), date(2014, 1, 7)]
    assert coming(household, MOVED_IN) == days  # the sixth of January is a holiday
    assert coming(household, HOUSED) == []
    change_home(home=home, moved_in_on=date(2013, 12, 20), contract=home.contract, municipality="", by=worker)
    assert coming(household, MOVED_IN) == [date(2013, 12, 16)]
    with at(date(2013, 12, 20)):
        set_situation(household=household, situation=4, valid_from=MONDAY, by=worker)
        assert running(household) == []


def test_a_signature_taken_back_brings_the_search_back(household: Household, worker: User) -> None:
    homeless(household, worker)
    lead = signed_lead(household, worker)
    take_back_step(lead=lead, reason="Fel kontrakt", by=worker)
    assert running(household) == [HOUSED]
    assert coming(household, MOVED_IN) == []
    assert coming(household, HOUSED)[0] == date(2013, 12, 23)


def test_a_move_within_the_week_needs_none(household: Household, worker: User) -> None:
    homeless(household, worker)
    moved(household, worker, MONDAY + timedelta(days=5))
    assert running(household) == []


# --- somebody decides otherwise ----------------------------------------------------------------------------
def test_what_somebody_stopped_stays_stopped_until_it_comes_to_it_anew(
    household: Household, worker: User
) -> None:
    homeless(household, worker)
    series = household.follow_up_series.get()
    for _ in range(2):
        stop_series(series=series, by=worker)
    assert coming(household, HOUSED) == []
    assert AuditEvent.objects.filter(action="follow_up.series_ended").count() == 1
    homeless(household, worker)
    set_situation(household=household, situation=4, valid_from=MONDAY, by=worker)
    assert (begin_standing_series(), running(household)) == (0, [])
    moved(household, worker)
    with at(date(2014, 5, 5)):
        set_situation(household=household, situation=1, valid_from=date(2014, 5, 1), by=worker)
        assert running(household) == [HOUSED]


def test_it_is_stopped_and_planned_again_on_the_pages(
    client: Client, household: Household, worker: User
) -> None:
    homeless(household, worker)
    client.force_login(worker)
    page = client.get(reverse("cases:household_detail", args=[household.pk])).content.decode()
    series = household.follow_up_series.get()
    address = reverse("cases:series_stop", args=[household.pk, series.pk])
    assert address in page
    assert "Varannan vecka" in page
    panel = page[page.index('id="follow-ups"') :].partition("</section>")[0]
    assert panel.count("<li>") == 1 < len(coming(household, HOUSED))  # the rhythm tells the rest
    assert client.get(address).status_code == 200
    plan_page = reverse("cases:follow_up_plan", args=[household.pk])
    sent = {"kind": HOUSED.value, "due_on": "2013-12-12", "rhythm": "weeks-1"}
    assert client.post(plan_page, sent).status_code == 302
    assert household.follow_up_series.get().interval == 1
    assert client.post(address).status_code == 302
    assert (running(household), coming(household, HOUSED)) == ([], [])
    other = family(authority=worker.authority)
    stranger = reverse("cases:series_stop", args=[other.pk, series.pk])
    assert client.get(stranger).status_code == 404


def test_what_somebody_planned_for_too_little_known_goes_on(household: Household, worker: User) -> None:
    plan(household, worker, HOUSED)
    plan(household, worker, MOVED_IN)
    change_household(household=household, entry_reason=EntryReason.ACUTE, by=worker)
    assert running(household) == sorted([HOUSED, MOVED_IN])


# --- households that split and join ------------------------------------------------------------------------
def test_split_and_join_leave_one_series_for_each_household(household: Household, worker: User) -> None:
    homeless(household, worker)
    child = household.members.exclude(role="applicant").first()
    other = split_household(household=household, people=[child], on_day=MONDAY, by=worker)
    assert running(household) == running(other) == [HOUSED]
    plan(other, worker, HOUSED, origin=f"cases.household:{other.pk}")
    join_households(source=other, target=household, on_day=MONDAY, by=worker)
    assert (running(household), running(other)) == ([HOUSED], [])
    found = coming(household, HOUSED)
    assert len(found) == len(set(found))


def test_days_over_the_leap_day_the_turning_of_the_clock_and_a_holiday(worker: User) -> None:
    with at(date(2024, 2, 15)):
        household = family(authority=worker.authority, project_worker=worker)
        set_situation(household=household, situation=1, valid_from=date(2024, 2, 15), by=worker)
        assert coming(household, HOUSED) == [
            date(2024, 2, 29),
            date(2024, 3, 14),
            date(2024, 3, 28),  # the clock is put forward three nights later
            date(2024, 4, 11),
            date(2024, 4, 25),
            date(2024, 5, 10),  # the day before is a holiday
        ]
