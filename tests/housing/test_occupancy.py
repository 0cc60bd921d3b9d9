"""The occupancy picture: what it draws, of whom, for whom, and at what cost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from cases.enums import Protection
from core.clock import today
from core.models import ReadEvent
from core.periods import Period
from core.registries import FigureQuery
from housing.enums import FlatKind
from housing.figures.flats import compute
from housing.lanes import Window
from housing.occupancy import Lane, picture
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdFactory, HouseholdUnitFactory, family
from tests.factories.events import TenancyFactory
from tests.factories.housing import StayExtensionFactory
from tests.housing.flats_cast import Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ADDRESS = "/boende/belaggning/"


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.manager)
    return client


def lived(cast: Cast, first: date, last: date | None = None, kind: str = FlatKind.TRANSITIONAL, **fields):
    flat = fields.pop("flat", None) or cast.flat(kind, available_from=date(2025, 1, 1))
    household = fields.pop("household", cast.household)
    return TenancyFactory(household=household, flat=flat, first_night=first, last_night=last, **fields)


def lane_of(cast: Cast, day: date, months: int = 12) -> Lane:
    shown = picture(cast.manager, Window.around(day, months), day)
    return shown.groups[0].lanes[0]


def test_lane_has_what_was_lived_what_is_planned_and_what_stood_empty(cast: Cast) -> None:
    day = date(2025, 11, 20)
    stay = lived(cast, date(2025, 10, 1), planned_last_night=date(2025, 12, 20))
    lane = lane_of(cast, day)
    assert [bar.kind for bar in lane.bars] == ["empty", "lived", "planned"]
    assert lane.bars[0].label == "Tom 273 nätter, 2025-01-01–2025-09-30"
    assert lane.bars[1].url == reverse("housing:tenancy", args=[stay.pk])
    assert "41 dagar kvar" in lane.bars[1].label
    group = picture(cast.manager, Window.around(day, 12), day).groups[0]
    assert (group.available, group.empty) == (265, 214)  # from 1 March, the window's first day
    assert [tag.text for tag in lane.tags] == ["41 dagar kvar"]


@pytest.mark.parametrize(
    ("day", "extended", "tone", "words"),
    [
        (date(2025, 11, 15), None, "", "46 dagar kvar"),
        (date(2025, 11, 16), None, "warn", "45 dagar kvar"),
        (date(2025, 12, 31), None, "warn", "0 dagar kvar"),
        (date(2026, 1, 1), None, "bad", "1 dag över gränsen, inte godkänt"),
        (date(2026, 1, 1), date(2026, 1, 20), "warn", "Över gränsen, godkänt till och med 2026-01-20"),
        (date(2026, 1, 21), date(2026, 1, 20), "bad", "1 dag över gränsen, inte godkänt"),
    ],
)
def test_days_left_are_told_in_colour_and_in_text(cast: Cast, day, extended, tone, words) -> None:
    stay = lived(cast, date(2025, 10, 1))
    if extended:
        StayExtensionFactory(tenancy=stay, last_night=extended)
    lane = lane_of(cast, day)
    bar = next(bar for bar in lane.bars if bar.kind == "lived")
    assert (bar.tone, [tag.text for tag in lane.tags]) == (tone, [words])
    assert words in bar.label
    assert [mark.kind for mark in lane.marks] == ["limit"]


def test_a_stay_that_ended_in_time_has_neither_colour_nor_mark(cast: Cast) -> None:
    lived(cast, date(2025, 8, 1), date(2025, 9, 30))
    lane = lane_of(cast, date(2025, 10, 10))
    assert [(bar.kind, bar.tone) for bar in lane.bars] == [("empty", ""), ("lived", ""), ("empty", "")]
    assert lane.marks == []
    assert [tag.text for tag in lane.tags] == ["Tom 10 nätter"]


def test_waivers_are_marked_and_one_that_runs_out_is_said(cast: Cast) -> None:
    flat = cast.flat(
        FlatKind.TRIAL,
        available_from=date(2025, 1, 1),
        waiver_approved_on=date(2025, 1, 1),
        waiver_expires_on=date(2025, 12, 1),
    )
    lived(
        cast,
        date(2025, 2, 1),
        flat=flat,
        waiver_approved_on=date(2025, 2, 1),
        waiver_expires_on=date(2026, 1, 1),
    )
    lane = lane_of(cast, date(2025, 11, 20))
    assert [mark.kind for mark in lane.marks] == ["waiver", "waiver"]
    assert [tag.text for tag in lane.tags] == ["Avståendet går ut 2025-12-01"]
    assert [tag.kind for tag in lane_of(cast, date(2025, 12, 2)).tags] == ["bad"]


def test_a_planned_end_that_has_passed_is_said(cast: Cast) -> None:
    lived(cast, date(2025, 2, 1), kind=FlatKind.TRIAL, planned_last_night=date(2025, 11, 19))
    assert [tag.text for tag in lane_of(cast, date(2025, 11, 19)).tags] == []
    assert [tag.text for tag in lane_of(cast, date(2025, 11, 20)).tags] == [
        "Planerat slut 2025-11-19 har passerat"
    ]


def test_nights_are_those_of_the_figures(cast: Cast) -> None:
    day, window = date(2025, 11, 20), Window(date(2025, 3, 1), 12)
    lived(cast, date(2025, 4, 1), date(2025, 5, 31))
    other = HouseholdFactory(authority=cast.board)
    lived(cast, date(2025, 10, 1), kind=FlatKind.TRIAL, household=other)
    cast.flat(FlatKind.TRAINING, available_from=date(2025, 6, 1), available_until=date(2025, 6, 30))
    shown = picture(cast.manager, window, day)
    values = compute(FigureQuery(Period(window.start, day), day, (cast.board.pk,))).period
    assert shown.available == values["flat_nights_available"]
    assert shown.available - shown.empty == values["flat_nights_occupied"] == 61 + 51


def test_protected_household_is_a_stay_without_a_name_or_a_link(cast: Cast, client: Client) -> None:
    seen = lived(cast, today() - 20 * DAY)
    hidden = family(family_name="Gömdsson", authority=cast.board, protected_identity=Protection.MARKED)
    HouseholdUnitFactory(household=hidden, unit=cast.unit)
    stay = lived(cast, today() - 10 * DAY, household=hidden)
    for query in ("", "?visa=tabell"):
        page = client.get(ADDRESS + query).content.decode()
        assert reverse("housing:tenancy", args=[seen.pk]) in page
        assert "Bebodd" in page
        assert "Gömdsson" not in page
        assert reverse("housing:tenancy", args=[stay.pk]) not in page
    assert set(ReadEvent.objects.values_list("household_id", flat=True)) == {seen.household_id}
    assert ReadEvent.objects.filter(page="housing:occupancy", purpose="list").count() == 2


def test_reader_outside_the_unit_sees_days_and_no_names(cast: Cast) -> None:
    stay = lived(cast, today() - 20 * DAY)
    name = stay.household.members.first().person.family_name
    client, reader = Client(), staff(Role.CASEWORKER, unit=UnitFactory(authority=cast.board))
    client.force_login(cast.manager)
    assert name in client.get(ADDRESS).content.decode()
    client.force_login(reader)
    page = client.get(ADDRESS)
    assert page.status_code == 200
    assert name not in page.content.decode()


def test_other_boards_flats_are_not_there(cast: Cast, client: Client) -> None:
    mine, theirs = cast.flat(), Cast().flat()
    page = client.get(ADDRESS).content.decode()
    assert mine.address in page
    assert theirs.address not in page


@pytest.mark.parametrize(
    "query",
    [
        "?manader=1",
        "?manader=36&fran=2013-01",
        "?sort=trial&visa=tabell",
        "?manader=7&fran=banan&sort=<script>&visa=<script>",
        "?fran=0001-01&manader=36",
        "?fran=9999-12",
        "?fran=2199-06&manader=36",
    ],
)
@pytest.mark.parametrize("has_flats", [True, False])
def test_any_choice_is_answered(cast: Cast, client: Client, query: str, has_flats: bool) -> None:
    if has_flats:
        lived(cast, today() - 20 * DAY)
        cast.flat(FlatKind.TRAINING)
    response = client.get(ADDRESS + query)
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().split("<main")[1]


def test_choices_keep_each_other(cast: Cast, client: Client) -> None:
    cast.flat()
    context = client.get(ADDRESS + "?manader=3&sort=transitional&fran=2025-01&visa=tabell").context
    assert context["earlier"] == "?manader=3&sort=transitional&visa=tabell&fran=2024-10"
    assert context["views"][0].url == "?manader=3&sort=transitional&fran=2025-01"
    assert context["present"] == "?manader=3&sort=transitional&visa=tabell"
    assert [tab.label for tab in context["periods"] if tab.is_active] == ["3 månader"]


def test_picture_asks_as_often_for_thirty_flats_as_for_one(cast: Cast, client: Client) -> None:
    def count(number: int) -> int:
        for _ in range(number):
            household = family(authority=cast.board)
            HouseholdUnitFactory(household=household, unit=cast.unit)
            stay = lived(cast, today() - 100 * DAY, household=household)
            StayExtensionFactory(tenancy=stay)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(ADDRESS).status_code == 200
        return len(queries)

    count(1)  # the first page begins the reader's part of the log
    assert count(1) == count(28)
