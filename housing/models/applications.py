"""An application for temporary housing, prepared by staff with the household."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AuthorityOwned
from cases.models import Household
from cases.querysets import OfHouseholdQuerySet
from housing.enums import OPEN_APPLICATION_STATES, Accommodation, ApplicationKind, ApplicationState


class Application(AuthorityOwned):
    """What a household asks for, from when and why. At most one is open at a time for a household.

    Deferred ones stay submitted, with the day from which they are taken up again. `client_key` is made by
    the page: the same form sent twice is one application.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="housing_applications")
    kind = models.CharField(_("kind"), max_length=10, choices=ApplicationKind, default=ApplicationKind.NEW)
    accommodation = models.CharField(_("what is asked for"), max_length=20, choices=Accommodation)
    state = models.CharField(
        _("state"), max_length=10, choices=ApplicationState, default=ApplicationState.DRAFT
    )
    applied_on = models.DateField(_("applied"))
    wanted_from = models.DateField(_("from when"), null=True, blank=True)
    wanted_until = models.DateField(_("until when"), null=True, blank=True)
    why_now = models.TextField(_("why now"), blank=True)
    already_tried = models.TextField(_("what else was tried"), blank=True)
    child_best_interests = models.TextField(_("what is best for the child"), blank=True)
    child_view = models.TextField(_("what the child says"), blank=True)
    next_solution_named = models.CharField(_("next solution"), max_length=160, blank=True)
    deferred_until = models.DateField(_("deferred until"), null=True, blank=True)
    # The household's stay that it would extend.
    extends_placement = models.ForeignKey(
        "housing.Placement", on_delete=models.PROTECT, null=True, blank=True, related_name="extensions_sought"
    )
    extends_tenancy = models.ForeignKey(
        "housing.Tenancy", on_delete=models.PROTECT, null=True, blank=True, related_name="extensions_sought"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # Who proposes never decides alone.
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(_("why it is withdrawn"), blank=True)
    client_key = models.UUIDField(null=True, blank=True, editable=False)

    objects = OfHouseholdQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(state__in=[state.value for state in OPEN_APPLICATION_STATES]),
                name="housing_application_one_open",
                violation_error_message=_("The household already has an open application."),
            ),
            models.UniqueConstraint(
                fields=["authority", "client_key"], name="housing_application_client_key"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="housing_application_submitted",
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "state", "deferred_until"], name="housing_application_open"),
            models.Index(fields=["household", "-applied_on", "-id"], name="housing_application_household"),
        ]

    def __str__(self) -> str:
        return f"{self.accommodation} {self.applied_on}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_APPLICATION_STATES
