"""The drop-in desk: worked examples, each counted by hand."""

from datetime import UTC, datetime

import pytest

from cases.models import Household
from dropin.enums import VisitKind
from tests.factories.accounts import AuthorityFactory, UserFactory
from tests.factories.cases import HouseholdFactory
from tests.factories.events import VisitFactory
from tests.reports.asking import ask, day

pytestmark = pytest.mark.django_db


def visit(
    visited: str,
    household: Household | None = None,
    kind: str = VisitKind.DROP_IN,
    *,
    undone: bool = False,
) -> None:
    authority = household.authority if household else AuthorityFactory()
    marks = (
        {
            "undone_at": datetime(2013, 12, 9, tzinfo=UTC),
            "undone_by": UserFactory(authority=authority),
        }
        if undone
        else {}
    )
    VisitFactory(authority=authority, household=household, visited_on=day(visited), kind=kind, **marks)


def test_drop_in_visits_at_both_ends_of_the_period() -> None:
    household = HouseholdFactory()
    for visited in ("2013-10-31", "2013-11-01", "2013-11-30", "2013-12-01"):
        visit(visited, household)
        visit(visited, household, VisitKind.BOOKED)
        visit(visited)
    figures = ask("2013-11")
    assert figures["drop_in_visits"] == 4
    assert figures["drop_in_visits_anonymous"] == 2


def test_an_anonymous_booked_visit_is_no_drop_in_visit() -> None:
    visit("2013-11-04", None, VisitKind.BOOKED)
    figures = ask("2013-11")
    assert figures["drop_in_visits"] == figures["drop_in_visits_anonymous"] == 0


def test_an_undone_visit_is_not_counted() -> None:
    visit("2013-11-04", HouseholdFactory(), undone=True)
    visit("2013-11-04", undone=True)
    figures = ask("2013-11")
    assert figures["drop_in_visits"] == figures["drop_in_visits_anonymous"] == 0
    assert figures["new_households"] == 0


@pytest.mark.parametrize(
    ("visits", "new"),
    [
        ([("2013-11-01", "drop_in")], 1),
        ([("2013-11-30", "booked")], 1),
        ([("2013-10-31", "drop_in"), ("2013-11-01", "drop_in")], 0),
        ([("2011-09-05", "booked"), ("2013-11-01", "drop_in")], 0),  # either kind is the first
        ([("2013-11-04", "drop_in"), ("2013-11-04", "booked")], 1),  # counted once
        ([("2013-12-01", "drop_in")], 0),
    ],
)
def test_new_households_by_their_first_visit(visits: list[tuple[str, str]], new: int) -> None:
    household = HouseholdFactory()
    for visited, kind in visits:
        visit(visited, household, kind)
    assert ask("2013-11")["new_households"] == new


def test_an_undone_visit_is_not_the_first() -> None:
    household = HouseholdFactory()
    visit("2013-10-07", household, undone=True)
    visit("2013-11-04", household)
    assert ask("2013-11")["new_households"] == 1
    assert ask("2013-10")["new_households"] == 0


def test_a_household_without_visits_is_not_new() -> None:
    HouseholdFactory(opened_on=day("2013-11-04"))
    assert ask("2013-11")["new_households"] == 0


def test_returning_households_have_visited_before_the_period() -> None:
    new, returning = HouseholdFactory(), HouseholdFactory()
    VisitFactory(household=returning, visited_on=day("2013-10-31"))
    for household in (new, returning):
        for on in ("2013-11-01", "2013-11-30"):
            VisitFactory(household=household, visited_on=day(on))
    figures = ask("2013-11")
    assert (figures["new_households"], figures["returning_households"]) == (1, 1)
    assert ask("2013-12")["returning_households"] == 0
