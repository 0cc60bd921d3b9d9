"""The household's follow-ups as duties."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, OuterRef, Subquery, When
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.enums import FollowUpKind
from cases.models import FollowUp, Household, Lead
from cases.models.homes import HOME_ORIGIN
from cases.querysets import whose
from core.clock import today
from core.periods import add_months
from core.registries import Duty

if TYPE_CHECKING:
    from accounts.models import User

__all__ = ["FOLLOW_UPS", "follow_up_duties", "whose"]

FOLLOW_UPS = "cases.follow_ups"
# Who moves in has as a rule given up another home by then, with this notice (hyreslagen, JB 12:5).
NOTICE_MONTHS = 3


def follow_up_duties(
    user: "User", *, assigned_to_ids: Iterable[int], unit_ids: Iterable[int] = (), until: date, limit: int
) -> list[Duty]:
    """Open follow-ups due on or before `until`, earliest first, in one query."""
    changeable = Household.objects.visible_to(user, "household.change").filter(pk=OuterRef("household"))
    rows = FollowUp.objects.visible_to(user).open().of_staff(assigned_to_ids, unit_ids)
    rows = rows.filter(due_on__lte=until).annotate(can_settle=Exists(changeable), **_leads_to(user))
    ordered = rows.select_related("household").order_by("due_on", "pk")
    return [_duty(row, can_settle=row.can_settle) for row in ordered[:limit]]


def find_follow_up(user: "User", object_id: int) -> Duty:
    """One that user may change, with its case number; Http404 for every other one."""
    rows = FollowUp.objects.visible_to(user, "household.change").select_related("household")
    row = get_object_or_404(rows.annotate(**_leads_to(user)), pk=object_id)
    return replace(_duty(row, can_settle=True), case_number=row.household.case_number)


def _leads_to(user: "User") -> dict[str, Any]:
    """Whether user may open the homes of the household, and of one that waits to move in its lease."""
    searched = Household.objects.visible_to(user, "search.read").filter(pk=OuterRef("household"))
    leases = Lead.objects.visible_to(user, "search.change").filter(household=OuterRef("household"))
    leases = leases.awaiting_move(today()).order_by("-ended_on", "-pk")
    lease = {
        name: Subquery(leases.values(name)[:1]) for name in ("pk", "ended_on", "vacancy__available_from")
    }
    moving = {
        f"lease_{name.removeprefix('vacancy__')}": Case(When(kind=FollowUpKind.UNTIL_MOVED_IN, then=value))
        for name, value in lease.items()
    }
    return {"leads_home": Exists(searched), **moving}


def _address(row: Any) -> str:
    """After a move to the home, where the household is asked how it is; before it, to what records it."""
    if row.lease_pk is not None:
        return f"{reverse('cases:home_new', args=[row.household_id])}?tips={row.lease_pk}"
    origin, _sep, number = row.origin.partition(":")
    if row.leads_home and origin == HOME_ORIGIN and number.isdecimal():
        return reverse("cases:home", args=[int(number)])
    return reverse("cases:household_detail", args=[row.household_id])


def _about_the_move(row: Any) -> tuple[str, str]:
    """What to say of a lease whose move nobody has recorded, and in which tone."""
    moves_on = row.lease_available_from
    if row.lease_pk is None or (moves_on is not None and moves_on > today()):
        return "", ""
    if moves_on is not None:
        words = _("The home was to be moved in to from %(day)s: record the move.")
        return words % {"day": moves_on}, "warn"
    words = _("Lease signed %(day)s. Have they moved in? Then record the move.")
    is_late = row.lease_ended_on <= add_months(today(), -NOTICE_MONTHS)
    return words % {"day": row.lease_ended_on}, "warn" if is_late else ""


def _duty(row: Any, *, can_settle: bool) -> Duty:
    household = row.household
    words, tone = _about_the_move(row)
    return Duty(
        source=FOLLOW_UPS,
        object_id=row.pk,
        due_on=row.due_on,
        title=str(row.get_kind_display()),
        household_id=row.household_id,
        assigned_to_id=row.assigned_to_id or household.project_worker_id or household.caseworker_id,
        kind=row.kind,
        tone=tone,
        note=" ".join(part for part in (words, row.note) if part),
        url=_address(row),
        can_settle=can_settle,
    )
