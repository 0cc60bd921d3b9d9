"""Acute accommodation that the board pays for by the night or the month."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AuthorityOwned, Unit
from cases.models import Household
from core.append_only import AppendOnly
from housing.enums import PlacementEnd, PricePer
from housing.models.decisions import BoardDecision
from housing.models.providers import Provider
from housing.querysets import StayQuerySet


class Placement(AuthorityOwned):
    """A household's nights with a provider at one price. Both nights are counted; no last night: ongoing.

    A stay that goes on at another price or with another provider is a new row that `continues` this one. A
    row that never was true is annulled with a reason and counts nowhere; a wrong one is corrected, and
    `PlacementCorrection` keeps what it said before. `planned_last_night` is a plan and counts no nights.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="placements")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="placements")
    first_night = models.DateField(_("first night"))
    last_night = models.DateField(_("last night"), null=True, blank=True)
    planned_last_night = models.DateField(_("planned last night"), null=True, blank=True)
    price_sek = models.DecimalField(_("price in kronor"), max_digits=10, decimal_places=2)
    price_per = models.CharField(_("price per"), max_length=6, choices=PricePer)
    paying_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit that pays"),
    )
    decision = models.ForeignKey(
        BoardDecision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
        verbose_name=_("decision"),
    )
    continues = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="continued_by"
    )
    end_reason = models.CharField(_("why it ended"), max_length=20, choices=PlacementEnd, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    client_key = models.UUIDField(null=True, blank=True, editable=False)
    annulled_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = StayQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["authority", "client_key"], name="housing_placement_client_key"),
            models.CheckConstraint(
                condition=Q(last_night=None) | Q(last_night__gte=F("first_night")),
                name="housing_placement_nights",
                violation_error_message=_("The last night is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(planned_last_night=None) | Q(planned_last_night__gte=F("first_night")),
                name="housing_placement_planned",
                violation_error_message=_("The planned last night is before the first."),
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
                name="housing_placement_counted",
                condition=Q(annulled_at=None),
            ),
            # The board's ongoing ones, and those that ended lately.
            models.Index(fields=["authority", "last_night", "first_night"], name="housing_placement_board"),
        ]

    def __str__(self) -> str:
        return f"{self.first_night}–{self.last_night or ''}"


class PlacementCorrection(models.Model):
    """What a placement said before it was corrected or annulled, by whom and why. Never changed itself."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="corrections")
    # Field name to value, as text, before and after; an annulled placement has no `after`.
    before = models.JSONField()
    after = models.JSONField(default=dict, blank=True)
    reason = models.TextField(_("reason"))
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("correction of a placement")
        constraints = [AppendOnly(name="housing_correction_append_only")]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.corrected_at}"
