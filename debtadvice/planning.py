"""A plan's figures: its schedule, how it compares with other orders, and whether it is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Sum

from debtadvice.amortisation import JUNE_AND_DECEMBER, NeverPaid, Owed, Schedule, Terms, schedule
from debtadvice.enums import Strategy, TableKind
from debtadvice.five_years import PaidMonth, months_so_far
from debtadvice.models import (
    AmountTable,
    Debt,
    DebtCase,
    Instalment,
    Payment,
    PlanDebt,
    RepaymentPlan,
    Restructuring,
)

NOUGHT = Decimal(0)
COMPARED = (Strategy.SMALLEST, Strategy.DEAREST, Strategy.EQUAL, Strategy.PROPORTIONAL)


def enforced_least(day: date) -> Decimal:
    """What the Enforcement Authority gets at least in a month, by the table that holds on day.

    Without one, the installation's setting: 100 kr a month is local practice (report 2014, Slutord).
    """
    table = AmountTable.objects.in_force(TableKind.MINIMUM, day)
    return table.known.get("minimum", NOUGHT) if table else settings.ENFORCEMENT_MINIMUM_SEK


def owed_of(debts: Sequence[Debt], parts: Iterable[PlanDebt] = ()) -> list[Owed]:
    """Debts as they are now, or as they were when a plan was made."""
    now = [
        Owed(debt.pk, debt.total_sek, debt.interest_percent, is_enforced=debt.is_enforced) for debt in debts
    ]
    then = [
        Owed(part.debt_id, part.balance_sek, part.interest_percent, part.own_sek, part.debt.is_enforced)
        for part in parts
    ]
    return now + then


def draw(plan: RepaymentPlan, debts: Sequence[Owed], strategy: str = "") -> Schedule:
    """The plan month by month, or what another order would make of the same money. Raises NeverPaid."""
    return schedule(
        debts,
        Terms(
            money_sek=plan.money_sek,
            strategy=strategy or plan.strategy,
            first_month=plan.first_month,
            months_off=JUNE_AND_DECEMBER if plan.skips_june_and_december else frozenset(),
            enforced_least_sek=plan.enforced_least_sek,
        ),
    )


@dataclass(frozen=True)
class Comparison:
    """What an order makes of the same money; without a last month it would never end."""

    strategy: Strategy
    months: int
    last_month: date | None
    interest_sek: Decimal
    is_chosen: bool
    first_gone: date | None = None


def compare(plan: RepaymentPlan, debts: Sequence[Owed]) -> list[Comparison]:
    """The four orders with the same money, and the plan's own amounts if that is what it goes by."""
    found = []
    orders = (*COMPARED, Strategy.OWN) if plan.strategy == Strategy.OWN else COMPARED
    for strategy in orders:
        chosen = strategy == plan.strategy
        try:
            result = draw(plan, debts, strategy)
        except NeverPaid:
            found.append(Comparison(strategy, 0, None, NOUGHT, chosen))
        else:
            months, last, interest = len(result.months), result.last_month, result.interest_sek
            found.append(Comparison(strategy, months, last, interest, chosen, _first_gone(result)))
    return found


def _first_gone(result: Schedule) -> date | None:
    """The month in which the first of the debts is gone."""
    return next(
        (month.first_day for month in result.months if any(not part.remaining_sek for part in month.parts)),
        None,
    )


@dataclass(frozen=True)
class Verdict:
    """Whether a plan holds against its budget; None without one. `reasons` are codes of what is wrong."""

    is_realistic: bool | None
    left_sek: Decimal | None
    reasons: tuple[str, ...] = ()


def judge(plan: RepaymentPlan) -> Verdict:
    """Realistic: the money is left in the budget, and they live on no less than the national norm."""
    budget = plan.budget
    if budget is None:
        return Verdict(None, None)
    reasons = []
    if plan.money_sek > budget.left_sek:
        reasons.append("money")
    if budget.is_below_norm:
        reasons.append("norm")
    return Verdict(not reasons, budget.left_sek, tuple(reasons))


@dataclass(frozen=True)
class Standing:
    """Due and paid of a running plan: kept while no creditor has got less than was due."""

    due_sek: Decimal
    paid_sek: Decimal
    behind_sek: Decimal

    @property
    def is_kept(self) -> bool:
        return self.behind_sek == 0


def due_and_paid(plan: RepaymentPlan, today: date) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
    """By part: what was due for the months before today's month, and all that was paid; two queries."""
    ended = Instalment.objects.filter(part__plan=plan, month__lt=today.replace(day=1))
    payments = Payment.objects.kept().filter(part__plan=plan, paid_on__lte=today)
    due = dict(ended.values_list("part").annotate(Sum("due_sek")))
    return due, dict(payments.values_list("part").annotate(Sum("amount_sek")))


def standing(plan: RepaymentPlan, today: date) -> Standing:
    """Instalments of the months before today's month, against all that was paid."""
    due, paid = due_and_paid(plan, today)
    behind = sum((max(amount - paid.get(part, NOUGHT), NOUGHT) for part, amount in due.items()), NOUGHT)
    return Standing(sum(due.values(), NOUGHT), sum(paid.values(), NOUGHT), behind)


def restructuring_months(found: Restructuring, today: date) -> list[PaidMonth]:
    """The months of a granted debt restructuring up to now, with what was paid. Empty without a plan."""
    if found.money_sek is None or found.first_month is None or found.last_month is None:
        return []
    paid = dict(found.payments.kept().values_list("month").annotate(Sum("amount_sek")))
    return months_so_far(found.first_month, found.last_month, found.money_sek, paid, today)


def months_by_the_budget(case: DebtCase) -> int | None:
    """How many months the open debts would take with what the latest budget leaves; None: never.

    0 where there are no debts to pay.
    """
    budget = case.budgets.order_by("-pk").first()
    debts = [
        debt for debt in case.debts.filter(settled_on=None).prefetch_related("amounts") if debt.total_sek
    ]
    if not debts:
        return 0
    if budget is None or budget.left_sek <= 0:
        return None
    terms = Terms(budget.left_sek, Strategy.DEAREST, budget.valid_from)
    try:
        return len(schedule(owed_of(debts), terms).months)
    except NeverPaid:
        return None
