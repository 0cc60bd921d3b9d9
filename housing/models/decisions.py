"""What the Boråd decided on an application for temporary housing."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AuthorityOwned
from cases.models import Household
from cases.querysets import OfHouseholdQuerySet
from housing.enums import Outcome


class BoardDecision(AuthorityOwned):
    """A decision has one named decision-maker (KL 7:5), whoever else took part."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="board_decisions")
    applied_on = models.DateField(_("applied"))
    decided_on = models.DateField(_("decided"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    accommodation = models.CharField(_("accommodation"), max_length=60, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reason = models.TextField(_("reason"), blank=True)

    objects = OfHouseholdQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(decided_on__gte=F("applied_on")),
                name="housing_boarddecision_days",
                violation_error_message=_("The decision is dated before the application."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="housing_boarddecision_validity",
                violation_error_message=_("The decision ends before it begins."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["household", "-decided_on", "-id"],
                name="housing_decision_household",
            ),
            models.Index(fields=["decided_on", "outcome"], name="housing_decision_day"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.decided_on}"
