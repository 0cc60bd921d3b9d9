"""How the work is kept going: who is away, when a household counts as silent, which programme it is in."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Authority
from accounts.querysets import AuthorityOwnedQuerySet
from cases.enums import HOUSED, HandedKind, IntervalUnit
from cases.models.household import Household
from cases.querysets import ProgrammeQuerySet


class SilenceLimit(models.Model):
    """From a day on, a household in that situation without contact for more days is silent; 0: never.

    Beside the five situations: NO_SITUATION and HOUSED.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    situation = models.PositiveSmallIntegerField(_("situation"))
    days = models.PositiveSmallIntegerField(_("days"))
    valid_from = models.DateField(_("from"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AuthorityOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("limit of silence")
        verbose_name_plural = _("limits of silence")
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "situation", "valid_from"], name="cases_silencelimit_once"
            ),
            models.CheckConstraint(condition=Q(situation__lte=HOUSED), name="cases_silencelimit_situation"),
        ]

    def __str__(self) -> str:
        return f"{self.situation}: {self.days}"


class Absence(models.Model):
    """Somebody is away from a day to a day, both included, and a colleague sees to what is theirs.

    Cancelled, what was handed over and is still to be done went back.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who is away")
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("hands over to")
    )
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AuthorityOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="cases_absence_days",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(condition=~Q(user=F("substitute")), name="cases_absence_two"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="cases_absence_cancelled",
            ),
        ]
        indexes = [models.Index(fields=["authority", "last_day"], name="cases_absence_coming")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.first_day}"


class HandedOver(models.Model):
    """One thing that an absence handed over, and whose it was before (None: of whoever is responsible)."""

    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="handed")
    kind = models.CharField(max_length=10, choices=HandedKind)
    object_id = models.PositiveBigIntegerField()
    before = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("handed over")
        verbose_name_plural = _("handed over")
        constraints = [
            models.UniqueConstraint(fields=["absence", "kind", "object_id"], name="cases_handedover_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Programme(models.Model):
    """A label with a rhythm of its own, as the fifteen families' programme of the 2014 report."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(pgettext_lazy("programme", "name"), max_length=80)
    interval_unit = models.CharField(_("weeks or months"), max_length=8, choices=IntervalUnit)
    interval = models.PositiveSmallIntegerField(_("every"))
    is_active = models.BooleanField(_("in use"), default=True)

    objects = AuthorityOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "name"],
                name="cases_programme_name",
                violation_error_message=_("There is a programme of that name already."),
            ),
            models.CheckConstraint(condition=Q(interval__gte=1), name="cases_programme_interval"),
        ]

    def __str__(self) -> str:
        return self.name


class ProgrammeTime(models.Model):
    """A household's time in a programme, from a first day to a last one, both included."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="programme_times")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="times")
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"), null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("time in a programme")
        verbose_name_plural = _("times in programmes")
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="cases_programmetime_days",
                violation_error_message=_("The last day is before the first."),
            ),
            models.UniqueConstraint(
                fields=["household", "programme"],
                condition=Q(last_day=None),
                name="cases_programmetime_open",
                violation_error_message=_("The household is in the programme already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id}: {self.programme_id}"


class DigestSent(models.Model):
    """Somebody's weekly mail of a week: one at most, whatever the clock or the queue does."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    monday = models.DateField()

    class Meta:
        verbose_name = _("weekly mail")
        verbose_name_plural = _("weekly mails")
        constraints = [models.UniqueConstraint(fields=["user", "monday"], name="cases_digestsent_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.monday}"
