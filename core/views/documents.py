"""A document's page: its PDF on its way, to be fetched, or to be made again."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core import jobs
from core.audit import record_reads, record_subject_reads
from core.documents import file_is_lost, readable
from core.models import Document, JobState
from core.registries import document_kinds
from core.views.attachments import attachment
from core.views.job_state import job_state


@require_safe
def document(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The document's page; htmx gets just the part that changes. ?hamta=1 hands the file over by itself."""
    found = _document(request, public_id)
    kind = document_kinds[found.kind]
    context = {
        **job_state(found.job),
        "document": found,
        "title": kind.title,
        "file_url": reverse("core:document_file", args=[public_id]),
        "retry_url": reverse("core:document_retry", args=[public_id]),
        "back_url": kind.back_for(request.user, found) if kind.back_for else kind.back(found),
        "back_label": kind.back_label,
        "hand_over": "hamta" in request.GET,
    }
    if file_is_lost(found):
        context |= {"is_done": False, "is_stranded": True}
    in_place = request.headers.get("HX-Request")
    template = "components/job_state.html" if in_place else "core/document_detail.html"
    return render(request, template, context)


@require_POST
def document_retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Make the PDF again: it failed, or its file is lost. What is on its way is left as it is."""
    found = _document(request, public_id)
    jobs.retry(found.job, also_done=file_is_lost(found))
    return redirect(document_address(found))


@require_safe
def document_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The PDF itself. 404 until it is there."""
    found = _document(request, public_id)
    if found.job.state != JobState.DONE or file_is_lost(found):
        raise Http404
    path = jobs.folder_of(found.job.public_id) / found.job.result["file"]
    return attachment(path.read_bytes(), path.name, "application/pdf")


def document_address(found: Document) -> str:
    """Where to follow a document that was just given out."""
    return f"{reverse('core:document', args=[found.public_id])}?hamta=1"


def _document(request: HttpRequest, public_id: UUID) -> Document:
    """The document, its row in the read log written (its household's, or its kind's own file's); 404 for
    everybody not entitled."""
    user: Any = request.user
    found = readable(user, public_id)
    if found is None:
        raise Http404
    page = request.resolver_match.view_name if request.resolver_match else ""
    if found.household_id is not None:
        record_reads(user, [found.household_id], page=page, authority_id=user.authority_id)
    read_subject = document_kinds[found.kind].read_subject
    if read_subject is not None:
        record_subject_reads(user, [read_subject(found)], page=page, authority_id=user.authority_id)
    return found
