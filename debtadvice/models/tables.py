"""Amounts that budgets and plans go by, each version from a day on."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority
from debtadvice.enums import TableKind
from debtadvice.querysets import AmountTableQuerySet


class AmountTable(models.Model):
    """A version of the national norm, of reasonable rents or of the least to the Enforcement Authority.

    `amounts`: kronor by code (debtadvice.norms), as text with öre. A code that is left out is not known.
    The norm and the least hold for the whole installation, reasonable rents for the board that says so.
    `made_by` is None for what the installation came with. Nothing of it is personal.
    """

    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
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
            models.UniqueConstraint(
                fields=["kind", "valid_from"], condition=Q(authority=None), name="debtadvice_table_day"
            ),
            models.UniqueConstraint(
                fields=["authority", "kind", "valid_from"], name="debtadvice_table_board_day"
            ),
            models.CheckConstraint(
                condition=Q(kind=TableKind.RENT, authority__isnull=False)
                | (~Q(kind=TableKind.RENT) & Q(authority=None)),
                name="debtadvice_table_board",
                violation_error_message=_("Reasonable rents belong to a board, the other amounts to none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.valid_from}"

    @property
    def known(self) -> dict[str, Decimal]:
        """Amounts by code."""
        return {code: Decimal(amount) for code, amount in self.amounts.items()}
