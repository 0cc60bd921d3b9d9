"""A newcomer's first visit to a running demo, in a real Chromium: `make walkthrough`.

Signs in with the demo's own account, logs a visit for a known household (counting key presses), for a new
one and for an anonymous one, and downloads the PDF of 2013-T3, in which it looks for the published figures.
Needs `make demo` running at HEMVAG_ADDRESS and the developers' requirements (make test installs them).
"""

import io
import os
import sys
import time

from playwright.sync_api import Page, expect, sync_playwright
from pypdf import PdfReader

ADDRESS = "http://" + os.environ.get("HEMVAG_ADDRESS", "127.0.0.1:8000").removeprefix("http://")
ACCOUNT, PASSWORD = "maria@hemvag.example", "hemvag-demo-2013"
KNOWN_BAR, ANONYMOUS_BAR, NEW_BAR_SECONDS = 12, 4, 60
PUBLISHED = ("12,75", "6,25")


class Keyboard:
    """Counts key presses beside the typed text; a chord counts every key in it."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.presses += len(key.split("+"))
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)


def sign_in(page: Page) -> None:
    page.goto(f"{ADDRESS}/konto/login/")
    expect(page.get_by_text(ACCOUNT)).to_be_visible()
    page.fill("#id_login", ACCOUNT)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{ADDRESS}/hushall/min-vecka/")


def visits_today(page: Page) -> int:
    return page.locator("table tbody tr").count()


def desk(page: Page) -> Keyboard:
    page.goto(f"{ADDRESS}/drop-in/")
    page.wait_for_load_state("networkidle")
    return Keyboard(page)


def log_known(page: Page) -> str:
    keys, began = desk(page), time.monotonic()
    keys.type("lind")
    expect(page.locator("#id_who_list [aria-selected=true]")).to_be_visible()
    keys.press("Enter", "1", "4", "Tab", "Tab")
    keys.type("Måste lämna andrahandslägenheten den 31 januari.")
    keys.press("Tab", "4", "Control+Enter")
    expect(page.locator(".flash-success")).to_be_visible()
    seconds = time.monotonic() - began
    assert keys.presses <= KNOWN_BAR, keys.presses
    return f"known household: {keys.presses} key presses, {seconds:.1f} s"


def log_new(page: Page) -> str:
    keys, began = desk(page), time.monotonic()
    name = f"Nyinflyttad{int(time.time())}"
    keys.type(name)
    expect(page.locator("#id_who_list [data-value=new]")).to_be_visible()
    page.locator("#id_who_list [data-value=new]").click()
    page.get_by_label("Förnamn").first.fill("Test")
    keys.press("Control+Enter")
    expect(page.locator(".flash-success")).to_be_visible()
    expect(page.get_by_role("link", name=name).first).to_be_visible()
    seconds = time.monotonic() - began
    assert seconds <= NEW_BAR_SECONDS, seconds
    return f"new household and its first visit: {seconds:.1f} s"


def log_anonymous(page: Page) -> str:
    keys = desk(page)
    before = visits_today(page)
    keys.press("Enter", "1", "Control+Enter")
    expect(page.locator(".flash-success")).to_be_visible()
    assert visits_today(page) == before + 1
    assert keys.presses <= ANONYMOUS_BAR, keys.presses
    return f"anonymous visit: {keys.presses} key presses"


def download_report(page: Page) -> str:
    page.goto(f"{ADDRESS}/rapporter/2013-T3/")
    began = time.monotonic()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="Ladda ner PDF").click()
    with open(download.value.path(), "rb") as file:
        reader = PdfReader(io.BytesIO(file.read()))
    text = "\n".join(sheet.extract_text() for sheet in reader.pages)
    missing = [figure for figure in PUBLISHED if figure not in text]
    assert not missing, missing
    return (
        f"PDF of 2013-T3: {len(reader.pages)} pages in {time.monotonic() - began:.1f} s, holds 12,75 and 6,25"
    )


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(locale="sv-SE", timezone_id="Europe/Stockholm").new_page()
        sign_in(page)
        for step in (log_known, log_new, log_anonymous, download_report):
            sys.stdout.write(f"  ok  {step(page)}\n")
            sys.stdout.flush()
        browser.close()


if __name__ == "__main__":
    main()
