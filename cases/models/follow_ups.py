"""Follow-ups: what is to be done with a household on a day, once or in a series."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority
from cases.enums import FollowUpKind, FollowUpState, IntervalUnit
from cases.models.household import Household
from cases.querysets import FollowUpQuerySet, OfHouseholdQuerySet

LONGEST_ORIGIN = 80
# Of the series that begin by themselves.
STANDING_ORIGIN = "cases.standing"


class FollowUpSeries(models.Model):
    """A rhythm in which a household is followed up. Planned again, it is changed and not doubled.

    `origin` names what made it ("housing.tenancy:12"); `created_by` None: it began by itself. From `ended_on`
    on there are no more days; `stopped_by`: somebody wanted no more, and it does not begin by itself again.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="follow_up_series")
    kind = models.CharField(_("kind"), max_length=24, choices=FollowUpKind)
    interval_unit = models.CharField(_("weeks or months"), max_length=8, choices=IntervalUnit)
    interval = models.PositiveSmallIntegerField(_("every"))
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("to"), null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("whose"),
    )
    origin = models.CharField(max_length=LONGEST_ORIGIN)
    ended_on = models.DateField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfHouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("series of follow-ups")
        verbose_name_plural = _("series of follow-ups")
        constraints = [
            models.UniqueConstraint(fields=["household", "kind", "origin"], name="cases_series_origin"),
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=F("first_on")),
                name="cases_series_days",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(interval__gte=1),
                name="cases_series_interval",
                violation_error_message=_("A series comes back every week at the most often."),
            ),
            models.CheckConstraint(
                condition=Q(stopped_by=None) | Q(ended_on__isnull=False), name="cases_series_stopped"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id}: {self.kind}"

    @property
    def rhythm(self) -> str:
        """How often it comes back, in words."""
        if self.interval_unit == IntervalUnit.WEEKS:
            often = {1: _("every week"), 2: _("every second week")}
            return str(often.get(self.interval, _("every %(n)sth week"))) % {"n": self.interval}
        often = {1: _("every month"), 2: _("every second month")}
        return str(often.get(self.interval, _("every %(n)sth month"))) % {"n": self.interval}


class FollowUp(models.Model):
    """One follow-up. `planned_on` is the series' own day; it is due on `due_on`, moved or not.

    Assigned to nobody it is for whoever is responsible for the household. `is_withdrawn`: it was cancelled
    with its plan, not by a choice about this day, so it comes back if the plan does.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="follow_ups")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(
        FollowUpSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    planned_on = models.DateField()
    due_on = models.DateField(_("due"))
    kind = models.CharField(_("kind"), max_length=24, choices=FollowUpKind, default=FollowUpKind.OTHER)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("whose"),
    )
    origin = models.CharField(max_length=LONGEST_ORIGIN, blank=True)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(max_length=10, choices=FollowUpState, default=FollowUpState.OPEN)
    is_withdrawn = models.BooleanField(default=False)
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.UniqueConstraint(fields=["series", "planned_on"], name="cases_followup_series_day"),
            models.UniqueConstraint(
                fields=["household", "kind", "origin", "due_on"],
                condition=Q(state=FollowUpState.OPEN),
                name="cases_followup_open_once",
                violation_error_message=_("The household has that follow-up on that day already."),
            ),
            models.CheckConstraint(
                condition=Q(state=FollowUpState.OPEN, settled_on=None, settled_by=None, is_withdrawn=False)
                | (~Q(state=FollowUpState.OPEN) & Q(settled_on__isnull=False, settled_by__isnull=False)),
                name="cases_followup_settled",
            ),
        ]
        indexes = [
            models.Index(
                fields=["assigned_to", "due_on"],
                condition=Q(state=FollowUpState.OPEN),
                name="cases_followup_whose",
            ),
            models.Index(fields=["household", "state", "due_on"], name="cases_followup_household"),
        ]

    def __str__(self) -> str:
        return f"{self.due_on} {self.kind}"
