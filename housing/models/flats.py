"""The board's own flats: what they are, what they cost, and from whom they are rented."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority, AuthorityOwned
from housing.enums import FlatKind
from housing.querysets import FlatQuerySet


class Flat(AuthorityOwned):
    """A flat that the board rents out: transitional (SHIS), emergency, trial or training.

    `monthly_rent_sek` is the rent from the first day on; `FlatRent` holds what it became later.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=FlatKind)
    address = models.CharField(_("address"), max_length=160)
    rooms = models.PositiveSmallIntegerField(_("rooms"), null=True, blank=True)
    most_people = models.PositiveSmallIntegerField(_("room for at most"), null=True, blank=True)
    monthly_rent_sek = models.DecimalField(_("rent a month in kronor"), max_digits=10, decimal_places=2)
    available_from = models.DateField(_("available from"))
    available_until = models.DateField(_("available until"), null=True, blank=True)
    landlord = models.CharField(_("landlord"), max_length=120, blank=True)
    landlord_contact = models.CharField(_("landlord's contact"), max_length=160, blank=True)
    contract_number = models.CharField(_("contract number"), max_length=60, blank=True)
    # Of the board's own lease from the landlord; a tenant's waiver stands on the tenancy (JB 12:45 a).
    waiver_approved_on = models.DateField(_("tenure waiver approved"), null=True, blank=True)
    waiver_expires_on = models.DateField(_("tenure waiver expires"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = FlatQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=Q(waiver_expires_on=None)
                | Q(waiver_approved_on__isnull=False, waiver_expires_on__gte=F("waiver_approved_on")),
                name="housing_flat_waiver",
                violation_error_message=_("The waiver expires before it was approved."),
            ),
        ]
        indexes = [models.Index(fields=["authority", "kind", "address"], name="housing_flat_kind")]

    def __str__(self) -> str:
        return self.address

    def rent_on(self, day: date) -> Decimal:
        """The monthly rent in force on day. Reads the prefetched `rents` without a query."""
        changes = [rent for rent in self.rents.all() if rent.first_day <= day]
        latest = max(changes, key=lambda rent: rent.first_day, default=None)
        return latest.monthly_rent_sek if latest is not None else self.monthly_rent_sek


class FlatRent(models.Model):
    """The rent of a flat from a day on."""

    flat = models.ForeignKey(Flat, on_delete=models.PROTECT, related_name="rents")
    first_day = models.DateField(_("from"))
    monthly_rent_sek = models.DecimalField(_("rent a month in kronor"), max_digits=10, decimal_places=2)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("rent")
        constraints = [
            models.UniqueConstraint(fields=["flat", "first_day"], name="housing_flatrent_day"),
            models.CheckConstraint(
                condition=Q(monthly_rent_sek__gte=0),
                name="housing_flatrent_amount",
                violation_error_message=_("The rent can't be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day}"


class FeeSurcharge(models.Model):
    """What the client of a transitional flat pays beside the rent, in per cent of it, from a day on.

    For a board without a row: `housing.enums.DEFAULT_SURCHARGE_PERCENT`.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    percent = models.DecimalField(_("per cent"), max_digits=4, decimal_places=2)
    first_day = models.DateField(_("from"))
    reference = models.CharField(_("decided in"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("surcharge")
        constraints = [
            models.UniqueConstraint(fields=["authority", "first_day"], name="housing_surcharge_day"),
            # JB 12:55: at most 15 per cent for furniture.
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=15),
                name="housing_surcharge_percent",
                violation_error_message=_("The surcharge for furniture is between 0 and 15 per cent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent} {self.first_day}"
