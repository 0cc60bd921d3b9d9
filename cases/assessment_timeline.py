"""The savings of an assessment among a household's events."""

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cases.models import Assessment, Household
from core.registries import TimelineEntry, TimelineSource

if TYPE_CHECKING:
    from accounts.models import User


def assessments(household: Household, user: "User", *, until: date | None, limit: int) -> list[TimelineEntry]:
    """Each saved version, newest first, without what it says. One query; none where there is none."""
    if not user.can("assessment.read") or not getattr(household, "has_assessment", True):
        return []
    readable = Assessment.objects.visible_to(user, "assessment.read").filter(household=household)
    rows = Assessment.history.filter(id__in=readable.values("pk")).select_related("saved_by")
    if until is not None:
        rows = rows.filter(saved_at__date__lte=until)
    return [
        TimelineEntry(
            day=localtime(row.saved_at).date(),
            at=localtime(row.saved_at).time().replace(second=0, microsecond=0),
            kind="followup",
            title=_("Assessment made") if row.version == 1 else _("Assessment revised"),
            who=row.saved_by.short_name,
            url=reverse("cases:assessment_history", args=[household.pk]),
            source="cases.assessment",
            object_id=row.history_id,
        )
        for row in rows.order_by("-version", "-history_id")[:limit]
    ]


ASSESSMENTS = TimelineSource("cases.assessments", assessments)
