"""The debt case: stands alone, with or without a link to a household of ours."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Authority, AuthorityOwned
from cases.enums import Protection
from cases.models import Household
from core.names import search_key
from debtadvice.enums import CameFrom, CaseOutcome, CloseReason, Entry, Priority
from debtadvice.querysets import DebtCaseQuerySet, OfDebtCaseQuerySet

# Recommended by Konsumentverket: at most four weeks from the question to the first booked meeting.
LONGEST_WAIT_DAYS = 28


class DebtCaseSeries(models.Model):
    """The last number that a board gave out in a year. The row is locked while the next is taken."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "year"], name="debtadvice_series_year")]

    def __str__(self) -> str:
        return f"S{self.year}-{self.last:04d}"


class DebtCase(AuthorityOwned):
    """Advice to a person or household, known to us or not, or to somebody who stays nameless (SoL 13:2).

    Names stand here and nowhere else: a debt case is not found in the search for households, and a link to
    a household shows nothing of the case there without the client's consent.
    """

    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    case_number = models.CharField(_("number"), max_length=32, blank=True, editable=False)
    opened_on = models.DateField(_("opened"))
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    close_reason = models.CharField(_("closed because"), max_length=12, choices=CloseReason, blank=True)
    outcome = models.CharField(_("outcome"), max_length=14, choices=CaseOutcome, blank=True)
    has_housing_problem = models.BooleanField(_("housing problem"))
    entry = models.CharField(_("came by"), max_length=12, choices=Entry, blank=True)
    came_from = models.CharField(_("came from"), max_length=16, choices=CameFrom, blank=True)
    asked_on = models.DateField(_("asked for advice"), null=True, blank=True)
    first_offered_on = models.DateField(_("first offered time"), null=True, blank=True)
    has_children = models.BooleanField(_("children"), null=True, blank=True)
    children = models.PositiveSmallIntegerField(_("number of children"), null=True, blank=True)
    risks_eviction = models.BooleanField(_("risk of eviction"), default=False)
    blocks_takeover = models.BooleanField(_("debts stop a takeover"), default=False)
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    name_key = models.CharField(max_length=170, blank=True, editable=False)
    identity_number = models.CharField(_("identity number"), max_length=12, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    protected_identity = models.CharField(
        _("protected identity"), max_length=24, choices=Protection, default=Protection.NONE
    )
    client_key = models.UUIDField(null=True, blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["client_key", "name_key"])
    objects = DebtCaseQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("debt case")
        verbose_name_plural = _("debt cases")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "case_number"],
                condition=~Q(case_number=""),
                name="debtadvice_debtcase_number",
            ),
            models.UniqueConstraint(fields=["authority", "client_key"], name="debtadvice_debtcase_key"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="debtadvice_debtcase_days",
                violation_error_message=_("The case can't be closed before it was opened."),
            ),
            models.CheckConstraint(
                condition=Q(first_offered_on=None)
                | Q(asked_on=None)
                | Q(first_offered_on__gte=F("asked_on")),
                name="debtadvice_debtcase_wait",
                violation_error_message=_("The first offered time lies before the day they asked."),
            ),
        ]
        indexes = [
            models.Index(fields=["closed_on", "opened_on"], name="debtadvice_case_days"),
            models.Index(fields=["authority", "asked_on"], name="debtadvice_case_asked"),
            models.Index(fields=["authority", "-opened_on", "-id"], name="debtadvice_case_opened"),
            models.Index(fields=["household"], name="debtadvice_case_household"),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_key = search_key(f"{self.given_name} {self.family_name}")
        fields = kwargs.get("update_fields")
        if isinstance(fields, list | tuple | set) and {"given_name", "family_name"} & set(fields):
            kwargs["update_fields"] = [*fields, "name_key"]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came

    def get_absolute_url(self) -> str:
        return reverse("debtadvice:case", args=[self.pk])

    @property
    def number(self) -> str:
        """What pages and logs call it: its own number, or the reference that it was imported by."""
        return self.case_number or self.reference or f"#{self.pk}"

    @property
    def client_name(self) -> str:
        """The client's name; for somebody who has given none, that."""
        return f"{self.given_name} {self.family_name}".strip() or gettext("Has given no name")

    @property
    def is_named(self) -> bool:
        return bool(self.given_name or self.family_name)

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def is_protected(self) -> bool:
        return self.protected_identity != Protection.NONE

    @property
    def priorities(self) -> list[Priority]:
        """Every group that the case belongs to, the most urgent one first."""
        facts = {
            Priority.EVICTION: self.risks_eviction,
            Priority.CHILDREN: bool(self.has_children),
            Priority.TAKEOVER: self.blocks_takeover,
        }
        return [group for group, is_so in facts.items() if is_so]

    def days_waited(self, today: date) -> int | None:
        """Days from the question to the first offered time, or to today; None where nobody has asked."""
        if self.asked_on is None:
            return None
        return max(((self.first_offered_on or self.closed_on or today) - self.asked_on).days, 0)

    def has_waited_long(self, today: date) -> bool:
        return (self.days_waited(today) or 0) > LONGEST_WAIT_DAYS


class EarlierClosure(models.Model):
    """A time that the case was closed and then reopened: not open from `closed_on` till `reopened_on`.

    It is open on the day that it was closed and again from the day that it was reopened.
    """

    case = models.ForeignKey(DebtCase, on_delete=models.PROTECT, related_name="closures")
    closed_on = models.DateField(_("closed"))
    close_reason = models.CharField(_("closed because"), max_length=12, choices=CloseReason, blank=True)
    outcome = models.CharField(_("outcome"), max_length=14, choices=CaseOutcome, blank=True)
    reopened_on = models.DateField(_("reopened"))
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfDebtCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("earlier closure")
        constraints = [
            models.CheckConstraint(
                condition=Q(reopened_on__gte=F("closed_on")),
                name="debtadvice_closure_days",
                violation_error_message=_("The case can't be reopened before it was closed."),
            )
        ]
        indexes = [models.Index(fields=["case", "closed_on"], name="debtadvice_closure_case")]

    def __str__(self) -> str:
        return f"{self.closed_on}–{self.reopened_on}"
