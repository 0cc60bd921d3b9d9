"""Every page of placements, flats and the Boråd: clean by axe as it is, and with its faults told."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from core.clock import today
from housing.actions import note_item
from housing.enums import FlatKind
from housing.models import AgendaItem, ProviderPrice, Tenancy
from tests.factories.events import FlatFactory, PlacementFactory, TenancyFactory
from tests.factories.housing import ProviderPriceFactory
from tests.housing.board import Borad, make_borad

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
See = Callable[..., None]


@pytest.fixture
def borad(page: Page, sign_in: Callable[[Page, Any], None]) -> Borad:
    """The board's people, with the manager signed in."""
    borad = make_borad()
    sign_in(page, borad.manager)
    return borad


def test_placements_and_their_forms(see: See, see_refused: See, borad: Borad) -> None:
    household = borad.household(date(2019, 3, 1), family_name="Haddad")
    since = today() - 20 * DAY
    placement = PlacementFactory(household=household, provider=borad.provider, first_night=since)
    over = {"first_night": since - 40 * DAY, "last_night": since - 20 * DAY}
    PlacementFactory(household=borad.household(family_name="Ek"), provider=borad.provider, **over)
    ahead = {"first_night": today() + 5 * DAY}
    PlacementFactory(household=borad.household(family_name="Wallin"), provider=borad.provider, **ahead)
    see("housing:overview")
    for show in ("nu", "utan-beslut", "kommande", "avslutade"):
        see("housing:placement_list", query=f"?visa={show}")
    see("housing:placement", placement)
    see_refused("housing:placement_new", borad.household())
    for verb in ("extend", "move", "reprice", "end", "correct", "annul"):
        see_refused(f"housing:placement_{verb}", placement)


def test_nobody_is_placed(see: See, borad: Borad) -> None:
    see("housing:overview")
    see("housing:placement_list")
    see("housing:provider_list")
    see("housing:flat_list")
    see("housing:flat_worklists")
    see("housing:occupancy")
    see("housing:match_index")


def test_providers_and_prices(see: See, see_refused: See, borad: Borad) -> None:
    price: ProviderPrice = ProviderPriceFactory(provider=borad.provider)
    see("housing:provider_list")
    see("housing:provider", borad.provider)
    see_refused("housing:provider_new", clear="input[type=text]")
    see_refused("housing:provider_edit", borad.provider, clear="input[type=text]")
    see_refused("housing:provider_price", borad.provider)
    see_refused("housing:price_end", price)


def test_flats_and_their_forms(see: See, see_refused: See, borad: Borad) -> None:
    flat = FlatFactory(authority=borad.board, kind=FlatKind.TRANSITIONAL)
    see("housing:flat_list")
    see_refused("housing:flat_new")
    see_refused("housing:surcharge")
    see_refused("housing:flat_edit", flat, clear="input[type=text]")
    see_refused("housing:flat_rent", flat)
    see_refused("housing:flat_retire", flat)
    see("housing:match_flat", flat, query="?alla=1")
    see("housing:match_household", borad.applied().household_id)


def test_a_stay_and_its_forms(see: See, see_refused: See, borad: Borad) -> None:
    flat = FlatFactory(authority=borad.board, kind=FlatKind.TRANSITIONAL)
    household = borad.applied(borad.household(family_name="Osman")).household
    stay: Tenancy = TenancyFactory(household=household, flat=flat, first_night=today() - 60 * DAY)
    see("housing:tenancy", stay)
    see_refused("housing:tenancy_new", borad.household())
    verbs = ("extend", "correct", "annul", "keys", "incident", "rent", "next", "end", "obstacle")
    for verb in (*verbs, "authorise"):
        see_refused(f"housing:tenancy_{verb}", stay)


def test_applications(
    page: Page, sign_in: Callable[[Page, Any], None], see: See, see_refused: See, borad: Borad
) -> None:
    sign_in(page, borad.worker)
    see("housing:application_new", borad.household(date(2019, 3, 1)))
    application = borad.applied()
    see("housing:application", application)
    see_refused("housing:application_withdraw", application)
    see_refused("housing:urgent", application)


def test_decisions_and_what_takes_their_place(see: See, see_refused: See, borad: Borad) -> None:
    decision = borad.decided()
    see("housing:decision", decision)
    see_refused("housing:decision_replace", decision)
    see_refused("housing:decision_revoke", decision)


def test_settings_of_the_board(see_refused: See, borad: Borad) -> None:
    see_refused("housing:meeting_extra")
    see_refused("housing:board_series")
    see_refused("housing:delegation_new")
    see_refused("housing:criteria", "acute", clear="input[type=text]")


def test_note_of_an_item_and_one_that_somebody_came_before_with(
    page: Page, see: See, assert_axe_clean: Callable[[Page], None], borad: Borad
) -> None:
    item: AgendaItem = borad.item(borad.applied(borad.household(family_name="Haddad")))
    see("housing:item_note", item)
    page.get_by_label("Anteckning i protokollet").fill("Återkommer nästa vecka")
    note_item(item=item, note="Barnets skola är kontaktad", seen="", by=borad.worker)
    connection.close()
    page.get_by_role("button", name="Spara anteckningen").press("Enter")
    expect(page.get_by_text("Barnets skola är kontaktad").first).to_be_visible()
    expect(page.get_by_label("Anteckning i protokollet")).to_have_value("Återkommer nästa vecka")
    assert page.title().startswith("Fel:")
    assert_axe_clean(page)
    page.get_by_role("button", name="Spara anteckningen").press("Enter")
    expect(page.get_by_text("Anteckningen är sparad.")).to_be_visible()
    assert AgendaItem.objects.get(pk=item.pk).note == "Återkommer nästa vecka"
    assert_axe_clean(page)
