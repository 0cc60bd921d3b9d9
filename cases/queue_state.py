"""How a household stands in its queues: fees that fall due, queue time that is about to be lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import HousingQueue, QueueFee
from core.periods import add_months

# A fee is spoken of so many days before it falls due.
SOON_DAYS = 30
# So many days before the queue time is lost it is urgent, whoever was told before.
URGENT_DAYS = 60

NO_FEE, PAID, SOON, OVERDUE, URGENT, LOST = "no_fee", "paid", "soon", "overdue", "urgent", "lost"
TONES = {NO_FEE: "", PAID: "ok", SOON: "warn", OVERDUE: "warn", URGENT: "bad", LOST: "bad"}


@dataclass(frozen=True)
class Standing:
    """A queue on a day. `kind`: a constant above; `lapses_on`: the last day for paying, where known."""

    queue: HousingQueue
    kind: str
    words: str
    unpaid: QueueFee | None = None
    paid: QueueFee | None = None
    lapses_on: date | None = None

    @property
    def tone(self) -> str:
        return TONES[self.kind]

    @property
    def counts(self) -> bool:
        """Whether the household still stands in the queue."""
        return self.kind != LOST

    @property
    def is_pressing(self) -> bool:
        """Whether the fee falls due soon or is late: it may be paid any day now."""
        return self.kind in (SOON, OVERDUE, URGENT)

    @property
    def noted_on(self) -> date | None:
        """When the registration was last saved; None where it was not read `with_fees`."""
        noted_at = getattr(self.queue, "noted_at", None)
        return localdate(noted_at) if noted_at is not None else None

    @property
    def is_paid(self) -> bool | None:
        """Whether nothing that has fallen due is unpaid; None where nobody has noted any fee."""
        if self.kind == NO_FEE:
            return None
        return self.kind in (PAID, SOON)


def last_day_for(fee: QueueFee, queue: HousingQueue) -> date | None:
    """The last day on which paying saves the queue time; None where the queue's rule is not known."""
    if queue.grace_months is None:
        return None
    return add_months(fee.due_on, queue.grace_months)


def standing_of(queue: HousingQueue, today: date) -> Standing:
    """Reads the prefetched fees without a query."""
    fees = sorted(queue.fees.all(), key=lambda fee: fee.due_on)
    unpaid = next((fee for fee in fees if fee.paid_on is None), None)
    paid = next((fee for fee in reversed(fees) if fee.paid_on is not None), None)
    if unpaid is None:
        kind = PAID if paid else NO_FEE
        return Standing(queue, kind, _paid_words(paid), None, paid)
    lapses_on = last_day_for(unpaid, queue)
    kind = _kind(unpaid.due_on, lapses_on, today)
    return Standing(queue, kind, _words(kind, unpaid, lapses_on, today), unpaid, paid, lapses_on)


def standings(queues: Iterable[HousingQueue], today: date) -> list[Standing]:
    """The most pressing ones first."""
    found = [standing_of(queue, today) for queue in queues]
    order = {URGENT: 0, LOST: 1, OVERDUE: 2, SOON: 3, PAID: 4, NO_FEE: 5}
    return sorted(found, key=lambda one: (order[one.kind], one.queue.registered_on, one.queue.pk))


def _kind(due_on: date, lapses_on: date | None, today: date) -> str:
    if lapses_on is not None and today > lapses_on:
        return LOST
    if today > due_on:
        is_urgent = lapses_on is not None and (lapses_on - today).days <= URGENT_DAYS
        return URGENT if is_urgent else OVERDUE
    return SOON if (due_on - today).days <= SOON_DAYS else PAID


def _paid_words(paid: QueueFee | None) -> str:
    if paid is None:
        return _("No fee is noted.")
    return _("The fee was paid %(day)s.") % {"day": paid.paid_on}


def _words(kind: str, fee: QueueFee, lapses_on: date | None, today: date) -> str:
    if kind == LOST:
        return _("The fee of %(due)s was not paid by %(day)s: the queue time is lost.") % {
            "due": fee.due_on,
            "day": lapses_on,
        }
    if kind == PAID:
        return _("The next fee is due %(day)s.") % {"day": fee.due_on}
    if kind == SOON:
        return _("The fee is due %(day)s.") % {"day": fee.due_on}
    if lapses_on is None:
        return _("The fee was due %(day)s.") % {"day": fee.due_on}
    days = (lapses_on - today).days
    left = ngettext("%(n)s day is left", "%(n)s days are left", days) % {"n": days}
    return _("The fee was due %(due)s. %(left)s until the queue time is lost, %(day)s.") % {
        "due": fee.due_on,
        "left": left,
        "day": lapses_on,
    }
