"""Debt restructuring (skuldsanering): conditions, application, decision, five years, yearly follow-ups."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from debtadvice.enums import Condition, RestructuringEnd, RestructuringState
from debtadvice.models.cases import DebtCase
from debtadvice.models.economy import Debt, TakenBack, sek
from debtadvice.querysets import OfDebtCaseQuerySet, OfRestructuringQuerySet, RestructuringPaymentQuerySet

OPEN_STATES = (RestructuringState.PREPARING, RestructuringState.APPLIED, RestructuringState.GRANTED)


class Restructuring(models.Model):
    """One attempt at debt restructuring. The Enforcement Authority decides; the advice helps (SoL 13:2)."""

    case = models.ForeignKey(DebtCase, on_delete=models.PROTECT, related_name="restructurings")
    state = models.CharField(max_length=10, choices=RestructuringState, default=RestructuringState.PREPARING)
    begun_on = models.DateField(_("begun"))
    applied_on = models.DateField(_("applied"), null=True, blank=True)
    decided_on = models.DateField(_("decided"), null=True, blank=True)
    enforcement_reference = models.CharField(
        _("the Enforcement Authority's number"), max_length=40, blank=True
    )
    money_sek = sek(_("amount a month"), null=True, blank=True)
    first_month = models.DateField(_("first month"), null=True, blank=True)
    last_month = models.DateField(_("last month"), null=True, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    end_reason = models.CharField(_("ended because"), max_length=10, choices=RestructuringEnd, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfDebtCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("debt restructuring")
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=OPEN_STATES),
                name="debtadvice_restructuring_one",
                violation_error_message=_("A debt restructuring goes on already."),
            ),
            models.CheckConstraint(
                condition=~Q(state=RestructuringState.GRANTED)
                | Q(money_sek__isnull=False, first_month__isnull=False, last_month__gte=F("first_month")),
                name="debtadvice_restructuring_plan",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(applied_on=None) | Q(decided_on__gte=F("applied_on")),
                name="debtadvice_restructuring_days",
                violation_error_message=_("The decision lies before the application."),
            ),
        ]
        indexes = [
            models.Index(fields=["applied_on"], name="debtadvice_restr_applied"),
            models.Index(fields=["state", "decided_on"], name="debtadvice_restr_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class ConditionCheck(models.Model):
    """Whether a condition is met and on what evidence; `is_met` is None where it is not known."""

    restructuring = models.ForeignKey(Restructuring, on_delete=models.PROTECT, related_name="checks")
    condition = models.CharField(max_length=10, choices=Condition)
    is_met = models.BooleanField(_("is met"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=400, blank=True)

    objects = OfRestructuringQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["restructuring", "condition"], name="debtadvice_check_once")
        ]

    def __str__(self) -> str:
        return self.condition


class RestructuringShare(models.Model):
    """What a creditor gets by the decision, as the debt was then. It stays whatever becomes of the debt."""

    restructuring = models.ForeignKey(Restructuring, on_delete=models.PROTECT, related_name="shares")
    debt = models.ForeignKey(Debt, on_delete=models.PROTECT, related_name="+")
    owed_sek = sek(_("debt"))
    month_sek = sek(_("each month"))
    total_sek = sek(_("gets in all"))

    objects = OfRestructuringQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["restructuring", "debt"], name="debtadvice_share_once"),
            models.CheckConstraint(
                condition=Q(month_sek__gte=0, total_sek__gte=0, owed_sek__gte=F("total_sek")),
                name="debtadvice_share_amounts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def written_off_sek(self) -> Decimal:
        return self.owed_sek - self.total_sek


class RestructuringPayment(TakenBack):
    """What was paid to the Enforcement Authority for a month of the plan (skuldsaneringslagen 38 §)."""

    restructuring = models.ForeignKey(Restructuring, on_delete=models.PROTECT, related_name="payments")
    month = models.DateField(_("month"))
    paid_on = models.DateField(_("paid"))
    amount_sek = sek(_("amount"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField(null=True, blank=True, editable=False)

    objects = RestructuringPaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment of debt restructuring")
        constraints = [
            models.UniqueConstraint(fields=["restructuring", "client_key"], name="debtadvice_restr_paid_key"),
            models.CheckConstraint(condition=Q(amount_sek__gt=0), name="debtadvice_restr_paid_positive"),
        ]
        indexes = [models.Index(fields=["restructuring", "month"], name="debtadvice_restr_paid")]

    def __str__(self) -> str:
        return f"{self.month}"


class RestructuringFollowUp(models.Model):
    """Once a year the plan is gone through: what has been paid, and whether it has to be changed."""

    restructuring = models.ForeignKey(Restructuring, on_delete=models.PROTECT, related_name="follow_ups")
    due_on = models.DateField(_("due"))
    done_on = models.DateField(_("done"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfRestructuringQuerySet.as_manager()

    class Meta:
        verbose_name = _("yearly follow-up")
        constraints = [
            models.UniqueConstraint(fields=["restructuring", "due_on"], name="debtadvice_restr_due_once"),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None) | Q(done_on__isnull=False, done_by__isnull=False),
                name="debtadvice_restr_done",
            ),
        ]
        indexes = [models.Index(fields=["done_on", "due_on"], name="debtadvice_restr_due")]

    def __str__(self) -> str:
        return f"{self.due_on}"

    def is_late(self, today: date) -> bool:
        return self.done_on is None and self.due_on < today
