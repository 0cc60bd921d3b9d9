"""One family from the first visit to a home in another municipality and after it, by keyboard alone."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from accounts.enums import Role
from cases.enums import FollowUpKind, FollowUpState
from cases.models import AfterMoveSurvey, FollowUp, Home
from cases.search_enums import LeadOutcome
from dropin.actions import ensure_default_hours
from tests.browser.keyboard import Keyboard
from tests.factories.accounts import UnitFactory, staff

STOCKHOLM = ZoneInfo("Europe/Stockholm")
HOME = "Kungsgatan 4"
pytestmark = pytest.mark.django_db(transaction=True)

# The events of the family's page, the oldest first.
STORY = [
    ("2024-09-02", "Ärendet öppnades"),
    ("2024-09-02", "Drop-in-besök"),
    ("2024-09-02", "Kartläggningen gjord"),
    ("2024-09-02", "Arbetsplan påbörjad"),
    ("2024-09-02", "Information lämnad"),
    ("2024-09-02", "Arbetsplanen överenskommen med klienten"),
    ("2024-09-02", "Registrerad i en bostadskö"),
    ("2024-09-02", "Köavgift betald"),
    ("2024-09-02", "Situation 1"),
    ("2024-09-05", "Uppgifter lämnade"),
    ("2024-09-09", "Kontakt tagen"),
    ("2024-09-09", "Visning"),
    ("2024-09-12", "Erbjudande"),
    ("2024-09-16", "Hushållet tackar ja"),
    ("2024-09-18", "Kontraktet kontrollerat"),
    ("2024-09-20", "Underskrivet av hushållet"),
    ("2024-11-01", "Flyttade till eget boende"),
    ("2024-11-04", "Ärendet avslutades"),
    ("2024-12-02", "Uppföljning efter flytten"),
    ("2025-05-02", "Uppföljning efter flytten"),
    ("2025-05-02", "Berättade hur det är efter flytten"),
]


class Family(Keyboard):
    """The worker at the keyboard, with the family's case in front."""

    def __init__(self, page: Page, address: str, turn: Callable[[datetime], None]) -> None:
        super().__init__(page)
        self.address, self.turn = address, turn

    def on(self, year: int, month: int, day: int, hour: int = 10, minute: int = 20) -> None:
        self.turn(datetime(year, month, day, hour, minute, tzinfo=STOCKHOLM))

    def open(self, part: str) -> None:
        """A part of the file, from the tabs below the family's name."""
        tabs = self.page.get_by_role("navigation", name="Delar av akten")
        self.follow(tabs.get_by_role("link", name=part, exact=True))
        expect(tabs.get_by_role("link", name=part, exact=True)).to_have_attribute("aria-current", "page")

    def menu(self, name: str) -> None:
        """An entry of the main menu."""
        menu = self.page.get_by_role("navigation", name="Huvudmeny")
        self.follow(menu.get_by_role("link", name=name, exact=True))

    def find(self) -> None:
        """The family's page, from anywhere: `/` leads to the search."""
        self.keys.press("/")
        self.keys.type("haddad")
        with self.page.expect_navigation():
            self.keys.press("Enter")
        self.follow(self.page.get_by_role("link", name=re.compile("^Haddad Samir")).first)

    def says(self, words: str) -> None:
        expect(self.page.get_by_text(words)).to_be_visible()

    def save_pdf(self, button: str, path: Path) -> str:
        """The PDF that a button makes, saved; and its words."""
        self.reach(self.page.get_by_role("button", name=button, exact=True))
        with self.page.expect_download() as download:
            self.keys.press("Enter")
        download.value.save_as(path)
        return " ".join(page.extract_text() for page in PdfReader(path).pages)

    def events(self) -> list[tuple[str, str]]:
        """Day and title of every event, the newest first as the page has them."""
        while (older := self.page.get_by_role("link", name="Visa äldre")).count():
            self.reach(older)
            shown = self.page.locator(".timeline > li:has(time)").count()
            self.keys.press("Enter")
            expect(self.page.locator(".timeline > li:has(time)").nth(shown)).to_be_attached()
        rows = self.page.locator(".timeline > li:has(time)").all()
        return [
            (row.locator("time").get_attribute("datetime") or "", row.locator("strong").inner_text())
            for row in rows
        ]


def meet(family: Family) -> None:
    """Monday at the desk: a family that nobody knows, in a minute."""
    family.page.goto(family.address)
    family.menu("Drop-in")
    family.page.wait_for_load_state("networkidle")
    family.keys.type("samir haddad")
    expect(family.page.locator("#id_who_list [data-value=new]")).to_contain_text("samir haddad")
    family.keys.press("Enter")
    family.write("Personnummer eller födelsedatum", "1985-03-14")
    family.write("Övriga i hushållet", "Leila 2012-04-01")
    family.keys.press("Enter")
    family.keys.type("Omar 2016-05-20")
    family.reach(family.page.locator("#id_topics_0"))
    family.keys.press("1")
    family.keys.press("3")
    family.write("Anteckning", "Bor på hotell sedan augusti. Kan tänka sig att flytta.")
    family.send()
    family.says("Haddad Samir")
    family.follow(family.page.get_by_role("link", name=re.compile("^Haddad Samir")).first)


def assess(family: Family, tmp_path: Path) -> None:
    """What is known, on one page; the facts point to a situation, and the worker decides it."""
    family.on(2024, 9, 2, 10, 40)
    family.open("Kartläggning")
    family.pick("Bor nu", "Hotell")
    family.write("Kan bo kvar till", "2024-10-31")
    family.pick("Lever på", "Lön")
    family.answer("Egen inkomst", "Ja")
    family.write("Inkomst per månad, kr", "24 500")
    family.answer("Hyresskuld", "Nej")
    family.answer("Andra skulder", "Nej")
    family.answer("Vill flytta", "Ja")
    family.answer("Kan flytta", "Ja")
    family.answer("Söker i andra kommuner", "Ja")
    family.write("Var", "Eskilstuna eller Västerås")
    family.write("Barn, skola och förskola", "Leila går i sexan, Omar i tvåan.")
    family.send()
    family.says("pekar på situation 1")
    assert "24 500" in family.save_pdf("Skriv ut (PDF)", tmp_path / "assessment.pdf").replace("\xa0", " ")
    family.page.go_back()
    family.press("button", "Besluta situation 1 från i dag")
    family.says("Situationen är sparad.")


def agree_on_a_plan(family: Family, tmp_path: Path) -> None:
    """What was gone through is ticked; the plan begins from the template, is agreed on and printed."""
    family.on(2024, 9, 2, 11, 15)
    family.open("Information")
    family.reach(family.page.get_by_role("checkbox", name="Varför köavgiften är viktig"))
    family.keys.press("Space")
    family.reach(family.page.get_by_role("checkbox", name="Att flytta till en annan kommun"))
    family.keys.press("Space")
    family.send()
    family.open("Arbetsplan")
    family.press("link", "Börja från mallen")
    family.write("Vad hushållet vill", "Ett eget hem innan skolan börjar om.")
    family.write("Steg 1.1", "Anmäla oss till Stockholms bostadskö")
    family.send()
    family.press("button", "Anteckna överenskommelsen")
    text = family.save_pdf("Klientens exemplar (PDF)", tmp_path / "plan.pdf")
    assert "Anmäla oss till Stockholms bostadskö" in text
    assert "2 september 2024" in text


def stand_in_a_queue(family: Family) -> None:
    """A queue with its fee; what is missing on the way to a lease becomes a step."""
    family.find()
    family.open("Bostadssökning")
    family.press("link", "Anteckna en kö")
    family.write("Kö", "Bostadsförmedlingen i Stockholm")
    family.pick("I vems namn", "Samir Haddad")
    family.write("Medlemsnummer", "2024-10203")
    family.write("Senaste avgiften betald", "idag")
    family.press("button", "Spara kön")
    family.tick("Gör till ett steg: Referenser")
    family.says("Det är ett steg i arbetsplanen")


def find_a_home(family: Family) -> None:
    """A landlord in another municipality, looked up; a home to let; the family gets its details."""
    family.on(2024, 9, 5)
    family.menu("Bostadssökning")
    family.press("link", "Hyresvärdar")
    family.press("link", "Ny hyresvärd")
    family.write("Namn", "Eskilstuna Kommunfastigheter")
    family.pick("Slag", "Kommunalt bostadsbolag")
    family.write("Kommun", "eskilstuna")
    family.answer("Kräver egen inkomst", "Ja")
    family.press("button", "Spara hyresvärden")
    family.reach(family.page.locator("summary", has_text="Anteckna en kontroll"))
    family.keys.press("Enter")
    family.press("button", "Spara kontrollen")
    family.press("link", "Ny ledig bostad")
    family.write("Adress", HOME)
    family.write("Kommun", "Eskilstuna")
    family.write("Rum", "3")
    family.write("Hyra per månad", "8 200")
    family.write("Tillträde", "2024-11-01")
    family.press("button", "Spara")
    expect(family.page.get_by_role("heading", name="Vilka den kan passa")).to_be_visible()
    family.press("button", "Lämna uppgifterna: Haddad Samir + 2 barn")
    family.says("Uppgifterna är lämnade. Tipset är antecknat.")


def win_the_home(family: Family) -> None:
    """Contact, viewing, offer, yes, a checked contract, and the family signs itself."""
    family.on(2024, 9, 9)
    family.tick(f"Kontakt tagen: {HOME}")
    family.press("link", f"Visning: {HOME}")
    family.write("Visningsdag", "2024-09-12")
    family.write("Visningens tid", "15")
    family.press("button", "Spara steget")
    family.on(2024, 9, 12, 17)
    family.menu("Min vecka")
    settle(family, "Visning av bostad")
    family.find()
    family.open("Bostadssökning")
    family.tick(f"Erbjudande: {HOME}")
    family.on(2024, 9, 16)
    family.tick(f"Hushållet tackar ja: {HOME}")
    family.on(2024, 9, 18)
    family.tick(f"Kontraktet kontrollerat: {HOME}")
    family.on(2024, 9, 20)
    family.press("link", f"Underskrivet av hushållet: {HOME}")
    family.pick("Vem i hushållet som skrev under", "Samir Haddad")
    family.press("button", "Spara steget")


def settle(family: Family, what: str) -> None:
    """Done by the key K, on its row of "Min vecka"."""
    row = family.page.get_by_role("row").filter(has_text=what)
    family.reach(row.get_by_role("button", name=re.compile("^Klar")))
    family.keys.press("k")
    family.says("Klart.")
    expect(row).to_have_count(0)


def move(family: Family) -> None:
    """The move with all that goes with it, and the case is closed."""
    family.press("link", "Anteckna flytten")
    family.write("Flyttar in", "2024-11-01")
    family.press("button", "Spara flytten")
    expect(family.page.get_by_role("heading", level=1)).to_have_text("Flytten 1 november 2024")
    family.on(2024, 11, 4)
    tasks = family.page.locator("#home-tasks")
    while (left := tasks.get_by_role("button", name=re.compile("^Klar"))).count():
        family.tick(left.first.inner_text().replace("\n", ""))
    family.page.reload()
    family.press("link", "Avsluta ärendet")
    family.press("button", "Avsluta ärendet")
    family.says("Ärendet är avslutat.")


def follow_up(family: Family) -> None:
    """After a month and after six: the duties come up by themselves, on the next working day.

    The first is done with a key. The second leads to the home, where the family tells how it is.
    """
    family.on(2024, 12, 2)
    family.menu("Min vecka")
    settle(family, "Uppföljning efter flytten")
    family.on(2025, 5, 2)
    family.menu("Min vecka")
    row = family.page.get_by_role("row").filter(has_text="Uppföljning efter flytten")
    expect(row).to_contain_text("2 maj")
    family.follow(row.get_by_role("link", name=re.compile("^Haddad Samir")))
    family.press("link", "Fråga hur det är")
    family.answer("Bor kvar", "Ja")
    family.pick("Hur det är", "5")
    family.pick("Lever på", "Lön")
    family.answer("Egen inkomst", "Ja")
    family.write("Flyttar sedan dess", "0")
    family.write("Byten av skola eller förskola sedan dess", "0")
    family.write("Vad som är bra", "Barnen har fått vänner.")
    family.press("button", "Spara svaren")
    family.says("5 av 5")
    family.menu("Min vecka")
    expect(family.page.get_by_role("row").filter(has_text="Uppföljning efter flytten")).to_have_count(0)


def test_one_family_from_the_first_visit_to_half_a_year_in_a_home_of_their_own(
    page: Page,
    live_server: Any,
    sign_in: Callable[[Page, Any], None],
    turn_clock: Callable[[datetime], None],
    assert_axe_clean: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    family = Family(page, live_server.url, turn_clock)
    family.on(2024, 9, 2)
    unit = UnitFactory(authority__municipality="Stockholm")
    worker = staff(Role.PROJECT_WORKER, unit=unit, full_name="Maria Lindqvist", short_name="Maria L")
    ensure_default_hours(unit.authority)
    sign_in(page, worker)
    meet(family)
    assess(family, tmp_path)
    agree_on_a_plan(family, tmp_path)
    assert_axe_clean(page)
    stand_in_a_queue(family)
    assert_axe_clean(page)
    find_a_home(family)
    win_the_home(family)
    assert_axe_clean(page)
    move(family)
    follow_up(family)
    family.find()
    family.says("Eget boende sedan 2024-11-01")
    assert_axe_clean(page)
    assert family.events()[::-1] == STORY

    home = Home.objects.get()
    assert (home.contract, home.municipality, home.address) == ("first_hand", "Eskilstuna", HOME)
    assert home.municipality != unit.authority.municipality
    assert home.lead.outcome == LeadOutcome.SIGNED
    assert home.lead.signed_by.name == "Samir Haddad"
    after = FollowUp.objects.filter(kind=FollowUpKind.AFTER_MOVE).order_by("due_on")
    assert list(after.values_list("state", flat=True)) == [
        FollowUpState.DONE,
        FollowUpState.DONE,
        FollowUpState.OPEN,
    ]
    assert AfterMoveSurvey.objects.get().satisfaction == 5
