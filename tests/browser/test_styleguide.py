"""Every component in every state, and the scripts that all pages share."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


MENU = ["Min dag", "Drop-in", "Hushåll", "Boråd", "Boende", "Budget & skuld", "Rapporter"]


@pytest.fixture
def guide(
    live_server: Any, page: Page, sign_in: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Page]:
    """The style guide under a header with the longest menu."""
    menu = [
        {"name": str(n), "label": label, "url": f"/{n}/", "icon": "people", "is_active": n == 1}
        for n, label in enumerate(MENU)
    ]
    monkeypatch.setattr("core.context_processors.menu_for", lambda request: menu)
    sign_in(
        page, UserFactory(short_name="Maria L", full_name="Maria Lindqvist", email="maria@hemvag.example")
    )

    def guide(query: str = "") -> Page:
        page.goto(f"{live_server.url}/stilguide/{query}")
        return page

    return guide


@pytest.mark.parametrize("query", ["", "?fel=1", "?meddelanden=1"])
def test_style_guide_is_accessible_in_every_state(
    guide: Callable[[str], Page], assert_axe_clean: Any, screenshot: Any, query: str
) -> None:
    page = guide(query)
    name = "styleguide-" + (query.strip("?=1") or "plain")
    screenshot(page, name)
    screenshot(page, name, width=390)
    assert_axe_clean(page)


def test_menus_open_are_accessible(
    guide: Callable[[str], Page], assert_axe_clean: Any, screenshot: Any
) -> None:
    page = guide("")
    page.set_viewport_size({"width": 390, "height": 900})
    expect(page.locator("#site-nav")).to_be_hidden()
    page.get_by_role("button", name="Meny").click()
    expect(page.get_by_role("link", name="Budget & skuld")).to_be_visible()
    screenshot(page, "site-nav", width=390)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Maria L").click()
    expect(page.locator("#user-menu")).to_be_visible()
    screenshot(page, "user-menu", width=390)
    page.keyboard.press("Escape")
    expect(page.locator("#user-menu")).to_be_hidden()
    page.locator("summary", has_text="Mer").click()
    assert_axe_clean(page)


def test_axe_finds_a_planted_fault(guide: Callable[[str], Page], assert_axe_clean: Any) -> None:
    page = guide("")
    page.evaluate("document.querySelector('label[for=id_name]').remove()")
    with pytest.raises(AssertionError, match="label"):
        assert_axe_clean(page)


def test_error_summary_has_focus_and_leads_to_the_field(guide: Callable[[str], Page]) -> None:
    page = guide("?fel=1")
    assert page.title().startswith("Fel:")
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="Skriv vilken dag").click()
    expect(page.locator("#id_moved_on")).to_be_focused()
    described = page.locator("#id_moved_on").get_attribute("aria-describedby") or ""
    assert "id_moved_on_error" in described


def test_slash_moves_to_search_unless_one_is_typing_or_has_turned_it_off(
    guide: Callable[[str], Page],
) -> None:
    page = guide("")
    if page.locator("[data-shortcut-search]").count() == 0:
        field = "<input aria-label='Sök' data-shortcut-search>"
        page.locator(".page-head").evaluate(f'head => head.insertAdjacentHTML("afterbegin", "{field}")')
    search = page.locator("[data-shortcut-search]")
    page.keyboard.press("/")
    expect(search).to_be_focused()
    page.locator("#id_name").focus()
    page.keyboard.press("/")
    expect(page.locator("#id_name")).to_have_value("/")
    page.get_by_role("button", name="Maria L").click()
    page.locator("[data-shortcuts-toggle]").click()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(search).not_to_be_focused()


def test_chips_are_one_tab_stop_with_arrows_and_digits(guide: Callable[[str], Page]) -> None:
    page = guide("")
    page.locator("#id_topics_0").focus()
    page.keyboard.press("3")
    expect(page.locator("#id_topics_2")).to_be_checked()
    expect(page.locator("#id_topics_2")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    expect(page.locator("#id_topics_1")).to_be_checked()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "step"


def test_combobox_picks_by_keyboard_and_says_how_many(
    guide: Callable[[str], Page], assert_axe_clean: Any
) -> None:
    page = guide("")
    box = page.get_by_role("combobox", name="Vem kommer?")
    box.press_sequentially("lind")
    options = page.locator("#who_list [role=option]")
    expect(options).to_have_count(4)
    expect(page.locator("[data-combobox-status]")).to_have_text("2 träffar")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert_axe_clean(page)
    box.press("ArrowDown")
    expect(page.locator("#who_list [aria-selected=true]")).to_contain_text("Lindqvist Jonas")
    box.press("Enter")
    expect(box).to_have_value("Lindqvist Jonas")
    expect(page.locator("[data-combobox-value]")).to_have_value("2")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert "lind" not in page.url
    box.press("End")
    box.press("x")
    expect(page.locator("[data-combobox-value]")).to_have_value("")


def test_draft_is_saved_while_one_types_and_says_when(guide: Callable[[str], Page]) -> None:
    page = guide("")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.locator("#id_note").fill("Måste lämna andrahand 31 januari.")
    assert "andrahand" in (sent.value.post_data or "")
    expect(page.locator("[data-draft-status]")).to_have_text(re.compile(r"Utkast sparat \d\d\.\d\d"))


def test_draft_that_could_not_be_saved_says_so_and_is_tried_again(guide: Callable[[str], Page]) -> None:
    page = guide("")
    page.route("**/stilguide/", lambda route: route.abort())
    page.locator("#id_note").fill("Utan nät.")
    status = page.locator("[data-draft-status]")
    expect(status).to_have_text("Kunde inte spara utkastet – försöker igen")
    page.unroute("**/stilguide/")
    expect(status).to_have_text(re.compile("Utkast sparat"))


def test_form_is_sent_once_however_often_one_clicks(guide: Callable[[str], Page]) -> None:
    page = guide("")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.is_navigation_request() else None)
    button = page.get_by_role("button", name="Spara besök")
    button.evaluate("button => { button.click(); button.click(); button.click(); }")
    expect(page.locator(".error-summary")).to_be_focused()
    assert len(sent) == 1


def test_control_enter_sends_the_marked_form(guide: Callable[[str], Page]) -> None:
    page = guide("")
    page.locator("#id_note").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".error-summary")).to_be_focused()
