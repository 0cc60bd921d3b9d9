"""Acute accommodation that the board pays for by the night or the month."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AuthorityOwned
from accounts.querysets import AuthorityOwnedQuerySet
from cases.models import Household
from cases.querysets import OfHouseholdQuerySet
from housing.enums import PricePer, ProviderKind


class Provider(AuthorityOwned):
    """Somebody who sells nights: a hotel, a hostel, an emergency family home."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=30, choices=ProviderKind)

    objects = AuthorityOwnedQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Placement(AuthorityOwned):
    """A household's nights with a provider. Both nights are counted; no last night: ongoing."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="placements")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="placements")
    first_night = models.DateField(_("first night"))
    last_night = models.DateField(_("last night"), null=True, blank=True)
    price_sek = models.DecimalField(_("price in kronor"), max_digits=10, decimal_places=2)
    price_per = models.CharField(_("price per"), max_length=6, choices=PricePer)

    objects = OfHouseholdQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(last_night=None) | Q(last_night__gte=F("first_night")),
                name="housing_placement_nights",
                violation_error_message=_("The last night is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(price_sek__gte=0),
                name="housing_placement_price",
                violation_error_message=_("The price can't be negative."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["household", "-first_night", "-id"],
                name="housing_placement_household",
            ),
            # All that the monthly figures read, so that they are counted in the index alone.
            models.Index(
                fields=["last_night", "first_night", "household", "price_per", "price_sek", "authority"],
                name="housing_placement_nights",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_night}–{self.last_night or ''}"
