"""Leads: a home that a household goes for, from the details given to the lease that the household signs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import AuthorityOwned
from cases.models.household import Household
from cases.models.landlords import Landlord, Vacancy
from cases.models.people import Person
from cases.querysets import LeadQuerySet, OfLeadQuerySet
from cases.search_enums import LEAD_STEPS, LeadOutcome, LeadReason, LeadStep


class Lead(AuthorityOwned):
    """`step` is how far it has come; `outcome` is "" while it goes on.

    The household is who decides and signs: `signed_by` is one of its members, never of the staff.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="leads")
    vacancy = models.ForeignKey(
        Vacancy, on_delete=models.PROTECT, null=True, blank=True, related_name="leads"
    )
    landlord = models.ForeignKey(
        Landlord,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("landlord"),
    )
    title = models.CharField(_("which home"), max_length=160)
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    rent_sek = models.DecimalField(_("rent a month"), max_digits=8, decimal_places=2, null=True, blank=True)
    opened_on = models.DateField(_("details given"))
    step = models.CharField(_("step"), max_length=16, choices=LeadStep, default=LeadStep.DETAILS_GIVEN)
    viewing_on = models.DateField(_("day of the viewing"), null=True, blank=True)
    viewing_at = models.TimeField(_("time"), null=True, blank=True)
    viewed_on = models.DateField(_("viewed"), null=True, blank=True)
    signed_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed by"),
    )
    outcome = models.CharField(_("how it ended"), max_length=10, choices=LeadOutcome, blank=True)
    reason = models.CharField(_("why"), max_length=16, choices=LeadReason, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("whose"),
    )
    client_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = LeadQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(outcome="", ended_on=None, reason="")
                | (~Q(outcome="") & Q(ended_on__gte=F("opened_on"))),
                name="cases_lead_ended",
                violation_error_message=_("A lead can't end before the details were given."),
            ),
            models.CheckConstraint(
                condition=Q(outcome=LeadOutcome.SIGNED, step=LeadStep.SIGNED, signed_by__isnull=False)
                | (~Q(outcome=LeadOutcome.SIGNED) & ~Q(step=LeadStep.SIGNED) & Q(signed_by=None)),
                name="cases_lead_signed",
            ),
            models.UniqueConstraint(
                fields=["household", "vacancy"], condition=Q(outcome=""), name="cases_lead_once"
            ),
        ]
        indexes = [
            models.Index(fields=["household", "outcome", "-opened_on"], name="cases_lead_household"),
            models.Index(
                fields=["viewing_on"],
                condition=Q(outcome="", viewed_on=None),
                name="cases_lead_viewings",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.opened_on}"

    def get_absolute_url(self) -> str:
        return reverse("cases:lead", args=[self.pk])

    @property
    def label(self) -> str:
        """What it is called wherever one passes by: of a protected household nothing that says where."""
        if self.title and not self.household.is_protected:
            return self.title
        return str(_("Lead of %(day)s") % {"day": self.opened_on})

    @property
    def place(self) -> str:
        """The municipality, wherever one passes by; "" for a protected household."""
        return "" if self.household.is_protected else self.municipality

    @property
    def is_open(self) -> bool:
        return self.outcome == ""

    @property
    def next_step(self) -> LeadStep | None:
        """The one that follows; None at the end."""
        place = LEAD_STEPS.index(LeadStep(self.step)) + 1
        return LEAD_STEPS[place] if self.is_open and place < len(LEAD_STEPS) else None


class LeadEvent(models.Model):
    """A step that was reached on a day. Taken back, it stays with the reason, and counts no more."""

    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(max_length=16, choices=LeadStep)
    on_day = models.DateField()
    note = models.TextField(blank=True, max_length=2000)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    back_reason = models.CharField(max_length=300, blank=True)

    objects = OfLeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a lead")
        verbose_name_plural = _("steps of leads")
        constraints = [
            models.UniqueConstraint(
                fields=["lead", "step"], condition=Q(taken_back_at=None), name="cases_leadevent_once"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None, back_reason="")
                | (Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(back_reason="")),
                name="cases_leadevent_back",
            ),
        ]
        indexes = [models.Index(fields=["on_day", "step", "lead"], name="cases_leadevent_day")]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.step} {self.on_day}"
