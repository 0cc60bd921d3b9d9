"""What is gathered for the rules, and in how many questions."""

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from cases.enums import Situation
from housing.enums import FlatKind, Outcome
from housing.facts import flats, gather
from tests.factories.cases import SituationRecordFactory, family
from tests.factories.events import (
    BoardDecisionFactory,
    BookingFactory,
    FlatFactory,
    PlacementFactory,
    TenancyFactory,
    VisitFactory,
)
from tests.factories.housing import ApplicationFactory

pytestmark = pytest.mark.django_db
DAY = date(2013, 12, 2)


def _full(**fields):
    household = family(date(2010, 5, 1), **fields)
    PlacementFactory(household=household, first_night=date(2013, 11, 1), last_night=date(2013, 11, 10))
    PlacementFactory(household=household, first_night=date(2013, 11, 11))
    SituationRecordFactory(household=household, situation=Situation.ACUTE, valid_from=date(2013, 11, 1))
    VisitFactory(household=household, visited_on=date(2013, 11, 4))
    VisitFactory(household=household, visited_on=date(2013, 11, 25))
    BookingFactory(household=household, day=date(2013, 12, 9))
    BoardDecisionFactory(household=household, accommodation="acute", valid_until=date(2013, 12, 31))
    ApplicationFactory(household=household, next_solution_named="Sundbyberg", wanted_until=date(2014, 2, 1))
    return household


def test_everything_known_of_a_household_is_gathered():
    household = _full(interpreter_language="somaliska")
    facts = gather([household.pk], day=DAY)[household.pk]
    assert (facts.adults, facts.children, facts.unknown_ages) == (1, 1, 0)
    assert facts.placed is not None
    assert (facts.placed.first_night, facts.days_placed) == (date(2013, 11, 1), 32)
    assert (facts.contacts, facts.latest_contact, facts.next_visit) == (
        2,
        date(2013, 11, 25),
        date(2013, 12, 9),
    )
    assert (facts.situation, facts.interpreter) == (Situation.ACUTE, "somaliska")
    assert facts.decision_in_force("acute") is not None
    assert facts.decision_in_force("transitional") is None
    assert facts.application is not None
    assert facts.next_home is not None
    assert (facts.next_home.named, facts.next_home.expected_on) == ("Sundbyberg", date(2014, 2, 1))


def test_a_night_between_begins_a_new_stay_and_what_is_over_does_not_count():
    household = family()
    PlacementFactory(household=household, first_night=date(2013, 11, 1), last_night=date(2013, 11, 9))
    PlacementFactory(household=household, first_night=date(2013, 11, 11), last_night=date(2013, 12, 2))
    placed = gather([household.pk], day=DAY)[household.pk].placed
    assert placed is not None
    assert placed.first_night == date(2013, 11, 11)
    assert gather([household.pk], day=date(2013, 12, 3))[household.pk].placed is None
    assert gather([household.pk], day=date(2013, 11, 10))[household.pk].placed is None


def test_a_replaced_decision_is_left_out_and_a_tenancy_names_the_next_home():
    household = family()
    first = BoardDecisionFactory(household=household, accommodation="acute")
    BoardDecisionFactory(household=household, outcome=Outcome.REVOKED, replaces=first)
    TenancyFactory(
        household=household, next_solution_named="Egen lägenhet", next_solution_on=date(2014, 1, 1)
    )
    facts = gather([household.pk], day=DAY)[household.pk]
    assert [one.outcome for one in facts.decisions] == ["revoked"]
    assert facts.lives is not None
    assert facts.next_home is not None
    assert (facts.lives.kind, facts.next_home.named) == (FlatKind.TRANSITIONAL, "Egen lägenhet")


def test_as_many_questions_for_one_household_as_for_thirty(connection_counted):
    authority = _full().authority
    ids = [_full(authority=authority).pk for _number in range(30)]
    assert connection_counted(lambda: gather(ids[:1], day=DAY)) == connection_counted(
        lambda: gather(ids, day=DAY)
    )
    assert gather([], day=DAY) == {}


def test_a_flat_is_taken_or_free_until_somebody_moves_in(connection_counted):
    taken, free = FlatFactory(), FlatFactory()
    TenancyFactory(flat=taken, household=family(authority=taken.authority))
    TenancyFactory(flat=free, household=family(authority=free.authority), first_night=date(2013, 12, 24))
    TenancyFactory(
        flat=free,
        household=family(authority=free.authority),
        first_night=date(2013, 10, 1),
        last_night=date(2013, 12, 1),
    )
    found = flats([taken, free], day=DAY)
    assert (found[taken.pk].taken, found[free.pk].taken) == (True, False)
    assert found[free.pk].next_tenant_on == date(2013, 12, 24)
    assert connection_counted(lambda: flats([taken, free], day=DAY)) == 1


@pytest.fixture
def connection_counted():
    from django.db import connection

    def count(act):
        with CaptureQueriesContext(connection) as queries:
            act()
        return len(queries)

    return count
