"""The pages about flats in a real browser: clean by axe at three widths, and used by keyboard."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.clock import today
from housing.enums import FlatKind
from housing.models import Flat, Tenancy
from tests.factories.cases import HouseholdUnitFactory, family
from tests.factories.events import TenancyFactory
from tests.factories.housing import StayExtensionFactory
from tests.housing.flats_cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    """A stay of every sort: in time, near the limit, over it with and without leave, and empty flats."""
    cast = Cast()
    begun = (10, 60, 110, 130)
    for number, days in enumerate(begun):
        household = family(authority=cast.board, family_name=f"Hyresgäst{number}")
        HouseholdUnitFactory(household=household, unit=cast.unit)
        flat = cast.flat(waiver_approved_on=today() - 300 * DAY, waiver_expires_on=today() + 20 * DAY)
        stay = TenancyFactory(household=household, flat=flat, first_night=today() - days * DAY)
        if days == 110:
            StayExtensionFactory(tenancy=stay, last_night=today() + 5 * DAY)
    cast.flat(FlatKind.EMERGENCY)
    cast.flat(FlatKind.TRAINING)
    return cast


def test_occupancy_is_clean_and_reached_by_keyboard(
    page: Page,
    live_server: Any,
    sign_in: Callable[[Page, Any], None],
    assert_axe_clean: Callable[[Page], None],
    cast: Cast,
) -> None:
    sign_in(page, cast.manager)
    page.goto(f"{live_server.url}/boende/belaggning/")
    expect(page.locator(".tag", has_text="dagar över gränsen, inte godkänt")).to_be_attached()
    assert_axe_clean(page)
    for query in ("?manader=36", "?manader=1&sort=transitional", "?visa=tabell", "?fran=2001-01"):
        page.goto(f"{live_server.url}/boende/belaggning/{query}")
        assert_axe_clean(page)

    page.goto(f"{live_server.url}/boende/belaggning/?manader=3&sort=transitional")
    page.get_by_role("link", name="Hyresgäst1").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^Boende · "))


def test_lists_are_clean(
    page: Page,
    live_server: Any,
    sign_in: Callable[[Page, Any], None],
    assert_axe_clean: Callable[[Page], None],
    cast: Cast,
) -> None:
    sign_in(page, cast.manager)
    stay, free = Tenancy.objects.latest("pk"), Flat.objects.get(kind=FlatKind.EMERGENCY)
    pages = ("lagenheter/", "lagenheter/bevaka/", "matchning/", f"matchning/lagenhet/{free.pk}/?alla=1")
    for address in (*pages, f"lagenheter/{stay.flat_id}/", f"hyresforhallanden/{stay.pk}/"):
        page.goto(f"{live_server.url}/boende/{address}")
        assert_axe_clean(page)
    page.goto(f"{live_server.url}/boende/hyresforhallanden/{stay.pk}/nycklar/")
    page.get_by_role("button", name="Spara nycklarna").press("Enter")
    expect(page.get_by_role("heading", name="Det här behöver rättas")).to_be_visible()
    assert_axe_clean(page)
    page.goto(f"{live_server.url}/boende/lagenheter/bevaka/")
    page.get_by_role("link", name="Över tre månader utan godkännande").press("Enter")
    expect(page.locator("#list-over")).to_be_in_viewport()


def test_days_left_are_words_also_where_the_bar_has_no_room(
    page: Page, live_server: Any, sign_in: Callable[[Page, Any], None], cast: Cast
) -> None:
    sign_in(page, cast.manager)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{live_server.url}/boende/belaggning/?manader=36&sort=transitional")
    lane = page.locator(".lane", has_text="dagar över gränsen")
    expect(lane.locator(".tag", has_text="inte godkänt")).to_be_visible()
    assert lane.locator("text.lane-lived:visible").count() == 0
    page.set_viewport_size({"width": 1360, "height": 800})
    page.goto(f"{live_server.url}/boende/belaggning/?manader=6&sort=transitional")
    expect(page.locator("text.lane-bad:visible")).to_contain_text("dagar över gränsen")
