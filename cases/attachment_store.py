"""Where the bytes of attached documents lie: outside the web root, under a name that tells nothing."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from cases.models import Attachment
from core.files import write_whole


def folder() -> Path:
    return Path(settings.FILES_ROOT) / "attachments"


def path_of(authority_id: int, stored_as: UUID) -> Path:
    return folder() / str(authority_id) / stored_as.hex[:2] / stored_as.hex


def store(authority_id: int, stored_as: UUID, content: bytes) -> Path:
    """Write the file whole. Raises OSError."""
    path = path_of(authority_id, stored_as)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)
    return path


def content_of(attachment: Attachment) -> bytes | None:
    """The bytes as they were attached; None when they are lost or have been changed."""
    try:
        content = path_of(attachment.authority_id, attachment.stored_as).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == attachment.sha256 else None


def orphans(older_than: datetime) -> Iterator[Path]:
    """Files that no row names: their upload was broken off. Younger ones may still get their row."""
    known = {name.hex for name in Attachment.objects.values_list("stored_as", flat=True)}
    for path in folder().glob("*/*/*"):
        if path.is_file() and path.name not in known and path.stat().st_mtime < older_than.timestamp():
            yield path
