"""A document that was given out: its content is kept as it was, and its PDF can be made again."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.append_only import AppendOnly
from core.models.jobs import Job


class Document(models.Model):
    """What a letter, a plan or minutes said, frozen when it was made.

    `kind` names an entry of core.registries.document_kinds. Ids of other apps' rows are plain numbers: the
    kind knows what they mean and who may read the document.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    authority_id = models.BigIntegerField()
    household_id = models.BigIntegerField(null=True)
    subject_id = models.BigIntegerField(null=True)
    language = models.CharField(max_length=5, default="sv")
    payload = models.JSONField()
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="document")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [AppendOnly(name="core_document_append_only")]
        indexes = [
            models.Index(fields=["kind", "subject_id"], name="core_document_subject"),
            models.Index(fields=["household_id", "-created_at"], name="core_document_household"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
