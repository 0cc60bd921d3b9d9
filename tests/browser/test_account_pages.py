"""Sign-in and the pages of one's own account: ours in look and words, accessible empty and in error."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.views import LoginView
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

OPEN_PAGES = [
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_signup",
    "account_inactive",
]
OWN_PAGES = [
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
]

# What asks for the password once more.
SENSITIVE = ["mfa_activate_totp", "mfa_add_webauthn"]


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_page_before_sign_in_is_accessible(
    live_server: Any, page: Page, assert_axe_clean: Any, screenshot: Any, name: str
) -> None:
    page.goto(live_server.url + reverse(name))
    expect(page.locator("h1")).to_have_count(1)
    assert page.title().endswith("– Hemväg")
    screenshot(page, name)
    screenshot(page, name, width=390)
    assert_axe_clean(page)


@pytest.mark.parametrize("name", OWN_PAGES)
def test_page_of_the_own_account_is_accessible(
    live_server: Any, page: Page, assert_axe_clean: Any, screenshot: Any, name: str
) -> None:
    user = UserFactory(email="maria@hemvag.example", short_name="Maria L")
    sign_in_by_form(page, live_server.url, user)
    page.goto(live_server.url + reverse(name))
    if name in SENSITIVE:
        page.get_by_label("Lösenord").fill(PASSWORD)
        page.get_by_role("button", name="Bekräfta").click()
        page.wait_for_url(live_server.url + reverse(name))
    expect(page.locator("h1")).to_have_count(1)
    screenshot(page, name)
    screenshot(page, name, width=390)
    assert_axe_clean(page)


def sign_in_by_form(page: Page, url: str, user: Any, *, is_second_step: bool = False) -> None:
    page.goto(url + reverse("account_login"))
    page.get_by_label("E-post").fill(user.email)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    page.wait_for_url(
        "**/2fa/authenticate/**" if is_second_step else lambda address: "/konto/" not in address
    )


def test_wrong_password_is_said_first_on_the_page(
    live_server: Any, page: Page, assert_axe_clean: Any, screenshot: Any
) -> None:
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.title().startswith("Fel:")
    screenshot(page, "login-error")
    assert_axe_clean(page)


def test_choosing_a_demo_account_fills_in_the_form(
    live_server: Any, page: Page, assert_axe_clean: Any, screenshot: Any, demo_accounts: Callable[..., None]
) -> None:
    demo_accounts(
        role="Projektmedarbetare", email="maria@demo.example", password="hemväg \"'<b>", see="Disken"
    )
    page.goto(live_server.url + reverse("account_login"))
    screenshot(page, "login-demo")
    screenshot(page, "login-demo", width=390)
    page.get_by_role("button", name="Välj Projektmedarbetare").click()
    expect(page.get_by_label("E-post")).to_have_value("maria@demo.example")
    expect(page.get_by_label("Lösenord", exact=True)).to_have_value("hemväg \"'<b>")
    assert_axe_clean(page)


@pytest.fixture
def demo_accounts(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def show(**account: str) -> None:
        monkeypatch.setattr(LoginView, "extra_context", {"demo_accounts": [account]})

    return show


def test_sign_in_works_without_scripts(live_server: Any, browser: Any) -> None:
    user = UserFactory(email="utan@hemvag.example")
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    sign_in_by_form(page, live_server.url, user)
    expect(page.get_by_role("button", name=user.short_name)).to_be_visible()
    page.get_by_role("button", name=user.short_name).click()
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_url("**/konto/login/**")
    context.close()


def test_second_step_is_accessible(
    live_server: Any, page: Page, assert_axe_clean: Any, screenshot: Any
) -> None:
    user = UserFactory(email="maria@hemvag.example", short_name="Maria L")
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    sign_in_by_form(page, live_server.url, user, is_second_step=True)
    screenshot(page, "mfa_authenticate", width=390)
    assert_axe_clean(page)


def test_page_not_found_is_plain_and_accessible(
    live_server: Any, page: Page, assert_axe_clean: Any, screenshot: Any
) -> None:
    sign_in_by_form(page, live_server.url, UserFactory(email="maria@hemvag.example"))
    page.goto(live_server.url + "/finns-inte/")
    expect(page.locator("h1")).to_have_text("Sidan hittades inte")
    screenshot(page, "404")
    assert_axe_clean(page)
