"""The work plan (arbetsplan): goals and steps that are agreed with the client, with every version kept."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Authority, Unit
from cases.enums import PlanOwner, StepState
from cases.models.household import Household
from cases.querysets import OfHouseholdQuerySet, PlanStepQuerySet

LONGEST_LINE = 300
LONGEST_ABOUT = 2000


class WorkPlan(models.Model):
    """The household's one plan, which lives as long as the case. `language` is the client's copy's."""

    household = models.OneToOneField(Household, on_delete=models.PROTECT, related_name="work_plan")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="sv")
    about = models.TextField(_("what the household wants"), blank=True, max_length=LONGEST_ABOUT)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfHouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("work plan")
        verbose_name_plural = _("work plans")

    def __str__(self) -> str:
        return f"{self.household_id} v{self.version}"


class PlanGoal(models.Model):
    """Something that the household wants to reach. `key` is made by the page that writes it first."""

    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="goals")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("goal"), max_length=LONGEST_LINE)

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="cases_plangoal_key")]

    def __str__(self) -> str:
        return str(self.key)


class PlanStep(models.Model):
    """What somebody is to do towards a goal, by a day or by none.

    `assigned_to` is set when it was handed over to a colleague; else whoever is responsible for the
    household sees to it that it is done, whosever it is to do.
    """

    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="steps")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(PlanGoal, on_delete=models.PROTECT, related_name="steps")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("step"), max_length=LONGEST_LINE)
    whose = models.CharField(pgettext_lazy("step", "whose"), max_length=16, choices=PlanOwner)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    due_on = models.DateField(pgettext_lazy("step", "by"), null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=StepState, default=StepState.OPEN)
    note = models.TextField(pgettext_lazy("step", "note"), blank=True)
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PlanStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="cases_planstep_key"),
            models.CheckConstraint(
                condition=Q(unit=None) | Q(whose=PlanOwner.OTHER_UNIT), name="cases_planstep_unit"
            ),
            models.CheckConstraint(
                condition=Q(state=StepState.OPEN, settled_on=None, settled_by=None)
                | (~Q(state=StepState.OPEN) & Q(settled_on__isnull=False, settled_by__isnull=False)),
                name="cases_planstep_settled",
            ),
        ]
        indexes = [
            models.Index(
                fields=["household", "due_on"], condition=Q(state=StepState.OPEN), name="cases_planstep_open"
            ),
            models.Index(
                fields=["assigned_to", "due_on"],
                condition=Q(state=StepState.OPEN, assigned_to__isnull=False),
                name="cases_planstep_whose",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on} {self.state}"


class PlanVersion(models.Model):
    """What a plan said after each saving, and on which day the client agreed to just that.

    `content` is the flat text that two writers' changes are compared by (cases.plan_content).
    """

    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField(_("agreed"), null=True, blank=True)
    agreed_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("version of a work plan")
        verbose_name_plural = _("versions of work plans")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="cases_planversion_once"),
            models.CheckConstraint(
                condition=Q(agreed_on=None, agreed_recorded_by=None)
                | Q(agreed_on__isnull=False, agreed_recorded_by__isnull=False),
                name="cases_planversion_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"
