"""Nights without a decision in stays that are over and in placements to come."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from core.clock import today
from core.models import ReadEvent
from housing.coverage import Span
from housing.models import Placement
from housing.uncovered import UncoveredStay, listed_since, uncovered_stays
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdUnitFactory, family
from tests.factories.events import BoardDecisionFactory, PlacementFactory, ProviderFactory
from tests.housing.board import signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# A Friday in the fourth quarter: nights from 1 July on are listed.
NOW = date(2026, 11, 27)


def d(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


class Cast:
    """A household with a placement that is over, and who sees it."""

    def __init__(self) -> None:
        self.household = family(date(2018, 3, 1))
        self.board = self.household.authority
        self.unit = UnitFactory(authority=self.board)
        HouseholdUnitFactory(household=self.household, unit=self.unit)
        self.worker = staff(Role.PROJECT_WORKER, unit=self.unit)
        self.provider = ProviderFactory(authority=self.board, name="Hotell Norr")

    def placed(self, first: date, last: date | None, household: Any = None, **fields: Any) -> Placement:
        return PlacementFactory(
            household=household or self.household,
            provider=self.provider,
            first_night=first,
            last_night=last,
            **fields,
        )

    def approved(self, first: date, last: date | None, **fields: Any) -> Any:
        values = {"accommodation": "acute", "applied_on": first, "decided_on": first, **fields}
        return BoardDecisionFactory(household=self.household, valid_from=first, valid_until=last, **values)

    def found(self, day: date = NOW) -> list[UncoveredStay]:
        return uncovered_stays(self.worker, day)


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.mark.parametrize(
    ("day", "since"),
    [
        (date(2026, 11, 27), date(2026, 7, 1)),
        (date(2026, 10, 1), date(2026, 7, 1)),
        (date(2026, 9, 30), date(2026, 4, 1)),
        (date(2026, 1, 1), date(2025, 10, 1)),
        (date(2028, 2, 29), date(2027, 10, 1)),
    ],
)
def test_this_quarter_and_the_one_before_are_listed(day: date, since: date) -> None:
    assert listed_since(day) == since


@pytest.mark.parametrize(
    ("stay", "decision", "uncovered"),
    [
        (("11-01", "11-10"), None, [("11-01", "11-10")]),
        (("11-01", "11-10"), ("11-01", "11-10"), []),
        (("11-01", "11-10"), ("11-01", "11-09"), [("11-10", "11-10")]),
        (("11-01", "11-10"), ("11-02", "11-10"), [("11-01", "11-01")]),
        (("11-01", "11-10"), ("11-04", "11-06"), [("11-01", "11-03"), ("11-07", "11-10")]),
        (("11-01", "11-26"), None, [("11-01", "11-26")]),  # ended last night
        (("06-01", "06-30"), None, []),  # before the quarter before this one
        (("06-01", "07-01"), None, [("07-01", "07-01")]),  # its nights of the quarter only
        (("06-01", "07-10"), ("07-01", "07-10"), []),
    ],
)
def test_ended_stay_on_every_boundary(cast: Cast, stay: Any, decision: Any, uncovered: Any) -> None:
    cast.placed(d(stay[0]), d(stay[1]))
    if decision:
        cast.approved(d(decision[0]), d(decision[1]))
    spans = [span for one in cast.found() for span in one.uncovered]
    assert spans == [Span(d(first), d(last)) for first, last in uncovered]


@pytest.mark.parametrize(
    ("planned", "decision", "uncovered"),
    [
        ("12-20", None, [("12-01", "12-20")]),
        ("12-20", ("12-01", "12-20"), []),
        ("12-20", ("12-01", "12-15"), [("12-16", "12-20")]),
        (None, None, [("12-01", "12-01")]),  # nobody knows how long: at least the first night
        (None, ("12-01", "12-01"), []),
    ],
)
def test_placement_to_come_through_its_planned_end(
    cast: Cast, planned: Any, decision: Any, uncovered: Any
) -> None:
    cast.placed(d("12-01"), None, planned_last_night=d(planned) if planned else None)
    if decision:
        cast.approved(d(decision[0]), d(decision[1]))
    spans = [span for one in cast.found() for span in one.uncovered]
    assert spans == [Span(d(first), d(last)) for first, last in uncovered]
    assert all(one.is_to_come for one in cast.found())


def test_who_is_placed_tonight_is_in_the_other_list(cast: Cast) -> None:
    cast.placed(d("11-01"), None)
    assert cast.found() == []
    # A stay of the same household that was over before is one of its own.
    cast.placed(d("10-01"), d("10-05"))
    (one,) = cast.found()
    assert (one.first_night, one.uncovered_nights, one.is_to_come) == (d("10-01"), 5, False)


def test_moves_are_one_stay_and_two_decisions_may_cover_it(cast: Cast) -> None:
    cast.placed(d("11-01"), d("11-05"))
    second = cast.placed(d("11-06"), d("11-10"))
    cast.approved(d("11-01"), d("11-07"))
    (one,) = cast.found()
    assert (one.placement.pk, one.uncovered) == (second.pk, (Span(d("11-08"), d("11-10")),))
    cast.approved(d("11-08"), d("11-10"))
    assert cast.found() == []


def test_what_was_settled_is_not_listed(cast: Cast) -> None:
    stay = cast.placed(d("11-01"), d("11-10"))
    assert len(cast.found()) == 1
    flat = cast.approved(d("11-01"), d("11-10"), accommodation="trial")
    assert len(cast.found()) == 1, "an approval of a flat covers no night at a hotel"
    assert flat
    revoked = cast.approved(d("11-01"), d("11-10"))
    BoardDecisionFactory(
        household=cast.household,
        applied_on=d("11-01"),
        decided_on=d("11-01"),
        outcome="revoked",
        replaces=revoked,
    )
    assert len(cast.found()) == 1, "neither does one that was revoked at once"
    Placement.objects.filter(pk=stay.pk).update(annulled_at="2026-11-11T10:00:00Z")
    assert cast.found() == []


def test_a_household_that_one_does_not_see_is_not_listed(cast: Cast) -> None:
    other = family(date(2015, 1, 1))
    cast.placed(d("11-01"), d("11-10"), household=other)
    assert cast.found() == []


def test_page_overview_and_file_tell_of_them(cast: Cast, client: Client) -> None:
    cast.placed(today() - 20 * DAY, today() - 11 * DAY)
    client = signed_in(cast.worker)
    address = reverse("housing:placement_list") + "?visa=utan-beslut"
    body = client.get(address).content.decode()
    assert "10 nätter utan beslut" in body
    assert listed_since(today()).isoformat() in body
    assert cast.household.label in body
    assert ReadEvent.objects.filter(household_id=cast.household.pk, page="housing:placement_list").exists()
    overview = client.get(reverse("housing:overview")).content.decode()
    assert "10 nätter utan beslut" in overview
    file = client.get(reverse("housing:placement_export", args=["csv"]) + "?visa=utan-beslut")
    assert cast.household.case_number in file.content.decode("utf-8-sig")


def test_it_asks_as_often_for_thirty_as_for_three(cast: Cast, django_assert_num_queries: Any) -> None:
    def more(count: int) -> None:
        for _each in range(count):
            household = family(date(2019, 1, 1), authority=cast.board)
            HouseholdUnitFactory(household=household, unit=cast.unit)
            cast.placed(d("11-01"), d("11-10"), household=household)

    for wanted in (3, 30):
        more(wanted - len(cast.found()))
        cast.found()
        with django_assert_num_queries(3):
            assert len(cast.found()) == wanted
