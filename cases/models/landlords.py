"""Landlords, what they ask for, how they were checked, and the homes that they let."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import AuthorityOwned
from accounts.querysets import AuthorityOwnedQuerySet
from cases.querysets import VacancyQuerySet
from cases.search_enums import (
    CheckResult,
    CheckSource,
    LandlordContactKind,
    LandlordKind,
    VacancyEnd,
    VacancySource,
)


def _yes_no(label: Any) -> "models.BooleanField[bool | None, bool | None]":
    """Yes, no, or NULL: nobody has asked. Unknown is never no."""
    return models.BooleanField(label, null=True, blank=True)


class Landlord(AuthorityOwned):
    """Somebody who lets homes, in Stockholm or elsewhere, and what they ask of a tenant.

    `income_times_rent`: the income has to be so many times the rent; None: not known or not asked for.
    """

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind of landlord"), max_length=12, choices=LandlordKind, blank=True)
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    contact_person = models.CharField(_("contact person"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("web address"), blank=True)
    requires_own_income = _yes_no(_("asks for an income of one's own"))
    accepts_income_support = _yes_no(_("accepts income support"))
    requires_references = _yes_no(_("asks for references"))
    accepts_default_record = _yes_no(_("accepts a payment default record"))
    income_times_rent = models.DecimalField(
        _("income, times the rent"),
        max_digits=3,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.5"))],
    )
    note = models.TextField(_("note"), blank=True, max_length=2000)
    is_active = models.BooleanField(default=True)

    history = HistoricalRecords()
    objects = AuthorityOwnedQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("landlord")
        verbose_name_plural = _("landlords")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "name", "municipality"],
                name="cases_landlord_name",
                violation_error_message=_("The landlord is in the list already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cases:landlord", args=[self.pk])


class LandlordContact(models.Model):
    """A contact with a landlord that is about no single household."""

    landlord = models.ForeignKey(Landlord, on_delete=models.PROTECT, related_name="contacts")
    on_day = models.DateField(_("day"))
    kind = models.CharField(_("how"), max_length=10, choices=LandlordContactKind)
    note = models.TextField(_("note"), max_length=2000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("contact with a landlord")
        verbose_name_plural = _("contacts with landlords")
        indexes = [models.Index(fields=["landlord", "-on_day", "-id"], name="cases_landlord_contacts")]

    def __str__(self) -> str:
        return f"{self.landlord_id} {self.on_day}"


class LandlordCheck(models.Model):
    """That somebody looked a landlord up: when, where, and what it said then."""

    landlord = models.ForeignKey(Landlord, on_delete=models.PROTECT, related_name="checks")
    checked_on = models.DateField(_("checked"))
    source = models.CharField(_("where"), max_length=20, choices=CheckSource)
    result = models.CharField(_("result"), max_length=10, choices=CheckResult)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("check of a landlord")
        verbose_name_plural = _("checks of landlords")
        indexes = [models.Index(fields=["landlord", "-checked_on", "-id"], name="cases_landlord_checks")]

    def __str__(self) -> str:
        return f"{self.landlord_id} {self.checked_on}"


class Vacancy(AuthorityOwned):
    """A home to let. `apply_by`: the last day for applying; `ended_on`: it is to let no more."""

    landlord = models.ForeignKey(
        Landlord,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="vacancies",
        verbose_name=_("landlord"),
    )
    address = models.CharField(_("address"), max_length=160)
    municipality = models.CharField(_("municipality"), max_length=80)
    rooms = models.DecimalField(
        _("rooms"), max_digits=3, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(1)]
    )
    area_m2 = models.PositiveSmallIntegerField(_("square metres"), null=True, blank=True)
    rent_sek = models.DecimalField(
        _("rent a month"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    available_from = models.DateField(_("to move into from"), null=True, blank=True)
    apply_by = models.DateField(_("apply by"), null=True, blank=True)
    source = models.CharField(_("found"), max_length=10, choices=VacancySource)
    website = models.URLField(_("web address"), blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    found_on = models.DateField(_("found on"))
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=10, choices=VacancyEnd, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = HistoricalRecords()
    objects = VacancyQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("vacant home")
        verbose_name_plural = _("vacant homes")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="")
                | (Q(ended_on__gte=F("found_on")) & ~Q(end_reason="")),
                name="cases_vacancy_ended",
                violation_error_message=_("It can't end before it was found."),
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "ended_on", "-found_on", "-id"], name="cases_vacancy_open"),
        ]

    def __str__(self) -> str:
        return f"{self.address}, {self.municipality}"

    def get_absolute_url(self) -> str:
        return reverse("cases:vacancy", args=[self.pk])
