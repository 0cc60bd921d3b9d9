"""What passes between the advice and the rest of social services: consents one way, referrals the other."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority
from cases.models import Household
from debtadvice.enums import ConsentForm, ConsentScope
from debtadvice.models.cases import DebtCase
from debtadvice.querysets import ConsentQuerySet, ReferralQuerySet


class Consent(models.Model):
    """What the client lets those who work with the household see, from a day on, until it is revoked.

    OSL 10:1: confidentiality to the protection of a person may be waived by that person, wholly or in part.
    """

    case = models.ForeignKey(DebtCase, on_delete=models.PROTECT, related_name="consents")
    scope = models.PositiveSmallIntegerField(_("covers"), choices=ConsentScope)
    form = models.CharField(_("given"), max_length=8, choices=ConsentForm, default=ConsentForm.WRITTEN)
    given_on = models.DateField(_("from"))
    valid_until = models.DateField(_("through"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(revoked_at=None), name="debtadvice_consent_one"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("given_on")),
                name="debtadvice_consent_days",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="debtadvice_consent_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.given_on}"


class Referral(models.Model):
    """A caseworker asks the advice to take somebody on. The answer says only what the adviser writes."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("why"))
    risks_eviction = models.BooleanField(_("risk of eviction"), default=False)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(answered_at=None),
                name="debtadvice_referral_one",
                violation_error_message=_("The household is referred already and waits for an answer."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="debtadvice_referral_answered",
            ),
        ]
        indexes = [models.Index(fields=["household", "-sent_at"], name="debtadvice_referral_household")]

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d}"
