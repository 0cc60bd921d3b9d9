"""Amounts that budgets and plans go by, each version from a day on."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from debtadvice.enums import TableKind
from debtadvice.querysets import AmountTableQuerySet


class AmountTable(models.Model):
    """A version of the national norm, of reasonable rents or of the least to the Enforcement Authority.

    `amounts`: kronor by code (debtadvice.norms), as text with öre. A code that is left out is not known.
    `made_by` is None for what the installation came with. Nothing of it is personal.
    """

    kind = models.CharField(max_length=8, choices=TableKind)
    valid_from = models.DateField(_("from"))
    amounts = models.JSONField(default=dict)
    source = models.CharField(_("source"), max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now=True)

    objects = AmountTableQuerySet.as_manager()

    class Meta:
        verbose_name = _("table of amounts")
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="debtadvice_table_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.valid_from}"

    @property
    def known(self) -> dict[str, Decimal]:
        """Amounts by code."""
        return {code: Decimal(amount) for code, amount in self.amounts.items()}
