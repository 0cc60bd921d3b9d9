"""What is to be watched over in the flats: who stands in which list; and the flats as a file."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.enums import Role
from cases.enums import Protection
from core.clock import today
from core.models import ReadEvent
from housing.board_days import BoardDay
from housing.enums import FlatKind, Obstacle
from housing.flat_worklists import Worklist, worklists
from housing.models import Tenancy
from housing.stay_facts import stay_facts
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdUnitFactory, family
from tests.factories.events import TenancyFactory
from tests.factories.housing import (
    BoardMeetingFactory,
    KeyHandoverFactory,
    RentPaymentFactory,
    StayExtensionFactory,
    TakeoverObstacleFactory,
)
from tests.housing.flats_cast import Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 3, 1)
ADDRESS = "/boende/lagenheter/bevaka/"


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.manager)
    return client


def lived(cast: Cast, first: date, kind: str = FlatKind.TRANSITIONAL, **fields) -> Tenancy:
    household = fields.pop("household", None) or family(authority=cast.board)
    HouseholdUnitFactory(household=household, unit=cast.unit)
    flat = fields.pop("flat", None) or cast.flat(kind)
    return TenancyFactory(household=household, flat=flat, first_night=first, **fields)


def lists_of(cast: Cast, day: date = TODAY) -> dict[str, Worklist]:
    return {one.key: one for one in worklists(cast.manager, day)}


def stays(one: Worklist) -> list[Tenancy]:
    return [line.stay for line in one.lines]


def test_limit_lists_hold_both_boundary_days(cast: Cast) -> None:
    """Three months from 15 January end on 14 April: 44 days after 1 March."""
    near = lived(cast, date(2026, 1, 15))
    just_near = lived(cast, date(2026, 1, 16))
    not_near = lived(cast, date(2026, 1, 17))
    last_night = lived(cast, date(2025, 12, 2))
    over = lived(cast, date(2025, 12, 1))
    allowed = lived(cast, date(2025, 11, 1))
    StayExtensionFactory(tenancy=allowed, last_night=date(2026, 3, 10))
    lapsed = lived(cast, date(2025, 11, 2))
    StayExtensionFactory(tenancy=lapsed, last_night=date(2026, 2, 28))
    lists = lists_of(cast)
    assert stays(lists["near"]) == [last_night, allowed, near, just_near]
    assert [line.tag.text for line in lists["near"].lines][-2:] == ["44 dagar kvar", "45 dagar kvar"]
    assert stays(lists["over"]) == [over, lapsed]
    assert not_near not in stays(lists["near"])


def test_limit_names_the_last_board_before_it(cast: Cast) -> None:
    lived(cast, date(2026, 1, 1))
    for held_on in (date(2026, 3, 4), date(2026, 3, 25), date(2026, 4, 1)):
        BoardMeetingFactory(authority=cast.board, held_on=held_on)
    assert lists_of(cast)["near"].lines[0].text == "Sista Boråd dessförinnan: 2026-03-25"
    assert lists_of(cast, date(2026, 3, 26))["near"].lines[0].text == "Inget Boråd planerat dessförinnan"


def test_stay_over_its_limit_names_the_board_that_was_the_last_before_it(cast: Cast) -> None:
    stay = lived(cast, date(2026, 1, 1))
    after = date(2026, 4, 9)
    assert lists_of(cast, after)["over"].lines[0].text == "Inget Boråd hölls dessförinnan"
    # One that stood in the calendar but never began, and one after the limit, were not the last before it.
    for held_on, state in (
        (date(2025, 12, 18), "closed"),
        (date(2026, 3, 18), "closed"),
        (date(2026, 3, 25), "planned"),
        (date(2026, 4, 1), "closed"),
    ):
        closed = {"closed_at": timezone.now(), "closed_by": cast.manager} if state == "closed" else {}
        BoardMeetingFactory(authority=cast.board, held_on=held_on, state=state, **closed)
    assert lists_of(cast, after)["over"].lines[0].text == "Sista Boråd dessförinnan var 2026-03-18"
    countdown = stay_facts(stay, after).countdown
    assert countdown is not None
    assert (countdown.board, countdown.is_unauthorised) == (BoardDay(date(2026, 3, 18), True), True)


def test_page_of_a_stay_over_its_limit_names_the_board_that_was_the_last(cast: Cast, client: Client) -> None:
    stay = lived(cast, today() - 120 * DAY)
    held_on = today() - 100 * DAY
    BoardMeetingFactory(
        authority=cast.board,
        held_on=held_on,
        state="closed",
        closed_at=timezone.now(),
        closed_by=cast.manager,
    )
    body = client.get(reverse("housing:tenancy", args=[stay.pk])).content.decode()
    assert f"var {held_on.isoformat()}" in body


def test_next_solution_and_planned_end_are_missed_when_they_are(cast: Cast) -> None:
    unnamed = lived(cast, date(2026, 2, 1))
    named = lived(cast, date(2026, 2, 1), next_solution_named="Hyresrätt i Eskilstuna")
    late = lived(cast, date(2026, 1, 1), FlatKind.TRIAL, planned_last_night=TODAY - DAY)
    in_time = lived(cast, date(2026, 1, 1), FlatKind.TRIAL, planned_last_night=TODAY)
    lists = lists_of(cast)
    assert stays(lists["next"]) == [unnamed]
    assert named not in stays(lists["next"])
    assert stays(lists["planned"]) == [late]
    assert in_time not in stays(lists["planned"])


def test_waivers_of_flats_and_of_tenants_stand_together(cast: Cast) -> None:
    begun = date(2026, 1, 1)
    cast.flat(address="A", waiver_approved_on=begun, waiver_expires_on=TODAY + 90 * DAY)
    cast.flat(address="B", waiver_approved_on=begun, waiver_expires_on=TODAY + 91 * DAY)
    cast.flat(address="C", waiver_approved_on=begun, waiver_expires_on=TODAY - DAY)
    stay = lived(cast, begun, FlatKind.TRIAL, waiver_approved_on=begun, waiver_expires_on=TODAY)
    lines = lists_of(cast)["waivers"].lines
    assert [line.flat.address for line in lines] == ["C", stay.flat.address, "A"]
    assert [line.tag.kind for line in lines] == ["bad", "warn", "warn"]


def test_late_rents_are_told_by_stay_with_their_months(cast: Cast) -> None:
    late = lived(cast, date(2025, 12, 15), FlatKind.TRIAL, started_by=cast.manager)
    RentPaymentFactory(tenancy=late, month=date(2025, 12, 1), paid_on=date(2025, 12, 15))
    paid = lived(cast, date(2026, 2, 1), FlatKind.TRIAL, started_by=cast.manager)
    for month in (date(2026, 2, 1), date(2026, 3, 1)):
        RentPaymentFactory(tenancy=paid, month=month, paid_on=month)
    imported = lived(cast, date(2020, 1, 1), FlatKind.TRIAL)
    lines = lists_of(cast)["rents"].lines
    assert [line.stay for line in lines] == [late]
    assert (lines[0].text, lines[0].tag.text) == ("Jan 2026, Feb 2026, Mar 2026", "3 månader sena")
    assert imported not in [line.stay for line in lines]


def test_obstacles_keys_and_free_flats(cast: Cast) -> None:
    stay = lived(cast, date(2025, 1, 1), FlatKind.TRIAL)
    TakeoverObstacleFactory(tenancy=stay, kind=Obstacle.INCOME, noted_on=date(2025, 6, 1))
    TakeoverObstacleFactory(
        tenancy=stay, kind=Obstacle.QUEUE, resolved_on=date(2025, 7, 1), noted_on=date(2025, 6, 1)
    )
    ended = lived(cast, date(2025, 1, 1), FlatKind.TRIAL, last_night=TODAY - 10 * DAY)
    KeyHandoverFactory(tenancy=ended, handed_out_on=date(2025, 1, 1))
    KeyHandoverFactory(tenancy=stay, handed_out_on=date(2025, 1, 1))
    lists = lists_of(cast)
    assert stays(lists["obstacles"]) == [stay]
    assert lists["obstacles"].lines[0].text == "Ingen egen inkomst"
    assert stays(lists["keys"]) == [ended]
    assert [(line.flat, line.tag.text) for line in lists["free"].lines] == [(ended.flat, "10 tomma nätter")]


def test_empty_lists_say_what_that_means(client: Client) -> None:
    page = client.get(ADDRESS).content.decode()
    assert page.count('<dd class="sub">') == 9
    assert "Ingen bor i en genomgångsbostad över gränsen" in page
    assert "Alla lägenheter är bebodda." in page


def test_only_stays_within_reach_are_listed_and_each_is_logged(cast: Cast, client: Client) -> None:
    seen = lived(cast, today() - 120 * DAY)
    hidden = family(family_name="Gömdsson", authority=cast.board, protected_identity=Protection.MARKED)
    lived(cast, today() - 120 * DAY, household=hidden)
    other = Cast()
    lived(other, today() - 120 * DAY)
    page = client.get(ADDRESS).content.decode()
    assert seen.household.members.first().person.family_name in page
    assert "Gömdsson" not in page
    assert set(ReadEvent.objects.values_list("household_id", flat=True)) == {seen.household_id}
    reader = Client()
    reader.force_login(staff(Role.CASEWORKER, unit=UnitFactory(authority=cast.board)))
    answer = reader.get(ADDRESS)
    assert answer.status_code == 200
    assert seen.household.members.first().person.family_name not in answer.content.decode()
    assert ReadEvent.objects.count() == 1


def test_lists_ask_as_often_for_thirty_stays_as_for_one(cast: Cast, client: Client) -> None:
    def count(number: int) -> int:
        for _ in range(number):
            stay = lived(cast, today() - 120 * DAY, started_by=cast.manager)
            TakeoverObstacleFactory(tenancy=stay)
            old = lived(cast, today() - 200 * DAY, last_night=today() - 150 * DAY)
            KeyHandoverFactory(tenancy=old)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(ADDRESS).status_code == 200
        return len(queries)

    count(1)  # the first page begins the reader's part of the log
    assert count(1) == count(28)


def test_files_say_filters_and_rows_and_name_nobody(cast: Cast, client: Client) -> None:
    stay = lived(cast, today() - 20 * DAY)
    cast.flat(FlatKind.TRIAL, address="=HYPERLINK(1)", landlord="@SUM(A1)")
    text = client.get(reverse("housing:flats_csv")).content.decode("utf-8-sig")
    assert stay.household.case_number in text
    assert stay.household.members.first().person.family_name not in text
    assert "Filter: inga" in text
    assert "2 rader" in text
    assert "'=HYPERLINK(1);" in text
    assert ";'@SUM(A1);" in text
    assert ReadEvent.objects.filter(purpose="export", household_id=stay.household_id).count() == 1

    answer = client.get(reverse("housing:flats_xlsx") + "?sort=trial&visa=lediga")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    cells = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "Filter: Sort: Försökslägenhet; Lediga lägenheter" in cells
    assert "1 rad" in cells
    assert "'=HYPERLINK(1)" in cells
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert answer["Content-Disposition"].endswith('.xlsx"')
