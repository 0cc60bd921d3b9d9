"""How debts are paid off, month by month: numbers in, numbers out, exact to the öre.

Interest is a twelfth of the year's rate on what is owed at the month's beginning, rounded half up to whole
öre, and is added to the debt; then the month's payment is drawn. In a month off nothing is paid, and
interest runs all the same (in debt restructuring the rate is nought). The last payment is what is left and
no more, so that no plan ends with a residue: for each creditor, paid = debt + interest.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.money import from_ore, round_half_up, to_ore
from debtadvice.enums import Strategy

# Skuldsaneringslagen (2016:675) 38 §: nothing is paid in June and December.
JUNE_AND_DECEMBER = frozenset({6, 12})
MONTHS_IN_YEAR = 12
# Fifty years: a plan that takes longer is no plan.
MOST_MONTHS = 600


class NeverPaid(ValueError):
    """The money does not suffice: the debts would grow, or take more than fifty years."""


@dataclass(frozen=True)
class Owed:
    """A debt as it is when the plan begins. `own_sek`: what the plan itself gives it each month."""

    key: int
    balance_sek: Decimal
    interest_percent: Decimal = Decimal(0)
    own_sek: Decimal = Decimal(0)
    is_enforced: bool = False


@dataclass(frozen=True)
class Part:
    """A creditor's line of a month: interest added, money paid, what is left."""

    key: int
    interest_sek: Decimal
    paid_sek: Decimal
    remaining_sek: Decimal


@dataclass(frozen=True)
class Month:
    first_day: date
    parts: tuple[Part, ...]

    @property
    def paid_sek(self) -> Decimal:
        return sum((part.paid_sek for part in self.parts), Decimal(0))

    @property
    def remaining_sek(self) -> Decimal:
        return sum((part.remaining_sek for part in self.parts), Decimal(0))


@dataclass(frozen=True)
class Schedule:
    """Every month from the first to the one in which the last debt is gone."""

    months: tuple[Month, ...]

    @property
    def last_month(self) -> date | None:
        return self.months[-1].first_day if self.months else None

    @property
    def paid_sek(self) -> Decimal:
        return sum((month.paid_sek for month in self.months), Decimal(0))

    @property
    def interest_sek(self) -> Decimal:
        return sum((part.interest_sek for month in self.months for part in month.parts), Decimal(0))

    def of(self, key: int) -> list[tuple[date, Part]]:
        """The lines of one creditor, with their months."""
        return [(month.first_day, part) for month in self.months for part in month.parts if part.key == key]


@dataclass(frozen=True)
class Terms:
    """`money_sek` a month among all; at least `enforced_least_sek` of it to the Enforcement Authority."""

    money_sek: Decimal
    strategy: str
    first_month: date
    months_off: frozenset[int] = frozenset()
    enforced_least_sek: Decimal = Decimal(0)


@dataclass
class _Open:
    owed: Owed
    ore: int
    weight: int = field(init=False)

    def __post_init__(self) -> None:
        self.weight = self.ore


def schedule(debts: Sequence[Owed], terms: Terms) -> Schedule:
    """Pay the debts off by the terms. Raises NeverPaid when that would not come to an end."""
    open_debts = [_Open(owed, to_ore(owed.balance_sek)) for owed in debts if owed.balance_sek > 0]
    months: list[Month] = []
    day, year_ago = terms.first_month.replace(day=1), sum(debt.ore for debt in open_debts)
    while open_debts:
        if len(months) == MOST_MONTHS:
            raise NeverPaid
        months.append(_pay_month(open_debts, terms, day))
        open_debts = [debt for debt in open_debts if debt.ore]
        day = next_month(day)
        if len(months) % MONTHS_IN_YEAR == 0:
            left = sum(debt.ore for debt in open_debts)
            if left >= year_ago and open_debts:
                raise NeverPaid
            year_ago = left
    return Schedule(tuple(months))


def next_month(day: date) -> date:
    """The first day of the month after."""
    return date(day.year + day.month // MONTHS_IN_YEAR, day.month % MONTHS_IN_YEAR + 1, 1)


def month_interest(balance_sek: Decimal, interest_percent: Decimal) -> Decimal:
    """A twelfth of the year's interest, in whole öre."""
    return round_half_up(balance_sek * interest_percent / (100 * MONTHS_IN_YEAR), 2)


def _pay_month(debts: Sequence[_Open], terms: Terms, day: date) -> Month:
    added = {}
    for debt in debts:
        added[debt.owed.key] = month_interest(from_ore(debt.ore), debt.owed.interest_percent)
        debt.ore += to_ore(added[debt.owed.key])
    paid = {} if day.month in terms.months_off else _shares(debts, terms)
    parts = []
    for debt in debts:
        ore = paid.get(debt.owed.key, 0)
        debt.ore -= ore
        parts.append(Part(debt.owed.key, added[debt.owed.key], from_ore(ore), from_ore(debt.ore)))
    return Month(day, tuple(parts))


def _shares(debts: Sequence[_Open], terms: Terms) -> dict[int, int]:
    """Öre to each creditor this month, never more than is owed nor than there is."""
    share, money = _STRATEGIES[terms.strategy], to_ore(terms.money_sek)
    paid = share(debts, money)
    enforced = [debt for debt in debts if debt.owed.is_enforced]
    least = min(to_ore(terms.enforced_least_sek), money, sum(debt.ore for debt in enforced))
    if terms.strategy == Strategy.OWN or sum(paid.get(debt.owed.key, 0) for debt in enforced) >= least:
        return paid
    others = [debt for debt in debts if not debt.owed.is_enforced]
    return _STRATEGIES[terms.strategy](enforced, least) | share(others, money - least)


def _in_order(key: Callable[[_Open], tuple[int | Decimal, ...]]) -> Callable[..., dict[int, int]]:
    def share(debts: Sequence[_Open], money: int) -> dict[int, int]:
        paid = {}
        for debt in sorted(debts, key=key):
            paid[debt.owed.key] = min(debt.ore, money)
            money -= paid[debt.owed.key]
        return paid

    return share


def _by_weight(weight: Callable[[_Open], int]) -> Callable[..., dict[int, int]]:
    """In proportion to the weights; what a small debt does not need goes to the others."""

    def share(debts: Sequence[_Open], money: int) -> dict[int, int]:
        paid = {debt.owed.key: 0 for debt in debts}
        while money > 0:
            hungry = [debt for debt in debts if debt.ore > paid[debt.owed.key]]
            if not hungry:
                break
            given = 0
            total = sum(map(weight, hungry))
            for debt in hungry:
                part = min(money * weight(debt) // total, debt.ore - paid[debt.owed.key])
                paid[debt.owed.key] += part
                given += part
            if not given:  # fewer öre than creditors: one each, the largest first
                for debt in sorted(hungry, key=lambda debt: (-weight(debt), debt.owed.key))[:money]:
                    paid[debt.owed.key] += 1
                    given += 1
            money -= given
        return paid

    return share


def _own(debts: Sequence[_Open], money: int) -> dict[int, int]:
    return {debt.owed.key: min(to_ore(debt.owed.own_sek), debt.ore) for debt in debts}


_STRATEGIES: Mapping[str, Callable[..., dict[int, int]]] = {
    Strategy.OWN: _own,
    Strategy.SMALLEST: _in_order(lambda debt: (debt.ore, debt.owed.key)),
    Strategy.DEAREST: _in_order(lambda debt: (-debt.owed.interest_percent, debt.ore, debt.owed.key)),
    Strategy.EQUAL: _by_weight(lambda debt: 1),
    Strategy.PROPORTIONAL: _by_weight(lambda debt: debt.weight),
}
