"""What matters for a lease: each condition with both sides of its limit."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from debtadvice.readiness import readiness_of
from tests.factories.debt import (
    AmountTableFactory,
    BudgetFactory,
    DebtAmountFactory,
    DebtCaseFactory,
    DebtFactory,
    PaymentFactory,
    PlanDebtFactory,
    RepaymentPlanFactory,
    RestructuringFactory,
    RestructuringPaymentFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2013, 11, 20)


@pytest.fixture
def case():
    return DebtCaseFactory(opened_on=date(2013, 1, 1))


def _debt(case, kind="bill", **facts):
    debt = DebtFactory(case=case, kind=kind, **facts)
    DebtAmountFactory(debt=debt)
    return debt


def _met(case, beginning):
    return next(fact.is_met for fact in readiness_of(case, DAY) if str(fact.label).startswith(beginning))


def test_without_debts_nothing_is_known(case):
    assert {fact.is_met for fact in readiness_of(case, DAY)} == {None}


@pytest.mark.parametrize(
    ("kind", "settled", "is_met"), [("rent", None, False), ("rent", DAY, True), ("bill", None, True)]
)
def test_no_rent_is_owed(case, kind, settled, is_met):
    _debt(case, kind, settled_on=settled)
    assert _met(case, "Ingen hyra") is is_met


@pytest.mark.parametrize(
    ("paid_on", "amount", "is_met"),
    [
        ("2013-10-01", "100", True),
        ("2013-10-31", "100", True),
        ("2013-10-15", "99.99", False),
        ("2013-09-30", "500", False),
        ("2013-11-01", "500", False),  # the month that has ended counts
    ],
)
def test_the_enforcement_authority_got_its_least_last_month(case, paid_on, amount, is_met):
    part = PlanDebtFactory(plan=RepaymentPlanFactory(case=case), debt=_debt(case, "state"))
    PaymentFactory(part=part, paid_on=date.fromisoformat(paid_on), amount_sek=Decimal(amount))
    assert _met(case, "Minst 100") is is_met


def test_what_others_got_does_not_count_and_nothing_owed_there_is_met(case):
    part = PlanDebtFactory(plan=RepaymentPlanFactory(case=case), debt=_debt(case, "bill"))
    PaymentFactory(part=part, paid_on=date(2013, 10, 10), amount_sek=500)
    assert _met(case, "Minst 100") is True
    _debt(case, "enforced")
    assert _met(case, "Minst 100") is False


def test_the_least_is_the_dated_one(case):
    AmountTableFactory(kind="minimum", valid_from=date(2013, 11, 1), amounts={"minimum": "200"})
    part = PlanDebtFactory(plan=RepaymentPlanFactory(case=case), debt=_debt(case, "state"))
    PaymentFactory(part=part, paid_on=date(2013, 10, 10), amount_sek=150)
    assert _met(case, "Minst 200") is False


def test_a_granted_debt_restructuring_is_a_plan(case):
    _debt(case)
    assert _met(case, "Skulderna betalas") is False
    RestructuringFactory(
        case=case,
        state="granted",
        decided_on=DAY,
        money_sek=0,
        first_month=DAY,
        last_month=DAY + timedelta(days=1800),
    )
    assert _met(case, "Skulderna betalas") is True


@pytest.mark.parametrize(
    ("paid", "is_met"),
    [
        ({}, True),  # nothing is known to have been missed
        ({"2013-09": 500, "2013-10": 500}, True),
        ({"2013-09": 500}, False),
        ({"2013-09": 500, "2013-10": "499.99"}, False),
        ({"2013-09": 500, "2013-10": 500, "2013-11": 500}, True),  # this month goes on
    ],
)
def test_a_debt_restructuring_in_which_payments_were_missed_is_no_plan(case, paid, is_met):
    plan = {"money_sek": 500, "first_month": date(2013, 9, 1), "last_month": date(2018, 8, 1)}
    found = RestructuringFactory(case=case, state="granted", decided_on=date(2013, 8, 30), **plan)
    for month, amount in paid.items():
        RestructuringPaymentFactory(
            restructuring=found, month=date.fromisoformat(f"{month}-01"), amount_sek=amount
        )
    assert _met(case, "Skulderna betalas") is is_met


@pytest.mark.parametrize(
    ("arose", "is_met"), [(DAY - timedelta(days=364), False), (DAY - timedelta(days=365), True)]
)
def test_no_new_debts_in_a_year(case, arose, is_met):
    _debt(case, arose_on=arose)
    assert _met(case, "Inga nya skulder") is is_met


@pytest.mark.parametrize(("expense", "is_met"), [(15000, True), (15001, False)])
def test_income_covers_expenses(case, expense, is_met):
    BudgetFactory(case=case, income_sek=15000, expense_sek=expense)
    assert _met(case, "Inkomsterna") is is_met


@pytest.mark.parametrize(
    ("rent", "reasonable", "is_met"),
    [("7100", 7100, True), ("7100.01", 7100, False), ("7100", None, None), (None, 7100, None)],
)
def test_the_rent_is_reasonable(case, rent, reasonable, is_met):
    BudgetFactory(case=case, lines={"rent": rent} if rent else {}, reasonable_rent_sek=reasonable)
    assert _met(case, "Hyran är skälig") is is_met
