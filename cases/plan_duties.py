"""The open steps of work plans as duties: whoever is responsible sees to it that they are done."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Household, PlanStep
from cases.plan_words import owner_label
from core.registries import Duty

if TYPE_CHECKING:
    from accounts.models import User

PLAN_STEPS = "cases.plan_steps"


def plan_duties(
    user: "User", *, assigned_to_ids: Iterable[int], unit_ids: Iterable[int] = (), until: date, limit: int
) -> list[Duty]:
    """Open steps to be done by a day on or before `until`, earliest first, in one query."""
    changeable = Household.objects.visible_to(user, "plan.change").filter(pk=OuterRef("household"))
    rows = PlanStep.objects.visible_to(user, "plan.read").open().of_staff(assigned_to_ids, unit_ids)
    rows = rows.filter(due_on__lte=until).annotate(can_settle=Exists(changeable))
    ordered = rows.select_related("household", "unit").order_by("due_on", "pk")
    return [_duty(row, can_settle=row.can_settle) for row in ordered[:limit]]


def find_step(user: "User", object_id: int) -> Duty:
    """One that user may change, with its case number; Http404 for every other one."""
    rows = PlanStep.objects.visible_to(user, "plan.change").select_related("household", "unit")
    row = get_object_or_404(rows, pk=object_id, due_on__isnull=False)
    return replace(_duty(row, can_settle=True), case_number=row.household.case_number)


def _duty(row: PlanStep, *, can_settle: bool) -> Duty:
    household = row.household
    assert row.due_on is not None
    return Duty(
        source=PLAN_STEPS,
        object_id=row.pk,
        due_on=row.due_on,
        title=_("Work plan: %(whose)s") % {"whose": owner_label(row).lower()},
        household_id=row.household_id,
        assigned_to_id=row.assigned_to_id or household.project_worker_id or household.caseworker_id,
        kind=row.whose,
        note=row.text,
        url=reverse("cases:plan", args=[row.household_id]),
        can_settle=can_settle,
    )
