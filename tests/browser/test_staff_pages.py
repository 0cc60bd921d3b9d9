"""Staff pages and the log reviewer's page: accessible at every width, full, empty and in error."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.enums import Role
from accounts.models import User
from core.audit import record_reads
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import family

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
Axe = Callable[[Page], None]
SignIn = Callable[[Page, User], None]


@pytest.fixture
def administrator() -> User:
    return staff(Role.SYSTEM_ADMINISTRATOR, full_name="Ada Admin")


@pytest.mark.parametrize(
    "name",
    [
        "accounts:staff_list",
        "accounts:staff_create",
        "accounts:organisation",
        "accounts:unit_create",
        "accounts:authority_create",
    ],
)
def test_the_administrators_pages_are_accessible(
    live_server: Any, page: Page, administrator: User, sign_in: SignIn, assert_axe_clean: Axe, name: str
) -> None:
    for role in (Role.CASEWORKER, Role.UNIT_MANAGER):
        staff(role)
    sign_in(page, administrator)
    page.goto(live_server.url + reverse(name))
    assert_axe_clean(page)


def test_an_account_is_made_and_given_a_role_by_keyboard(
    live_server: Any, page: Page, administrator: User, sign_in: SignIn, assert_axe_clean: Axe
) -> None:
    unit = UnitFactory(name="Vuxen")
    sign_in(page, administrator)
    page.goto(live_server.url + reverse("accounts:staff_create"))
    page.get_by_role("button", name="Spara").press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page).to_have_title("Fel: Nytt konto – Hemväg")
    assert_axe_clean(page)
    page.get_by_label("Namn", exact=True).fill("Nils Ek")
    page.get_by_label("Kortnamn").fill("nils")
    page.get_by_label("E-post").fill("nils@hemvag.example")
    page.get_by_label("Nämnd").select_option(label=unit.authority.name)
    page.get_by_role("button", name="Spara").press("Enter")
    expect(page.get_by_role("heading", name="Nils Ek")).to_be_visible()
    page.get_by_label("Roll", exact=True).select_option(label="Handläggare")
    page.get_by_label("Enhet", exact=True).select_option(label="Vuxen")
    page.get_by_role("button", name="Ge rollen").press("Enter")
    expect(page.get_by_role("rowheader", name="Handläggare")).to_be_visible()
    assert_axe_clean(page)
    assert User.objects.get(short_name="nils").can("household.read")


def test_the_log_is_reviewed(live_server: Any, page: Page, sign_in: SignIn, assert_axe_clean: Axe) -> None:
    reviewer = staff(Role.LOG_REVIEWER)
    household = family(authority=reviewer.authority, case_number="2031-0042", family_name="Kanarie")
    sign_in(page, reviewer)
    address = live_server.url + reverse("cases:log_review")
    page.goto(address)
    expect(page.get_by_text("Inget har loggats")).to_be_visible()
    assert_axe_clean(page)
    record_reads(reviewer, [household.pk], page="cases:household_detail", authority_id=reviewer.authority_id)
    page.get_by_label("Ärendenummer").fill("2031-0042")
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="2031-0042")).to_be_visible()
    expect(page.get_by_text("Öppnade hushållets sida")).to_be_visible()
    assert page.url == address
    assert "Kanarie" not in page.content()
    assert_axe_clean(page)
