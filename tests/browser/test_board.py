"""A meeting of the Boråd in a real browser, by keyboard from agenda to minutes; clean by axe."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.clock import today
from core.models import Document
from housing.enums import MeetingState
from housing.models import AgendaItem, BoardDecision, BoardMeeting, Placement
from tests.factories.housing import ProviderPriceFactory
from tests.housing.board import make_borad

pytestmark = pytest.mark.django_db(transaction=True)


def test_meeting_from_the_agenda_to_the_minutes(
    page: Page,
    live_server: Any,
    sign_in: Callable[[Page, Any], None],
    assert_axe_clean: Callable[[Page], None],
) -> None:
    borad = make_borad()
    ProviderPriceFactory(provider=borad.provider)
    family = borad.household(date(today().year - 6, 3, 1), family_name="Haddad")
    approved = borad.applied(family, child_best_interests="Behålla skolan", child_view="Vill stanna")
    rejected = borad.applied(borad.household(family_name="Wallin"))
    BoardMeeting.objects.update(state=MeetingState.PLANNED)
    sign_in(page, borad.manager)

    page.goto(f"{live_server.url}/borad/")
    assert_axe_clean(page)
    page.get_by_role("link", name="Till mötet").press("Enter")
    page.get_by_role("button", name="Öppna mötet").press("Enter")
    expect(page.get_by_text("Mötet har börjat.")).to_be_visible()
    page.get_by_role("button", name="Spara närvaro").press("Enter")
    expect(page.get_by_text("Närvaron är noterad.")).to_be_visible()
    assert_axe_clean(page)

    page.get_by_role("link", name="Nästa ärende").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ny ansökan: akutboende")
    page.get_by_role("button", name="Granska beslutet").press("Enter")
    expect(page.get_by_role("heading", name="Det här behöver rättas")).to_be_visible()
    assert_axe_clean(page)
    page.get_by_role("radio", name="Bifall").press("Space")
    page.get_by_label("Skäl", exact=True).fill("Barnfamilj utan alternativ")
    page.get_by_label("Beslutsfattare").select_option(label="Karin Chef")
    page.get_by_label("Boendeanordnare").select_option(index=1)
    page.get_by_label("Pris i kronor").fill("585")
    page.get_by_label("Projektmedarbetare").select_option(label="Maria Medarbetare")
    page.get_by_label("Ordinarie handläggare").select_option(label="Eva Handläggare")
    page.get_by_role("button", name="Granska beslutet").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Granska beslutet")
    assert_axe_clean(page)
    assert not BoardDecision.objects.exists()
    page.get_by_role("button", name="Fatta beslutet").press("Enter")

    expect(page.get_by_text("Beslutet är fattat.", exact=False)).to_be_visible()
    page.get_by_role("radio", name="Avslag").press("Space")
    page.get_by_label("Skäl", exact=True).fill("Kan bo hos sin syster")
    page.get_by_label("Beslutsfattare").select_option(label="Karin Chef")
    page.get_by_role("button", name="Granska beslutet").press("Enter")
    page.get_by_role("button", name="Fatta beslutet").press("Enter")
    expect(page.get_by_role("button", name="Avsluta och gör protokoll")).to_be_visible()
    page.get_by_role("button", name="Avsluta och gör protokoll").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Protokoll från Borådet")

    decisions = dict(BoardDecision.objects.values_list("application", "outcome"))
    assert decisions == {approved.pk: "approved", rejected.pk: "rejected"}
    assert Placement.objects.get().household == family
    assert not AgendaItem.objects.filter(is_settled=False).exists()
    assert Document.objects.filter(kind="housing.decision_letter").count() == 2
    decision = BoardDecision.objects.get(application=approved)
    page.goto(f"{live_server.url}/borad/beslut/{decision.pk}/")
    assert_axe_clean(page)


@pytest.mark.parametrize(
    "address", ["/borad/installningar/", "/borad/installningar/kriterier/acute/", "/borad/ej-verkstallda/"]
)
def test_pages_of_the_board_are_clean(
    page: Page,
    live_server: Any,
    sign_in: Callable[[Page, Any], None],
    assert_axe_clean: Callable[[Page], None],
    address: str,
) -> None:
    borad = make_borad()
    sign_in(page, borad.manager)
    page.goto(live_server.url + address)
    assert_axe_clean(page)
