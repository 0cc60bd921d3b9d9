"""Each action is whole or nothing: when its audit row can't be written, nothing of it is kept."""

from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from accounts.enums import Role
from core.audit import LogUnavailable
from core.clock import today
from debtadvice import actions
from debtadvice.actions import economy, letters, notices, restructuring, tables
from debtadvice.enums import AdviceKind, ConsentScope, Entry, LetterKind, NoticeKind, TableKind
from debtadvice.models import DebtCase
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdFactory
from tests.factories.debt import (
    AdviceContactFactory,
    AppointmentFactory,
    ConsentFactory,
    DebtAmountFactory,
    DebtCaseFactory,
    DebtFactory,
    HomeNoticeFactory,
    PlanDebtFactory,
    ReferralFactory,
    RepaymentPlanFactory,
    RestructuringFactory,
    RestructuringFollowUpFactory,
)

pytestmark = pytest.mark.django_db


class Cast:
    """Somebody of every kind that an action works on."""

    def __init__(self) -> None:
        self.by = staff(Role.DEBT_ADVISER, unit=UnitFactory())
        board = self.by.authority
        self.household = HouseholdFactory(authority=board)
        self.case = DebtCaseFactory(authority=board, household=self.household, opened_on=today())
        self.closed = DebtCaseFactory(authority=board, opened_on=today(), closed_on=today())
        self.debt = DebtFactory(case=self.case)
        DebtAmountFactory(debt=self.debt, recorded_by=self.by)
        self.plan = RepaymentPlanFactory(case=self.case, made_by=self.by)
        self.part = PlanDebtFactory(plan=self.plan, debt=self.debt)
        running = RepaymentPlanFactory(case=self.closed, made_by=self.by, state="running")
        self.running = PlanDebtFactory(plan=running, debt=DebtFactory(case=self.closed))
        self.notice = HomeNoticeFactory(authority=board, recorded_by=self.by)
        self.contact = AdviceContactFactory(case=self.case, recorded_by=self.by)
        self.meeting = AppointmentFactory(case=self.case, adviser=self.by, booked_by=self.by, day=today())
        self.consent = ConsentFactory(case=self.case, recorded_by=self.by)
        self.referral = ReferralFactory(household=HouseholdFactory(authority=board))
        self.preparing = RestructuringFactory(case=self.case, made_by=self.by)
        applied = {"made_by": self.by, "applied_on": today()}
        self.applied = RestructuringFactory(case=self.closed, state="applied", **applied)
        other = DebtCaseFactory(authority=board, opened_on=today())
        plan = {"money_sek": 1, "first_month": date(2026, 3, 1), "last_month": date(2026, 5, 1)}
        self.granted = RestructuringFactory(case=other, state="granted", made_by=self.by, **plan)
        self.follow_up = RestructuringFollowUpFactory(restructuring=self.granted)
        self.other = DebtCaseFactory(authority=board, opened_on=today())


ACTIONS: dict[str, Callable[[Cast], Any]] = {
    "open_debt_case": lambda c: actions.open_debt_case(
        authority=c.by.authority, opened_on=today(), has_housing_problem=True, entry=Entry.BOOKED, by=c.by
    ),
    "change_debt_case": lambda c: actions.change_debt_case(case=c.case, by=c.by, phone="+46812345"),
    "link_household": lambda c: actions.link_household(case=c.other, household=c.household, by=c.by),
    "close_debt_case": lambda c: actions.close_debt_case(case=c.case, closed_on=today(), by=c.by),
    "reopen_debt_case": lambda c: actions.reopen_debt_case(case=c.closed, by=c.by),
    "give_consent": lambda c: actions.give_consent(
        case=c.case, scope=ConsentScope.PLAN, given_on=today(), by=c.by
    ),
    "revoke_consent": lambda c: actions.revoke_consent(consent=c.consent, by=c.by),
    "log_open_advice": lambda c: actions.log_open_advice(
        authority=c.by.authority, on_day=today(), minutes=5, by=c.by
    ),
    "log_contact": lambda c: actions.log_contact(
        case=c.case, kind=AdviceKind.PHONE, on_day=today(), minutes=5, by=c.by
    ),
    "undo_contact": lambda c: actions.undo_contact(contact=c.contact, by=c.by),
    "book_meeting": lambda c: actions.book_meeting(
        case=c.case, day=today(), starts_at=time(15), adviser=c.by, by=c.by
    ),
    "settle_meeting": lambda c: actions.settle_meeting(meeting=c.meeting, state="came", minutes=5, by=c.by),
    "refer": lambda c: actions.refer(household=c.household, reason="Skulder", by=c.by),
    "answer_referral": lambda c: actions.answer_referral(
        referral=c.referral, answer="Ring", opens_case=True, by=c.by
    ),
    "add_debt": lambda c: economy.add_debt(
        case=c.case, by=c.by, as_of=today(), capital_sek=Decimal(1), creditor="X", kind="bill"
    ),
    "add_amount": lambda c: economy.add_amount(debt=c.debt, by=c.by, as_of=today(), capital_sek=Decimal(1)),
    "import_debts": lambda c: economy.import_debts(
        case=c.case,
        by=c.by,
        rows=[{"as_of": today(), "capital_sek": Decimal(1), "creditor": "Y", "kind": "bill"}],
    ),
    "save_budget": lambda c: economy.save_budget(
        case=c.case, content=economy.BudgetInput("I dag", {"salary": Decimal(1)}, {}), by=c.by
    ),
    "propose_plan": lambda c: economy.propose_plan(
        case=c.case, strategy="equal", money_sek=Decimal(100), first_month=today(), by=c.by
    ),
    "start_plan": lambda c: economy.start_plan(plan=c.plan, by=c.by),
    "end_plan": lambda c: economy.end_plan(plan=c.plan, by=c.by),
    "record_payment": lambda c: economy.record_payment(
        part=c.running, paid_on=today(), amount_sek=Decimal(1), by=c.by
    ),
    "import_payments": lambda c: economy.import_payments(
        plan=c.running.plan,
        by=c.by,
        rows=[{"part": c.running, "paid_on": today(), "amount_sek": Decimal(1), "reference": "1"}],
    ),
    "write_to_creditor": lambda c: letters.write_to_creditor(
        debt=c.debt,
        content=letters.LetterInput(LetterKind.STATEMENT, today() + timedelta(days=9)),
        by=c.by,
    ),
    "print_plan": lambda c: letters.print_plan(plan=c.plan, by=c.by),
    "record_notice": lambda c: notices.record_notice(
        authority=c.by.authority,
        kind=NoticeKind.DISTURBANCE,
        landlord="Värden",
        received_on=today(),
        by=c.by,
    ),
    "act_on_notice": lambda c: notices.act_on_notice(notice=c.notice, on_day=today(), note="x", by=c.by),
    "close_notice": lambda c: notices.close_notice(
        notice=c.notice, result="kept", closed_on=today(), by=c.by
    ),
    "link_notice": lambda c: notices.link_notice(notice=c.notice, case=c.case, by=c.by),
    "begin_restructuring": lambda c: restructuring.begin_restructuring(case=c.other, by=c.by),
    "check_conditions": lambda c: restructuring.check_conditions(
        restructuring=c.preparing, checks={}, by=c.by
    ),
    "apply_for_restructuring": lambda c: restructuring.apply_for_restructuring(
        restructuring=c.preparing, applied_on=today(), by=c.by
    ),
    "decide_restructuring": lambda c: restructuring.decide_restructuring(
        restructuring=c.applied,
        decided_on=today(),
        grant=restructuring.GrantInput(Decimal(1), today()),
        by=c.by,
    ),
    "pay_restructuring": lambda c: restructuring.pay_restructuring(
        restructuring=c.granted, month=date(2026, 3, 1), paid_on=today(), amount_sek=Decimal(1), by=c.by
    ),
    "follow_up_restructuring": lambda c: restructuring.follow_up_restructuring(
        follow_up=c.follow_up, done_on=today(), note="x", by=c.by
    ),
    "end_restructuring": lambda c: restructuring.end_restructuring(
        restructuring=c.preparing, ended_on=today(), end_reason="withdrawn", by=c.by
    ),
    "save_table": lambda c: tables.save_table(
        kind=TableKind.RENT,
        authority=c.by.authority,
        valid_from=today(),
        amounts={"adults_1": Decimal(1)},
        source="x",
        by=c.by,
    ),
}


def _rows() -> dict[str, list[Any]]:
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name.startswith(("debtadvice_", "core_")):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)} ORDER BY 1")
                found[name] = cursor.fetchall()
    return found


def test_every_action_is_listed_and_works() -> None:
    """Without a broken log each of them goes through: the refusals below come from the log alone."""
    modules = (actions, economy, letters, notices, restructuring, tables)
    public = {
        name
        for module in modules
        for name in vars(module)
        if callable(vars(module)[name]) and hasattr(vars(module)[name], "__wrapped__")
    }
    helpers = {"receive_late_rent"}
    assert public - helpers <= set(ACTIONS)


@pytest.mark.parametrize("name", ACTIONS)
def test_nothing_is_kept_of_an_action_that_cannot_be_logged(name: str, monkeypatch: Any) -> None:
    cast = Cast()
    before = _rows()

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise LogUnavailable

    # Where the action's own audit row is written, whichever module took the name in.
    for module in ("locking", "contacts", "referrals", "notices", "tables"):
        target = f"debtadvice.actions.{module}.record_event"
        monkeypatch.setattr(target, refuse)
    with pytest.raises(LogUnavailable):
        ACTIONS[name](cast)
    assert _rows() == before
    monkeypatch.undo()
    ACTIONS[name](cast)
    assert _rows() != before
    assert DebtCase.objects.exists()
