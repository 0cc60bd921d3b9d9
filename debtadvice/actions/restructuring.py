"""Debt restructuring: prepared, applied for, decided, paid, followed up year by year, ended."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from cases.errors import ActionRefused
from core.clock import today
from debtadvice.actions.locking import locked, locked_open, record, refuse_future, sent_before
from debtadvice.enums import Condition, RestructuringEnd, RestructuringState
from debtadvice.five_years import MOST_YEARS, YEARS, follow_up_days, last_month_of, paid_months, shares
from debtadvice.models import (
    ConditionCheck,
    Debt,
    DebtCase,
    Restructuring,
    RestructuringFollowUp,
    RestructuringPayment,
    RestructuringShare,
)

STATES = RestructuringState


@dataclass(frozen=True)
class CheckInput:
    """Whether a condition is met (None: not known) and what says so."""

    is_met: bool | None
    evidence: str = ""


@transaction.atomic
def begin_restructuring(*, case: DebtCase, by: User) -> Restructuring:
    """Begin to prepare an application, with every condition unknown. The one that goes on is given back."""
    case = locked_open(case, by)
    present = case.restructurings.filter(state__in=(STATES.PREPARING, STATES.APPLIED, STATES.GRANTED)).first()
    if present is not None:
        return present
    made = Restructuring.objects.create(case=case, begun_on=today(), made_by=by)
    ConditionCheck.objects.bulk_create(
        ConditionCheck(restructuring=made, condition=condition) for condition in Condition
    )
    record("restructuring.begun", case, by, restructuring=made.pk)
    return made


@transaction.atomic
def check_conditions(
    *, restructuring: Restructuring, checks: Mapping[str, CheckInput], by: User
) -> Restructuring:
    """Say which conditions are met, and on what evidence. Raises ActionRefused when it is decided."""
    case, restructuring = _held(restructuring, by)
    _refuse_unless(restructuring, STATES.PREPARING, STATES.APPLIED)
    for check in restructuring.checks.all():
        if (given := checks.get(check.condition)) is not None:
            check.is_met, check.evidence = given.is_met, given.evidence.strip()
            check.save(update_fields=["is_met", "evidence"])
    record("restructuring.checked", case, by, restructuring=restructuring.pk)
    return restructuring


@transaction.atomic
def apply_for_restructuring(
    *, restructuring: Restructuring, applied_on: date, by: User, enforcement_reference: str = ""
) -> Restructuring:
    """The client has applied. Raises ActionRefused while a condition is not gone through."""
    case, restructuring = _held(restructuring, by)
    _refuse_unless(restructuring, STATES.PREPARING)
    refuse_future(applied_on, "applied_on")
    if restructuring.checks.filter(is_met=None).exists():
        raise ActionRefused(_("Go through every condition first: some are not known."))
    restructuring.state, restructuring.applied_on = STATES.APPLIED, applied_on
    restructuring.enforcement_reference = enforcement_reference.strip()
    restructuring.save(update_fields=["state", "applied_on", "enforcement_reference"])
    record("restructuring.applied", case, by, restructuring=restructuring.pk)
    return restructuring


@dataclass(frozen=True)
class GrantInput:
    """The plan that was decided: an amount a month from a month on, for five years unless another number.

    `debt_ids`: the debts that it covers; all that are not settled unless told (31 § leaves some out).
    """

    money_sek: Decimal
    first_month: date
    years: int = YEARS
    debt_ids: Collection[int] | None = None


@transaction.atomic
def decide_restructuring(
    *, restructuring: Restructuring, decided_on: date, by: User, grant: GrantInput | None = None
) -> Restructuring:
    """The Enforcement Authority's decision: granted with its plan, or (without `grant`) rejected.

    A granted one gets a follow-up each year, and what each creditor is to get is kept as the debts are now.
    An amount of nought is possible. Raises ActionRefused for a decision before the application, for a plan of
    no years or more than seven, and for one that covers none of the debts.
    """
    case, restructuring = _held(restructuring, by)
    _refuse_unless(restructuring, STATES.APPLIED)
    refuse_future(decided_on, "decided_on")
    if restructuring.applied_on is not None and decided_on < restructuring.applied_on:
        raise ActionRefused(
            _("The application was made %(day)s, after that day.") % {"day": restructuring.applied_on},
            "decided_on",
        )
    restructuring.decided_on = decided_on
    restructuring.state = STATES.REJECTED if grant is None else STATES.GRANTED
    if grant is not None:
        _set_plan(restructuring, grant)
    restructuring.save()
    if grant is not None:
        _keep_shares(restructuring, case, grant)
        last_month = last_month_of(grant.first_month, grant.years)
        RestructuringFollowUp.objects.bulk_create(
            RestructuringFollowUp(restructuring=restructuring, due_on=day)
            for day in follow_up_days(grant.first_month, last_month)
        )
    record("restructuring.decided", case, by, restructuring=restructuring.pk, state=restructuring.state)
    return restructuring


def _keep_shares(restructuring: Restructuring, case: DebtCase, grant: GrantInput) -> None:
    """What each creditor gets, as the debts are on this day."""
    debts = case.debts.filter(settled_on=None).prefetch_related("amounts")
    owed = {debt.pk: debt.total_sek for debt in debts if debt.total_sek}
    covered = owed if grant.debt_ids is None else {pk: owed[pk] for pk in grant.debt_ids if pk in owed}
    if owed and not covered:
        raise ActionRefused(_("Choose the debts that the decision covers."), "debts")
    months = len(paid_months(grant.first_month, last_month_of(grant.first_month, grant.years)))
    RestructuringShare.objects.bulk_create(
        RestructuringShare(
            restructuring=restructuring,
            debt_id=part.key,
            owed_sek=part.owed_sek,
            month_sek=part.month_sek,
            total_sek=part.total_sek,
        )
        for part in shares(covered, grant.money_sek, months)
    )


def _set_plan(restructuring: Restructuring, grant: GrantInput) -> None:
    if not 1 <= grant.years <= MOST_YEARS:
        raise ActionRefused(_("Write the years as 1 to %(most)s.") % {"most": MOST_YEARS}, "years")
    restructuring.money_sek = grant.money_sek
    restructuring.first_month = grant.first_month.replace(day=1)
    restructuring.last_month = last_month_of(grant.first_month, grant.years)


@transaction.atomic
def pay_restructuring(
    *,
    restructuring: Restructuring,
    month: date,
    paid_on: date,
    amount_sek: Decimal,
    by: User,
    client_key: UUID | None = None,
) -> RestructuringPayment:
    """Money that was paid for a month of the plan. The same form sent again is one payment.

    Raises ActionRefused for a month outside the plan, and for June and December, when nothing is paid.
    """
    case, restructuring = _held(restructuring, by)
    _refuse_unless(restructuring, STATES.GRANTED)
    refuse_future(paid_on, "paid_on")
    if before := sent_before(RestructuringPayment, client_key, restructuring=restructuring):
        return before
    month, first, last = month.replace(day=1), restructuring.first_month, restructuring.last_month
    if first is None or last is None or month not in paid_months(first, last):
        raise ActionRefused(_("Nothing is paid in that month by the plan."), "month")
    payment = RestructuringPayment.objects.create(
        restructuring=restructuring,
        month=month,
        paid_on=paid_on,
        amount_sek=amount_sek,
        recorded_by=by,
        client_key=client_key,
    )
    record("restructuring.paid", case, by, restructuring=restructuring.pk, payment=payment.pk)
    return payment


@transaction.atomic
def follow_up_restructuring(
    *, follow_up: RestructuringFollowUp, done_on: date, note: str, by: User
) -> RestructuringFollowUp:
    """The year is gone through. Raises ActionRefused when that is done already."""
    case, restructuring = _held(follow_up.restructuring, by)
    _refuse_unless(restructuring, STATES.GRANTED)
    refuse_future(done_on, "done_on")
    follow_up = RestructuringFollowUp.objects.get(pk=follow_up.pk)
    if follow_up.done_on is not None:
        raise ActionRefused(_("The follow-up is done already."))
    follow_up.done_on, follow_up.note, follow_up.done_by = done_on, note.strip(), by
    follow_up.save(update_fields=["done_on", "note", "done_by"])
    record("restructuring.followed_up", case, by, follow_up=follow_up.pk)
    return follow_up


@transaction.atomic
def end_restructuring(
    *, restructuring: Restructuring, ended_on: date, end_reason: str, by: User
) -> Restructuring:
    """It is over: paid to the end, revoked or withdrawn. Follow-ups that are left are taken away.

    Paid to the end, the debts that it covered are settled: what is left of them is written off. Raises
    ActionRefused for that before the plan's last month.
    """
    case, restructuring = _held(restructuring, by)
    _refuse_unless(restructuring, STATES.PREPARING, STATES.APPLIED, STATES.GRANTED)
    refuse_future(ended_on, "ended_on")
    if end_reason == RestructuringEnd.FULFILLED and restructuring.state != STATES.GRANTED:
        raise ActionRefused(
            _("It has not been granted, so nothing can have been paid to its end."), "end_reason"
        )
    if end_reason == RestructuringEnd.FULFILLED:
        _settle(restructuring, ended_on)
    restructuring.state, restructuring.ended_on = STATES.ENDED, ended_on
    restructuring.end_reason = RestructuringEnd(end_reason)
    restructuring.save(update_fields=["state", "ended_on", "end_reason"])
    restructuring.follow_ups.filter(done_on=None).delete()
    record("restructuring.ended", case, by, restructuring=restructuring.pk, reason=end_reason)
    return restructuring


def _settle(restructuring: Restructuring, ended_on: date) -> None:
    last_month = restructuring.last_month
    if last_month is not None and ended_on < last_month:
        raise ActionRefused(
            _("The plan runs through %(month)s.") % {"month": date_format(last_month, "F Y")}, "ended_on"
        )
    covered = restructuring.shares.values("debt")
    Debt.objects.filter(pk__in=covered, settled_on=None).update(settled_on=ended_on)


def _held(restructuring: Restructuring, by: User) -> tuple[DebtCase, Restructuring]:
    case = locked(restructuring.case, by)
    return case, Restructuring.objects.select_for_update().get(pk=restructuring.pk)


def _refuse_unless(restructuring: Restructuring, *states: str) -> None:
    if restructuring.state not in states:
        raise ActionRefused(
            _("It has come too far, or not far enough, for that: %(state)s.")
            % {"state": str(restructuring.get_state_display()).lower()}
        )
