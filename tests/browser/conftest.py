"""Browser tests: the machine's own Chromium, against a live server. They run on one database engine only."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import Page, TimeoutError, expect

HERE = Path(__file__).parent
WIDTHS = (1360, 768, 390)
AXE_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# How far the page can be scrolled sideways, and how long a busy machine may take to lay it out.
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SETTLE_MS = 3000
SCREENSHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"
# Playwright's loop runs in the test's thread; the calls to the database there are still one at a time.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Chromium of the system, that can reach nothing but this machine."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("no Chromium: `make test` installs it, or apt-get install chromium")
    return {
        **browser_type_launch_args,
        "executable_path": path,
        "args": [
            "--no-sandbox",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "sv-SE",
        "timezone_id": "Europe/Stockholm",
        "viewport": {"width": WIDTHS[0], "height": 900},
        "reduced_motion": "reduce",
    }


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """The page; a script error or a breach of the content security policy fails the test."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console", lambda message: faults.append(message.text) if "Content Security" in message.text else None
    )
    page.set_default_timeout(10_000)
    yield page
    # A draft that is flushed on leaving must reach the server before the database is emptied.
    page.goto("about:blank")
    page.wait_for_timeout(250)
    assert faults == []


@pytest.fixture
def sign_in(live_server: Any) -> Callable[[Page, Any], None]:
    """sign_in(page, user): a session of its own, as if the user had just signed in."""

    def sign_in(page: Page, user: Any) -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        cookie = {
            "name": settings.SESSION_COOKIE_NAME,
            "value": session.session_key,
            "url": live_server.url,
        }
        page.context.add_cookies([cookie])  # type: ignore[list-item]  # Playwright's own TypedDict

    return sign_in


@pytest.fixture
def turn_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """turn_clock(moment): it is that moment, for the live server too. `set_to` holds in one thread."""

    def turn_clock(moment: datetime) -> None:
        monkeypatch.setattr("core.clock._set_to", ContextVar("clock_set_to", default=moment))

    return turn_clock


@pytest.fixture
def screenshot() -> Callable[..., Path]:
    """screenshot(page, name): a picture of the whole page in var/screenshots, which git does not track."""

    def screenshot(page: Page, name: str, *, width: int = WIDTHS[0], is_full: bool = True) -> Path:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{name}-{width}.png"
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=path, full_page=is_full)
        return path

    return screenshot


@pytest.fixture
def assert_axe_clean() -> Callable[[Page], None]:
    """assert_axe_clean(page): no violation at the three widths, no sideways scrolling there or at 320."""
    axe = Axe()

    def assert_axe_clean(page: Page) -> None:
        found: list[str] = []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            violations = axe.run(page, options=AXE_OPTIONS).response["violations"]
            found += [
                f"{width}: {one['id']} {node['html'][:200]}" for one in violations for node in one["nodes"]
            ]
        for width in (*WIDTHS, 320):
            page.set_viewport_size({"width": width, "height": 900})
            # On a busy machine the new width reaches the layout a little later than the answer.
            page.wait_for_function("width => document.documentElement.clientWidth === width", arg=width)
            with suppress(TimeoutError):
                page.wait_for_function(f"() => {SIDEWAYS} <= 0", timeout=SETTLE_MS)
            wide = page.evaluate(SIDEWAYS)
            if wide > 0:
                found.append(f"{width}: the page scrolls {wide} px sideways")
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        assert found == []

    return assert_axe_clean


@pytest.fixture
def see(page: Page, live_server: Any, assert_axe_clean: Callable[[Page], None]) -> Callable[..., None]:
    """see(name of a page, objects or parts of its address): it is clean, with exactly one main heading."""

    def see(name: str, *about: Any, query: str = "") -> None:
        page.goto(live_server.url + address_of(name, about) + query)
        expect(page.locator("h1")).to_have_count(1)
        assert_axe_clean(page)

    return see


@pytest.fixture
def see_refused(
    page: Page, live_server: Any, assert_axe_clean: Callable[[Page], None]
) -> Callable[..., None]:
    """see_refused(name of a page, ...): its form, sent with what can't be read, is clean with its faults.

    What is asked for in words is left empty, and every other box gets a word that is no day and no number.
    """

    def see_refused(name: str, *about: Any, clear: str = "textarea") -> None:
        page.goto(live_server.url + address_of(name, about))
        for box in page.locator("main form input[type=text]").all():
            box.fill("nångång")
        for box in page.locator(f"main form {clear}").all():
            box.fill("")
        page.locator("main .form-actions").locator(".btn-primary, .btn-danger").first.click()
        expect(page.locator(".error-summary")).to_be_focused()
        assert page.title().startswith("Fel:")
        assert_axe_clean(page)

    return see_refused


def address_of(name: str, about: tuple[Any, ...]) -> str:
    return reverse(name, args=[getattr(one, "pk", one) for one in about])
