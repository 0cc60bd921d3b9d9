"""Who sells nights, and what they cost from which day on."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AuthorityOwned
from accounts.querysets import AuthorityOwnedQuerySet
from housing.enums import PricePer, ProviderKind
from housing.querysets import DatedPriceQuerySet


class Provider(AuthorityOwned):
    """Somebody who sells nights: a hotel, a hostel, an emergency family home."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=30, choices=ProviderKind)
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=160, blank=True)
    note = models.TextField(_("note"), blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = AuthorityOwnedQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProviderPrice(models.Model):
    """A line of a provider's price list, from a first day to a last one (both included; none: still).

    `what` tells several lines of one provider apart ("family room"). The same line has one price a day.
    """

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="prices")
    what = models.CharField(_("what"), max_length=80, blank=True)
    price_sek = models.DecimalField(_("price in kronor"), max_digits=10, decimal_places=2)
    price_per = models.CharField(_("price per"), max_length=6, choices=PricePer)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"), null=True, blank=True)

    objects = DatedPriceQuerySet.as_manager()

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        constraints = [
            models.UniqueConstraint(fields=["provider", "what", "first_day"], name="housing_price_day"),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="housing_price_days",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(price_sek__gte=0),
                name="housing_price_amount",
                violation_error_message=_("The price can't be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.first_day}"

    def holds_on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)
