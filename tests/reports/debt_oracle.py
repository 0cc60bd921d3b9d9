"""What is owed, plans, restructurings, homes at risk and advice given, in plain Python and in no hurry."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from debtadvice.models import AdviceContact, Debt, HomeNotice, PlanDebt, RepaymentPlan, Restructuring

ORE = Decimal("0.01")


def debts_and_homes(
    days: Collection[date], active: Collection[int], boards: Collection[int] | None
) -> dict[str, Any]:
    """The figures of the days. `active`: the ids of the cases active on the last of them."""
    end = max(days)
    owed = _owed(end, active)
    plans = [
        plan
        for plan in RepaymentPlan.objects.select_related("case")
        if _ours(plan.case.authority_id, boards)
        and plan.started_on is not None
        and plan.started_on <= end
        and (plan.ended_on is None or plan.ended_on > end)
    ]
    restructurings = [
        row for row in Restructuring.objects.select_related("case") if _ours(row.case.authority_id, boards)
    ]
    return {
        "debt_sum_sek": str(sum(owed, Decimal(0)).quantize(ORE)),
        "debt_median_sek": str(_median(owed)),
        "debt_plans_running": len(plans),
        "debt_plans_kept": sum(_is_kept(plan, end) for plan in plans),
        "debt_restructurings_applied": sum(row.applied_on in days for row in restructurings),
        "debt_restructurings_granted": sum(
            row.decided_on in days and row.money_sek is not None for row in restructurings
        ),
        **_homes(days, boards),
        **_advice(days, boards),
    }


def _ours(authority: int | None, boards: Collection[int] | None) -> bool:
    return boards is None or authority in boards


def _owed(end: date, active: Collection[int]) -> list[Decimal]:
    """What is owed in each active case with a debt that had an amount by then and was not settled."""
    owed: dict[int, Decimal] = {}
    for debt in Debt.objects.filter(case__in=active).prefetch_related("amounts"):
        known = sorted((one for one in debt.amounts.all() if one.as_of <= end), key=lambda one: one.as_of)
        if known and (debt.settled_on is None or debt.settled_on > end):
            latest = known[-1]
            total = latest.capital_sek + latest.interest_sek + latest.fees_sek
            owed[debt.case_id] = owed.get(debt.case_id, Decimal(0)) + total
    return sorted(owed.values())


def _median(amounts: list[Decimal]) -> Decimal:
    if not amounts:
        return Decimal("0.00")
    middle = amounts[(len(amounts) - 1) // 2] + amounts[len(amounts) // 2]
    return (middle / 2).quantize(ORE, ROUND_HALF_UP)


def _is_kept(plan: RepaymentPlan, end: date) -> bool:
    """No creditor has got less than was due for the months before the last day's month."""

    def kept(part: PlanDebt) -> bool:
        due = sum(one.due_sek for one in part.instalments.all() if one.month < end.replace(day=1))
        paid = sum(one.amount_sek for one in part.payments.all() if one.paid_on <= end)
        return paid >= due

    return all(kept(part) for part in plan.parts.prefetch_related("instalments", "payments"))


def _homes(days: Collection[date], boards: Collection[int] | None) -> dict[str, int]:
    notices: Iterable[HomeNotice] = [
        one for one in HomeNotice.objects.all() if _ours(one.authority_id, boards)
    ]
    unpaid, threatened = ("rent_late", "termination", "eviction"), ("termination", "eviction")
    return {
        "home_notices": sum(one.received_on in days and one.kind in unpaid for one in notices),
        "evictions_averted": sum(
            one.closed_on in days and one.kind in threatened and one.result in ("kept", "withdrawn")
            for one in notices
        ),
        "evictions_carried_out": sum(one.closed_on in days and one.result == "evicted" for one in notices),
    }


def _advice(days: Collection[date], boards: Collection[int] | None) -> dict[str, int]:
    given = [
        one
        for one in AdviceContact.objects.all()
        if _ours(one.authority_id, boards) and one.undone_at is None and one.on_day in days
    ]
    return {
        "debt_advice_contacts": len(given),
        "debt_advice_contacts_anonymous": sum(one.case_id is None for one in given),
    }
