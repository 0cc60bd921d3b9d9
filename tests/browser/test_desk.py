"""The desk by keyboard in a real browser: the bars of what a visit may cost, drafts, and accessibility."""

import re
import time
from collections.abc import Callable
from datetime import date, timedelta
from datetime import time as clock_time
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.enums import Role
from accounts.models import User
from cases.models import Household
from core.clock import today
from core.models import Draft
from dropin.actions import BookingInput, book_visit, ensure_default_hours, log_visit
from dropin.enums import NextStep, Topic
from dropin.models import Booking, Visit
from tests.factories.accounts import staff
from tests.factories.cases import HouseholdUnitFactory, SituationRecordFactory, family

NOON = clock_time(12)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


class Presses:
    """Counts what the fingers do: each key once, a chord for every key in it. Typed text is apart."""

    def __init__(self, page: Page) -> None:
        self.page, self.count, self.typed = page, 0, 0

    def press(self, keys: str) -> None:
        self.count += len(keys.split("+")) if len(keys) > 1 else 1
        self.page.keyboard.press(keys)

    def type(self, text: str) -> None:
        self.typed += len(text)
        self.page.keyboard.type(text)


@pytest.fixture
def worker() -> User:
    user = staff(Role.PROJECT_WORKER, full_name="Maria Lindqvist", short_name="Maria L")
    assert user.authority is not None
    ensure_default_hours(user.authority)
    return user


@pytest.fixture
def lindgren(worker: User) -> Household:
    household = family(
        date(2019, 2, 28), date(2021, 5, 14), authority=worker.authority, interpreter_language="dari"
    )
    SituationRecordFactory(household=household, situation=4, valid_from=date(2020, 1, 1))
    return household


@pytest.fixture
def open_desk(
    live_server: Any, page: Page, worker: User, sign_in: Callable[[Page, User], None]
) -> Callable[..., Page]:
    """open_desk(query): the desk, signed in, with its script ready."""
    sign_in(page, worker)

    def open_desk(query: str = "") -> Page:
        page.goto(live_server.url + reverse("dropin:desk") + query)
        page.wait_for_load_state("networkidle")
        return page

    return open_desk


def saved(page: Page) -> Visit:
    """Wait until the desk is fresh again and give the visit that was saved."""
    expect(page.locator(".flash-success")).to_be_visible()
    return Visit.objects.latest("pk")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_known_household_with_topics_note_and_next_step(
    open_desk: Callable[..., Page], lindgren: Household
) -> None:
    page = open_desk()
    began = time.monotonic()
    assert focused(page) == "id_who"
    keys = Presses(page)
    keys.type("lind")
    expect(page.locator("#id_who_list [aria-selected=true]")).to_contain_text("Lindgren Amira")
    keys.press("Enter")
    keys.press("1")
    keys.press("4")
    keys.press("Tab")
    assert focused(page) == "id_situation"
    assert page.input_value("#id_situation") == "4"
    keys.press("Tab")
    keys.type("Måste lämna andrahand 31 jan.")
    keys.press("Tab")
    keys.press("2")
    keys.press("Tab")
    assert focused(page) == "id_booking_day"
    keys.type("+1v")
    keys.press("Tab")
    keys.type("10.30")
    assert page.input_value("#id_booking_interpreter") == "dari"
    keys.press("Control+Enter")
    visit = saved(page)
    assert visit.household == lindgren
    assert sorted(link.topic for link in visit.topic_links.all()) == [Topic.DEBTS, Topic.QUEUE_AND_FEE]
    assert visit.note == "Måste lämna andrahand 31 jan."
    assert visit.present.count() == 3
    booking = Booking.objects.get(made_in_visit=visit)
    assert (booking.day, f"{booking.starts_at:%H.%M}") == (today() + timedelta(days=7), "10.30")
    assert focused(page) == "id_who"
    assert not Draft.objects.exists()
    print(f"known household: {keys.count} key presses, {keys.typed} characters")
    assert keys.count <= 12
    assert time.monotonic() - began < 20


def test_known_household_with_a_plain_next_step(open_desk: Callable[..., Page], lindgren: Household) -> None:
    page = open_desk()
    keys = Presses(page)
    keys.type("lind")
    expect(page.locator("#id_who_list [aria-selected=true]")).to_contain_text("Lindgren Amira")
    for key in ("Enter", "1", "Tab", "Tab", "Tab", "4", "Control+Enter"):
        keys.press(key)
    assert saved(page).next_step == NextStep.DEBT_ADVICE
    print(f"known household, debt advice: {keys.count} key presses")
    assert keys.count <= 12


def test_anonymous_visit(open_desk: Callable[..., Page]) -> None:
    page = open_desk()
    keys = Presses(page)
    for key in ("Enter", "1", "Control+Enter"):
        keys.press(key)
    visit = saved(page)
    assert visit.household is None
    assert visit.topic_links.get().topic == Topic.QUEUE_AND_FEE
    print(f"anonymous: {keys.count} key presses")
    assert keys.count <= 4


@pytest.mark.parametrize("way", ["-", "Alt+a"])
def test_other_ways_to_an_anonymous_visit(open_desk: Callable[..., Page], way: str) -> None:
    page = open_desk()
    page.keyboard.press(way)
    page.keyboard.press("Control+Enter")
    assert saved(page).household is None


def test_new_household_and_first_visit(open_desk: Callable[..., Page], lindgren: Household) -> None:
    page = open_desk()
    began = time.monotonic()
    keys = Presses(page)
    keys.type("samir haddad")
    expect(page.locator("#id_who_list [data-value=new]")).to_contain_text("samir haddad")
    keys.press("Enter")
    assert page.input_value("#id_new-given_name") == "Samir"
    assert page.input_value("#id_new-family_name") == "Haddad"
    assert focused(page) == "id_new-born"
    keys.type("1985-03-14")
    keys.press("Tab")
    keys.type("Leila 2012-04-01")
    keys.press("Enter")
    keys.type("Omar")
    for _ in range(5):
        keys.press("Tab")
    keys.press("1")
    keys.press("Control+Enter")
    visit = saved(page)
    household = visit.household
    assert household is not None
    assert visit.is_first
    assert household.label.startswith("Haddad Samir")
    assert household.project_worker == visit.logged_by
    assert household.members.count() == visit.present.count() == 3
    print(f"new household: {keys.count} key presses, {time.monotonic() - began:.1f} s")
    assert time.monotonic() - began < 60


def test_likely_duplicate_is_offered_and_chosen(open_desk: Callable[..., Page], lindgren: Household) -> None:
    page = open_desk()
    page.keyboard.type("amira lindgrenx")
    expect(page.locator("#id_who_list [data-value=new]")).to_be_visible()
    page.keyboard.press("Enter")
    page.fill("#id_new-family_name", "Lindgren")
    expect(page.locator("#desk-duplicates")).to_contain_text("Lindgren Amira")
    page.locator("#desk-duplicates input[name=pick]").first.check()
    expect(page.locator("#desk-new")).to_be_hidden()
    page.keyboard.press("Control+Enter")
    assert saved(page).household == lindgren
    assert Household.objects.count() == 1


def test_booked_today_is_offered_first(
    open_desk: Callable[..., Page], lindgren: Household, worker: User
) -> None:
    book = BookingInput(day=today(), starts_at=clock_time(10, 30))
    booking = book_visit(household=lindgren, by=worker, booking=book)
    page = open_desk()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#id_who_list [aria-selected=true]")).to_contain_text("Lindgren Amira")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    visit = saved(page)
    booking.refresh_from_db()
    assert (visit.kind, booking.visit) == ("booked", visit)


def test_typing_again_lets_the_chosen_household_go(
    open_desk: Callable[..., Page], lindgren: Household
) -> None:
    page = open_desk()
    page.keyboard.type("lind")
    expect(page.locator("#id_who_list [aria-selected=true]")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#desk-picked .desk-card")).to_be_visible()
    page.locator("#id_who").focus()
    page.keyboard.type("lind")
    expect(page.locator("#desk-picked .desk-card")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    assert not Visit.objects.exists()
    # What was found is offered as a list, and one of them can be taken.
    page.locator("input[name=pick]").first.check()
    page.keyboard.press("Control+Enter")
    assert saved(page).household == lindgren


def test_tally_at_the_library(open_desk: Callable[..., Page]) -> None:
    page = open_desk("?place=citizens_office")
    keys = Presses(page)
    for key in ("8", "Control+Enter"):
        keys.press(key)
    visit = saved(page)
    assert (visit.household, visit.place) == (None, "citizens_office")
    assert visit.topic_links.get().topic == Topic.FORMS
    assert "place=citizens_office" in page.url
    assert page.evaluate("document.activeElement.name") == "topics"
    assert keys.count <= 4


def test_undo_from_the_message_and_back(open_desk: Callable[..., Page]) -> None:
    page = open_desk()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    visit = saved(page)
    page.locator(".flash button").click()
    expect(page.locator(".flash-success")).to_be_visible()
    expect(page.locator(".desk-table tbody tr")).to_have_count(0)
    visit.refresh_from_db()
    assert visit.undone_at is not None
    page.locator(".flash button").click()
    expect(page.locator(".desk-table tbody tr")).to_have_count(1)


def test_draft_survives_a_new_sign_in(
    open_desk: Callable[..., Page],
    lindgren: Household,
    worker: User,
    sign_in: Callable[[Page, User], None],
) -> None:
    page = open_desk()
    page.keyboard.type("lind")
    expect(page.locator("#id_who_list [aria-selected=true]")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("3")
    page.fill("#id_note", "En lång anteckning.")
    expect(page.locator("[data-draft-status]")).to_have_attribute("data-state", "saved")
    page.context.clear_cookies()
    sign_in(page, worker)
    page = open_desk()
    assert page.input_value("#id_note") == "En lång anteckning."
    assert page.locator("input[name=topics]:checked").count() == 1
    expect(page.locator(".desk-people input:checked")).to_have_count(3)
    assert not Visit.objects.exists()
    page.locator("#id_note").press("Control+Enter")
    assert saved(page).household == lindgren
    assert not Draft.objects.exists()
    assert page.input_value("#id_note") == ""


def test_the_desk_is_accessible_empty_full_and_in_error(
    open_desk: Callable[..., Page],
    lindgren: Household,
    worker: User,
    assert_axe_clean: Callable[[Page], None],
    screenshot: Callable[..., Any],
) -> None:
    page = open_desk()
    assert_axe_clean(page)
    screenshot(page, "desk-empty")
    book_visit(household=lindgren, by=worker, booking=BookingInput(day=today(), starts_at=NOON))
    for step in NextStep:
        household = None if step == NextStep.REFER_ON else family(authority=worker.authority)
        log_visit(
            authority=worker.authority,
            by=worker,
            household=household,
            visited_on=today(),
            visited_at=NOON,
            next_step=step,
            referred_to="Hyresgästföreningen",
            booking=BookingInput(today() + timedelta(days=1), NOON, interpreter_language="dari"),
        )
    page = open_desk()
    page.keyboard.type("lind")
    expect(page.locator("#id_who_list [aria-selected=true]")).to_be_visible()
    assert_axe_clean(page)
    page.keyboard.press("Enter")
    page.keyboard.press("1")
    page.locator("#id_next_step_1").check()
    assert_axe_clean(page)
    screenshot(page, "desk-full")
    screenshot(page, "desk-full", width=390)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    assert re.match("Fel:|Error:", page.title())
    assert_axe_clean(page)
    screenshot(page, "desk-error")
    page.locator(".error-summary a").first.click()
    assert focused(page) == "id_booking_day"


@pytest.mark.parametrize("state", ["empty", "full"])
def test_the_other_pages_are_accessible(
    open_desk: Callable[..., Page],
    live_server: Any,
    lindgren: Household,
    worker: User,
    sign_in: Callable[[Page, User], None],
    assert_axe_clean: Callable[[Page], None],
    screenshot: Callable[..., Any],
    state: str,
) -> None:
    unit = worker.memberships.get().unit
    leader = staff(Role.TEAM_LEADER, unit=unit)
    HouseholdUnitFactory(household=lindgren, unit=unit)
    page = open_desk()
    addresses = [reverse("dropin:day"), reverse("dropin:bookings"), reverse("dropin:hours")]
    addresses.append(reverse("dropin:booking_new", args=[lindgren.pk]))
    if state == "full":
        booking = book_visit(household=lindgren, by=worker, booking=BookingInput(today(), NOON))
        visit = log_visit(
            authority=worker.authority, by=worker, household=lindgren, visited_on=today(), note="Text"
        )
        log_visit(authority=worker.authority, by=worker, household=None, visited_on=today())
        anonymous = Visit.objects.latest("pk")
        addresses[0] = reverse("dropin:day_of", args=[today().isoformat()])
        addresses.append(reverse("dropin:booking_move", args=[booking.pk]))
        addresses.append(reverse("dropin:visit_edit", args=[visit.pk]))
        addresses.append(reverse("dropin:visit_attach", args=[anonymous.pk]))
    sign_in(page, leader)
    for number, address in enumerate(addresses):
        response = page.goto(live_server.url + address)
        assert response is not None
        assert response.status == 200
        expect(page.locator("h1")).to_have_count(1)
        assert_axe_clean(page)
        screenshot(page, f"dropin-{state}-{number}")
        screenshot(page, f"dropin-{state}-{number}", width=390)
