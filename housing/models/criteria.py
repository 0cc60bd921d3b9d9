"""The same criteria for everybody: versioned sets, and how each was judged for one application."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority
from housing.enums import Accommodation, CriterionOutcome
from housing.models.applications import Application


class CriteriaSet(models.Model):
    """The criteria of a board for one kind of accommodation, from a day on. A change is a new version."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    accommodation = models.CharField(_("for"), max_length=20, choices=Accommodation)
    version = models.PositiveSmallIntegerField(_("version"))
    valid_from = models.DateField(_("from"))
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("criteria")
        ordering = ["accommodation", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "accommodation", "version"], name="housing_criteriaset_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.accommodation} {self.version}"


class Criterion(models.Model):
    """One question of a set. `evidence` names the rule of housing.eligibility that looks for an answer.

    A required one that is not passed keeps a household out; the others weigh in the judgement.
    """

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    text = models.CharField(_("criterion"), max_length=200)
    help_text = models.CharField(_("how it is judged"), max_length=300, blank=True)
    evidence = models.CharField(max_length=40, blank=True)
    is_required = models.BooleanField(_("required"), default=False)

    class Meta:
        verbose_name = _("criterion")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "code"], name="housing_criterion_code")
        ]

    def __str__(self) -> str:
        return self.code


class Judgement(models.Model):
    """A person's judgement of one criterion for one application, with the evidence as it stood then."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="judgements")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("judgement"), max_length=8, choices=CriterionOutcome)
    note = models.CharField(_("note"), max_length=300, blank=True)
    evidence_outcome = models.CharField(max_length=8, choices=CriterionOutcome, blank=True)
    evidence_text = models.CharField(max_length=300, blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        verbose_name = _("judgement")
        constraints = [
            models.UniqueConstraint(fields=["application", "criterion"], name="housing_judgement_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=CriterionOutcome.values), name="housing_judgement_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.outcome}"
