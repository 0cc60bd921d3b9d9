"""Debts, plans, restructurings and homes at risk at random, for a board's random debt cases."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from accounts.models import Authority, User
from core.periods import add_months
from debtadvice.enums import AdviceKind, NoticeKind, NoticeResult, PlanState, Strategy
from debtadvice.models import (
    AdviceContact,
    Debt,
    DebtAmount,
    DebtCase,
    HomeNotice,
    Instalment,
    Payment,
    PlanDebt,
    RepaymentPlan,
    Restructuring,
)

# Öre that do not add up to whole kronor, and nought.
AMOUNTS = [Decimal(text) for text in ("0", "0.01", "99.99", "1000", "1234.55", "20000.05")]
DUE = Decimal("100.50")


class DebtHistory:
    """What hangs on the debt cases of a board, between two days."""

    def __init__(self, random: Random, board: Authority, user: User, first: date, last: date) -> None:
        self.random, self.board, self.user = random, board, user
        self.first, self.last = first, last
        cases = list(DebtCase.objects.filter(authority=board))
        for case in cases:
            debts = [self._debt(case) for _debt in range(random.randrange(4))]
            if debts and random.random() < 0.7:
                self._plan(case, debts)
            if random.random() < 0.5:
                self._restructuring(case)
        for _notice in range(8):
            self._notice()
        for _contact in range(10):
            self._contact(random.choice([None, *cases]))

    def _day(self) -> date:
        """Any day; often the last one of a month, where periods end."""
        day = self.first + timedelta(days=self.random.randrange((self.last - self.first).days + 1))
        if self.random.random() < 0.4:
            return min(add_months(day.replace(day=1), 1) - timedelta(days=1), self.last)
        return day

    def _later(self, day: date, longest: int) -> date | None:
        if self.random.random() < 0.4:
            return None
        return day + timedelta(days=self.random.randrange(longest))

    def _debt(self, case: DebtCase) -> Debt:
        debt = Debt.objects.create(
            case=case,
            creditor="Bolaget",
            kind="bill",
            settled_on=self._day() if self.random.random() < 0.4 else None,
        )
        for day in {self._day() for _amount in range(self.random.randrange(4))}:
            names = ("capital_sek", "interest_sek", "fees_sek")
            amounts = {name: self.random.choice(AMOUNTS) for name in names}
            DebtAmount.objects.create(debt=debt, as_of=day, recorded_by=self.user, **amounts)
        return debt

    def _plan(self, case: DebtCase, debts: list[Debt]) -> None:
        """Due month by month; paid mostly, now and then a little less or to the wrong creditor."""
        started = self._day()
        ended = self._later(started, 200)
        month = started.replace(day=1)
        plan = RepaymentPlan.objects.create(
            case=case,
            strategy=Strategy.EQUAL,
            money_sek=DUE,
            first_month=month,
            state=PlanState.ENDED if ended else PlanState.RUNNING,
            started_on=started,
            ended_on=ended,
            made_by=self.user,
        )
        for debt in debts:
            part = PlanDebt.objects.create(plan=plan, debt=debt, balance_sek=1000)
            for ahead in range(self.random.randrange(1, 5)):
                due = add_months(month, ahead)
                Instalment.objects.create(part=part, month=due, due_sek=DUE, interest_sek=0, remaining_sek=0)
                if self.random.random() < 0.85:
                    Payment.objects.create(
                        part=part,
                        paid_on=due + timedelta(days=self.random.choice((5, 20, 29, 30))),
                        amount_sek=DUE if self.random.random() < 0.8 else DUE - Decimal("0.01"),
                        recorded_by=self.user,
                    )

    def _restructuring(self, case: DebtCase) -> None:
        applied = self._day()
        decided = self._later(applied, 120)
        granted: dict[str, Any] = {}
        if decided and self.random.random() < 0.6:
            granted = {
                "state": "granted",
                "money_sek": 500,
                "first_month": decided.replace(day=1),
                "last_month": add_months(decided.replace(day=1), 59),
            }
        Restructuring.objects.create(
            case=case,
            begun_on=applied,
            applied_on=applied,
            decided_on=decided,
            made_by=self.user,
            **({"state": "rejected" if decided else "applied"} | granted),
        )

    def _notice(self) -> None:
        received = self._day()
        closed = self._later(received, 100)
        HomeNotice.objects.create(
            authority=self.board,
            kind=self.random.choice(list(NoticeKind)),
            landlord="Värden",
            received_on=received,
            closed_on=closed,
            result=self.random.choice(list(NoticeResult)) if closed else "",
            recorded_by=self.user,
        )

    def _contact(self, case: DebtCase | None) -> None:
        AdviceContact.objects.create(
            authority=self.board,
            case=case,
            kind=AdviceKind.PHONE if case else AdviceKind.OPEN_ADVICE,
            on_day=self._day(),
            minutes=20,
            recorded_by=self.user,
            undone_at=datetime(2012, 12, 20, tzinfo=UTC) if self.random.random() < 0.2 else None,
        )
