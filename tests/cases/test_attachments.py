"""Attached documents: known by their bytes, kept whole, fetched only by those entitled."""

import io
import zipfile
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import User
from cases.actions.attachments import attach_document, restore_document, withdraw_document
from cases.attachment_store import content_of, folder, path_of
from cases.enums import FileKind
from cases.errors import ActionRefused
from cases.file_check import CONTENT_TYPES, FileRefused, kind_of
from cases.models import Attachment, Household
from cases.tasks import sweep_attachments
from cases.timeline import timeline_page
from core.clock import now, set_to
from core.models import AuditEvent, ReadEvent
from tests.factories.accounts import staff
from tests.factories.casework import AttachmentFactory, JournalNoteFactory

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 40 + b"\xff\xd9"


def package(*names: str, mimetype: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "<x/>")
    return stream.getvalue()


def without_bytes(value: Any) -> str | None:
    """Ids of cases: a package holds the moment it was made, and workers must find the same cases."""
    return "" if isinstance(value, bytes) else None


DOCX = package("[Content_Types].xml", "word/document.xml")


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_ROOT = tmp_path
    assert django_settings.FILES_ROOT == tmp_path
    return tmp_path


def attach(
    household: Household, by: User, content: bytes = PDF, name: str = "kontrakt.pdf", **more: Any
) -> Attachment:
    return attach_document(household=household, content=content, name=name, by=by, **more)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "Kontrakt.PDF", FileKind.PDF),
        (PNG, "bild.png", FileKind.PNG),
        (JPEG, "bild.jpeg", FileKind.JPEG),
        (JPEG, "bild.jpg", FileKind.JPEG),
        (DOCX, "brev.docx", FileKind.DOCX),
        (package("[Content_Types].xml", "xl/workbook.xml"), "budget.xlsx", FileKind.XLSX),
        (package("[Content_Types].xml", "ppt/presentation.xml"), "visning.pptx", FileKind.PPTX),
        (package("content.xml", mimetype=CONTENT_TYPES[FileKind.ODT]), "brev.odt", FileKind.ODT),
        (package("content.xml", mimetype=CONTENT_TYPES[FileKind.ODS]), "budget.ods", FileKind.ODS),
    ],
    ids=without_bytes,
)
def test_files_are_known_by_their_bytes(content: bytes, name: str, kind: FileKind) -> None:
    assert kind_of(content, name) == kind


def packed(objects: bytes) -> bytes:
    """A PDF whose objects are packed, as most programs do since 2003."""
    stream = zlib.compress(objects)
    head = b"%PDF-1.7\n7 0 obj<</Type/ObjStm/Filter/FlateDecode/N 1/First 4>>\nstream\r\n"
    return head + stream + b"\nendstream endobj\n%%EOF\n"


def test_what_runs_is_found_however_it_is_spelt_and_packed() -> None:
    assert kind_of(packed(b"1 0 <</Type/Catalog>>"), "a.pdf") == FileKind.PDF
    spelt = PDF.replace(b"/Catalog", b"/Catalog/Names<</Java#53cript 2 0 R>>")
    for content in (packed(b"1 0 <</S/JavaScript/JS(app.alert)>>"), packed(b"1 0 <</S/L#61unch>>"), spelt):
        with pytest.raises(FileRefused):
            kind_of(content, "a.pdf")


def test_a_pdf_that_unpacks_to_far_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = packed(b" " * 5000)
    assert kind_of(bomb, "a.pdf") == FileKind.PDF
    monkeypatch.setattr("cases.file_check._MOST_UNPACKED_PDF", 4999)
    with pytest.raises(FileRefused):
        kind_of(bomb, "a.pdf")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<script>alert(1)</script>", "brev.pdf"),
        (PDF, "brev.html"),
        (PDF, "brev"),
        (PDF, "bild.png"),
        (PNG, "bild.jpg"),
        (PDF[:-8], "kapad.pdf"),
        (PNG[:-12], "kapad.png"),
        (PDF.replace(b"Catalog", b"JavaScript"), "skript.pdf"),
        (PDF.replace(b"Catalog", b"EmbeddedFile"), "inbakat.pdf"),
        (package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "makro.docx"),
        (package("[Content_Types].xml", "xl/workbook.xml"), "fel.docx"),
        (package("content.xml", "Basic/script.xml", mimetype=CONTENT_TYPES[FileKind.ODT]), "makro.odt"),
        (package("content.xml", mimetype="text/html"), "fel.odt"),
        (DOCX[:40], "kapad.docx"),
        (b"MZ" + b"\x00" * 90, "program.exe"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bild.svg"),
    ],
    ids=without_bytes,
)
def test_what_is_not_what_it_says_or_runs_is_refused(content: bytes, name: str) -> None:
    with pytest.raises(FileRefused):
        kind_of(content, name)


def test_a_package_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kind_of(DOCX, "brev.docx") == FileKind.DOCX
    monkeypatch.setattr("cases.file_check.MOST_UNPACKED_BYTES", 3)
    with pytest.raises(FileRefused):
        kind_of(DOCX, "brev.docx")


def test_attached_once_under_a_name_that_tells_nothing(
    household: Household, worker: User, files: Path
) -> None:
    row = attach(household, worker, title="Kontraktet")
    again = attach(household, worker, name="samma igen.pdf")
    assert again == row
    assert (row.title, row.kind, row.size_bytes) == ("Kontraktet", "pdf", len(PDF))
    stored = [path for path in folder().rglob("*") if path.is_file()]
    assert stored == [path_of(household.authority_id, row.stored_as)]
    assert files in stored[0].parents
    assert "kontrakt" not in str(stored[0])
    assert content_of(row) == PDF
    event = AuditEvent.objects.get(action="attachment.added")
    assert event.details == {"kind": "pdf", "bytes": len(PDF)}


@pytest.mark.parametrize(
    ("content", "name"), [(b"", "tom.pdf"), (b"x", "brev.pdf"), (PDF, "brev.exe")], ids=without_bytes
)
def test_attaching_is_refused_and_leaves_no_file(
    household: Household, worker: User, content: bytes, name: str
) -> None:
    with pytest.raises(ActionRefused) as refused:
        attach(household, worker, content, name)
    assert refused.value.field == "file"
    assert not Attachment.objects.exists()
    assert not list(folder().rglob("*"))


def test_a_file_may_be_as_large_as_the_setting_says(
    household: Household, worker: User, settings: Any
) -> None:
    settings.ATTACHMENT_MAX_MB = 1
    padding = b"0" * (1024 * 1024 - len(PDF))
    attach(household, worker, PDF[:9] + padding + PDF[9:])
    with pytest.raises(ActionRefused):
        attach(household, worker, PDF[:9] + padding + b"0" + PDF[9:])


def test_a_note_of_another_household_and_another_board_are_refused(
    household: Household, worker: User
) -> None:
    with pytest.raises(ActionRefused):
        attach(household, worker, note=JournalNoteFactory())
    with pytest.raises(ActionRefused):
        attach(household, staff(Role.PROJECT_WORKER))


def test_a_failing_log_leaves_neither_row_nor_file(
    household: Household, worker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("cases.actions.attachments.record_event", fail)
    with pytest.raises(RuntimeError):
        attach(household, worker)
    assert not Attachment.objects.exists()
    assert not [path for path in folder().rglob("*") if path.is_file()]


def test_withdrawn_and_back(household: Household, worker: User) -> None:
    row = attach(household, worker)
    withdraw_document(attachment=row, by=worker)
    withdraw_document(attachment=row, by=worker)
    assert not Attachment.objects.kept().exists()
    assert restore_document(attachment=row, by=worker).withdrawn_at is None
    withdraw_document(attachment=row, by=worker)
    attach(household, worker)
    with pytest.raises(ActionRefused):
        restore_document(attachment=row, by=worker)
    assert AuditEvent.objects.filter(action="attachment.withdrawn").count() == 2


def test_only_files_without_a_row_are_swept_and_only_old_ones(household: Household, worker: User) -> None:
    row = attach(household, worker)
    orphan = folder() / "1" / "ab" / "abcd"
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"x")
    assert sweep_attachments() == 0
    with set_to(now() + timedelta(days=2)):
        assert sweep_attachments() == 1
    assert not orphan.exists()
    assert content_of(row) == PDF


def test_upload_fetch_and_take_out(page: Client, to: Callable[..., str], household: Household) -> None:
    sent = {"file": SimpleUploadedFile("kontrakt Amira.pdf", PDF), "title": "", "note": ""}
    assert page.post(to("attachment_list"), sent).status_code == 302
    row = Attachment.objects.get()
    assert "kontrakt Amira" in page.get(to("attachment_list")).content.decode()
    answer = page.get(to("attachment_file", row.pk))
    assert answer.content == PDF
    assert answer["Content-Disposition"] == f'attachment; filename="dokument-{row.pk}.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert ReadEvent.objects.filter(page="cases:attachment_file", household_id=household.pk).exists()
    page.post(to("attachment_withdraw", row.pk))
    assert page.get(to("attachment_file", row.pk)).status_code == 404
    page.post(to("attachment_restore", row.pk))
    assert page.get(to("attachment_file", row.pk)).status_code == 200


def test_a_faulty_upload_says_why(page: Client, to: Callable[..., str]) -> None:
    answer = page.post(
        to("attachment_list"), {"file": SimpleUploadedFile("brev.pdf", b"hej"), "title": "Brev"}
    )
    assert answer.status_code == 422
    assert "är inte det som namnet säger" in answer.content.decode()
    assert page.post(to("attachment_list"), {}).status_code == 422
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("fault", ["lost", "changed"])
def test_a_lost_or_changed_file_is_not_handed_over(
    page: Client, to: Callable[..., str], household: Household, worker: User, fault: str
) -> None:
    row = attach(household, worker)
    path = path_of(household.authority_id, row.stored_as)
    if fault == "lost":
        path.unlink()
    else:
        path.write_bytes(PDF + b"x")
    answer = page.get(to("attachment_file", row.pk), follow=True)
    assert "skadad" in answer.content.decode()


def test_who_does_not_read_the_journal_gets_nothing(
    client: Client, to: Callable[..., str], household: Household, worker: User
) -> None:
    row = attach(household, worker)
    client.force_login(staff(Role.BOARD_MEMBER, unit=worker.memberships.get().unit))
    assert client.get(to("attachment_file", row.pk)).status_code == 403
    client.force_login(staff(Role.CASEWORKER))
    assert client.get(to("attachment_file", row.pk)).status_code == 404


def test_the_list_costs_the_same_whatever_there_is(
    page: Client, to: Callable[..., str], household: Household, worker: User
) -> None:
    def cost() -> int:
        page.get(to("attachment_list"))
        with CaptureQueriesContext(connection) as queries:
            assert page.get(to("attachment_list")).status_code == 200
        return sum("SAVEPOINT" not in query["sql"] for query in queries.captured_queries)

    note = JournalNoteFactory(household=household, author=worker)
    AttachmentFactory(household=household, note=note)
    one = cost()
    AttachmentFactory.create_batch(30, household=household, note=note)
    assert cost() == one
    assert "Dokument bifogat" in {str(entry.title) for entry in timeline_page(household, worker).entries}
