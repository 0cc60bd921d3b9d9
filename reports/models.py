"""What a report said when it was made: revisions that later changes leave alone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority
from reports.querysets import ReportRevisionQuerySet


class ReportRevision(models.Model):
    """The figures of a finished period as they were on a day. A new one is made only when one differs.

    `payload` is what `reports.serialise.to_dict` gives. `made_by` is empty for those made by the clock.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    period_key = models.CharField(max_length=30)
    period_start = models.DateField()
    period_end = models.DateField()
    period_kind = models.CharField(max_length=10)
    as_of = models.DateField()
    revision = models.PositiveIntegerField()
    payload = models.JSONField()
    computed_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    comment = models.TextField(_("comment"), blank=True)

    objects = ReportRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("report version")
        verbose_name_plural = _("report versions")
        ordering = ["-computed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "period_key", "revision"], name="reports_revision_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.period_key} {self.revision}"
