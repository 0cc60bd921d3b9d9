"""Which units work with a household, and who is named on it, from which day to which."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from cases.enums import AccessKind
from cases.models.household import Household
from cases.querysets import DatedQuerySet


class HouseholdUnit(models.Model):
    """A unit's time with a household; several units at once are usual."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="unit_links")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="household_links")
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit that works with the household")
        verbose_name_plural = _("units that work with the household")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="cases_householdunit_days",
                violation_error_message=_("The last day is before the first."),
            ),
            models.UniqueConstraint(
                fields=["household", "unit", "first_day"],
                name="cases_householdunit_once",
                violation_error_message=_("The unit works with the household already."),
            ),
        ]
        indexes = [models.Index(fields=["unit", "household"], name="cases_householdunit_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.household_id}"


class NamedAccess(models.Model):
    """Somebody named on a household beside its project worker and caseworker.

    Emergency access (break-glass) is the same thing with a short time, a reason and a review.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="named_access")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=AccessKind, default=AccessKind.NAMED)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("person named on the household")
        verbose_name_plural = _("people named on the household")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="cases_namedaccess_days",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(kind=AccessKind.NAMED) | (~Q(reason="") & Q(last_day__isnull=False)),
                name="cases_namedaccess_reason",
            ),
        ]
        indexes = [models.Index(fields=["user", "household"], name="cases_namedaccess_user")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.household_id}"
