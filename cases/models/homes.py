"""A home of one's own: where the way leads."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import AuthorityOwned
from cases.enums import HomeContract
from cases.models.household import Household
from cases.querysets import OfHouseholdQuerySet


class Home(AuthorityOwned):
    """A move to housing that the household itself holds. An unnamed municipality is unknown, not ours."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="homes")
    moved_in_on = models.DateField(_("moved in"))
    contract = models.CharField(_("contract"), max_length=20, choices=HomeContract)
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)

    objects = OfHouseholdQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("home")
        verbose_name_plural = _("homes")
        indexes = [
            models.Index(fields=["household", "-moved_in_on", "-id"], name="cases_home_household"),
            models.Index(fields=["moved_in_on", "contract"], name="cases_home_moved"),
        ]

    def __str__(self) -> str:
        return f"{self.contract} {self.moved_in_on}"
