"""The demo: true to the published history, alive today, and careful with what was entered."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from accounts.models import User
from cases.enums import IdentityKind, MemberRole
from cases.models import HouseholdMember, Person
from core.identity_numbers import parse_identity_number
from core.periods import parse_period
from debtadvice.enums import PlanState
from debtadvice.models import (
    AdviceContact,
    Budget,
    Consent,
    DebtCase,
    HomeNotice,
    Referral,
    RepaymentPlan,
)
from debtadvice.planning import standing
from dropin.enums import BookingState
from dropin.models import Booking, Visit
from housing.enums import FlatKind
from housing.flat_worklists import worklists
from housing.models import (
    BoardDecision,
    Flat,
    Incident,
    KeyHandover,
    LateRent,
    Placement,
    StayExtension,
    Tenancy,
)
from reports.computation import compute_report
from reports.serialise import to_json
from tests.demo.conftest import FIRST_RUN, all_rows
from tests.reports.asking import within

GOLDEN = Path(__file__).resolve().parents[2] / "data" / "hasselby-vallingby"
# The golden files are of the day on which the published period ends; later endings came afterwards.
AS_OF = date(2013, 12, 31)


def test_the_first_run_says_what_it_made(demo):
    assert "history imported, 17 new weeks" in demo.said
    # A newcomer waits for it: `make demo` has two minutes in all.
    assert demo.seconds < 90


def test_every_page_has_something_to_show(demo):
    day = FIRST_RUN.date()
    recent = {"visited_on__range": (day - timedelta(days=30), day)}
    assert Visit.objects.filter(**recent, household=None).exists()
    assert Visit.objects.filter(**recent).exclude(household=None).count() > 10
    assert Booking.objects.filter(day__gt=day, state=BookingState.BOOKED).exists()
    assert set(BookingState.values) - {BookingState.CANCELLED} <= set(
        Booking.objects.values_list("state", flat=True)
    )
    assert Placement.objects.filter(first_night__lte=day, last_night=None).exists()
    assert BoardDecision.objects.filter(decided_on__gt=day - timedelta(days=60)).exists()
    assert DebtCase.objects.filter(opened_on__gt=day - timedelta(days=60)).exists()
    assert Tenancy.objects.filter(last_night=None).exclude(flat__kind=FlatKind.TRANSITIONAL).exists()
    assert not Visit.objects.filter(visited_on__gt=day).exists()


def test_the_advice_is_alive(demo):
    day = FIRST_RUN.date()
    waiting = DebtCase.objects.waiting()
    assert waiting.filter(opened_on__gt=day - timedelta(days=21)).exists()
    plans = RepaymentPlan.objects.filter(state=PlanState.RUNNING)
    kept = {standing(plan, day).is_kept for plan in plans}
    assert kept == {True, False}
    assert Budget.objects.exclude(name="I dag").exists()
    assert {consent.revoked_at is None for consent in Consent.objects.all()} == {True, False}
    assert any((notice.days_left(day) or -1) > 0 for notice in HomeNotice.objects.open())
    assert Referral.objects.filter(answered_at__isnull=False).exists()
    assert AdviceContact.objects.filter(case=None).exists()


def test_the_flats_have_something_of_everything(demo):
    """A stay near the limit, one extended, one over it without leave, rents, keys, obstacles, waivers."""
    day, maria = FIRST_RUN.date(), User.objects.get(email="maria@hemvag.example")
    lists = {one.key: len(one.lines) for one in worklists(maria, day)}
    assert {key for key, count in lists.items() if not count} <= {"next", "planned"}
    assert StayExtension.objects.exists()
    assert Incident.objects.exists()
    assert KeyHandover.objects.exclude(returned_on=None).exists()
    assert LateRent.objects.count() == 1
    free = Flat.objects.available_on(day).free_on(day)
    assert set(free.values_list("kind", flat=True)) == set(FlatKind.values)
    assert free.count() < 12


def test_nobody_comes_twice_on_one_day(demo):
    visits = Visit.objects.filter(household__reference=None).exclude(household=None)
    pairs = list(visits.values_list("household", "visited_on"))
    assert len(pairs) > 40
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("expected-*.json")), ids=lambda path: path.stem)
def test_the_published_figures_hold(demo, path):
    expected = json.loads(path.read_text(encoding="utf-8"))
    key = expected["period"]["key"]
    told = within(json.loads(to_json(compute_report(parse_period(key), as_of=AS_OF))), expected)
    assert told["months"] == expected["months"]
    assert told["figures"] == expected["figures"]


def test_the_tertial_report_of_today_has_the_published_figures(demo):
    """Also on the day of the demo, when what was ongoing in 2013 has ended."""
    expected = json.loads((GOLDEN / "expected-2013-T3.json").read_text(encoding="utf-8"))
    report = compute_report(parse_period("2013-T3"), as_of=FIRST_RUN.date())
    told = within(json.loads(to_json(report)), expected)
    assert told["figures"] == expected["figures"]


def test_identity_numbers_are_valid_and_of_the_series_for_tests(demo):
    numbers = Person.objects.exclude(identity_number="").values_list("identity_number", flat=True)
    assert len(numbers) > 100
    for number in numbers:
        parse_identity_number(number, today=FIRST_RUN.date())
        assert 980 <= int(number[8:11]) <= 999


def test_the_people_of_the_present_are_believable(demo):
    members = HouseholdMember.objects.filter(household__reference=None).select_related("person", "household")
    households: dict[int, list[HouseholdMember]] = {}
    for member in members:
        households.setdefault(member.household_id, []).append(member)
    assert len(households) > 20
    applicants = [member.person.name for member in members if member.role == MemberRole.APPLICANT]
    assert len(applicants) == len(set(applicants))
    for people in households.values():
        names = [member.person.given_name for member in people]
        assert len(names) == len(set(names))
        assert [member.role for member in people].count(MemberRole.APPLICANT) == 1
        for member in people:
            assert member.is_child_on(FIRST_RUN.date()) == (member.role == MemberRole.CHILD)
            has_number = member.person.identity_kind == IdentityKind.PERSONAL
            assert has_number == bool(member.person.identity_number)


def test_run_again_changes_nothing_that_was_entered(demo, run_again):
    visit = Visit.objects.exclude(household=None).latest("pk")
    visit.note = "Det här skrev jag själv."
    visit.save()
    user = User.objects.get(email="eva@hemvag.example")
    user.full_name = "Eva Nygift"
    user.set_password("ett-nytt-lösenord")
    user.save()
    before = all_rows()
    assert "history kept, 0 new weeks" in run_again(FIRST_RUN + timedelta(hours=2))
    assert "history kept, 0 new weeks" in run_again(FIRST_RUN + timedelta(days=1))
    after = all_rows()
    assert before.keys() == after.keys()
    assert [table for table in before if before[table] != after[table]] == []


def test_a_later_week_adds_that_week_only(demo, run_again):
    newest = max(Visit.objects.values_list("pk", flat=True))
    later = FIRST_RUN + timedelta(days=7)
    assert "history kept, 1 new weeks" in run_again(later)
    fresh = Visit.objects.filter(pk__gt=newest)
    assert fresh.exists()
    monday = FIRST_RUN.date() + timedelta(days=4)
    assert {visit.visited_on for visit in fresh} <= {monday + timedelta(days=n) for n in range(4)}
