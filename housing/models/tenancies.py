"""Who lives in the board's flats, and what happens during a stay."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AuthorityOwned
from cases.models import Household
from core.append_only import AppendOnly
from core.constraints import NoOverlap
from housing.enums import IncidentKind, NextSolution, Obstacle
from housing.models.decisions import BoardDecision
from housing.models.flats import Flat
from housing.querysets import OfTenancyQuerySet, StayQuerySet


class Tenancy(AuthorityOwned):
    """A household's nights in a flat, by sublease. Both nights are counted; no last night: ongoing.

    `fee_sek` is the client's monthly fee as agreed when the stay began. One that never was true is annulled
    with a reason (`TenancyCorrection`) and counts nowhere.
    """

    flat = models.ForeignKey(Flat, on_delete=models.PROTECT, related_name="tenancies")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="tenancies")
    first_night = models.DateField(_("first night"))
    last_night = models.DateField(_("last night"), null=True, blank=True)
    planned_last_night = models.DateField(_("planned last night"), null=True, blank=True)
    decision = models.ForeignKey(
        BoardDecision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tenancies",
        verbose_name=_("decision"),
    )
    fee_sek = models.DecimalField(
        _("the client's fee a month in kronor"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    contract_number = models.CharField(_("sublease number"), max_length=60, blank=True)
    waiver_approved_on = models.DateField(_("tenure waiver approved"), null=True, blank=True)
    waiver_expires_on = models.DateField(_("tenure waiver expires"), null=True, blank=True)
    next_solution = models.CharField(_("next solution"), max_length=20, choices=NextSolution, blank=True)
    next_solution_named = models.CharField(_("which one"), max_length=160, blank=True)
    next_solution_on = models.DateField(_("expected"), null=True, blank=True)
    moved_to = models.CharField(_("moved to"), max_length=20, choices=NextSolution, blank=True)
    moved_to_named = models.CharField(_("where"), max_length=160, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    annulled_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = StayQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=Q(planned_last_night=None) | Q(planned_last_night__gte=F("first_night")),
                name="housing_tenancy_planned",
                violation_error_message=_("The planned last night is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(fee_sek=None) | Q(fee_sek__gte=0),
                name="housing_tenancy_fee",
                violation_error_message=_("The fee can't be negative."),
            ),
            NoOverlap(
                name="housing_tenancy_no_overlap",
                key="flat",
                start="first_night",
                end="last_night",
                void="annulled_at",
                violation_error_message=_("The flat already has a tenant on one of those nights."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["household", "-first_night", "-id"],
                name="housing_tenancy_household",
            ),
            models.Index(fields=["flat", "first_night"], name="housing_tenancy_flat"),
            models.Index(fields=["authority", "last_night", "first_night"], name="housing_tenancy_board"),
        ]

    def __str__(self) -> str:
        return f"{self.first_night}–{self.last_night or ''}"


class TenancyRecord(models.Model):
    """Something recorded about a tenancy, by somebody, at a moment."""

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="%(class)ss")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OfTenancyQuerySet.as_manager()

    class Meta:
        abstract = True


class TenancyCorrection(TenancyRecord):
    """What a tenancy said before it was corrected or annulled, and why. Never changed itself."""

    before = models.JSONField()
    after = models.JSONField(default=dict, blank=True)
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("correction of a tenancy")
        constraints = [AppendOnly(name="housing_tenancycorrection_append_only")]

    def __str__(self) -> str:
        return f"{self.tenancy_id} {self.recorded_at}"


class StayExtension(TenancyRecord):
    """An authorised stay over the three months, through a night, for a reason, by one decision-maker."""

    last_night = models.DateField(_("through"))
    reason = models.TextField(_("reason"))
    authorised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    authorised_on = models.DateField()
    delegation_reference = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("extension over the limit")
        constraints = [AppendOnly(name="housing_stayextension_append_only")]

    def __str__(self) -> str:
        return f"{self.tenancy_id} {self.last_night}"


class KeyHandover(TenancyRecord):
    """Keys handed out to the tenant, and how many came back."""

    what = models.CharField(_("which keys"), max_length=80)
    count = models.PositiveSmallIntegerField(_("how many"))
    handed_out_on = models.DateField(_("handed out"))
    returned_on = models.DateField(_("returned"), null=True, blank=True)
    returned_count = models.PositiveSmallIntegerField(_("how many came back"), null=True, blank=True)
    returned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("keys")
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="housing_keys_count"),
            models.CheckConstraint(
                condition=Q(returned_on=None, returned_count=None)
                | Q(
                    returned_on__gte=F("handed_out_on"),
                    returned_count__isnull=False,
                    returned_count__lte=F("count"),
                ),
                name="housing_keys_returned",
                violation_error_message=_("No more keys come back than were handed out, and not before."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.handed_out_on}"


class Incident(TenancyRecord):
    """Something that went wrong during a stay."""

    happened_on = models.DateField(_("when"))
    kind = models.CharField(_("what"), max_length=12, choices=IncidentKind)
    note = models.TextField(_("what happened"))

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_on}"


class RentPayment(TenancyRecord):
    """The rent of one month: paid on a day. A month without a row is not paid; there is no ledger."""

    month = models.DateField(_("month"))  # its first day
    paid_on = models.DateField(_("paid"))

    class Meta:
        verbose_name = _("rent payment")
        constraints = [
            models.UniqueConstraint(fields=["tenancy", "month"], name="housing_rentpayment_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="housing_rentpayment_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.month}"


class LateRent(TenancyRecord):
    """That debt advice was told of the rent of a month that had not been paid. Once for each rent."""

    month = models.DateField(_("month"))  # its first day

    class Meta:
        verbose_name = _("late rent that was sent on")
        constraints = [
            models.UniqueConstraint(fields=["tenancy", "month"], name="housing_laterent_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="housing_laterent_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.month}"


class LimitCheck(TenancyRecord):
    """That whoever follows a stay in a transitional flat has looked at it on day 45, 60 or 75."""

    mark = models.PositiveSmallIntegerField(_("day"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("check of the three months")
        constraints = [models.UniqueConstraint(fields=["tenancy", "mark"], name="housing_limitcheck_mark")]

    def __str__(self) -> str:
        return f"{self.mark}"


class TakeoverObstacle(TenancyRecord):
    """What keeps the tenant from taking over the lease, from a day until it is out of the way."""

    kind = models.CharField(_("obstacle"), max_length=16, choices=Obstacle)
    note = models.TextField(_("note"), blank=True)
    noted_on = models.DateField(_("noted"))
    resolved_on = models.DateField(_("out of the way"), null=True, blank=True)

    class Meta:
        verbose_name = _("obstacle to taking over the lease")
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_on=None) | Q(resolved_on__gte=F("noted_on")),
                name="housing_obstacle_days",
                violation_error_message=_("It can't be out of the way before it was noted."),
            ),
            models.UniqueConstraint(
                fields=["tenancy", "kind"], condition=Q(resolved_on=None), name="housing_obstacle_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.noted_on}"
