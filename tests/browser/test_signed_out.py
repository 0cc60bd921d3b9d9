"""Whoever is signed out while writing loses nothing: the text stays, and is saved after a new sign-in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.enums import Role
from cases.models import JournalNote, MaterialVersion
from core.models import Draft
from tests.factories.accounts import staff
from tests.factories.cases import HouseholdUnitFactory, family

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Du är utloggad"


def signed_out(page: Page) -> None:
    """The session is over, and with the next sign-in the token of the page that is open."""
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)


def test_a_note_stays_and_is_saved_after_a_new_sign_in_in_another_tab(
    page: Page,
    live_server: Any,
    sign_in: Callable[[Page, Any], None],
    assert_axe_clean: Callable[[Page], None],
) -> None:
    worker = staff(Role.PROJECT_WORKER)
    household = family(authority=worker.authority, project_worker=worker)
    HouseholdUnitFactory(household=household, unit=worker.memberships.get().unit)
    sign_in(page, worker)
    page.goto(live_server.url + reverse("cases:note_new", args=[household.pk]))
    signed_out(page)
    page.get_by_role("textbox", name="Anteckning").fill("Allt som sades.")
    page.get_by_role("button", name="Spara anteckningen").dblclick()
    expect(page.locator("[data-draft-status]")).to_contain_text(WORDS)
    expect(page.get_by_role("link", name="Logga in i en ny flik")).to_be_visible()
    expect(page.get_by_role("textbox", name="Anteckning")).to_have_value("Allt som sades.")
    assert_axe_clean(page)
    assert JournalNote.objects.count() == 0
    sign_in(page, worker)
    other = page.context.new_page()
    other.goto(live_server.url + reverse("cases:household_detail", args=[household.pk]))
    other.close()
    page.get_by_role("button", name="Spara anteckningen").dblclick()
    expect(page.get_by_text("Allt som sades.")).to_be_visible()
    page.wait_for_url("**/journal/")
    assert JournalNote.objects.get().text == "Allt som sades."
    assert not Draft.objects.exists()
    page.go_back()
    expect(page.get_by_role("textbox", name="Anteckning")).to_have_value("")  # saved: not to be saved twice


def test_the_text_of_a_material_is_kept_as_it_is_typed(
    page: Page, live_server: Any, sign_in: Callable[[Page, Any], None]
) -> None:
    manager = staff(Role.UNIT_MANAGER)
    sign_in(page, manager)
    address = live_server.url + reverse("cases:material_edit", args=["brochure", "sv"])
    page.goto(address)
    page.get_by_role("textbox", name="Text").fill("# Kö\n- Ställ dig i kö")
    expect(page.locator("[data-draft-status]")).to_contain_text("Utkast sparat")
    signed_out(page)
    page.goto(address)
    assert "/login/" in page.url
    sign_in(page, manager)
    page.goto(address)
    expect(page.get_by_role("textbox", name="Text")).to_have_value("# Kö\n- Ställ dig i kö")
    expect(page.get_by_text("har kommit tillbaka")).to_be_visible()
    page.get_by_role("button", name="Spara texten").click()
    page.wait_for_url("**/brochure/sv/")
    assert MaterialVersion.objects.get().body == "# Kö\n- Ställ dig i kö"
    assert not Draft.objects.exists()
