"""Documents in a household's file: attached when they are what they say, and withdrawn when by mistake."""

import hashlib
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.locking import locked
from cases.attachment_store import store
from cases.errors import ActionRefused
from cases.file_check import FileRefused, kind_of
from cases.models import Attachment, Household, JournalNote
from cases.models.attachments import LONGEST_TITLE
from core.audit import record_event
from core.clock import now

if TYPE_CHECKING:
    from accounts.models import User

__all__ = ["attach_document", "withdraw_document"]


@transaction.atomic
def attach_document(
    *,
    household: Household,
    content: bytes,
    name: str,
    by: "User",
    title: str = "",
    note: JournalNote | None = None,
) -> Attachment:
    """Check and keep a file. The same content again gives the document that is there already.

    `name` is the file's own, which decides what it should be; `title` what it is called in the file
    (without one: its name). Raises ActionRefused for a file that is too large, of another kind, or has
    something in it that runs.
    """
    household = locked(household, by)
    if note is not None and note.household_id != household.pk:
        raise ActionRefused(_("Choose a note of this household."), "note")
    most = settings.ATTACHMENT_MAX_MB
    if not content:
        raise ActionRefused(_("Choose another file: this one is empty."), "file")
    if len(content) > most * 1024 * 1024:
        raise ActionRefused(_("Choose a file of at most %(most)s MB.") % {"most": most}, "file")
    try:
        kind = kind_of(content, name)
    except FileRefused as refused:
        raise ActionRefused(str(refused), "file") from refused
    digest = hashlib.sha256(content).hexdigest()
    there = Attachment.objects.kept().filter(household=household, sha256=digest).first()
    if there is not None:
        return there
    stored_as = uuid4()
    path = store(household.authority_id, stored_as, content)
    try:
        row = Attachment.objects.create(
            household=household,
            authority_id=household.authority_id,
            note=note,
            title=(title.strip() or name.rpartition(".")[0])[:LONGEST_TITLE],
            kind=kind,
            size_bytes=len(content),
            sha256=digest,
            stored_as=stored_as,
            uploaded_at=now(),
            uploaded_by=by,
        )
        _record("attachment.added", row, by, kind=kind, bytes=len(content))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return row


@transaction.atomic
def withdraw_document(*, attachment: Attachment, by: "User") -> Attachment:
    """It was attached by mistake: shown and served no more. Withdrawn already, it stays so."""
    household = locked(attachment.household, by)
    row = Attachment.objects.get(pk=attachment.pk)
    row.household = household
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by = now(), by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        _record("attachment.withdrawn", row, by)
    return row


@transaction.atomic
def restore_document(*, attachment: Attachment, by: "User") -> Attachment:
    """Undo of withdrawing. Raises ActionRefused when the same content has been attached anew."""
    household = locked(attachment.household, by)
    row = Attachment.objects.get(pk=attachment.pk)
    row.household = household
    if row.withdrawn_at is None:
        return row
    if Attachment.objects.kept().filter(household=household, sha256=row.sha256).exists():
        raise ActionRefused(_("The same document has been attached again."))
    row.withdrawn_at = row.withdrawn_by = None
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _record("attachment.restored", row, by)
    return row


def _record(action: str, row: Attachment, by: "User", **details: object) -> None:
    record_event(
        action,
        by=by,
        authority_id=row.authority_id,
        subject=row,
        household_id=row.household_id,
        details=details,
    )
