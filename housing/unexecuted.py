"""Favourable decisions not carried out in time: reported every quarter (SoL 2025:400 34:1)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery

from accounts.models import User
from cases.models import Household
from core.periods import Period, add_months
from housing.enums import UNEXECUTED_MONTHS, Outcome
from housing.models import BoardDecision, Placement, Tenancy

QUARTERS_SHOWN = 8


@dataclass(frozen=True)
class Unexecuted:
    """A decision that waited past its three months, and how long it has waited.

    `decided_on`: when it was approved first; a decision that takes its place starts no new time.
    """

    decision: BoardDecision
    decided_on: date
    overdue_from: date
    carried_out_on: date | None
    days: int

    @property
    def household(self) -> Household:
        return self.decision.household


def quarter_of(day: date) -> Period:
    """The calendar quarter of a day."""
    start = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return Period(start, add_months(start, 3) - timedelta(days=1))


def latest_quarters(day: date) -> list[Period]:
    """The quarter of day and those before it, newest first."""
    first = quarter_of(day).start
    return [quarter_of(add_months(first, -3 * back)) for back in range(QUARTERS_SHOWN)]


def unexecuted_in(user: User, quarter: Period, day: date) -> list[Unexecuted]:
    """Approvals made here that were past their three months, and not carried out, on a day of the quarter.

    A decision is carried out by the first night of a placement or stay that rests on it, or on the one that
    it took the place of. Left out are those
    that were revoked or replaced, and extensions, which go on at once. One query; what imported history
    decided was reported in its time.
    """
    last = min(quarter.end, day)
    rows = (
        BoardDecision.objects.visible_to(user, "board.read")
        .filter(outcome=Outcome.APPROVED, replaced_by=None, application__isnull=False)
        .filter(application__extends_placement=None, application__extends_tenancy=None)
        .annotate(
            approved_on=_approved_on(), placed_on=_first_night(Placement), housed_on=_first_night(Tenancy)
        )
        .filter(approved_on__lte=add_months(last, -UNEXECUTED_MONTHS))
        .select_related("household", "decided_by")
        .order_by("approved_on", "pk")
    )
    found = []
    for decision in rows:
        due = add_months(decision.approved_on, UNEXECUTED_MONTHS)
        nights = [night for night in (decision.placed_on, decision.housed_on) if night is not None]
        begun = min(nights, default=None)
        if due > last or (begun is not None and begun < max(due, quarter.start)):
            continue
        waited = (min(begun or day, last) - decision.approved_on).days
        found.append(Unexecuted(decision, decision.approved_on, due, begun, waited))
    return found


def _approved_on() -> Subquery:
    """When the application was approved for the first time."""
    rows = BoardDecision.objects.filter(application=OuterRef("application"), outcome=Outcome.APPROVED)
    return Subquery(rows.order_by("decided_on").values("decided_on")[:1])


def _first_night(model: type[Placement] | type[Tenancy]) -> Subquery:
    rows = model.objects.counted().filter(decision__application=OuterRef("application"))
    rows = rows.order_by("first_night")
    return Subquery(rows.values("first_night")[:1])
