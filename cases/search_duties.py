"""What the housing search asks to be done: fees of queues, viewings of homes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Household, HousingQueue, Lead, QueueFee
from cases.querysets import whose
from cases.queue_state import last_day_for
from cases.search_enums import LeadStep
from core.clock import today
from core.money import format_sek
from core.registries import Duty

if TYPE_CHECKING:
    from accounts.models import User

QUEUE_FEES, VIEWINGS = "cases.queue_fees", "cases.viewings"


def fee_duties(
    user: "User", *, assigned_to_ids: Iterable[int], unit_ids: Iterable[int] = (), until: date, limit: int
) -> list[Duty]:
    """Unpaid fees of open households' queues, earliest due first, in one query."""
    changeable = Household.objects.visible_to(user, "search.change").filter(pk=OuterRef("queue__household"))
    queues = HousingQueue.objects.visible_to(user, "search.read").running()
    queues = queues.filter(whose(assigned_to_ids, unit_ids, field="household__project_worker"))
    rows = QueueFee.objects.filter(
        queue__in=queues.filter(household__closed_on=None), paid_on=None, due_on__lte=until
    )
    rows = rows.annotate(can_settle=Exists(changeable)).select_related("queue__household")
    return [_duty(row, can_settle=row.can_settle) for row in rows.order_by("due_on", "pk")[:limit]]


def find_fee(user: "User", object_id: int) -> Duty:
    """One that user may settle; Http404 for every other one."""
    queues = HousingQueue.objects.visible_to(user, "search.change")
    row = get_object_or_404(
        QueueFee.objects.filter(queue__in=queues).select_related("queue__household"), pk=object_id
    )
    return replace(_duty(row, can_settle=True), case_number=row.queue.household.case_number)


def _duty(row: QueueFee, *, can_settle: bool) -> Duty:
    household, lapses_on = row.queue.household, last_day_for(row, row.queue)
    parts = [row.queue.agency]
    if row.amount_sek is not None:
        parts.append(format_sek(row.amount_sek))
    is_lost = lapses_on is not None and lapses_on < today()
    if is_lost:
        parts.append(_("the queue time was lost after %(day)s: end the queue") % {"day": lapses_on})
    elif lapses_on is not None:
        parts.append(_("the queue time is lost after %(day)s") % {"day": lapses_on})
    return Duty(
        source=QUEUE_FEES,
        object_id=row.pk,
        due_on=row.due_on,
        title=_("Queue time lost") if is_lost else _("Queue fee to be paid"),
        tone="bad" if is_lost else "",
        household_id=household.pk,
        assigned_to_id=household.project_worker_id or household.caseworker_id,
        kind="queue_fee",
        note=" · ".join(parts),
        url=reverse("cases:search_household", args=[household.pk]),
        can_settle=can_settle and not is_lost,
    )


def viewing_duties(
    user: "User", *, assigned_to_ids: Iterable[int], unit_ids: Iterable[int] = (), until: date, limit: int
) -> list[Duty]:
    """Viewings that nobody has noted as done, earliest first, in one query."""
    changeable = Household.objects.visible_to(user, "search.change").filter(pk=OuterRef("household"))
    rows = Lead.objects.visible_to(user, "search.read").going_on().filter(viewed_on=None)
    rows = rows.filter(step=LeadStep.VIEWING, viewing_on__lte=until).filter(whose(assigned_to_ids, unit_ids))
    rows = rows.annotate(can_settle=Exists(changeable)).select_related("household")
    ordered = rows.order_by("viewing_on", "viewing_at", "pk")
    return [_viewing(row, can_settle=row.can_settle) for row in ordered[:limit]]


def find_viewing(user: "User", object_id: int) -> Duty:
    """One that user may settle; Http404 for every other one."""
    rows = Lead.objects.visible_to(user, "search.change").exclude(viewing_on=None)
    row = get_object_or_404(rows.select_related("household"), pk=object_id)
    return replace(_viewing(row, can_settle=True), case_number=row.household.case_number)


def _viewing(row: Lead, *, can_settle: bool) -> Duty:
    household = row.household
    assert row.viewing_on is not None  # the rows are those with a viewing
    return Duty(
        source=VIEWINGS,
        object_id=row.pk,
        due_on=row.viewing_on,
        at=row.viewing_at,
        title=_("Viewing of a home"),
        household_id=household.pk,
        assigned_to_id=row.assigned_to_id or household.project_worker_id or household.caseworker_id,
        kind="viewing",
        tone="info",
        note=", ".join(part for part in (row.label, row.place) if part),
        url=row.get_absolute_url(),
        can_settle=can_settle,
    )
