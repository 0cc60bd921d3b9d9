"""A meeting of the Boråd in a real browser, by keyboard from agenda to minutes; clean by axe."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cases.enums import FollowUpKind
from cases.models import FollowUp
from core.clock import today
from core.models import Document
from housing.actions import decide, refresh_agenda
from housing.enums import FlatKind, MeetingState
from housing.models import AgendaItem, Application, BoardDecision, BoardMeeting, Placement, Tenancy
from tests.browser.keyboard import Keyboard
from tests.factories.events import FlatFactory, PlacementFactory
from tests.factories.housing import ProviderPriceFactory
from tests.housing.board import Borad, make_borad

pytestmark = pytest.mark.django_db(transaction=True)


class Meeting(Keyboard):
    """The page of a meeting."""

    def decide(self, outcome: str, reason: str) -> None:
        self.choose(self.page.get_by_role("radio", name=outcome, exact=True))
        self.write("Skäl", reason)
        self.pick("Beslutsfattare", "Karin Chef")

    def approve(self, reason: str, **more: str) -> None:
        self.decide("Bifall", reason)
        if "flat" in more:
            self.pick("Lägenhet", more["flat"])
        if "provider" in more:
            self.pick("Boendeanordnare", more["provider"])
            self.write("Pris i kronor", "585")
        self.pick("Projektmedarbetare", "Maria Medarbetare")
        self.pick("Ordinarie handläggare", "Eva Handläggare")

    def confirm(self, said: str = "Beslutet är fattat.") -> None:
        self.press("button", "Granska beslutet")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Granska beslutet")
        expect(self.page.get_by_role("heading", level=1)).to_be_focused()  # read before it is confirmed
        self.press("button", "Fatta beslutet")
        expect(self.page.get_by_text(said, exact=False)).to_be_visible()


def six_applications(borad: Borad) -> dict[str, Application]:
    """A family, somebody who may stay with a sister, one to wait, two for flats, and one decided by phone.

    Besides, a household whose placement nothing covers: its application is prepared at the meeting.
    """
    ProviderPriceFactory(provider=borad.provider)
    FlatFactory(authority=borad.board, kind=FlatKind.TRANSITIONAL, address="Rinkebysvängen 1")
    FlatFactory(authority=borad.board, kind=FlatKind.TRIAL, address="Astrakangatan 2")
    child = {"child_best_interests": "Behålla skolan", "child_view": "Vill stanna"}
    family = borad.household(date(today().year - 6, 3, 1), family_name="Haddad")
    made = {
        "placed": borad.applied(family, **child),
        "rejected": borad.applied(borad.household(family_name="Wallin")),
        "deferred": borad.applied(borad.household(family_name="Ek")),
        "transitional": borad.applied(
            borad.household(family_name="Osman"),
            accommodation="transitional",
            next_solution_named="Hyresrätt i Eskilstuna 1 februari",
        ),
        "trial": borad.applied(borad.household(family_name="Holm"), accommodation="trial"),
        "urgent": borad.applied(borad.household(family_name="Ali")),
    }
    decide(application=made["urgent"], content=borad.approval(), by=borad.manager)
    PlacementFactory(household=borad.household(family_name="Berg"), provider=borad.provider)
    refresh_agenda(meeting=borad.meeting, by=None)
    BoardMeeting.objects.update(state=MeetingState.PLANNED)
    return made


def test_whole_meeting_by_keyboard_from_the_agenda_to_the_minutes(
    page: Page,
    live_server: Any,
    sign_in: Callable[[Page, Any], None],
    assert_axe_clean: Callable[[Page], None],
) -> None:
    borad = make_borad()
    made = six_applications(borad)
    sign_in(page, borad.manager)
    meeting = Meeting(page)

    page.goto(f"{live_server.url}/borad/")
    assert_axe_clean(page)
    meeting.press("link", "Till mötet")
    meeting.press("button", "Öppna mötet")
    expect(page.get_by_text("Mötet har börjat.")).to_be_visible()
    meeting.press("button", "Spara närvaro")
    expect(page.get_by_text("Närvaron är noterad.")).to_be_visible()
    assert_axe_clean(page)

    meeting.press("link", "Nästa ärende")  # decided by phone, to be confirmed
    assert_axe_clean(page)
    meeting.press("button", "Bekräfta i protokollet")
    meeting.press("link", "Nästa ärende")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ny ansökan: akutboende")
    meeting.press("button", "Granska beslutet")
    expect(page.get_by_role("heading", name="Det här behöver rättas")).to_be_visible()
    assert_axe_clean(page)
    meeting.approve("Barnfamilj utan alternativ", provider=borad.provider.name)
    meeting.confirm()
    meeting.decide("Avslag", "Kan bo hos sin syster")
    meeting.confirm()
    meeting.decide("Bordlägg", "Underlaget kompletteras")
    meeting.write("Bordlagd till", "+1v")
    meeting.confirm("Ärendet är bordlagt till")

    expect(page.get_by_role("heading", level=1)).to_have_text("Ny ansökan: genomgångsbostad")
    for criterion in page.get_by_role("radio", name="Uppfyllt", exact=True).all():
        meeting.choose(criterion)
    meeting.approve("Väntar på sin lägenhet", flat="Rinkebysvängen 1")
    assert_axe_clean(page)
    meeting.confirm()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ny ansökan: försökslägenhet")
    meeting.approve("Klarar ett eget boende med stöd", flat="Astrakangatan 2")
    meeting.confirm()

    meeting.press("button", "Förbered förlängningen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Förlängning: akutboende")
    meeting.approve("Söker bostad varje vecka")
    meeting.confirm()
    meeting.press("button", "Avsluta och gör protokoll")
    expect(page.get_by_role("heading", level=1)).to_have_text("Protokoll från Borådet")
    assert_axe_clean(page)

    outcomes = {name: list(one.decisions.values_list("outcome", flat=True)) for name, one in made.items()}
    assert outcomes == {
        "placed": ["approved"],
        "rejected": ["rejected"],
        "deferred": ["deferred"],
        "transitional": ["approved"],
        "trial": ["approved"],
        "urgent": ["approved"],
    }
    extension = BoardDecision.objects.exclude(application__in=made.values()).get()
    assert extension.placements.get().household == extension.household
    assert {one.provider for one in Placement.objects.all()} == {borad.provider}
    assert sorted(one.flat.address for one in Tenancy.objects.all()) == [
        "Astrakangatan 2",
        "Rinkebysvängen 1",
    ]
    followed = FollowUp.objects.filter(kind=FollowUpKind.AFTER_BOARD).values_list("household", flat=True)
    approved = BoardDecision.objects.filter(outcome="approved")
    assert sorted(followed) == sorted(approved.values_list("household", flat=True))
    assert not AgendaItem.objects.filter(is_settled=False, meeting=borad.meeting).exists()
    letters = Document.objects.filter(kind="housing.decision_letter")
    final = BoardDecision.objects.exclude(outcome="deferred")  # a deferral decides nothing yet
    assert letters.count() == final.count() == 6
    page.goto(f"{live_server.url}/borad/beslut/{extension.pk}/")
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
