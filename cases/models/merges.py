"""Duplicates that were merged: what moved, so that it can be undone. Both sides are kept."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.household import Household
from cases.querysets import MergeQuerySet


class CaseMerge(models.Model):
    """`source` was a double of `target`. `moved` names the rows that were repointed (model, pk, field).

    `changed` and `created` hold what else undoing has to bring back: roles, and rows made for the target.
    """

    source = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="merges_out")
    target = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="merges_in")
    moved = models.JSONField(default=list)
    changed = models.JSONField(default=dict)
    created = models.JSONField(default=list)
    stayed = models.PositiveIntegerField(default=0)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of duplicates")
        verbose_name_plural = _("merges of duplicates")
        constraints = [
            models.CheckConstraint(condition=~Q(source=F("target")), name="cases_merge_two"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="cases_merge_undone",
            ),
            models.UniqueConstraint(fields=["source"], condition=Q(undone_at=None), name="cases_merge_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"
