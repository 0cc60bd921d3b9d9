"""Reports in a real Chromium: a period picked, the PDF fetched with one click and read, axe."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import Authority, User
from core.models import Job, JobState
from core.periods import parse_period
from reports.actions import order_pdf
from tests.factories.accounts import UnitFactory, staff

pytestmark = pytest.mark.django_db(transaction=True)
GOLDEN = Path(__file__).resolve().parents[2] / "data" / "hasselby-vallingby"
SignIn = Callable[[Page, User], None]


@pytest.fixture
def reader(transactional_db: None) -> User:
    call_command("import_records", str(GOLDEN), stderr=io.StringIO())
    unit = UnitFactory(authority=Authority.objects.get())
    return staff(Role.DEPARTMENT_MANAGER, unit=unit, short_name="Birgitta S", full_name="Birgitta Sundin")


def read_pdf(path: Path) -> str:
    return " ".join(page.extract_text() for page in PdfReader(path).pages)


def test_tertial_report_is_read_and_its_pdf_downloaded(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    reader: User,
    screenshot: Callable[..., Path],
    assert_axe_clean: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    sign_in(page, reader)
    page.goto(f"{live_server.url}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rapporter")
    assert_axe_clean(page)
    screenshot(page, "reports-index")
    page.get_by_label("Annan period").fill("t3 2013")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tertial 3 2013 (september–december 2013)")
    expect(page.locator("[data-figure=placed_households_average] td").first).to_have_text("12,75")
    definition = page.get_by_text("Varje månads akutplacerade hushåll, hoplagda")
    expect(definition).to_be_hidden()
    page.locator("[data-figure=placed_households_average] summary").click()
    expect(definition).to_be_visible()
    for summary in page.locator(".report-chart summary").all():
        summary.click()
    assert_axe_clean(page)
    for width in (1360, 390):
        screenshot(page, "reports-detail", width=width)
    page.set_viewport_size({"width": 1360, "height": 900})
    with page.expect_download() as download:
        page.get_by_role("button", name="Ladda ner PDF").click()
    assert download.value.suggested_filename == "hemvag-hasselby-vallingby-2013-T3.pdf"
    path = tmp_path / "report.pdf"
    download.value.save_as(path)
    text = read_pdf(path)
    assert "12,75" in text
    assert "6,25" in text
    expect(page.get_by_text("PDF:en är klar")).to_be_visible()
    assert_axe_clean(page)
    screenshot(page, "reports-job-done")


def test_latest_tertial_is_one_click_from_the_start_page(
    live_server: Any, page: Page, sign_in: SignIn, reader: User, tmp_path: Path
) -> None:
    sign_in(page, reader)
    page.goto(f"{live_server.url}/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Senaste tertialrapporten (PDF)").click()
    download.value.save_as(tmp_path / "latest.pdf")
    assert "Alla mått" in read_pdf(tmp_path / "latest.pdf")


def test_waiting_failed_and_done_follow_each_other_without_a_reload(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    assert_axe_clean: Callable[[Page], None],
    screenshot: Callable[..., Path],
    settings: Any,
) -> None:
    reader = staff(Role.DEPARTMENT_MANAGER)
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1"  # nobody answers there: the job waits
    job = order_pdf(period=parse_period("2013-T3"), as_of=date(2014, 1, 1), by=reader)
    sign_in(page, reader)
    page.goto(f"{live_server.url}/rapporter/jobb/{job.public_id}/")
    expect(page.get_by_text("Väntar på sin tur")).to_be_visible()
    assert_axe_clean(page)
    Job.objects.update(state=JobState.RUNNING, attempts=1, progress_done=1, progress_total=3)
    expect(page.get_by_text("1 av 3")).to_be_visible()
    screenshot(page, "reports-job-running")
    page.reload()
    expect(page.get_by_text("1 av 3")).to_be_visible()
    Job.objects.update(state=JobState.FAILED, error_code="DatabaseError")
    expect(page.get_by_role("button", name="Försök igen")).to_be_visible()
    assert_axe_clean(page)
    screenshot(page, "reports-job-failed")
    page.get_by_role("button", name="Försök igen").click()
    expect(page.get_by_text("Väntar på sin tur")).to_be_visible()


def test_unreadable_period_is_told_first_on_the_page(
    live_server: Any, page: Page, sign_in: SignIn, assert_axe_clean: Callable[[Page], None]
) -> None:
    sign_in(page, staff(Role.DEPARTMENT_MANAGER))
    page.goto(f"{live_server.url}/rapporter/")
    page.get_by_label("Annan period").fill("i höstas")
    page.get_by_role("button", name="Visa rapporten").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page).to_have_title("Fel: Rapporter – Hemväg")
    expect(page.get_by_label("Annan period")).to_have_value("i höstas")
    assert_axe_clean(page)


def test_empty_report_is_accessible(
    live_server: Any, page: Page, sign_in: SignIn, assert_axe_clean: Callable[[Page], None]
) -> None:
    sign_in(page, staff(Role.DEPARTMENT_MANAGER))
    page.goto(f"{live_server.url}/rapporter/2013-T3/")
    expect(page.get_by_text("Inga i perioden").first).to_be_visible()
    assert_axe_clean(page)
