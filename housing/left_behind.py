"""What goes on in housing and stays with a case that is closed when its household joins another."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Household
from cases.views.household import may
from core.clock import today
from core.registries import OpenRow
from housing.enums import OPEN_APPLICATION_STATES
from housing.models import Application, Placement, Tenancy

if TYPE_CHECKING:
    from accounts.models import User

READ = "housing.read"


def left_behind(household: Household, user: "User") -> Sequence[OpenRow]:
    """Open applications, placements and tenancies that have not ended, planned ones too. Three queries."""
    if not may(user, household, READ):
        return []
    not_over = Q(last_night=None) | Q(last_night__gte=today())
    applications = Application.objects.filter(household=household, state__in=OPEN_APPLICATION_STATES)
    placements = Placement.objects.counted().filter(not_over, household=household).select_related("provider")
    tenancies = Tenancy.objects.counted().filter(not_over, household=household).select_related("flat")
    return [
        *(_application(row) for row in applications.order_by("pk")),
        *(_placement(row) for row in placements.order_by("first_night", "pk")),
        *(_tenancy(row) for row in tenancies.order_by("first_night", "pk")),
    ]


def _application(row: Application) -> OpenRow:
    words = _("Application to the Boråd %(day)s: %(what)s")
    return OpenRow(
        model="housing.application",
        object_id=row.pk,
        title=words % {"day": row.applied_on, "what": row.get_accommodation_display()},
        advice=_("Have it decided or withdraw it first, and apply anew for the household that goes on."),
        url=reverse("cases:household_detail", args=[row.household_id]),
    )


def _placement(row: Placement) -> OpenRow:
    words = _("Placement since %(day)s: %(what)s")
    return OpenRow(
        model="housing.placement",
        object_id=row.pk,
        title=words % {"day": row.first_night, "what": row.provider.get_kind_display()},
        advice=_("It goes on and costs in the closed case. End it, and place the household that goes on."),
        url=reverse("housing:placement", args=[row.pk]),
    )


def _tenancy(row: Tenancy) -> OpenRow:
    words = _("Tenancy since %(day)s: %(what)s")
    return OpenRow(
        model="housing.tenancy",
        object_id=row.pk,
        # Not where it is: the household's identity may be protected.
        title=words % {"day": row.first_night, "what": row.flat.get_kind_display()},
        advice=_("The sublease stands in the closed case. Keep that case instead, or end the tenancy first."),
        url=reverse("housing:tenancy", args=[row.pk]),
    )
