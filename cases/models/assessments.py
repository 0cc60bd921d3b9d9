"""The assessment (kartläggning): one living page of facts about a household, with every version kept."""

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import AuthorityOwned
from cases.enums import Cause, HousingNow, IncomeSource, SubstanceAbuse, SupportNeed
from cases.models.household import Household
from cases.querysets import OfHouseholdQuerySet

LONGEST_NOTE = 5000


def _yes_no(label: Any) -> "models.BooleanField[bool | None, bool | None]":
    """Yes, no, or NULL: not known. Unknown is never no."""
    return models.BooleanField(label, null=True, blank=True)


def _note(label: Any) -> "models.TextField[str, str]":
    return models.TextField(label, blank=True, max_length=LONGEST_NOTE)


def _amount(label: Any) -> Any:
    return models.DecimalField(
        label, max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )


class Assessment(AuthorityOwned):
    """What is known of a household as of `saved_at`. Everything may be unknown.

    Each saving is a new `version`, kept whole in the history. Debts are facts that the household tells;
    the debt adviser's file is another. Causes and needs lie in `SensitiveAssessment`.
    """

    household = models.OneToOneField(Household, on_delete=models.PROTECT, related_name="assessment")
    version = models.PositiveIntegerField(default=1)

    housing_now = models.CharField(_("lives now"), max_length=16, choices=HousingNow, blank=True)
    housing_until = models.DateField(_("can stay until"), null=True, blank=True)
    other_options_exhausted = _yes_no(_("other possibilities are exhausted"))
    settled_on = models.DateField(_("came to the district"), null=True, blank=True)
    moves_last_year = models.PositiveSmallIntegerField(_("moves in the last year"), null=True, blank=True)
    housing_note = _note(_("about the housing"))

    income_source = models.CharField(_("lives on"), max_length=16, choices=IncomeSource, blank=True)
    has_own_income = _yes_no(_("own income"))
    income_sek = _amount(_("income a month"))
    income_note = _note(_("about the income"))

    rent_arrears = _yes_no(_("rent arrears"))
    rent_arrears_sek = _amount(_("rent arrears, amount"))
    other_debts = _yes_no(_("other debts"))
    pays_enforcement_authority = _yes_no(_("pays the Enforcement Authority every month"))
    has_default_record = _yes_no(_("payment default record"))
    debts_note = _note(_("about the debts"))

    in_housing_queue = _yes_no(_("in a housing queue"))
    queue_fee_paid = _yes_no(_("queue fee paid"))
    queues_note = _note(_("queues"))

    willing_to_move = _yes_no(_("willing to move"))
    able_to_move = _yes_no(_("able to move"))
    searches_elsewhere = _yes_no(_("searches in other municipalities"))
    where_to_move = models.CharField(_("where"), max_length=300, blank=True)
    has_references = _yes_no(_("references from landlords"))
    references_note = _note(_("about the references"))
    network_note = _note(_("network"))

    children_note = _note(_("children, school and daycare"))
    school_changes = models.PositiveSmallIntegerField(
        _("changes of school or daycare in the last year"), null=True, blank=True
    )
    other_interventions = _note(_("interventions of other units"))
    needs_interpreter = _yes_no(_("needs an interpreter"))

    first_saved_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = HistoricalRecords()
    objects = OfHouseholdQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(saved_at__gte=F("first_saved_at")), name="cases_assessment_saved"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} v{self.version}"


class SensitiveAssessment(models.Model):
    """Causes and needs, read by their own permission only: never searched, never in lists or exports.

    `substance_abuse` and `support_need` are "" where nobody knows.
    """

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="sensitive")
    causes = models.JSONField(_("causes"), default=list, blank=True)
    substance_abuse = models.CharField(
        _("substance abuse"), max_length=12, choices=SubstanceAbuse, blank=True
    )
    support_need = models.CharField(_("need of support"), max_length=12, choices=SupportNeed, blank=True)
    sensitive_note = _note(_("about causes and needs"))
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The version of the assessment with which this was saved.
    version = models.PositiveIntegerField()

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("causes and needs")
        verbose_name_plural = _("causes and needs")

    def __str__(self) -> str:
        return str(self.assessment_id)

    @property
    def cause_labels(self) -> list[str]:
        """The causes in words, in the order of the list."""
        return [str(cause.label) for cause in Cause if cause in self.causes]


# What the page asks for, in order: the facts, and those that need the permission assessment.causes.
FACTS: tuple[str, ...] = (
    "housing_now",
    "housing_until",
    "other_options_exhausted",
    "settled_on",
    "moves_last_year",
    "housing_note",
    "income_source",
    "has_own_income",
    "income_sek",
    "income_note",
    "rent_arrears",
    "rent_arrears_sek",
    "other_debts",
    "pays_enforcement_authority",
    "has_default_record",
    "debts_note",
    "in_housing_queue",
    "queue_fee_paid",
    "queues_note",
    "willing_to_move",
    "able_to_move",
    "searches_elsewhere",
    "where_to_move",
    "has_references",
    "references_note",
    "network_note",
    "children_note",
    "school_changes",
    "other_interventions",
    "needs_interpreter",
)
SENSITIVE_FACTS: tuple[str, ...] = ("causes", "substance_abuse", "support_need", "sensitive_note")
