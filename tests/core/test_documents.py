"""Documents: frozen at once, made by a job, handed to those entitled, made again when the file is lost."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from core import jobs
from core.documents import documents_of, give_out
from core.models import Document, Job, JobState, ReadEvent
from core.registries import DocumentKind, document_kinds
from tests.factories.accounts import staff
from tests.factories.cases import HouseholdFactory

KIND = "test.document"
pytestmark = pytest.mark.django_db


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """A kind of document whose readers are those in the set."""
    allowed: set[int] = set()
    kind = DocumentKind(
        name=KIND,
        title="Brev",
        template="pdf/base.html",
        may_read=lambda user, document: user.pk in allowed,
        file_name=lambda document: f"brev-{document.subject_id}",
        back=lambda document: "/hushall/",
        back_label="Hushåll",
    )
    monkeypatch.setitem(document_kinds._entries, KIND, kind)
    return allowed


@pytest.fixture
def worker() -> User:
    return staff(Role.PROJECT_WORKER)


def given(worker: User, **fields: Any) -> Document:
    values = {"payload": {"text": "hej"}, "by": worker, "authority_id": worker.authority_id, "subject_id": 7}
    return give_out(KIND, **{**values, **fields})


def test_document_is_made_when_the_transaction_has_committed(
    readers: set[int], worker: User, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    readers.add(worker.pk)
    household = HouseholdFactory(authority=worker.authority)
    with django_capture_on_commit_callbacks(execute=True):
        document = given(worker, household_id=household.pk)
        assert document.job.state == JobState.QUEUED
    client.force_login(worker)
    file = client.get(f"/dokument/{document.public_id}/fil/")
    assert file.content.startswith(b"%PDF")
    assert file["Content-Disposition"] == 'attachment; filename="brev-7.pdf"'
    assert ReadEvent.objects.get().household_id == household.pk
    page = client.get(f"/dokument/{document.public_id}/?hamta=1").content.decode()
    assert "data-download-once" in page
    part = client.get(f"/dokument/{document.public_id}/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="job"')


def test_document_of_another_reader_or_board_does_not_exist(
    readers: set[int], worker: User, client: Client
) -> None:
    document = given(worker)
    stranger = staff(Role.PROJECT_WORKER)
    readers.add(stranger.pk)  # the kind would let them, but they work for another board
    for user in (worker, stranger):
        client.force_login(user)
        for part in ("", "fil/"):
            assert client.get(f"/dokument/{document.public_id}/{part}").status_code == 404
        assert client.post(f"/dokument/{document.public_id}/igen/").status_code == 404
    readers.add(worker.pk)
    client.force_login(worker)
    assert client.get(f"/dokument/{document.public_id}/").status_code == 200


def test_lost_file_is_said_and_made_again(
    readers: set[int], worker: User, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    readers.add(worker.pk)
    with django_capture_on_commit_callbacks(execute=True):
        document = given(worker)
    jobs.discard_files(document.job.public_id)
    client.force_login(worker)
    assert client.get(f"/dokument/{document.public_id}/fil/").status_code == 404
    assert "btn-primary" in client.get(f"/dokument/{document.public_id}/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/dokument/{document.public_id}/igen/")
    assert client.get(f"/dokument/{document.public_id}/fil/").content.startswith(b"%PDF")


def test_finished_document_with_its_file_is_not_made_again(
    readers: set[int], worker: User, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    readers.add(worker.pk)
    with django_capture_on_commit_callbacks(execute=True):
        document = given(worker)
    client.force_login(worker)
    client.post(f"/dokument/{document.public_id}/igen/")
    assert Job.objects.get().state == JobState.DONE


@pytest.mark.parametrize("change", [{"payload": {}}, {"household_id": 1}])
def test_document_can_not_be_changed(readers: set[int], worker: User, change: dict[str, Any]) -> None:
    document = given(worker)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)


def test_unknown_kind_writes_nothing(worker: User) -> None:
    with pytest.raises(KeyError):
        give_out("no.such", payload={}, by=worker, authority_id=1)
    assert not Document.objects.exists()
    assert not Job.objects.exists()


def test_latest_document_of_each_subject_in_one_query(
    readers: set[int], worker: User, django_assert_num_queries: Any
) -> None:
    first, again, other = given(worker), given(worker), given(worker, subject_id=8)
    with django_assert_num_queries(1):
        assert documents_of(KIND, [7, 8, 9]) == {7: again, 8: other}
    assert first.pk != again.pk
