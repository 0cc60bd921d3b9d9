"""Choosing a period and reading its report."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import permissions
from core.periods import PeriodError, parse_period
from reports import calendar, catalogue
from reports.forms import read_period
from tests.factories.accounts import UnitFactory, staff
from tests.factories.events import PlacementFactory, VisitFactory

TODAY = date(2026, 11, 23)
READERS = permissions()["report.read"].scopes


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("pages", "downloads"):
        monkeypatch.setattr(f"reports.views.{module}.today", lambda: TODAY)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2013-T3", "2013-T3"),
        ("t3 2013", "2013-T3"),
        ("Tertial 3, 2013", "2013-T3"),
        ("2013 T3", "2013-T3"),
        ("december 2013", "2013-12"),
        ("Dec 2013", "2013-12"),
        ("2013-12", "2013-12"),
        (" 2013 ", "2013"),
        ("2011-09-01..2013-12-31", "2011-09-01..2013-12-31"),
        ("2011-09-01 – 2013-12-31", "2011-09-01..2013-12-31"),
        ("2011-09-01 till 2013-12-31", "2011-09-01..2013-12-31"),
    ],
)
def test_period_is_read_as_people_write_it(text: str, key: str) -> None:
    assert read_period(text, today=TODAY).key == key


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hösten", "är ingen period"),
        ("de 2013", "är ingen period"),
        ("2013-13", "är ingen period"),
        ("2027", "Perioden börjar 2027-01-01"),
        ("2013-12-31..2013-01-01", "slutar 2013-01-01"),
        ("1950-01-01..2013-01-01", "högst 20 år"),
    ],
)
def test_what_is_no_period_is_answered_with_what_is(text: str, said: str) -> None:
    with pytest.raises(PeriodError, match=said):
        read_period(text, today=TODAY)


def test_typed_period_leads_to_its_report(client: Client, reader: User) -> None:
    client.force_login(reader)
    response = client.get("/rapporter/", {"period": "t3 2013"})
    assert (response.status_code, response["Location"]) == (302, "/rapporter/2013-T3/")


def test_unreadable_period_stays_in_the_form_with_its_message(client: Client, reader: User) -> None:
    client.force_login(reader)
    page = client.get("/rapporter/", {"period": "hösten 13"}).content.decode()
    assert "<title>Fel:" in " ".join(page.split())
    assert 'value="hösten 13"' in page
    assert page.count("är ingen period") == 2  # in the summary and at the field


def test_unreadable_address_answers_404_and_says_what_to_write(client: Client, reader: User) -> None:
    client.force_login(reader)
    response = client.get("/rapporter/2013-13/")
    assert response.status_code == 404
    assert "är ingen period" in response.content.decode()
    assert client.get("/rapporter/2027/fil/csv/").status_code == 404
    assert client.post("/rapporter/2027/pdf/").status_code == 404


def test_address_in_other_letters_leads_to_the_one(client: Client, reader: User) -> None:
    client.force_login(reader)
    assert client.get("/rapporter/2013-t3/")["Location"] == "/rapporter/2013-T3/"


@pytest.mark.parametrize("role", Role)
def test_only_those_who_may_read_reports_get_them(role: Role, client: Client, db: None) -> None:
    client.force_login(staff(role))
    expected = 200 if role in READERS else 403
    assert Role.CASEWORKER not in READERS
    for url in ("/rapporter/", "/rapporter/2013-T3/", "/rapporter/2013-T3/fil/json/"):
        assert client.get(url).status_code == expected


def test_only_ones_own_board_is_counted(client: Client, reader: User) -> None:
    placement = PlacementFactory(first_night=date(2013, 12, 1), last_night=date(2013, 12, 31))
    own = staff(Role.DEPARTMENT_MANAGER, unit=UnitFactory(authority=placement.authority))
    counted = []
    for user in (own, reader):
        client.force_login(user)
        counted.append(client.get("/rapporter/2013-12/fil/json/").json()["figures"]["acute_nights"])
    assert counted == [31, 0]


def test_empty_database_says_none_everywhere(client: Client, reader: User) -> None:
    client.force_login(reader)
    page = client.get("/rapporter/2013-T3/").content.decode()
    assert page.count("Inga i perioden") == 12
    assert page.count("Inga: ingen var placerad") == 2
    assert client.get("/rapporter/").status_code == 200


def test_period_that_is_not_over_says_up_to_when(client: Client, reader: User) -> None:
    client.force_login(reader)
    said = "gäller till och med 2026-11-23"
    assert said in client.get("/rapporter/2026-T3/").content.decode()
    assert said not in client.get("/rapporter/2026-T2/").content.decode()


def test_last_day_of_a_period_is_not_over(client: Client, reader: User, monkeypatch: Any) -> None:
    client.force_login(reader)
    for day, is_open in ((date(2026, 8, 31), True), (date(2026, 9, 1), False)):
        monkeypatch.setattr("reports.views.pages.today", lambda day=day: day)
        assert ("Perioden är inte slut" in client.get("/rapporter/2026-T2/").content.decode()) is is_open


def test_neighbours_lead_on_but_not_into_the_future(client: Client, reader: User) -> None:
    client.force_login(reader)
    page = client.get("/rapporter/2026-T3/").content.decode()
    assert 'href="/rapporter/2026-T2/" rel="prev"' in page
    assert 'rel="next"' not in page
    assert "2014-T1" in client.get("/rapporter/2013-T3/").content.decode()


def test_queries_do_not_grow_with_rows_or_months(client: Client, reader: User) -> None:
    client.force_login(reader)

    def queries(key: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(f"/rapporter/{key}/")
        return len(counted)

    def add() -> None:
        placement = PlacementFactory(household__authority=reader.authority, first_night=date(2013, 1, 1))
        VisitFactory(household=placement.household, visited_on=date(2013, 12, 2))

    add()
    few = queries("2013-12")
    for _ in range(3):
        add()
    print(f"queries: {few}")
    assert queries("2013-12") == few
    assert queries("2013") == few
    # A question for each group and each of the three periods, and what a page asks anyway.
    assert few <= 3 * len(catalogue.groups()) + 9


def test_latest_finished_on_both_sides_of_a_boundary() -> None:
    assert calendar.finished("tertial", date(2026, 9, 1)) == parse_period("2026-T2")
    assert calendar.finished("tertial", date(2026, 8, 31)) == parse_period("2026-T1")
    assert calendar.finished("month", date(2026, 1, 1)) == parse_period("2025-12")
    assert calendar.finished("year", date(2025, 12, 31)) == parse_period("2024")
