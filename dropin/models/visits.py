"""A visit: who came, what it was about, what comes next."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import AuthorityOwned
from cases.enums import Situation
from cases.models import Household, Person
from dropin.enums import HomelessTiming, NextStep, Place, Referrer, Topic, VisitKind
from dropin.querysets import VisitQuerySet


class Visit(AuthorityOwned):
    """Without a household it is anonymous; it can be attached to one later, with a trace in the audit log.

    `client_key` is made by the page: the same one sent twice is one visit. Times are local; imported
    visits know only their day.
    """

    household = models.ForeignKey(
        Household,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=VisitKind, default=VisitKind.DROP_IN)
    place = models.CharField(_("place"), max_length=20, choices=Place, default=Place.DESK)
    visited_on = models.DateField(_("day"))
    visited_at = models.TimeField(_("time"), null=True, blank=True)
    referred_by = models.CharField(_("referred by"), max_length=20, choices=Referrer, blank=True)
    homeless_timing = models.CharField(_("came"), max_length=8, choices=HomelessTiming, blank=True)
    situation = models.PositiveSmallIntegerField(_("situation now"), choices=Situation, null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    next_step = models.CharField(_("next step"), max_length=20, choices=NextStep, default=NextStep.NOTHING)
    referred_to = models.CharField(_("referred to"), max_length=120, blank=True)
    is_first = models.BooleanField(_("new household"), default=False)
    client_key = models.UUIDField(null=True, blank=True, editable=False)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    logged_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    attached_at = models.DateTimeField(null=True, blank=True, editable=False)
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    history = HistoricalRecords(excluded_fields=["client_key"])
    objects = VisitQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["authority", "client_key"], name="dropin_visit_client_key"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="dropin_visit_undone",
            ),
            models.CheckConstraint(
                condition=Q(attached_at=None, attached_by=None)
                | Q(attached_at__isnull=False, attached_by__isnull=False),
                name="dropin_visit_attached",
            ),
        ]
        indexes = [
            models.Index(
                fields=["household", "-visited_on", "-id"],
                name="dropin_visit_household",
            ),
            models.Index(fields=["authority", "-visited_on", "-id"], name="dropin_visit_day"),
            # The figures' two questions: the visits of a period, and whether a household came before.
            models.Index(
                fields=["visited_on", "household", "kind", "authority"],
                condition=Q(undone_at=None),
                name="dropin_visit_period",
            ),
            models.Index(
                fields=["household", "visited_on"], condition=Q(undone_at=None), name="dropin_visit_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.visited_on}"


class VisitTopic(models.Model):
    """One thing that a visit was about."""

    visit = models.ForeignKey(
        Visit,
        on_delete=models.CASCADE,  # a topic is a part of its visit
        related_name="topic_links",
    )
    topic = models.CharField(max_length=30, choices=Topic)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "topic"], name="dropin_visittopic_once")]

    def __str__(self) -> str:
        return self.topic


class VisitMember(models.Model):
    """A member of the household who was there."""

    visit = models.ForeignKey(
        Visit,
        on_delete=models.CASCADE,  # presence is a part of its visit
        related_name="present",
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "person"], name="dropin_visitmember_once")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.visit_id}"
