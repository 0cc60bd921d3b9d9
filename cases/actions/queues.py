"""Queues: registered, changed, left; fees paid; applications for priority."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cases.actions.locking import locked, refuse_future
from cases.errors import ActionRefused
from cases.models import Household, HousingQueue, Person, QueueFee
from cases.queue_state import last_day_for
from cases.queue_terms import terms_of
from cases.search_enums import QueueEnd
from core.audit import record_event
from core.clock import today
from core.periods import add_months

if TYPE_CHECKING:
    from accounts.models import User

MONTHS_A_YEAR = 12
CHANGEABLE = frozenset({"municipality", "member_number", "registered_on", "fee_sek", "grace_months", "note"})


@transaction.atomic
def register_queue(
    *,
    household: Household,
    agency: str,
    registered_on: date,
    by: "User",
    person: Person | None = None,
    municipality: str = "",
    member_number: str = "",
    fee_sek: Decimal | None = None,
    fee_due_on: date | None = None,
    fee_paid_on: date | None = None,
    grace_months: int | None = None,
    note: str = "",
) -> HousingQueue:
    """The household stands in a queue. `fee_due_on`: when the next unpaid fee falls due, if there is one.

    For a queue whose terms are known (cases.queue_terms) what is not given is taken from them, the due day
    being the next anniversary of the registration. `fee_paid_on`: the latest fee was paid that day. Raises
    ActionRefused for a day ahead, for a stranger, and when the same person stands in that queue already.
    """
    household = locked(household, by)
    refuse_future(registered_on, "registered_on")
    agency = " ".join(agency.split())
    _refuse_stranger(household, person)
    if _stands_in(household, agency, person.pk if person is not None else None):
        raise ActionRefused(_("The household stands in that queue already."), "agency")
    if (terms := terms_of(agency)) is not None:
        agency = terms.agency
        municipality = municipality or terms.municipality
        fee_sek = terms.fee_sek if fee_sek is None else fee_sek
        grace_months = terms.grace_months if grace_months is None else grace_months
        fee_due_on = fee_due_on or _anniversary(registered_on)
    queue = HousingQueue.objects.create(
        authority_id=household.authority_id,
        household=household,
        person=person,
        agency=agency,
        municipality=municipality,
        member_number=member_number.strip(),
        registered_on=registered_on,
        fee_sek=fee_sek,
        grace_months=grace_months,
        note=note.strip(),
        recorded_by=by,
    )
    if fee_paid_on is not None:
        refuse_future(fee_paid_on, "fee_paid_on")
        due = add_months(fee_due_on, -MONTHS_A_YEAR) if fee_due_on else fee_paid_on
        QueueFee.objects.create(
            queue=queue, due_on=due, amount_sek=fee_sek, paid_on=fee_paid_on, recorded_by=by
        )
    if fee_due_on is not None:
        QueueFee.objects.create(queue=queue, due_on=fee_due_on, amount_sek=fee_sek, recorded_by=by)
    _record("queue.registered", queue, by, {"fee_due_on": fee_due_on and fee_due_on.isoformat()})
    return queue


@transaction.atomic
def change_queue(
    *, queue: HousingQueue, by: "User", fee_due_on: date | None = None, **changes: Any
) -> HousingQueue:
    """Change facts of a registration (the names are those of CHANGEABLE) and when the next fee falls due.

    Without `fee_due_on` the unpaid fee, if any, is taken away: none is due. Raises ActionRefused for a day
    ahead and when it has ended.
    """
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise TypeError(f"change_queue does not change {', '.join(sorted(unknown))}")
    row = _held(queue, by)
    _refuse_ended(row)
    if registered_on := changes.get("registered_on"):
        refuse_future(registered_on, "registered_on")
    changed = sorted(name for name, value in changes.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, changes[name])
    row.save()
    if _move_fee(row, fee_due_on, by):
        changed.append("fee_due_on")
    if changed:
        _record("queue.changed", row, by, {"fields": changed})
    return row


@transaction.atomic
def pay_queue_fee(*, fee: QueueFee, paid_on: date, by: "User") -> QueueFee:
    """The fee is paid; the next one falls due a year after this one. Paid already, nothing changes.

    Raises ActionRefused for a day ahead, for one on which the queue time was lost already, and when the
    registration has ended.
    """
    queue = _held(fee.queue, by)
    row = QueueFee.objects.get(pk=fee.pk)
    if row.paid_on is not None:
        return row
    _refuse_ended(queue)
    refuse_future(paid_on, "paid_on")
    _refuse_lost(row, queue, paid_on)
    row.paid_on = paid_on
    row.save(update_fields=["paid_on"])
    following = add_months(row.due_on, MONTHS_A_YEAR)
    QueueFee.objects.create(queue=queue, due_on=following, amount_sek=queue.fee_sek, recorded_by=by)
    _record("queue.fee_paid", queue, by, {"due_on": row.due_on.isoformat(), "paid_on": paid_on.isoformat()})
    return row


@transaction.atomic
def unpay_queue_fee(*, fee: QueueFee, by: "User") -> QueueFee:
    """Undo of paying. Raises ActionRefused when a later fee has been paid, and when it has ended."""
    queue = _held(fee.queue, by)
    row = QueueFee.objects.get(pk=fee.pk)
    if row.paid_on is None:
        return row
    _refuse_ended(queue)
    later = queue.fees.filter(due_on__gt=row.due_on)
    if later.filter(paid_on__isnull=False).exists():
        raise ActionRefused(_("A later fee has been paid. Undo that one first."))
    later.delete()
    row.paid_on = None
    row.save(update_fields=["paid_on"])
    _record("queue.fee_unpaid", queue, by, {"due_on": row.due_on.isoformat()})
    return row


@transaction.atomic
def end_queue(*, queue: HousingQueue, ended_on: date, reason: str, by: "User") -> HousingQueue:
    """The household stands in the queue no more. Raises ActionRefused for a day ahead or before it began."""
    row = _held(queue, by)
    _refuse_ended(row)
    refuse_future(ended_on, "ended_on")
    if ended_on < row.registered_on:
        raise ActionRefused(_("The registration can't end before it began."), "ended_on")
    row.ended_on, row.end_reason = ended_on, QueueEnd(reason)
    row.save()
    _record("queue.ended", row, by, {"reason": reason, "ended_on": ended_on.isoformat()})
    return row


@transaction.atomic
def resume_queue(*, queue: HousingQueue, by: "User") -> HousingQueue:
    """Undo of ending. Raises ActionRefused when the same person stands in that queue again meanwhile."""
    row = _held(queue, by)
    if row.ended_on is None:
        return row
    if _stands_in(row.household, row.agency, row.person_id):
        raise ActionRefused(_("The household stands in that queue already."))
    row.ended_on, row.end_reason = None, ""
    row.save()
    _record("queue.resumed", row, by, {})
    return row


def complete_fee(user: "User", object_id: int, *, note: str = "") -> QueueFee:
    """ "Min vecka": paid today. A note has no place on a fee."""
    return pay_queue_fee(fee=_reached(user, object_id), paid_on=today(), by=user)


def reopen_fee(user: "User", object_id: int) -> QueueFee:
    """ "Min vecka": not paid after all."""
    return unpay_queue_fee(fee=_reached(user, object_id), by=user)


def _reached(user: "User", object_id: int) -> QueueFee:
    queues = HousingQueue.objects.visible_to(user, "search.change")
    rows = QueueFee.objects.filter(queue__in=queues).select_related("queue__household")
    return get_object_or_404(rows, pk=object_id)


def _held(queue: HousingQueue, by: "User") -> HousingQueue:
    """The registration as it is now; its household is held until the transaction ends."""
    household = locked(queue.household, by)
    row = HousingQueue.objects.get(pk=queue.pk)
    row.household = household
    return row


def _stands_in(household: Household, agency: str, person_id: int | None) -> bool:
    """Compared here: SQLite knows the capitals of a-z only."""
    running = household.queues.running().filter(person=person_id).values_list("agency", flat=True)
    return agency.casefold() in {name.casefold() for name in running}


def _refuse_ended(queue: HousingQueue) -> None:
    if queue.ended_on is not None:
        raise ActionRefused(_("The registration has ended."))


def _refuse_lost(fee: QueueFee, queue: HousingQueue, paid_on: date) -> None:
    last_day = last_day_for(fee, queue)
    if last_day is not None and paid_on > last_day:
        words = _(
            "The queue time was lost after %(day)s, by the rule noted on the queue. Was it paid by then, "
            "write that day; otherwise end the queue and note a new registration."
        )
        raise ActionRefused(words % {"day": last_day}, "paid_on")


def _refuse_stranger(household: Household, person: Person | None) -> None:
    if person is not None and not household.members.filter(person=person).exists():
        raise ActionRefused(_("Choose somebody in the household."), "person")


def _move_fee(queue: HousingQueue, due_on: date | None, by: "User") -> bool:
    """Make `due_on` the day of the unpaid fee; whether that changed anything."""
    unpaid = queue.fees.filter(paid_on=None).first()
    if due_on is None:
        if unpaid is not None:
            unpaid.delete()
        return unpaid is not None
    if unpaid is not None and unpaid.due_on == due_on:
        return False
    if queue.fees.filter(due_on=due_on).exists():
        raise ActionRefused(_("A fee of that day is paid already."), "fee_due_on")
    if unpaid is None:
        unpaid = QueueFee(queue=queue, amount_sek=queue.fee_sek, recorded_by=by)
    unpaid.due_on = due_on
    unpaid.save()
    return True


def _anniversary(registered_on: date) -> date:
    """The next one from today on."""
    years = max(today().year - registered_on.year, 1)
    day = add_months(registered_on, MONTHS_A_YEAR * years)
    return day if day >= today() else add_months(registered_on, MONTHS_A_YEAR * (years + 1))


def _record(action: str, queue: HousingQueue, by: "User", details: dict[str, Any]) -> None:
    record_event(
        action,
        by=by,
        authority_id=queue.authority_id,
        subject=queue,
        household_id=queue.household_id,
        details=details,
    )
