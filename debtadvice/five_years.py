"""The plan of a debt restructuring: five years, nothing in June and December. Numbers in, numbers out.

Skuldsaneringslagen (2016:675) 34 §: the plan runs for five years, or shorter for reasons. 38 §: it is paid
every month but June and December, to the Enforcement Authority, which shares it among the creditors. 37 §:
the debts have equal right, so the money is shared in proportion; what is left when the plan has run is
written off. The Authority's own yearly fee (35 §) is drawn first and is not counted here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.money import from_ore, to_ore
from core.periods import add_months
from debtadvice.amortisation import JUNE_AND_DECEMBER, MONTHS_IN_YEAR

YEARS = 5
MOST_YEARS = 7


@dataclass(frozen=True)
class Share:
    """A creditor's part: what it is owed, gets each month and in all, and what is written off."""

    key: int
    owed_sek: Decimal
    month_sek: Decimal
    total_sek: Decimal

    @property
    def written_off_sek(self) -> Decimal:
        return self.owed_sek - self.total_sek


def last_month_of(first_month: date, years: int = YEARS) -> date:
    """The last month of a plan of so many years."""
    return add_months(first_month.replace(day=1), years * MONTHS_IN_YEAR - 1)


def paid_months(first_month: date, last_month: date) -> list[date]:
    """The months in which something is paid: every one but June and December."""
    months, month = [], first_month.replace(day=1)
    while month <= last_month:
        if month.month not in JUNE_AND_DECEMBER:
            months.append(month)
        month = add_months(month, 1)
    return months


def shares(owed: Mapping[int, Decimal], money_sek: Decimal, months: int) -> list[Share]:
    """Each debt's part of the month's money, in whole öre; what does not divide goes to the largest debts.

    Nobody gets more than it is owed.
    """
    debts = {key: to_ore(amount) for key, amount in owed.items() if amount > 0}
    total, money = sum(debts.values()), to_ore(money_sek)
    if not total:
        return []
    parts = {key: money * ore // total for key, ore in debts.items()}
    rest = money - sum(parts.values())
    for key in sorted(debts, key=lambda key: (-debts[key], key))[:rest]:
        parts[key] += 1
    return [
        Share(key, from_ore(ore), from_ore(parts[key]), from_ore(min(parts[key] * months, ore)))
        for key, ore in debts.items()
    ]


@dataclass(frozen=True)
class PaidMonth:
    """A month of the plan in which something is to be paid, and what was."""

    month: date
    due_sek: Decimal
    paid_sek: Decimal
    has_ended: bool

    @property
    def missed_sek(self) -> Decimal:
        """What was not paid though the month has ended."""
        return max(self.due_sek - self.paid_sek, Decimal(0)) if self.has_ended else Decimal(0)


def months_so_far(
    first_month: date, last_month: date, money_sek: Decimal, paid: Mapping[date, Decimal], today: date
) -> list[PaidMonth]:
    """The months of the plan up to today's, and those paid ahead. `paid`: by the month it was paid for."""
    this_month = today.replace(day=1)
    return [
        PaidMonth(month, money_sek, paid.get(month, Decimal(0)), month < this_month)
        for month in paid_months(first_month, last_month)
        if month <= this_month or month in paid
    ]


def follow_up_days(first_month: date, last_month: date) -> list[date]:
    """A year after the plan began, and each year after that until it has run."""
    days, year = [], 1
    while (day := add_months(first_month.replace(day=1), year * MONTHS_IN_YEAR)) <= add_months(last_month, 1):
        days.append(day)
        year += 1
    return days
