"""Letters, plans and minutes as PDF: the content is frozen at once, the file is made by a job.

The app that gives a document out registers its kind (`document_kinds`) and calls `give_out` in the
transaction of what the document tells of. Pages: core.views.documents.
"""

from typing import Any
from uuid import UUID

from core import jobs
from core.clock import now
from core.jobs import JobContext
from core.models import Document, Job
from core.pdf import render_pdf
from core.registries import document_kinds, job_handlers

DOCUMENT_JOB = "document.pdf"
STEPS = 2  # laid out, saved


def give_out(
    kind: str,
    *,
    payload: dict[str, Any],
    by: Any,
    authority_id: int,
    household_id: int | None = None,
    subject_id: int | None = None,
    language: str = "sv",
) -> Document:
    """Keep what the document says, and order its PDF, in the caller's transaction.

    `payload` is what the kind's template gets: plain JSON, with days and amounts already in words, so that
    the document reads the same when it is made again. Raises KeyError for a kind that nobody registered.
    """
    document_kinds[kind]
    document = Document(
        kind=kind,
        payload=payload,
        authority_id=authority_id,
        household_id=household_id,
        subject_id=subject_id,
        language=language,
        created_at=now(),
        created_by=by,
    )
    document.job = jobs.enqueue(
        DOCUMENT_JOB, params={"document": str(document.public_id)}, owner=by, authority_id=authority_id
    )
    document.save()
    return document


def make_document(context: JobContext) -> dict[str, Any]:
    """Job handler. params: document (its public number)."""
    document = Document.objects.get(public_id=UUID(context.params["document"]))
    kind = document_kinds[document.kind]
    context.progress(0, STEPS)
    content = render_pdf(kind.template, document.payload, lang=document.language)
    context.progress(1, STEPS)
    name = f"{kind.file_name(document)}.pdf"
    with context.result_file(name) as path:
        path.write_bytes(content)
    context.progress(STEPS, STEPS)
    return {"file": name}


job_handlers.register(DOCUMENT_JOB, make_document)


def readable(user: Any, public_id: UUID) -> Document | None:
    """The document, when its kind lets user read it and it is of user's own board; else None."""
    documents = Document.objects.filter(public_id=public_id, authority_id=user.authority_id)
    document = documents.select_related("job").first()
    if document is None or document.kind not in document_kinds:
        return None
    return document if document_kinds[document.kind].may_read(user, document) else None


def documents_of(kind: str, subject_ids: list[int]) -> dict[int, Document]:
    """The latest document of a kind for each subject that has one; one query."""
    rows = Document.objects.filter(kind=kind, subject_id__in=subject_ids).order_by("created_at", "pk")
    return {row.subject_id: row for row in rows.defer("payload") if row.subject_id is not None}


def file_is_lost(document: Document) -> bool:
    """Whether the PDF was made and lies there no more, as after a backup without files was restored."""
    job: Job = document.job
    return "file" in job.result and not (jobs.folder_of(job.public_id) / job.result["file"]).is_file()
