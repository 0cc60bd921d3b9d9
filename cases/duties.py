"""The household's follow-ups as duties."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.urls import reverse

from cases.models import FollowUp, Household
from cases.models.homes import HOME_ORIGIN
from cases.querysets import whose
from core.registries import Duty

if TYPE_CHECKING:
    from accounts.models import User

__all__ = ["FOLLOW_UPS", "follow_up_duties", "whose"]

FOLLOW_UPS = "cases.follow_ups"


def follow_up_duties(
    user: "User", *, assigned_to_ids: Iterable[int], unit_ids: Iterable[int] = (), until: date, limit: int
) -> list[Duty]:
    """Open follow-ups due on or before `until`, earliest first, in one query."""
    changeable = Household.objects.visible_to(user, "household.change").filter(pk=OuterRef("household"))
    rows = FollowUp.objects.visible_to(user).open().of_staff(assigned_to_ids, unit_ids)
    rows = rows.filter(due_on__lte=until).annotate(
        can_settle=Exists(changeable), leads_home=_leads_home(user)
    )
    ordered = rows.select_related("household").order_by("due_on", "pk")
    return [_duty(row, can_settle=row.can_settle) for row in ordered[:limit]]


def find_follow_up(user: "User", object_id: int) -> Duty:
    """One that user may change, with its case number; Http404 for every other one."""
    rows = FollowUp.objects.visible_to(user, "household.change").select_related("household")
    row = get_object_or_404(rows.annotate(leads_home=_leads_home(user)), pk=object_id)
    return replace(_duty(row, can_settle=True), case_number=row.household.case_number)


def _leads_home(user: "User") -> Exists:
    """Whether user may open the homes of the household."""
    return Exists(Household.objects.visible_to(user, "search.read").filter(pk=OuterRef("household")))


def _address(row: Any) -> str:
    """A follow-up after a move leads to the home, where the household is asked how it is."""
    origin, _sep, number = row.origin.partition(":")
    if row.leads_home and origin == HOME_ORIGIN and number.isdecimal():
        return reverse("cases:home", args=[int(number)])
    return reverse("cases:household_detail", args=[row.household_id])


def _duty(row: FollowUp, *, can_settle: bool) -> Duty:
    household = row.household
    return Duty(
        source=FOLLOW_UPS,
        object_id=row.pk,
        due_on=row.due_on,
        title=str(row.get_kind_display()),
        household_id=row.household_id,
        assigned_to_id=row.assigned_to_id or household.project_worker_id or household.caseworker_id,
        kind=row.kind,
        note=row.note,
        url=_address(row),
        can_settle=can_settle,
    )
