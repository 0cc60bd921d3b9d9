"""What matters for a lease of one's own (report 2014, Slutord), told without creditors or amounts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.money import format_sek
from core.periods import add_months
from debtadvice.enums import ENFORCED_KINDS, DebtKind, PlanState, RestructuringState
from debtadvice.models import Budget, Debt, DebtCase, Instalment, Payment
from debtadvice.planning import Standing, enforced_least, restructuring_months, standing


@dataclass(frozen=True)
class Fact:
    """A condition: `is_met` is None where it is not known; `evidence` says what it rests on."""

    label: str | Promise
    is_met: bool | None
    evidence: str | Promise = ""


def readiness_of(case: DebtCase, today: date) -> list[Fact]:
    """Each condition with its evidence; without debts entered nothing is known."""
    debts = list(case.debts.all())
    plan = case.plans.filter(state=PlanState.RUNNING).first()
    kept = standing(plan, today) if plan else None
    open_debts = [debt for debt in debts if debt.settled_on is None]
    has_rent_debt = any(debt.kind == DebtKind.RENT for debt in open_debts)
    a_year_ago = today - timedelta(days=365)
    is_new = any(debt.arose_on is not None and debt.arose_on > a_year_ago for debt in open_debts)
    budget = case.budgets.order_by("-pk").first()
    return [
        Fact(_("No rent is owed"), not has_rent_debt if debts else None),
        _by_a_plan(case, kept, bool(open_debts), today),
        _to_the_authority(case, open_debts, today),
        Fact(_("No new debts in a year"), not is_new if debts else None),
        Fact(
            _("Income covers expenses"),
            budget.left_sek >= 0 if budget else None,
            _("Budget of %(day)s") % {"day": budget.made_at.date()} if budget else "",
        ),
        _by_the_rent(budget),
    ]


def _by_the_rent(budget: Budget | None) -> Fact:
    """Whether the latest budget's rent was reasonable by the board's table when it was made."""
    label = _("The rent is reasonable")
    if budget is None or budget.reasonable_rent_sek is None or not budget.line("rent"):
        return Fact(label, None)
    return Fact(label, not budget.is_rent_high, _("Budget of %(day)s") % {"day": budget.made_at.date()})


def _by_a_plan(case: DebtCase, kept: Standing | None, has_debts: bool, today: date) -> Fact:
    """A plan that is kept, or debt restructuring that was granted and in which no payment has been missed.

    Where no payment of it has been entered, nothing is known to have been missed.
    """
    granted = case.restructurings.filter(state=RestructuringState.GRANTED).first()
    label = _("Debts are paid by a plan")
    if kept is not None or granted is None:
        return Fact(label, kept.is_kept if kept else (False if has_debts else None))
    evidence = _("Debt restructuring, decided %(day)s") % {"day": granted.decided_on}
    months = restructuring_months(granted, today)
    if any(month.paid_sek for month in months) and any(month.missed_sek for month in months):
        return Fact(label, False, _("%(what)s. Payments have been missed.") % {"what": evidence})
    return Fact(label, True, evidence)


def _to_the_authority(case: DebtCase, open_debts: list[Debt], today: date) -> Fact:
    """Whether the Enforcement Authority got its least in the month that ended last (report 2014, Slutord).

    Met where nothing is owed there; not known without any debts entered.
    """
    least = enforced_least(today)
    label = _("At least %(amount)s a month to the Enforcement Authority") % {"amount": format_sek(least)}
    if not open_debts:
        return Fact(label, None)
    if not any(debt.is_enforced for debt in open_debts):
        return Fact(label, True, _("Owes nothing there"))
    first = add_months(today.replace(day=1), -1)
    paid = (
        Payment.objects.kept()
        .filter(part__debt__case=case, part__debt__kind__in=ENFORCED_KINDS, paid_on__gte=first)
        .filter(paid_on__lt=today.replace(day=1))
    )
    total = paid.aggregate(total=Sum("amount_sek"))["total"] or 0
    return Fact(label, total >= least, date_format(first, "F Y"))


def plan_in_words(case: DebtCase, today: date) -> dict[str, Any] | None:
    """How the running plan goes: the month's money, the last month, whether it is kept; no creditors."""
    plan = case.plans.filter(state=PlanState.RUNNING).first()
    if plan is None:
        return None
    last = (
        Instalment.objects.filter(part__plan=plan).order_by("-month").values_list("month", flat=True).first()
    )
    words = _("%(amount)s a month, free from debt in %(month)s.") % {
        "amount": format_sek(plan.money_sek),
        "month": date_format(last, "F Y") if last else "–",
    }
    is_kept = standing(plan, today).is_kept
    how = _("The plan is kept.") if is_kept else _("Payments have been missed.")
    return {"words": f"{words} {how}"}
