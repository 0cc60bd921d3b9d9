"""The PDF as a job: ordered once, followed, handed over to those entitled, tried again, made by the clock."""

import io
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError
from django.test import Client
from django_celery_beat.schedulers import DatabaseScheduler
from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import Authority, User
from core import jobs
from core.models import Job, JobState
from core.periods import parse_period
from homeless_project.celery import app
from reports import calendar, tasks
from reports.actions import PDF_JOB, order_due_pdfs, order_pdf
from reports.models import ReportRevision
from tests.factories.accounts import AuthorityFactory, UnitFactory, staff

STOCKHOLM = ZoneInfo("Europe/Stockholm")
PERIOD = parse_period("2013-T3")
AS_OF = date(2014, 1, 1)


@pytest.fixture
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work around the PDF without its second of layout."""
    monkeypatch.setattr(tasks, "document_pdf", lambda document, *, lang: b"%PDF-1.7 test")


def follow(client: Client, url: str, run: Any) -> Any:
    """POST with what happens on commit, and the page one is led to."""
    with run(execute=True):
        response = client.post(url)
    assert response.status_code == 302
    return client.get(response["Location"])


def test_ordered_pdf_is_handed_over_and_kept_as_a_revision(
    client: Client, reader: User, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(reader)
    page = follow(client, "/rapporter/2013-T3/pdf/", django_capture_on_commit_callbacks)
    job = Job.objects.get()
    assert (job.state, job.owner, job.authority_id) == (JobState.DONE, reader, reader.authority_id)
    assert "data-download-once" in page.content.decode()
    assert "data-download-once" not in client.get(f"/rapporter/jobb/{job.public_id}/").content.decode()
    file = client.get(f"/rapporter/jobb/{job.public_id}/fil/")
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"].startswith('attachment; filename="hemvag-')
    assert "no-store" in file["Cache-Control"]
    text = PdfReader(io.BytesIO(file.content)).pages[0].extract_text()
    assert "Tertial 3 2013" in text
    assert "Inga: ingen var placerad" in text
    assert ReportRevision.objects.get().made_by == reader
    assert job.result["revision"] == 1


@pytest.mark.usefixtures("quick_pdf")
def test_period_that_is_not_over_is_not_kept(reader: User, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        order_pdf(period=PERIOD, as_of=date(2013, 12, 31), by=reader)
    assert Job.objects.get().state == JobState.DONE
    assert not ReportRevision.objects.exists()


def test_ordering_twice_while_it_is_on_its_way_is_one_job(reader: User) -> None:
    first = order_pdf(period=PERIOD, as_of=AS_OF, by=reader)
    assert order_pdf(period=PERIOD, as_of=AS_OF, by=reader) == first
    assert order_pdf(period=parse_period("2013"), as_of=AS_OF, by=reader) != first
    Job.objects.update(state=JobState.DONE)
    assert order_pdf(period=PERIOD, as_of=AS_OF, by=reader) != first


@pytest.mark.usefixtures("quick_pdf")
def test_job_is_its_owners_and_the_clocks_are_the_boards(client: Client, reader: User) -> None:
    colleague = staff(Role.UNIT_MANAGER, unit=UnitFactory(authority=reader.authority))
    stranger = staff(Role.DEPARTMENT_MANAGER)
    own = order_pdf(period=PERIOD, as_of=AS_OF, by=reader)
    (clocks,) = order_due_pdfs(board=reader.authority, periods=[PERIOD], today=AS_OF)
    for job in (own, clocks):
        jobs.run_job(job.public_id)
    expected = {
        (reader, own): 200,
        (reader, clocks): 200,
        (colleague, own): 404,
        (colleague, clocks): 200,
        (stranger, own): 404,
        (stranger, clocks): 404,
    }
    for (user, job), status in expected.items():
        client.force_login(user)
        for url in (f"/rapporter/jobb/{job.public_id}/", f"/rapporter/jobb/{job.public_id}/fil/"):
            assert client.get(url).status_code == status
        retried = client.post(f"/rapporter/jobb/{job.public_id}/igen/")
        assert retried.status_code == (302 if status == 200 else 404)
    client.force_login(colleague)
    assert str(clocks.public_id) in client.get("/rapporter/").content.decode()


def test_waiting_job_shows_its_state_and_is_asked_for_again(
    client: Client, reader: User, settings: Any
) -> None:
    settings.CELERY_BROKER_URL = "redis://nowhere.invalid"
    client.force_login(reader)
    job = order_pdf(period=PERIOD, as_of=AS_OF, by=reader)
    url = f"/rapporter/jobb/{job.public_id}/"
    assert client.get(f"{url}fil/").status_code == 404
    page = client.get(url).content.decode()
    assert "Väntar på sin tur" in page
    assert 'hx-trigger="every 1s"' in page
    Job.objects.update(state=JobState.RUNNING, progress_done=1, progress_total=3, attempts=1)
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="job"')
    assert "1 av 3" in part
    assert "%" not in part


@pytest.mark.usefixtures("quick_pdf")
def test_failed_job_says_so_and_can_be_tried_again(
    client: Client, reader: User, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(reader)

    def broken(*_: Any, **__: Any) -> Any:
        raise DatabaseError("Amira Lindgren")

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "build", broken)
        page = follow(client, "/rapporter/2013-T3/pdf/", django_capture_on_commit_callbacks)
    text = page.content.decode()
    assert "kunde inte göras" in text
    assert "DatabaseError" in text
    assert "Lindgren" not in text
    job = Job.objects.get()
    page = follow(client, f"/rapporter/jobb/{job.public_id}/igen/", django_capture_on_commit_callbacks)
    assert "PDF:en är klar" in page.content.decode()


@pytest.mark.usefixtures("quick_pdf")
def test_latest_tertial_is_one_click_away(
    client: Client, reader: User, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr("reports.views.downloads.today", lambda: AS_OF)
    client.force_login(reader)
    page = client.get("/").headers["Location"]
    assert 'action="/rapporter/senaste/pdf/"' in client.get(page).content.decode()
    follow(client, "/rapporter/senaste/pdf/", django_capture_on_commit_callbacks)
    job = Job.objects.get()
    assert job.params["period"] == "2013-T3"
    # Once it is there, it is fetched without another.
    response = client.post("/rapporter/senaste/pdf/")
    assert response["Location"] == f"/rapporter/jobb/{job.public_id}/fil/"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("moment", "latest"),
    [
        ("2014-01-01T04:59", ["2013-11", "2013-T2"]),
        ("2014-01-01T05:00", ["2013-12", "2013-T3"]),
        ("2014-01-31T23:00", ["2013-12", "2013-T3"]),
        ("2014-04-01T05:00", ["2014-03", "2013-T3"]),
        ("2014-05-01T05:00", ["2014-04", "2014-T1"]),
    ],
)
def test_reports_are_due_on_the_first_at_five(moment: str, latest: list[str]) -> None:
    due = calendar.due(at(moment))
    assert [next(p.key for p in due if p.kind == kind) for kind in ("month", "tertial")] == latest


def test_the_clock_orders_each_report_once_and_makes_up_for_missed_months(db: None) -> None:
    board = AuthorityFactory()

    def ordered(moment: str) -> list[str]:
        due = calendar.due(at(moment))
        made = order_due_pdfs(board=board, periods=due, today=at(moment).date())
        return sorted(job.params["period"] for job in made)

    assert ordered("2014-01-01T05:00") == ["2013-12", "2013-T3"]
    assert ordered("2014-01-01T05:15") == []
    assert ordered("2014-02-01T04:45") == []
    assert ordered("2014-02-01T05:00") == ["2014-01"]
    # Nothing ran in March, April and May.
    assert ordered("2014-06-03T09:00") == ["2014-02", "2014-03", "2014-04", "2014-05", "2014-T1"]
    assert Job.objects.filter(kind=PDF_JOB, owner=None, authority_id=board.pk).count() == 8


@pytest.mark.usefixtures("quick_pdf")
def test_the_clock_serves_every_board_in_use(db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(tasks, "now", lambda: at("2014-01-01T05:00"))
    boards = [AuthorityFactory(), AuthorityFactory()]
    AuthorityFactory(is_active=False)
    assert tasks.make_due_reports() == 4
    assert tasks.make_due_reports() == 0
    assert set(Job.objects.values_list("authority_id", flat=True)) == {board.pk for board in boards}
    for job in Job.objects.all():
        assert jobs.run_job(job.public_id)
    assert ReportRevision.objects.filter(made_by=None).count() == 4


def test_beat_takes_its_entries_from_the_code(transactional_db: None) -> None:
    schedule = DatabaseScheduler(app=app).schedule
    assert {"sweep-jobs", "reports-due"} <= set(schedule)
    for name in ("sweep-jobs", "reports-due"):
        app.loader.import_default_modules()
        assert schedule[name].task in app.tasks
        assert not schedule[name].model.one_off


def test_file_name_is_plain_letters() -> None:
    board = Authority(name="Hässelby-Vällingby")
    assert tasks.file_name(board, PERIOD, "pdf") == "hemvag-hasselby-vallingby-2013-T3.pdf"
    free = parse_period("2011-09-01..2013-12-31")
    assert tasks.file_name(board, free, "csv") == "hemvag-hasselby-vallingby-2011-09-01_2013-12-31.csv"
