"""A plan's figures: its schedule, how it compares with other orders, and whether it is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Sum

from debtadvice.amortisation import JUNE_AND_DECEMBER, NeverPaid, Owed, Schedule, Terms, schedule
from debtadvice.enums import Strategy
from debtadvice.models import Debt, Instalment, Payment, PlanDebt, RepaymentPlan

NOUGHT = Decimal(0)
COMPARED = (Strategy.SMALLEST, Strategy.DEAREST, Strategy.EQUAL, Strategy.PROPORTIONAL)


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
            enforced_least_sek=settings.ENFORCEMENT_MINIMUM_SEK,
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


def compare(plan: RepaymentPlan, debts: Sequence[Owed]) -> list[Comparison]:
    """The four orders with the same money."""
    found = []
    for strategy in COMPARED:
        chosen = strategy == plan.strategy
        try:
            result = draw(plan, debts, strategy)
        except NeverPaid:
            found.append(Comparison(strategy, 0, None, NOUGHT, chosen))
        else:
            found.append(
                Comparison(strategy, len(result.months), result.last_month, result.interest_sek, chosen)
            )
    return found


@dataclass(frozen=True)
class Standing:
    """Due and paid of a running plan: kept while no creditor has got less than was due."""

    due_sek: Decimal
    paid_sek: Decimal
    behind_sek: Decimal

    @property
    def is_kept(self) -> bool:
        return self.behind_sek == 0


def standing(plan: RepaymentPlan, today: date) -> Standing:
    """Instalments of months that have ended before today's month, against all that was paid; two queries."""
    ended = Instalment.objects.filter(part__plan=plan, month__lt=today.replace(day=1))
    due = dict(ended.values_list("part").annotate(Sum("due_sek")))
    payments = Payment.objects.filter(part__plan=plan, paid_on__lte=today)
    paid = dict(payments.values_list("part").annotate(Sum("amount_sek")))
    behind = sum((max(amount - paid.get(part, NOUGHT), NOUGHT) for part, amount in due.items()), NOUGHT)
    return Standing(sum(due.values(), NOUGHT), sum(paid.values(), NOUGHT), behind)
