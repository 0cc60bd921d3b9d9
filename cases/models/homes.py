"""A home of one's own: where the way leads, what goes with the move, and how it went afterwards."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import AuthorityOwned
from cases.enums import HomeContract, IncomeSource
from cases.models.household import Household
from cases.models.landlords import Landlord
from cases.models.leads import Lead
from cases.querysets import HomeQuerySet, OfHomeQuerySet
from cases.search_enums import MoveTask, TaskState

HAPPIEST = 5
LONGEST_ADDRESS = 160
# Begins the origin of the follow-ups that a home makes; its number comes after a colon.
HOME_ORIGIN = "cases.home"


class Home(AuthorityOwned):
    """A move to housing that the household itself holds. An unnamed municipality is unknown, not ours."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="homes")
    moved_in_on = models.DateField(_("moved in"))
    contract = models.CharField(_("contract"), max_length=20, choices=HomeContract)
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    # Empty for a household whose identity is protected, and kept in no history that would outlive that.
    address = models.CharField(_("address"), max_length=LONGEST_ADDRESS, blank=True)
    landlord = models.ForeignKey(
        Landlord,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="homes",
        verbose_name=_("landlord"),
    )
    lead = models.OneToOneField(Lead, on_delete=models.PROTECT, null=True, blank=True, related_name="home")
    # When it was written down; not known of one that was imported.
    recorded_on = models.DateField(null=True, blank=True, editable=False)
    # One that never was stays in the file with the reason, and counts nowhere.
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    withdraw_reason = models.CharField(_("why it is withdrawn"), max_length=300, blank=True)
    # The night in emergency housing in spite of which the household keeps its home: somebody has said so.
    kept_despite_night = models.DateField(null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["address"])
    objects = HomeQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("home")
        verbose_name_plural = _("homes")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdraw_reason="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, lead=None)
                    & ~Q(withdraw_reason="")
                ),
                name="cases_home_withdrawn",
            ),
        ]
        indexes = [
            models.Index(fields=["household", "-moved_in_on", "-id"], name="cases_home_household"),
            models.Index(fields=["moved_in_on", "contract"], name="cases_home_moved"),
        ]

    def __str__(self) -> str:
        return f"{self.contract} {self.moved_in_on}"


class HomeTask(models.Model):
    """Something that goes with a move (report 2014, "Drop in", "Kontakt med hyresvärdar")."""

    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="tasks")
    code = models.CharField(_("what"), max_length=24, choices=MoveTask)
    state = models.CharField(max_length=10, choices=TaskState, default=TaskState.TO_DO)
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfHomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("task of a move")
        verbose_name_plural = _("tasks of moves")
        constraints = [
            models.UniqueConstraint(fields=["home", "code"], name="cases_hometask_once"),
            models.CheckConstraint(
                condition=Q(state=TaskState.TO_DO, settled_on=None, settled_by=None)
                | (~Q(state=TaskState.TO_DO) & Q(settled_on__isnull=False, settled_by__isnull=False)),
                name="cases_hometask_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.home_id} {self.code}"


class AfterMoveSurvey(models.Model):
    """What the household says after the move. Everything may be left unanswered; unknown is not no."""

    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="surveys")
    asked_on = models.DateField(_("asked"))
    lives_there = models.BooleanField(_("lives there still"), null=True, blank=True)
    satisfaction = models.PositiveSmallIntegerField(
        _("how it is, 1 to 5"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(HAPPIEST)],
    )
    income_source = models.CharField(_("lives on"), max_length=16, choices=IncomeSource, blank=True)
    has_own_income = models.BooleanField(_("own income"), null=True, blank=True)
    moves = models.PositiveSmallIntegerField(_("moves since"), null=True, blank=True)
    school_changes = models.PositiveSmallIntegerField(
        _("changes of school or daycare since"), null=True, blank=True
    )
    good = models.TextField(_("what is good"), blank=True, max_length=2000)
    bad = models.TextField(_("what is hard"), blank=True, max_length=2000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField(unique=True, editable=False)

    objects = OfHomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey after a move")
        verbose_name_plural = _("surveys after moves")
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfaction=None) | Q(satisfaction__gte=1, satisfaction__lte=HAPPIEST),
                name="cases_survey_scale",
            ),
        ]
        indexes = [models.Index(fields=["home", "-asked_on", "-id"], name="cases_survey_home")]

    def __str__(self) -> str:
        return f"{self.home_id} {self.asked_on}"
