"""Journal, plan, information and documents in a real browser: by keyboard, kept as typed, clean by axe."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.enums import Role
from accounts.models import User
from cases.models import Attachment, Household, JournalNote, PlanStep
from core.clock import today
from tests.factories.accounts import staff
from tests.factories.cases import HouseholdUnitFactory, family
from tests.factories.casework import PhraseFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker() -> User:
    return staff(Role.PROJECT_WORKER, full_name="Maria Lindqvist")


@pytest.fixture
def household(worker: User) -> Household:
    made = family(date(2015, 3, 1), authority=worker.authority, project_worker=worker)
    HouseholdUnitFactory(household=made, unit=worker.memberships.get().unit)
    return made


def test_a_note_is_written_kept_signed_and_corrected(
    page: Page,
    live_server: Any,
    sign_in: Callable[[Page, Any], None],
    assert_axe_clean: Callable[[Page], None],
    worker: User,
    household: Household,
) -> None:
    PhraseFactory(unit=worker.memberships.get().unit, title="Köer", text="Köerna gicks igenom.")
    sign_in(page, worker)
    address = live_server.url + reverse("cases:note_new", args=[household.pk])
    page.goto(address)
    page.get_by_role("textbox", name="Anteckning").focus()
    page.keyboard.type("Ringde om visningen.")
    page.get_by_role("button", name="Köer").press("Enter")
    expect(page.get_by_role("textbox", name="Anteckning")).to_have_value(
        "Ringde om visningen.\nKöerna gicks igenom."
    )
    expect(page.locator("[data-draft-status]")).to_contain_text("Utkast sparat")
    page.goto(address)
    expect(page.get_by_role("textbox", name="Anteckning")).to_have_value(
        "Ringde om visningen.\nKöerna gicks igenom."
    )
    assert_axe_clean(page)
    page.get_by_label("Dag", exact=True).fill("nångång")
    page.get_by_role("button", name="Spara och signera").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert_axe_clean(page)
    page.get_by_label("Dag", exact=True).fill("idag")
    page.get_by_role("button", name="Spara och signera").press("Enter")
    page.get_by_role("link", name=re.compile("^Rätta")).press("Enter")
    page.get_by_role("textbox", name="Anteckning").fill("Ringde om visningen på torsdag.")
    page.get_by_label("Varför den rättas").fill("Dagen saknades")
    page.get_by_role("button", name="Spara rättelsen").press("Enter")
    expect(page.get_by_text("Dagen saknades")).to_be_visible()
    assert_axe_clean(page)
    assert JournalNote.objects.get().version == 2


def test_a_plan_is_begun_from_the_template_and_done_by_one_key(
    page: Page,
    live_server: Any,
    sign_in: Callable[[Page, Any], None],
    assert_axe_clean: Callable[[Page], None],
    worker: User,
    household: Household,
) -> None:
    sign_in(page, worker)
    page.goto(live_server.url + reverse("cases:plan", args=[household.pk]))
    assert_axe_clean(page)
    page.get_by_role("link", name="Börja från mallen", exact=True).press("Enter")
    expect(page.get_by_role("textbox", name="Mål 1", exact=True)).to_have_value("Stå i kö och söka bostad")
    page.get_by_label("Steg 1.1", exact=True).fill("Betala köavgiften i dag")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Överenskommen med klienten")).to_be_visible()
    assert_axe_clean(page)
    page.get_by_role("button", name="Anteckna överenskommelsen").press("Enter")
    expect(page.get_by_text("Överenskommen", exact=True)).to_be_visible()
    PlanStep.objects.filter(text="Betala köavgiften i dag").update(due_on=today() - timedelta(days=1))
    page.goto(live_server.url + reverse("cases:my_week"))
    row = page.get_by_role("row", name="Betala köavgiften i dag")
    row.get_by_role("button", name="Klar").focus()
    page.keyboard.press("k")
    expect(page.get_by_text("Klart.")).to_be_visible()
    assert PlanStep.objects.get(text="Betala köavgiften i dag").state == "done"


def test_documents_information_and_lists_are_clean(
    page: Page,
    live_server: Any,
    sign_in: Callable[[Page, Any], None],
    assert_axe_clean: Callable[[Page], None],
    worker: User,
    household: Household,
    tmp_path: Path,
) -> None:
    paper = tmp_path / "skulder.pdf"
    paper.write_bytes(b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n")
    sign_in(page, worker)
    page.goto(live_server.url + reverse("cases:attachment_list", args=[household.pk]))
    assert_axe_clean(page)
    page.get_by_label("Fil", exact=False).first.set_input_files(paper)
    page.get_by_role("button", name="Bifoga").press("Enter")
    expect(page.get_by_role("link", name="skulder")).to_be_visible()
    assert_axe_clean(page)
    assert Attachment.objects.get().kind == "pdf"
    page.goto(live_server.url + reverse("cases:information", args=[household.pk]))
    page.get_by_label("Varför köavgiften är viktig").press("Space")
    page.get_by_role("button", name="Anteckna").press("Enter")
    expect(page.get_by_text("1 punkt är antecknad")).to_be_visible()
    assert_axe_clean(page)
    for name in ("silent_list", "absence_list", "case_review", "material_list"):
        page.goto(live_server.url + reverse(f"cases:{name}"))
        assert_axe_clean(page)
    page.goto(live_server.url + reverse("cases:material", args=["brochure", "ar"]))
    assert_axe_clean(page)
