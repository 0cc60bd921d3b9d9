"""What was decided on an application for temporary housing, and by whom."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AuthorityOwned
from cases.models import Household
from cases.querysets import OfHouseholdQuerySet
from core.append_only import AppendOnly
from housing.enums import DelegatedArea, LegalBasis, MeetingPart, Outcome, PricePer
from housing.models.applications import Application
from housing.models.flats import Flat
from housing.models.providers import Provider


class Delegation(AuthorityOwned):
    """What somebody may decide on the board's behalf, from a day to a day (KL 7:5): one area a row."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations")
    area = models.CharField(_("may decide on"), max_length=14, choices=DelegatedArea)
    # The longest validity that its holder may decide on, in days; none: without limit.
    most_days = models.PositiveSmallIntegerField(_("for at most so many days"), null=True, blank=True)
    delegation_reference = models.CharField(_("reference in the delegation order"), max_length=120)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"), null=True, blank=True)

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["user", "area", "first_day"], name="housing_delegation_day"),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="housing_delegation_days",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.first_day}"


class BoardDecision(AuthorityOwned):
    """A decision has one named decision-maker (KL 7:5), whoever else took part (FL 31 §).

    One that was made here rests on an application and can't be changed afterwards, which the database sees
    to: a revocation or a replacement is a new decision that `replaces` it. Imported ones have none.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="board_decisions")
    applied_on = models.DateField(_("applied"))
    decided_on = models.DateField(_("decided"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    accommodation = models.CharField(_("accommodation"), max_length=60, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reason = models.TextField(_("reason"), blank=True)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    meeting = models.ForeignKey(
        "housing.BoardMeeting", on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    legal_basis = models.CharField(_("legal basis"), max_length=14, choices=LegalBasis, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    flat = models.ForeignKey(Flat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    price_sek = models.DecimalField(
        _("price in kronor"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    price_per = models.CharField(_("price per"), max_length=6, choices=PricePer, blank=True)
    follow_up_on = models.DateField(_("first follow-up"), null=True, blank=True)
    deferred_until = models.DateField(_("deferred until"), null=True, blank=True)
    presented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Taken by the delegate between meetings; the next meeting's minutes confirm it (AgendaItem.confirms).
    is_urgent = models.BooleanField(_("urgent"), default=False)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfHouseholdQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            AppendOnly(name="housing_boarddecision_append_only", frozen_when="application"),
            models.CheckConstraint(
                condition=Q(decided_on__gte=F("applied_on")),
                name="housing_boarddecision_days",
                violation_error_message=_("The decision is dated before the application."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="housing_boarddecision_validity",
                violation_error_message=_("The decision ends before it begins."),
            ),
            # Whoever comes second finds that it is decided; a later one has to say what it replaces.
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(outcome__in=["approved", "rejected"], replaces=None),
                name="housing_boarddecision_one_final",
                violation_error_message=_("The application is decided already."),
            ),
            models.CheckConstraint(
                condition=Q(application=None)
                | Q(decided_by__isnull=False, delegation__isnull=False, decided_at__isnull=False),
                name="housing_boarddecision_decider",
            ),
        ]
        indexes = [
            models.Index(
                fields=["household", "-decided_on", "-id"],
                name="housing_decision_household",
            ),
            models.Index(fields=["decided_on", "outcome"], name="housing_decision_day"),
            models.Index(fields=["authority", "-decided_on", "-id"], name="housing_decision_board"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.decided_on}"


class DecisionParticipant(models.Model):
    """Who took part in a decision without deciding, or kept out of it, frozen with it (FL 31 §)."""

    decision = models.ForeignKey(BoardDecision, on_delete=models.PROTECT, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(_("part"), max_length=10, choices=MeetingPart)
    is_recused = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "user"], name="housing_decisionparticipant_once"),
            AppendOnly(name="housing_decisionparticipant_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.user_id}"
