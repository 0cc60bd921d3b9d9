"""A work plan among a household's events: its versions, when the client agreed, the steps that were done."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cases.enums import StepState
from cases.models import Household, PlanStep, PlanVersion, WorkPlan
from cases.timeline import newest
from core.registries import TimelineEntry, TimelineSource

if TYPE_CHECKING:
    from accounts.models import User


def plans(household: Household, user: "User", *, until: date | None, limit: int) -> list[TimelineEntry]:
    """When it was begun and agreed, and the steps done. Two queries; none where there is no plan."""
    if not user.can("plan.read") or not getattr(household, "has_plan", True):
        return []
    readable = WorkPlan.objects.visible_to(user, "plan.read").filter(household=household)
    versions = PlanVersion.objects.filter(plan__in=readable).filter(Q(number=1) | Q(agreed_on__isnull=False))
    entries = [
        entry
        for version in versions.select_related("saved_by", "agreed_recorded_by")
        for entry in _of_version(household, version)
    ]
    steps = PlanStep.objects.filter(plan__in=readable, state=StepState.DONE)
    if until is not None:
        steps = steps.filter(settled_on__lte=until)
    rows = steps.select_related("settled_by").order_by("-settled_on", "-pk")[:limit]
    return newest(entries + [_of_step(household, step) for step in rows], until=until, limit=limit)


def _of_version(household: Household, version: PlanVersion) -> list[TimelineEntry]:
    url = reverse("cases:plan", args=[household.pk])
    common: dict[str, Any] = {"kind": "followup", "object_id": version.pk, "url": url}
    found = []
    if version.number == 1:
        day = localtime(version.saved_at).date()
        at = localtime(version.saved_at).time().replace(second=0, microsecond=0)
        title = _("Work plan begun")
        who = version.saved_by.short_name
        found.append(TimelineEntry(day=day, at=at, title=title, who=who, source="cases.plan", **common))
    if version.agreed_on is not None and version.agreed_recorded_by is not None:
        who = version.agreed_recorded_by.short_name
        title = _("Work plan agreed with the client")
        entry = TimelineEntry(
            day=version.agreed_on, title=title, who=who, source="cases.plan_agreed", **common
        )
        found.append(entry)
    return found


def _of_step(household: Household, step: PlanStep) -> TimelineEntry:
    assert step.settled_on is not None
    return TimelineEntry(
        day=step.settled_on,
        kind="followup",
        title=_("Step of the work plan done"),
        body="\n".join(part for part in (step.text, step.note) if part),
        who=step.settled_by.short_name if step.settled_by else "",
        url=reverse("cases:plan", args=[household.pk]),
        source="cases.plan_step",
        object_id=step.pk,
    )


PLANS = TimelineSource("cases.plans", plans)
