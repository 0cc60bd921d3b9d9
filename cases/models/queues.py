"""Housing queues that a household stands in, their fees, and applications to go before others."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import AuthorityOwned
from cases.models.household import Household
from cases.models.people import Person
from cases.querysets import OfHouseholdQuerySet, QueueQuerySet
from cases.search_enums import PriorityGround, PriorityResult, QueueEnd

LONGEST_GRACE_MONTHS = 60


class HousingQueue(AuthorityOwned):
    """A registration in a queue. `person`: whose it is, since many queues are personal; None: not noted.

    `grace_months`: so long after its due day a fee may be paid before the time is lost; None: not known.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="queues")
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("in whose name"),
    )
    agency = models.CharField(_("queue"), max_length=100)
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    member_number = models.CharField(_("member number"), max_length=40, blank=True)
    registered_on = models.DateField(_("registered"))
    fee_sek = models.DecimalField(
        _("fee a year"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    grace_months = models.PositiveSmallIntegerField(_("months until the time is lost"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=10, choices=QueueEnd, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = HistoricalRecords()
    objects = QueueQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("housing queue")
        verbose_name_plural = _("housing queues")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="")
                | (Q(ended_on__gte=F("registered_on")) & ~Q(end_reason="")),
                name="cases_housingqueue_ended",
                violation_error_message=_("The registration can't end before it began."),
            ),
        ]
        indexes = [
            models.Index(fields=["household", "ended_on", "registered_on"], name="cases_queue_household"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.registered_on}"


class QueueFee(models.Model):
    """A fee that falls due, and when it was paid. A queue has at most one unpaid fee: the next one."""

    queue = models.ForeignKey(HousingQueue, on_delete=models.PROTECT, related_name="fees")
    due_on = models.DateField(_("due"))
    amount_sek = models.DecimalField(_("amount"), max_digits=8, decimal_places=2, null=True, blank=True)
    paid_on = models.DateField(_("paid"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("queue fee")
        verbose_name_plural = _("queue fees")
        constraints = [
            models.UniqueConstraint(fields=["queue", "due_on"], name="cases_queuefee_due"),
            models.UniqueConstraint(
                fields=["queue"], condition=Q(paid_on=None), name="cases_queuefee_one_unpaid"
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(paid_on=None), name="cases_queuefee_unpaid"),
        ]

    def __str__(self) -> str:
        return f"{self.queue_id} {self.due_on}"


class PriorityApplication(AuthorityOwned):
    """An application to go before others in a queue (förtur), and what came of it."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="priority_applications")
    agency = models.CharField(_("queue"), max_length=100)
    applied_on = models.DateField(_("applied"))
    ground = models.CharField(_("grounds"), max_length=10, choices=PriorityGround)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    result = models.CharField(
        _("result"), max_length=10, choices=PriorityResult, default=PriorityResult.WAITING
    )
    result_on = models.DateField(_("answered"), null=True, blank=True)
    result_note = models.TextField(_("about the answer"), blank=True, max_length=2000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = HistoricalRecords()
    objects = OfHouseholdQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("application for priority")
        verbose_name_plural = _("applications for priority")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(result=PriorityResult.WAITING, result_on=None)
                | (~Q(result=PriorityResult.WAITING) & Q(result_on__gte=F("applied_on"))),
                name="cases_priority_answered",
                violation_error_message=_("The answer can't have come before the application."),
            ),
            models.UniqueConstraint(
                fields=["household", "agency"],
                condition=Q(result=PriorityResult.WAITING),
                name="cases_priority_one_waiting",
                violation_error_message=_("An application to that queue waits for its answer already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.applied_on}"
