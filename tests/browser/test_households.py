"""A household from its registration to its split, by keyboard and mouse, clean by axe at three widths."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.enums import Role
from accounts.models import User
from cases.enums import Protection
from cases.models import Household
from core.clock import today
from tests.factories.accounts import staff
from tests.factories.cases import HouseholdUnitFactory, SituationRecordFactory, family

pytestmark = pytest.mark.django_db(transaction=True)
Clean = Callable[[Page], None]
SignIn = Callable[[Page, Any], None]


@pytest.fixture
def worker() -> User:
    return staff(Role.PROJECT_WORKER, full_name="Maria Lindqvist")


@pytest.fixture
def household(worker: User) -> Household:
    household = family(
        date(today().year - 9, 3, 1),
        date(today().year - 5, 3, 1),
        authority=worker.authority,
        project_worker=worker,
        interpreter_language="dari",
        opened_on=today() - timedelta(days=40),
    )
    HouseholdUnitFactory(household=household, unit=worker.memberships.get().unit)
    for days in range(40):
        SituationRecordFactory(
            household=household, situation=1 + days % 5, valid_from=today() - timedelta(days=days)
        )
    return household


def open_page(page: Page, live_server: Any, name: str, *args: Any) -> None:
    page.goto(live_server.url + reverse(f"cases:{name}", args=args))


def test_register_and_split(
    page: Page, live_server: Any, sign_in: SignIn, worker: User, assert_axe_clean: Clean
) -> None:
    sign_in(page, worker)
    open_page(page, live_server, "search")
    page.keyboard.type("amira lindgren")
    page.get_by_role("button", name="Nytt hushåll").click()
    expect(page.get_by_label("Förnamn").first).to_have_value("Amira")
    page.get_by_role("button", name="Lägg till en person").click()
    row = page.get_by_role("group", name="Person 1")
    row.get_by_label("Förnamn").fill("Sara")
    expect(row.get_by_label("Efternamn")).to_have_value("Lindgren")
    row.get_by_label("Födelsedatum").fill("99/99")
    assert_axe_clean(page)
    page.get_by_role("button", name="Registrera hushållet").click()
    expect(page).to_have_title("Fel: Nytt hushåll – Hemväg")
    expect(page.locator(".error-summary")).to_be_focused()
    assert_axe_clean(page)
    page.get_by_role("group", name="Person 1").get_by_label("Födelsedatum").fill("2020-02-29")
    page.get_by_role("button", name="Registrera hushållet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lindgren Amira + 1 barn")
    assert_axe_clean(page)

    page.get_by_text("Mer", exact=True).click()
    page.get_by_role("link", name="Dela hushållet").click()
    page.get_by_label("Sara Lindgren").check()
    assert_axe_clean(page)
    page.get_by_role("button", name="Fortsätt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kontrollera innan du går vidare")
    assert_axe_clean(page)
    page.get_by_role("button", name="Dela hushållet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lindgren Sara")
    assert Household.objects.count() == 2


def test_search_as_one_types(
    page: Page,
    live_server: Any,
    sign_in: SignIn,
    worker: User,
    household: Household,
    assert_axe_clean: Clean,
) -> None:
    sign_in(page, worker)
    open_page(page, live_server, "search")
    assert_axe_clean(page)
    page.keyboard.type("lindgr")
    expect(page.get_by_role("link", name="Lindgren Amira + 2 barn")).to_be_visible()
    assert "lindgr" not in page.url
    assert_axe_clean(page)
    page.get_by_label("Namn, personnummer eller ärendenummer", exact=True).fill("zzzz")
    expect(page.get_by_text("Inget hushåll hittades")).to_be_visible()
    assert_axe_clean(page)


def test_older_events_are_shown_in_place(
    page: Page, live_server: Any, sign_in: SignIn, worker: User, household: Household, assert_axe_clean: Clean
) -> None:
    sign_in(page, worker)
    open_page(page, live_server, "household_detail", household.pk)
    rows = page.locator(".timeline > li:not(.timeline__year, .timeline__more)")
    expect(rows).to_have_count(25)
    page.get_by_role("link", name="Visa äldre").click()
    expect(rows).to_have_count(41)
    expect(page.get_by_role("link", name="Visa äldre")).to_have_count(0)
    assert_axe_clean(page)


@pytest.mark.parametrize(
    "name",
    [
        "facts",
        "situation",
        "member_add",
        "split",
        "join",
        "responsible",
        "protection",
        "close",
    ],
)
def test_pages_of_one_household_are_clean_full_and_in_error(
    page: Page,
    live_server: Any,
    sign_in: SignIn,
    worker: User,
    household: Household,
    assert_axe_clean: Clean,
    name: str,
) -> None:
    household.protected_identity = Protection.MARKED
    household.save()
    sign_in(page, worker)
    open_page(page, live_server, name, household.pk)
    expect(page.get_by_text("Lindgren Amira + 2 barn")).to_be_visible()
    assert_axe_clean(page)
    for field in page.locator("main input[type=text]").all():
        field.fill("x9")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("h1")).to_be_visible()
    assert_axe_clean(page)


@pytest.mark.parametrize("name", ["household_list", "household_create", "emergency_access"])
def test_pages_without_a_household_are_clean(
    page: Page,
    live_server: Any,
    sign_in: SignIn,
    worker: User,
    household: Household,
    assert_axe_clean: Clean,
    name: str,
) -> None:
    sign_in(page, worker)
    open_page(page, live_server, name)
    assert_axe_clean(page)


def test_transfers_are_clean(
    page: Page, live_server: Any, sign_in: SignIn, household: Household, assert_axe_clean: Clean
) -> None:
    manager = staff(Role.UNIT_MANAGER, unit=household.unit_links.get().unit)
    sign_in(page, manager)
    for name, args in (("transfer_list", []), ("transfer_offer", [household.pk])):
        open_page(page, live_server, name, *args)
        assert_axe_clean(page)
