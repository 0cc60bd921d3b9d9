"""Documents attached to a household's file. The bytes lie elsewhere (cases.attachment_store)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Authority
from cases.enums import FileKind
from cases.models.household import Household
from cases.models.journal import JournalNote
from cases.querysets import AttachmentQuerySet

LONGEST_TITLE = 120


class Attachment(models.Model):
    """A file as it was checked and stored. The same content is in a household's file once.

    Withdrawn, it was attached by mistake: it is shown and served no more, and the row tells that it was.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="attachments")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    note = models.ForeignKey(
        JournalNote,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name=_("note in the journal"),
    )
    title = models.CharField(pgettext_lazy("attachment", "name"), max_length=LONGEST_TITLE)
    kind = models.CharField(max_length=8, choices=FileKind)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attached document")
        verbose_name_plural = _("attached documents")
        constraints = [
            models.UniqueConstraint(
                fields=["household", "sha256"], condition=Q(withdrawn_at=None), name="cases_attachment_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="cases_attachment_withdrawn",
            ),
            models.CheckConstraint(condition=Q(size_bytes__gt=0), name="cases_attachment_size"),
        ]
        indexes = [models.Index(fields=["household", "-uploaded_at"], name="cases_attachment_household")]

    def __str__(self) -> str:
        return str(self.stored_as)

    @property
    def file_name(self) -> str:
        """What it is saved as: a number, never a name."""
        return f"dokument-{self.pk}.{self.kind}"
