"""What the advice asks its advisers to do: follow debt restructuring up each year and end it, meet clients.

Nobody else reaches the debt cases, so in nobody else's list do they stand; a line names the case's number.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core.periods import add_months
from core.registries import Duty
from debtadvice.enums import AppointmentState, RestructuringState
from debtadvice.models import Appointment, Restructuring, RestructuringFollowUp

if TYPE_CHECKING:
    from accounts.models import User

FOLLOW_UPS = "debtadvice.restructuring"
ENDINGS = "debtadvice.restructuring_end"
MEETINGS = "debtadvice.meetings"


def restructuring_duties(
    user: "User", *, assigned_to_ids: Iterable[int], unit_ids: Iterable[int] = (), until: date, limit: int
) -> list[Duty]:
    """Follow-ups that are due, of the cases whose adviser is among those asked for; one query."""
    rows = RestructuringFollowUp.objects.visible_to(user).filter(
        restructuring__case__adviser__in=list(assigned_to_ids),
        restructuring__state=RestructuringState.GRANTED,
        done_on=None,
        due_on__lte=until,
    )
    rows = rows.select_related("restructuring__case").order_by("due_on", "pk")
    return [_follow_up(row) for row in rows[:limit]]


def ending_duties(
    user: "User", *, assigned_to_ids: Iterable[int], unit_ids: Iterable[int] = (), until: date, limit: int
) -> list[Duty]:
    """Debt restructurings whose plan has run, from the first of the month after it; one query."""
    rows = Restructuring.objects.visible_to(user).filter(
        case__adviser__in=list(assigned_to_ids),
        state=RestructuringState.GRANTED,
        last_month__lt=until.replace(day=1),
    )
    return [_ending(row) for row in rows.select_related("case").order_by("last_month", "pk")[:limit]]


def meeting_duties(
    user: "User", *, assigned_to_ids: Iterable[int], unit_ids: Iterable[int] = (), until: date, limit: int
) -> list[Duty]:
    """Booked meetings of the advisers asked for, also those that wait to be settled; one query."""
    rows = Appointment.objects.visible_to(user).filter(
        adviser__in=list(assigned_to_ids), state=AppointmentState.BOOKED, day__lte=until
    )
    return [_meeting(row) for row in rows.select_related("case").order_by("day", "starts_at", "pk")[:limit]]


def _follow_up(row: RestructuringFollowUp) -> Duty:
    case = row.restructuring.case
    return Duty(
        source=FOLLOW_UPS,
        object_id=row.pk,
        due_on=row.due_on,
        title=_("Yearly follow-up of debt restructuring"),
        assigned_to_id=case.adviser_id,
        tone="info",
        url=reverse("debtadvice:restructuring", args=[row.restructuring_id]),
        case_number=case.number,
        label=_("Debt case"),
        subject=case,
    )


def _ending(row: Restructuring) -> Duty:
    if row.last_month is None:
        raise ValueError("a debt restructuring that was granted has a last month")
    return Duty(
        source=ENDINGS,
        object_id=row.pk,
        due_on=add_months(row.last_month, 1),
        title=_("The plan of the debt restructuring has run: end it"),
        assigned_to_id=row.case.adviser_id,
        tone="info",
        url=reverse("debtadvice:restructuring", args=[row.pk]),
        case_number=row.case.number,
        label=_("Debt case"),
        subject=row.case,
    )


def _meeting(row: Appointment) -> Duty:
    return Duty(
        source=MEETINGS,
        object_id=row.pk,
        due_on=row.day,
        title=_("Meeting of the advice"),
        assigned_to_id=row.adviser_id,
        at=row.starts_at,
        url=reverse("debtadvice:meeting_settle", args=[row.pk]),
        case_number=row.case.number,
        label=_("Debt case"),
        subject=row.case,
    )
