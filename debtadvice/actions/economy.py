"""Debts and their amounts, budgets, plans and payments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.errors import ActionRefused
from core.clock import today
from debtadvice.actions.locking import locked, locked_open, record, refuse_future, sent_before
from debtadvice.amortisation import NeverPaid
from debtadvice.enums import PlanState, Strategy, TableKind
from debtadvice.models import (
    AmountTable,
    Budget,
    Debt,
    DebtAmount,
    DebtCase,
    Instalment,
    Payment,
    PlanDebt,
    RepaymentPlan,
)
from debtadvice.norms import norm_of, reasonable_rent
from debtadvice.planning import draw, enforced_least, owed_of

NOUGHT = Decimal(0)


@transaction.atomic
def add_debt(
    *,
    case: DebtCase,
    by: User,
    as_of: date,
    capital_sek: Decimal,
    interest_sek: Decimal = NOUGHT,
    fees_sek: Decimal = NOUGHT,
    client_key: UUID | None = None,
    **facts: Any,
) -> Debt:
    """Add a debt with its first amount. `facts`: the other fields of a debt.

    A debt of the same creditor with the same reference is the same debt: it gets the new amount.
    """
    case = locked_open(case, by)
    refuse_future(as_of, "as_of")
    if before := sent_before(Debt, client_key, case=case):
        return before
    reference = facts.get("creditor_reference", "")
    debt = None
    if reference:
        debt = case.debts.filter(creditor=facts["creditor"], creditor_reference=reference).first()
    if debt is None:
        debt = Debt.objects.create(case=case, client_key=client_key, **facts)
        record("debt.added", case, by, debt=debt.pk)
    _set_amount(debt, by, as_of, capital_sek, interest_sek, fees_sek)
    return debt


@transaction.atomic
def add_amount(
    *,
    debt: Debt,
    by: User,
    as_of: date,
    capital_sek: Decimal,
    interest_sek: Decimal = NOUGHT,
    fees_sek: Decimal = NOUGHT,
    is_settled: bool = False,
) -> Debt:
    """What the debt comes to as of a day; one of that day is replaced. A settled debt counts no more.

    Said of a debt that is settled already, the day on which it was stays.
    """
    case = locked_open(debt.case, by)
    refuse_future(as_of, "as_of")
    debt = Debt.objects.get(pk=debt.pk)
    _set_amount(debt, by, as_of, capital_sek, interest_sek, fees_sek)
    debt.settled_on = (debt.settled_on or as_of) if is_settled else None
    debt.save(update_fields=["settled_on"])
    record("debt.amount_set", case, by, debt=debt.pk)
    return debt


def _set_amount(
    debt: Debt, by: User, as_of: date, capital_sek: Decimal, interest_sek: Decimal, fees_sek: Decimal
) -> None:
    DebtAmount.objects.update_or_create(
        debt=debt,
        as_of=as_of,
        defaults={
            "capital_sek": capital_sek,
            "interest_sek": interest_sek,
            "fees_sek": fees_sek,
            "recorded_by": by,
        },
    )


@transaction.atomic
def import_debts(*, case: DebtCase, rows: Sequence[dict[str, Any]], by: User) -> int:
    """Add or update the debts of an overview that has been read without faults. The number of rows."""
    for row in rows:
        add_debt(case=case, by=by, **row)
    return len(rows)


@dataclass(frozen=True)
class BudgetInput:
    """A month by code: incomes, expenses, and who lives on it. `child_ages`: 0 to 20.

    `lunch_ages`: of these, the ages of those who have lunch away from home on weekdays, 0 to 6.
    """

    name: str
    incomes: Mapping[str, Decimal]
    expenses: Mapping[str, Decimal]
    adults: int = 1
    child_ages: Sequence[int] = ()
    lunch_ages: Sequence[int] = ()


@transaction.atomic
def save_budget(*, case: DebtCase, content: BudgetInput, by: User, client_key: UUID | None = None) -> Budget:
    """A new version of the budget; earlier ones stay.

    What the national norm and a reasonable rent come to for the household is kept with it. A cost of
    living that is left out is the norm's. Where the table lacks an amount that the household needs there is
    no norm: which amounts they are is kept, and nothing is guessed.
    """
    case = locked_open(case, by)
    if before := sent_before(Budget, client_key, case=case):
        return before
    day = today()
    norms = AmountTable.objects.in_force(TableKind.NORM, day)
    rents = AmountTable.objects.in_force(TableKind.RENT, day, case.authority_id)
    known = norms.known if norms else {}
    norm = norm_of(known, content.adults, content.child_ages, content.lunch_ages)
    expenses = dict(content.expenses)
    if "living" not in expenses and norm.total_sek is not None:
        expenses["living"] = norm.total_sek
    lines = {**content.incomes, **expenses}
    budget = Budget.objects.create(
        case=case,
        name=content.name,
        valid_from=day.replace(day=1),
        lines={code: str(amount) for code, amount in lines.items()},
        adults=content.adults,
        child_ages=list(content.child_ages),
        lunch_ages=list(content.lunch_ages),
        norm_sek=norm.total_sek,
        norm_from=norms.valid_from if norms and not norm.missing else None,
        norm_missing=list(norm.missing),
        reasonable_rent_sek=_rent(rents, content),
        income_sek=sum(content.incomes.values(), NOUGHT),
        expense_sek=sum(expenses.values(), NOUGHT),
        made_by=by,
        client_key=client_key,
    )
    record("debt_budget.saved", case, by, budget=budget.pk)
    return budget


def _rent(table: AmountTable | None, content: BudgetInput) -> Decimal | None:
    if table is None:
        return None
    return reasonable_rent(table.known, content.adults, len(content.child_ages))


@transaction.atomic
def propose_plan(
    *,
    case: DebtCase,
    strategy: Strategy,
    money_sek: Decimal,
    first_month: date,
    by: User,
    skips_june_and_december: bool = False,
    own: Mapping[int, Decimal] | None = None,
    budget: Budget | None = None,
) -> RepaymentPlan:
    """A proposal over all debts that are not settled. `own`: each debt's own amount a month, by its id.

    It is held against `budget`, the case's latest one unless told.

    Raises ActionRefused when it would never end, and when a debt has no amount though each has its own.
    """
    case = locked_open(case, by)
    debts = [debt for debt in _unsettled(case) if debt.total_sek > 0]
    if not debts:
        raise ActionRefused(_("Enter the debts first: there is nothing to pay off."))
    if budget is not None and budget.case_id != case.pk:
        raise ActionRefused(_("That budget belongs to another case."), "budget")
    own = own or {}
    if strategy == Strategy.OWN:
        if any(not own.get(debt.pk) for debt in debts):
            raise ActionRefused(_("Write an amount for each creditor."), "strategy")
        money_sek = sum((own[debt.pk] for debt in debts), NOUGHT)
    plan = RepaymentPlan(
        case=case,
        strategy=strategy,
        money_sek=money_sek,
        enforced_least_sek=enforced_least(first_month),
        first_month=first_month.replace(day=1),
        skips_june_and_december=skips_june_and_december,
        budget=budget or case.budgets.order_by("-pk").first(),
        made_by=by,
    )
    try:
        draw(plan, [replace(owed, own_sek=own.get(owed.key, NOUGHT)) for owed in owed_of(debts)])
    except NeverPaid as error:
        raise ActionRefused(
            _("With that money the debts would never be paid: the interest takes it all. Write more."),
            "money_sek",
        ) from error
    plan.save()
    PlanDebt.objects.bulk_create(
        PlanDebt(
            plan=plan,
            debt=debt,
            balance_sek=debt.total_sek,
            interest_percent=debt.interest_percent,
            own_sek=own.get(debt.pk, NOUGHT),
        )
        for debt in debts
    )
    record("debt_plan.proposed", case, by, plan=plan.pk)
    return plan


@transaction.atomic
def start_plan(*, plan: RepaymentPlan, by: User) -> RepaymentPlan:
    """The plan begins: its instalments are written. Raises ActionRefused while another one runs."""
    case = locked_open(plan.case, by)
    plan = RepaymentPlan.objects.get(pk=plan.pk)
    if plan.state != PlanState.DRAFT:
        raise ActionRefused(_("The plan has begun already, or is ended."))
    parts = {part.debt_id: part for part in plan.parts.select_related("debt")}
    result = draw(plan, owed_of([], parts.values()))
    plan.state, plan.started_on = PlanState.RUNNING, today()
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError as error:
        raise ActionRefused(_("Another plan is running. End it first.")) from error
    Instalment.objects.bulk_create(
        Instalment(
            part=parts[line.key],
            month=month.first_day,
            due_sek=line.paid_sek,
            interest_sek=line.interest_sek,
            remaining_sek=line.remaining_sek,
        )
        for month in result.months
        for line in month.parts
    )
    record("debt_plan.started", case, by, plan=plan.pk)
    return plan


@transaction.atomic
def end_plan(*, plan: RepaymentPlan, by: User) -> RepaymentPlan:
    """The plan runs no more; what was paid stays on record."""
    case = locked(plan.case, by)
    plan = RepaymentPlan.objects.get(pk=plan.pk)
    if plan.state != PlanState.ENDED:
        plan.state, plan.ended_on = PlanState.ENDED, today()
        plan.save(update_fields=["state", "ended_on"])
        record("debt_plan.ended", case, by, plan=plan.pk)
    return plan


@transaction.atomic
def record_payment(
    *,
    part: PlanDebt,
    paid_on: date,
    amount_sek: Decimal,
    by: User,
    reference: str = "",
    client_key: UUID | None = None,
) -> Payment:
    """Money that a creditor got. The same reference, or the same form sent again, is one payment."""
    case = locked(part.plan.case, by)
    refuse_future(paid_on, "paid_on")
    if part.plan.state == PlanState.DRAFT:
        raise ActionRefused(_("The plan has not begun. Let it begin first."))
    if before := sent_before(Payment, client_key, part=part):
        return before
    if reference and (known := part.payments.kept().filter(reference=reference).first()):
        return known
    payment = Payment.objects.create(
        part=part,
        paid_on=paid_on,
        amount_sek=amount_sek,
        reference=reference,
        recorded_by=by,
        client_key=client_key,
    )
    record("debt_plan.paid", case, by, payment=payment.pk)
    return payment


@transaction.atomic
def import_payments(*, plan: RepaymentPlan, rows: Sequence[dict[str, Any]], by: User) -> int:
    """Enter the payments of a list that has been read without faults; how many were new.

    Each row: part, paid_on, amount_sek, reference. A reference that is known already is the same payment.
    """
    case = locked(plan.case, by)
    before = Payment.objects.filter(part__plan=plan).count()
    for row in rows:
        record_payment(by=by, **row)
    made = Payment.objects.filter(part__plan=plan).count() - before
    record("debt_plan.payments_read", case, by, plan=plan.pk, new=made)
    return made


def _unsettled(case: DebtCase) -> list[Debt]:
    return list(case.debts.filter(settled_on=None).prefetch_related("amounts").order_by("pk"))
