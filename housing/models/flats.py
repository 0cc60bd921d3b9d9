"""The board's own flats and who lives in them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AuthorityOwned
from accounts.querysets import AuthorityOwnedQuerySet
from cases.models import Household
from cases.querysets import OfHouseholdQuerySet
from core.constraints import NoOverlap
from housing.enums import FlatKind


class Flat(AuthorityOwned):
    """A flat that the board rents out: transitional (SHIS), emergency, trial or training."""

    kind = models.CharField(_("kind"), max_length=20, choices=FlatKind)
    address = models.CharField(_("address"), max_length=160)
    rooms = models.PositiveSmallIntegerField(_("rooms"), null=True, blank=True)
    monthly_rent_sek = models.DecimalField(_("rent a month in kronor"), max_digits=10, decimal_places=2)
    available_from = models.DateField(_("available from"))
    available_until = models.DateField(_("available until"), null=True, blank=True)

    objects = AuthorityOwnedQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("flat")
        verbose_name_plural = _("flats")
        ordering = ["address"]
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(available_until=None) | Q(available_until__gte=F("available_from")),
                name="housing_flat_availability",
                violation_error_message=_("The flat's last day is before its first."),
            ),
            models.CheckConstraint(
                condition=Q(monthly_rent_sek__gte=0),
                name="housing_flat_rent",
                violation_error_message=_("The rent can't be negative."),
            ),
        ]

    def __str__(self) -> str:
        return self.address


class Tenancy(AuthorityOwned):
    """A household's nights in a flat. Both nights are counted; no last night: ongoing."""

    flat = models.ForeignKey(Flat, on_delete=models.PROTECT, related_name="tenancies")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="tenancies")
    first_night = models.DateField(_("first night"))
    last_night = models.DateField(_("last night"), null=True, blank=True)

    objects = OfHouseholdQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("tenancy")
        verbose_name_plural = _("tenancies")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(last_night=None) | Q(last_night__gte=F("first_night")),
                name="housing_tenancy_nights",
                violation_error_message=_("The last night is before the first."),
            ),
            NoOverlap(
                name="housing_tenancy_no_overlap",
                key="flat",
                start="first_night",
                end="last_night",
                violation_error_message=_("The flat already has a tenant on one of those nights."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["household", "-first_night", "-id"],
                name="housing_tenancy_household",
            ),
            models.Index(fields=["flat", "first_night"], name="housing_tenancy_flat"),
        ]

    def __str__(self) -> str:
        return f"{self.first_night}–{self.last_night or ''}"
