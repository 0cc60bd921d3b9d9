"""What a household has been told of the housing market, when and by whom (report 2014, "Arbetssätt")."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority
from cases.enums import InformationTopic
from cases.models.household import Household
from cases.querysets import InformationQuerySet


class InformationGiven(models.Model):
    """One thing that was gone through, or a brochure handed out (`brochure`: its language).

    Withdrawn, it was ticked by mistake.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="information")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(_("topic"), max_length=16, choices=InformationTopic)
    brochure = models.CharField(_("brochure in"), max_length=12, blank=True)
    given_on = models.DateField(_("day"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = InformationQuerySet.as_manager()

    class Meta:
        verbose_name = _("information given")
        verbose_name_plural = _("information given")
        constraints = [
            models.UniqueConstraint(
                fields=["household", "topic", "brochure", "given_on"],
                condition=Q(withdrawn_at=None),
                name="cases_information_once",
            ),
            models.CheckConstraint(
                condition=(Q(topic=InformationTopic.BROCHURE) & ~Q(brochure=""))
                | (~Q(topic=InformationTopic.BROCHURE) & Q(brochure="")),
                name="cases_information_brochure",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="cases_information_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_on} {self.topic}"
