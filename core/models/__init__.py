"""Mechanism tables: the two logs, drafts, jobs and documents."""

from core.models.documents import Document
from core.models.drafts import Draft
from core.models.fields import KeyField
from core.models.jobs import Job, JobState
from core.models.logs import AuditEvent, ChainHead, ReadEvent

__all__ = [
    "AuditEvent",
    "ChainHead",
    "Document",
    "Draft",
    "Job",
    "JobState",
    "KeyField",
    "ReadEvent",
]
