"""The demo's advice: a queue, cases with debts, budgets, plans and payments, notices, consents, referrals."""

from contextlib import suppress
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random

from accounts.models import Authority, User
from cases.errors import ActionRefused
from cases.models import Household
from core.clock import today
from core.periods import add_months
from debtadvice import actions
from debtadvice.actions import CaseInput, ClientInput, economy
from debtadvice.actions.letters import LetterInput, print_plan, write_to_creditor
from debtadvice.actions.notices import act_on_notice, close_notice, link_notice, record_notice
from debtadvice.actions.tables import save_table
from debtadvice.enums import (
    AdviceKind,
    AppointmentState,
    CameFrom,
    CaseOutcome,
    CloseReason,
    ConsentScope,
    Entry,
    LetterKind,
    NoticeKind,
    NoticeResult,
    PlanState,
    Strategy,
    TableKind,
)
from debtadvice.models import (
    AmountTable,
    Appointment,
    Budget,
    Consent,
    DebtCase,
    HomeNotice,
    Referral,
    RepaymentPlan,
)
from demo import debt_texts as texts
from demo.people import FAMILY, GIVEN, reserved_identity_number
from demo.restructuring import go_on, pay, prepare

# So many new clients meet an adviser in a week; the others wait.
MEETINGS_A_WEEK = 2
# Weeks after which somebody who has had advice is likely to be done.
DONE_AFTER = timedelta(weeks=9)
NO_SHOWS = 0.15
PAYS = 0.8
PRINTED = 0.1
# Ages of children who have their lunch at preschool.
AT_PRESCHOOL = range(1, 6)
CLOSES = 0.12
NOTICE_IN_A_WEEK = 0.5


class DebtDesk:
    """A Thursday at the advice; the clock says which. Every event goes through the action of the page."""

    def __init__(self, board: Authority, staff: dict[str, User], random: Random) -> None:
        self.board, self.staff, self.random = board, staff, random
        self.lars = staff["lars"]

    def day(self) -> None:
        """What a day of advice brings."""
        self._norms()
        self._open_advice()
        for _ in range(self.random.randint(2, 3)):
            self._somebody_asks()
        self._settle_meetings()
        self._book_meetings()
        self._referral()
        self._pay()
        go_on(self.board, self.lars, self.random)
        self._close()
        self._notices()

    def _norms(self) -> None:
        """The administrator has entered the tables, once."""
        if AmountTable.objects.filter(kind=TableKind.RENT).exists():
            return
        for kind, amounts, source in texts.TABLES:
            save_table(
                kind=kind,
                valid_from=today().replace(day=1),
                amounts={code: Decimal(amount) for code, amount in amounts.items()},
                source=source,
                authority=self.board if kind == TableKind.RENT else None,
                by=self.staff["karin"],
            )

    # --- those who come ---------------------------------------------------------------------------
    def _open_advice(self) -> None:
        for _ in range(self.random.randint(1, 4)):
            actions.log_open_advice(
                authority=self.board,
                on_day=today(),
                minutes=self.random.choice((10, 15, 20, 30)),
                has_housing_problem=self.random.random() < 0.4,
                by=self.lars,
            )

    def _somebody_asks(self) -> DebtCase:
        """A new client in the queue; at the open advice some get a first talk at once."""
        entry = self.random.choice((Entry.OPEN_ADVICE, Entry.BOOKED, Entry.BOOKED))
        children = self.random.choice((0, 0, 0, 1, 2, 3))
        case = actions.open_debt_case(
            authority=self.board,
            opened_on=today(),
            has_housing_problem=self.random.random() < 0.4,
            entry=entry,
            by=self.lars,
            more=CaseInput(
                client=self._client(children),
                asked_on=today(),
                came_from=self.random.choice(CameFrom.values),
                risks_eviction=self.random.random() < 0.15,
                blocks_takeover=self.random.random() < 0.1,
                adviser=self.lars if self.random.random() < 0.6 else None,
            ),
        )
        if entry == Entry.OPEN_ADVICE and self.random.random() < 0.6:
            actions.log_contact(
                case=case,
                kind=AdviceKind.OPEN_ADVICE,
                on_day=today(),
                minutes=self.random.choice((20, 30, 45)),
                note=self.random.choice(texts.FIRST_TALKS),
                by=self.lars,
            )
        return case

    def _client(self, children: int) -> ClientInput:
        """Somebody who shares no client's name."""
        while True:
            names = {"given_name": self.random.choice(GIVEN), "family_name": self.random.choice(FAMILY)}
            if not DebtCase.objects.filter(authority=self.board, **names).exists():
                break
        born_on = date(today().year - self.random.randint(22, 66), self.random.randint(1, 12), 14)
        return ClientInput(
            **names,
            identity_number=reserved_identity_number(born_on, self.random.randint(0, 9)),
            phone=f"+4670{self.random.randint(0, 9_999_999):07d}",
            address=f"{self.random.choice(texts.STREETS)} {self.random.randint(1, 60)}",
            children=children,
        )

    # --- meetings ---------------------------------------------------------------------------------
    def _book_meetings(self) -> None:
        """The most urgent in the queue are offered a time a week ahead."""
        queue = DebtCase.objects.filter(authority=self.board).waiting().with_priority()
        queue = queue.exclude(appointments__state=AppointmentState.BOOKED)
        for place, case in enumerate(list(queue.in_queue_order()[:MEETINGS_A_WEEK])):
            actions.book_meeting(
                case=case,
                day=today() + timedelta(days=7),
                starts_at=time(9 + 2 * place),
                adviser=self.lars,
                by=self.lars,
            )

    def _settle_meetings(self) -> None:
        """Those booked for today; the latest hour of the latest day is left to be settled."""
        booked = Appointment.objects.filter(
            case__authority=self.board, state=AppointmentState.BOOKED, day__lte=today()
        ).select_related("case")
        for meeting in booked.order_by("day", "starts_at", "pk"):
            if self.random.random() < NO_SHOWS:
                actions.settle_meeting(meeting=meeting, state=AppointmentState.NO_SHOW, by=self.lars)
                continue
            actions.settle_meeting(
                meeting=meeting,
                state=AppointmentState.CAME,
                minutes=self.random.choice((45, 60, 75)),
                note=self.random.choice(texts.MEETINGS),
                by=self.lars,
            )
            self._map_economy(DebtCase.objects.get(pk=meeting.case_id))

    # --- the economy ------------------------------------------------------------------------------
    def _map_economy(self, case: DebtCase) -> None:
        """Debts from an overview, the budget of today, and mostly a plan that begins."""
        if case.closed_on is not None or case.debts.exists():
            return
        debts = self.random.sample(texts.DEBTS, self.random.randint(2, 4))
        rows = []
        for number, (creditor, kind, low, high, interest) in enumerate(debts):
            rows.append(
                {
                    "creditor_reference": f"{case.pk}-{number + 1}",
                    "creditor": creditor,
                    "kind": kind,
                    "as_of": today() - timedelta(days=10),
                    "capital_sek": Decimal(self.random.randrange(low, high, 50)),
                    "interest_sek": Decimal(self.random.randrange(0, 900, 25)) if interest else Decimal(0),
                    "fees_sek": Decimal(self.random.choice((0, 60, 180))),
                    "interest_percent": Decimal(interest),
                }
            )
        economy.import_debts(case=case, rows=rows, by=self.lars)
        budget = self._budget(case, "I dag", rent=self.random.randrange(5200, 8200, 100))
        if case.has_housing_problem or self.random.random() < 0.3:
            self._budget(case, "Efter flytten", rent=self.random.randrange(6000, 7800, 100))
        if budget.left_sek >= 300:
            # Too little money for the interest: no plan yet.
            with suppress(ActionRefused):
                self._plan(case, budget, starts=self.random.random() < 0.8)
                return
        prepare(case, self.lars)

    def _budget(self, case: DebtCase, name: str, *, rent: int) -> Budget:
        children = case.children or 0
        lines = {
            "salary": Decimal(self.random.randrange(16500, 22500, 100)),
            "child_allowance": Decimal(1250 * children),
            "housing_allowance": Decimal(1800 if children else 0),
            "rent": Decimal(rent),
            "electricity": Decimal(self.random.randrange(250, 600, 10)),
            "phone": Decimal(429),
            "travel": Decimal(1060),
            "insurance": Decimal(345),
        }
        lines = {code: value for code, value in lines.items() if value}
        ages = [self.random.randint(1, 17) for _ in range(children)]
        content = economy.BudgetInput(
            name=name,
            incomes={code: value for code, value in lines.items() if code in texts.INCOME_CODES},
            expenses={code: value for code, value in lines.items() if code not in texts.INCOME_CODES},
            child_ages=ages,
            lunch_ages=[age for age in ages if age in AT_PRESCHOOL],
        )
        return economy.save_budget(case=case, content=content, by=self.lars)

    def _plan(self, case: DebtCase, budget: Budget, *, starts: bool) -> None:
        plan = economy.propose_plan(
            case=case,
            strategy=self.random.choice((Strategy.PROPORTIONAL, Strategy.SMALLEST, Strategy.DEAREST)),
            money_sek=min(max(budget.left_sek - 200, Decimal(900)), Decimal(4500)),
            first_month=today().replace(day=1),
            budget=budget,
            by=self.lars,
        )
        if starts:
            economy.start_plan(plan=plan, by=self.lars)
            if self.random.random() < PRINTED:
                print_plan(plan=plan, by=self.lars)
                content = LetterInput(LetterKind.PROPOSAL, today() + timedelta(weeks=3))
                write_to_creditor(debt=plan.parts.order_by("pk")[0].debt, content=content, by=self.lars)

    def _pay(self) -> None:
        """In the month's last days the instalments are paid, nearly all of them."""
        if (today() + timedelta(days=7)).month == today().month:
            return
        month = today().replace(day=1)
        pay(self.board, self.lars)
        plans = RepaymentPlan.objects.filter(case__authority=self.board, state=PlanState.RUNNING)
        for plan in plans.order_by("pk"):
            if self.random.random() > PAYS:
                continue
            for part in plan.parts.select_related("plan__case").order_by("pk"):
                due = part.instalments.filter(month=month, due_sek__gt=0).first()
                if due is not None:
                    economy.record_payment(part=part, paid_on=today(), amount_sek=due.due_sek, by=self.lars)

    def _close(self) -> None:
        """Somebody who has had advice for a while is done."""
        met = DebtCase.objects.filter(
            authority=self.board,
            closed_on=None,
            opened_on__lt=today() - DONE_AFTER,
            contacts__isnull=False,
        ).exclude(plans__state=PlanState.RUNNING)
        met = met.exclude(restructurings__isnull=False)
        for case in met.order_by("pk").distinct():
            if self.random.random() < CLOSES:
                actions.close_debt_case(
                    case=case,
                    closed_on=today(),
                    close_reason=self.random.choice((CloseReason.FINISHED, CloseReason.NO_CONTACT)),
                    outcome=self.random.choice((CaseOutcome.BALANCED, CaseOutcome.INFORMED)),
                    by=self.lars,
                )

    # --- what passes to and from the house ----------------------------------------------------------
    def _referral(self) -> None:
        """Now and then a worker refers somebody; last time's is answered, and consent given or taken back."""
        for referral in Referral.objects.filter(authority=self.board).waiting().order_by("pk"):
            case = actions.answer_referral(
                referral=referral, answer=texts.ANSWER, opens_case=True, by=self.lars
            )
            if case is not None:
                self._consent(case)
        for consent in Consent.objects.filter(case__authority=self.board, revoked_at=None).order_by("pk"):
            if self.random.random() < 0.05:
                actions.revoke_consent(consent=consent, by=self.lars)
        if self.random.random() < 0.5:
            known = Household.objects.filter(authority=self.board, reference=None, closed_on=None, homes=None)
            known = known.filter(protected_identity="none").exclude(
                pk__in=Referral.objects.values("household")
            )
            household = known.order_by("-pk").first()
            if household is not None:
                actions.refer(
                    household=household,
                    reason=self.random.choice(texts.REASONS),
                    risks_eviction=self.random.random() < 0.3,
                    by=household.project_worker or self.staff["maria"],
                )

    def _consent(self, case: DebtCase) -> None:
        actions.log_contact(
            case=case,
            kind=AdviceKind.MEETING,
            on_day=today(),
            minutes=60,
            note=texts.MEETINGS[0],
            by=self.lars,
        )
        self._map_economy(case)
        if self.random.random() < 0.8:
            scope = self.random.choice((ConsentScope.READINESS, ConsentScope.PLAN))
            actions.give_consent(case=case, scope=scope, given_on=today(), by=self.lars)

    # --- landlords --------------------------------------------------------------------------------
    def _notices(self) -> None:
        """Notices are acted on, closed after a month, and new ones come."""
        for notice in HomeNotice.objects.filter(authority=self.board).open().order_by("pk"):
            if not notice.actions.exists():
                act_on_notice(
                    notice=notice,
                    on_day=today(),
                    note=self.random.choice(texts.NOTICE_ACTIONS),
                    served_on=notice.served_on or notice.received_on,
                    by=self.lars,
                )
            elif today() - notice.received_on > timedelta(weeks=4):
                result = NoticeResult.KEPT if self.random.random() < 0.8 else NoticeResult.MOVED
                close_notice(notice=notice, result=result, closed_on=today(), by=self.lars)
        if self.random.random() < NOTICE_IN_A_WEEK:
            self._notice()

    def _notice(self) -> None:
        kind = self.random.choice((NoticeKind.RENT_LATE, NoticeKind.TERMINATION, NoticeKind.TERMINATION))
        rent = Decimal(self.random.randrange(5200, 9200, 100))
        notice = record_notice(
            authority=self.board,
            kind=kind,
            landlord=self.random.choice(texts.LANDLORDS),
            received_on=today(),
            name=f"{self.random.choice(GIVEN)} {self.random.choice(FAMILY)}",
            amount_sek=rent,
            served_on=today() - timedelta(days=self.random.randint(0, 5))
            if kind == NoticeKind.TERMINATION
            else None,
            rent_month=add_months(today().replace(day=1), -1),
            by=self.lars,
        )
        case = DebtCase.objects.filter(authority=self.board, closed_on=None, risks_eviction=True).first()
        if case is not None and self.random.random() < 0.3:
            link_notice(notice=notice, case=case, by=self.lars)
