"""The debt case: stands alone, with or without a link to a household of ours."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AuthorityOwned
from cases.models import Household
from debtadvice.enums import Entry
from debtadvice.querysets import DebtCaseQuerySet


class DebtCase(AuthorityOwned):
    """Advice to a person or household, known to us or not (SoL 13:2)."""

    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_on = models.DateField(_("opened"))
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    has_housing_problem = models.BooleanField(_("housing problem"))
    entry = models.CharField(_("came by"), max_length=12, choices=Entry, blank=True)
    has_children = models.BooleanField(_("children"), null=True, blank=True)

    objects = DebtCaseQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("debt case")
        verbose_name_plural = _("debt cases")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="debtadvice_debtcase_days",
                violation_error_message=_("The case can't be closed before it was opened."),
            ),
        ]
        indexes = [models.Index(fields=["closed_on", "opened_on"], name="debtadvice_case_days")]

    def __str__(self) -> str:
        return str(self.pk)
