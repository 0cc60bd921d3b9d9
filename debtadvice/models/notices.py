"""Landlords' notices to the board: what threatens somebody's home, and what was done."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority
from cases.models import Household
from debtadvice.clock import last_day_to_pay
from debtadvice.enums import NoticeKind, NoticeResult
from debtadvice.models.cases import DebtCase
from debtadvice.models.economy import sek
from debtadvice.querysets import NoticeQuerySet


class HomeNotice(models.Model):
    """A notice about somebody's home; of a household of ours, or of anybody in the district."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    case = models.ForeignKey(
        DebtCase, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    kind = models.CharField(_("what it tells"), max_length=12, choices=NoticeKind)
    name = models.CharField(_("who it concerns"), max_length=160, blank=True)
    landlord = models.CharField(_("landlord"), max_length=120)
    received_on = models.DateField(_("received"))
    served_on = models.DateField(_("served on the tenant"), null=True, blank=True)
    rent_month = models.DateField(_("rent of"), null=True, blank=True)
    amount_sek = sek(_("amount"), null=True, blank=True)
    eviction_on = models.DateField(_("eviction date"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=10, choices=NoticeResult, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField(null=True, blank=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("landlord's notice")
        constraints = [
            models.UniqueConstraint(fields=["authority", "client_key"], name="debtadvice_notice_key"),
            models.UniqueConstraint(
                fields=["household", "rent_month"],
                condition=Q(kind=NoticeKind.RENT_LATE, household__isnull=False, rent_month__isnull=False),
                name="debtadvice_notice_rent_once",
                violation_error_message=_("The late rent of that month is noted already."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, result="") | (Q(closed_on__isnull=False) & ~Q(result="")),
                name="debtadvice_notice_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "closed_on", "received_on"], name="debtadvice_notice_open"),
            models.Index(fields=["household"], name="debtadvice_notice_household"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.received_on}"

    def get_absolute_url(self) -> str:
        return reverse("debtadvice:notice", args=[self.pk])

    @property
    def pays_by(self) -> date | None:
        """The last day to win the lease back by paying; None where the clock does not run."""
        if self.kind not in (NoticeKind.RENT_LATE, NoticeKind.TERMINATION):
            return None
        return last_day_to_pay(self.served_on, self.received_on)

    @property
    def deadline(self) -> date | None:
        """The next day on which the home may be lost."""
        days = [day for day in (self.pays_by, self.eviction_on) if day is not None]
        return min(days) if days else None

    def days_left(self, today: date) -> int | None:
        return None if self.deadline is None else (self.deadline - today).days


class NoticeAction(models.Model):
    """Something that was done about a notice."""

    notice = models.ForeignKey(HomeNotice, on_delete=models.PROTECT, related_name="actions")
    on_day = models.DateField(_("day"))
    note = models.TextField(_("what was done"))
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("action on a notice")
        indexes = [models.Index(fields=["notice", "-on_day"], name="debtadvice_notice_action")]

    def __str__(self) -> str:
        return f"{self.on_day}"
