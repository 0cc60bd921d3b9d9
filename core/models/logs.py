"""The read log and the audit log: append-only, each row chained by a keyed hash to the one before.

2001:454 § 10: access is documented and can be checked. There is one chain per person (and one for the
system), so that two people at work never wait for each other, and the order of what one did is provable.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.append_only import AppendOnly


class ChainHead(models.Model):
    """How far a chain has come: without it, cutting off a chain's end would go unseen."""

    chain = models.CharField(max_length=40, unique=True)
    sequence = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.chain}:{self.sequence}"


class ChainedEvent(models.Model):
    """What both logs have in common. Ids are plain numbers: a log outlives what it tells of."""

    chain = models.CharField(max_length=40)
    sequence = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    authority_id = models.BigIntegerField(null=True)
    household_id = models.BigIntegerField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.chain}:{self.sequence}"


class ReadEvent(ChainedEvent):
    """One person has been shown something of one household, or of one other file, on one page.

    `subject_type` and `subject_id` name a file that stands apart from the households (a debt case): the
    row then names no household, since even the tie between the two may be confidential.
    """

    page = models.CharField(max_length=80)
    purpose = models.CharField(max_length=20, default="view")
    subject_type = models.CharField(max_length=80, blank=True, default="")
    subject_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            AppendOnly(name="core_readevent_append_only"),
            models.UniqueConstraint(fields=["chain", "sequence"], name="core_readevent_sequence"),
        ]
        indexes = [
            models.Index(fields=["household_id", "-at"], name="core_read_household"),
            models.Index(fields=["authority_id", "-at"], name="core_read_authority"),
            models.Index(
                fields=["subject_type", "subject_id"],
                name="core_read_subject",
                condition=models.Q(subject_id__isnull=False),
            ),
        ]
        verbose_name = _("read event")


class AuditEvent(ChainedEvent):
    """Something has been done. Details hold codes, numbers and ids, never names or free text."""

    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            AppendOnly(name="core_auditevent_append_only"),
            models.UniqueConstraint(fields=["chain", "sequence"], name="core_auditevent_sequence"),
        ]
        indexes = [
            models.Index(fields=["household_id", "-at"], name="core_audit_household"),
            models.Index(fields=["authority_id", "-at"], name="core_audit_authority"),
            models.Index(fields=["subject_type", "subject_id"], name="core_audit_subject"),
        ]
        verbose_name = _("audit event")
