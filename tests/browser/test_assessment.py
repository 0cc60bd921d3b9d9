"""The assessment by keyboard, kept as it is typed, clean by axe at three widths."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.enums import Role
from cases.models import Assessment
from tests.factories.accounts import staff
from tests.factories.cases import family

pytestmark = pytest.mark.django_db(transaction=True)


def test_write_leave_come_back_and_save(
    page: Page,
    live_server: Any,
    sign_in: Callable[[Page, Any], None],
    assert_axe_clean: Callable[[Page], None],
    screenshot: Callable[..., Any],
) -> None:
    worker = staff(Role.PROJECT_WORKER, full_name="Maria Lindqvist")
    household = family(date(2015, 3, 1), authority=worker.authority, project_worker=worker)
    sign_in(page, worker)
    address = live_server.url + reverse("cases:assessment", args=[household.pk])
    page.goto(address)
    page.get_by_label("Bor nu").focus()
    page.keyboard.type("Hotell")
    page.get_by_role("textbox", name="Nätverk").focus()
    page.keyboard.type("En syster i Tensta")
    expect(page.locator("[data-draft-status]")).to_contain_text("Utkast sparat")
    page.goto(address)
    expect(page.get_by_role("textbox", name="Nätverk")).to_have_value("En syster i Tensta")
    page.get_by_label("Inkomst per månad").fill("mycket")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert_axe_clean(page)
    page.get_by_label("Inkomst per månad").fill("12 000")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("pekar på situation 1")).to_be_visible()
    assert Assessment.objects.get().network_note == "En syster i Tensta"
    assert_axe_clean(page)
    screenshot(page, "assessment")
    screenshot(page, "assessment", width=390)
    page.get_by_role("link", name="Vad som har ändrats").click()
    assert_axe_clean(page)
    screenshot(page, "assessment-history")
