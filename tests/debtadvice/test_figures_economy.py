"""What is owed, plans, homes at risk: worked examples, each counted by hand."""

from decimal import Decimal

import pytest

from debtadvice.models import RepaymentPlan
from debtadvice.planning import standing
from tests.factories.accounts import AuthorityFactory
from tests.factories.debt import (
    DebtAmountFactory,
    DebtCaseFactory,
    DebtFactory,
    EarlierClosureFactory,
    HomeNoticeFactory,
    InstalmentFactory,
    PaymentFactory,
    PlanDebtFactory,
    RepaymentPlanFactory,
    RestructuringFactory,
)
from tests.reports.asking import ask, day

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return AuthorityFactory()


def _owes(board, *amounts, **facts):
    case = DebtCaseFactory(authority=board, **facts)
    for amount in amounts:
        DebtAmountFactory(debt=DebtFactory(case=case), as_of=day("2013-11-06"), capital_sek=Decimal(amount))
    return case


def test_what_is_owed_by_the_latest_amounts(board):
    case = _owes(board, "1000.10", "500")
    debt = case.debts.first()
    DebtAmountFactory(
        debt=debt, as_of=day("2013-11-30"), capital_sek=800, interest_sek=Decimal("10.50"), fees_sek=60
    )
    DebtAmountFactory(debt=debt, as_of=day("2013-12-01"), capital_sek=1)  # the day after
    figures = ask("2013-11")
    assert figures["debt_sum_sek"] == "1370.50"
    assert figures["debt_median_sek"] == "1370.50"
    assert ask("2013-12")["debt_sum_sek"] == "501.00"


@pytest.mark.parametrize(
    ("settled_on", "total"), [("2013-11-30", "0.00"), ("2013-12-01", "700.00"), (None, "700.00")]
)
def test_a_debt_settled_by_then_is_not_owed(board, settled_on, total):
    case = DebtCaseFactory(authority=board)
    debt = DebtFactory(case=case, settled_on=day(settled_on) if settled_on else None)
    DebtAmountFactory(debt=debt, as_of=day("2013-11-06"), capital_sek=700)
    assert ask("2013-11")["debt_sum_sek"] == total


def test_the_median_of_an_even_and_an_odd_number(board):
    for amount in ("100", "200", "1000.01"):
        _owes(board, amount)
    _owes(board)  # without debts
    _owes(board, "99999", closed_on=day("2013-11-30"))
    reopened = _owes(board, "88888")
    EarlierClosureFactory(case=reopened, closed_on=day("2013-11-20"), reopened_on=day("2013-12-05"))
    assert ask("2013-11")["debt_median_sek"] == "200.00"
    assert ask("2013-11")["debt_sum_sek"] == "1300.01"
    _owes(board, "2000.02")
    assert ask("2013-11")["debt_median_sek"] == "600.01"  # 600.005, half up


@pytest.mark.parametrize(
    ("started", "ended", "runs"),
    [
        ("2013-11-30", None, 1),
        ("2013-12-01", None, 0),
        ("2013-10-01", "2013-11-30", 0),
        ("2013-10-01", "2013-12-01", 1),
        (None, None, 0),
    ],
)
def test_plans_that_run(board, started, ended, runs):
    RepaymentPlanFactory(
        case=DebtCaseFactory(authority=board),
        started_on=day(started) if started else None,
        ended_on=day(ended) if ended else None,
        state="ended" if ended else "running" if started else "draft",
    )
    figures = ask("2013-11")
    assert figures["debt_plans_running"] == runs
    assert figures["debt_plans_kept"] == runs  # nothing is due


@pytest.mark.parametrize(
    ("paid", "is_kept"),
    [
        ([], 0),
        ([("2013-11-30", "500")], 1),
        ([("2013-11-30", "499.99")], 0),
        ([("2013-12-01", "500")], 0),  # too late to count
        ([("2013-10-15", "250"), ("2013-11-15", "250")], 1),
    ],
)
def test_plans_that_are_kept_as_their_page_says(board, paid, is_kept):
    plan = RepaymentPlanFactory(
        case=DebtCaseFactory(authority=board), started_on=day("2013-10-01"), state="running"
    )
    part = PlanDebtFactory(plan=plan)
    for month in ("2013-10-01", "2013-11-01"):  # that of November is due when it has gone
        InstalmentFactory(part=part, month=day(month), due_sek=500)
    for paid_on, amount in paid:
        PaymentFactory(part=part, paid_on=day(paid_on), amount_sek=Decimal(amount))
    assert ask("2013-11")["debt_plans_kept"] == is_kept
    assert standing(RepaymentPlan.objects.get(), day("2013-11-30")).is_kept is bool(is_kept)


def test_one_creditor_too_little_and_another_too_much_is_not_kept(board):
    plan = RepaymentPlanFactory(
        case=DebtCaseFactory(authority=board), started_on=day("2013-10-01"), state="running"
    )
    for amount in (900, 100):
        part = PlanDebtFactory(plan=plan)
        InstalmentFactory(part=part, month=day("2013-10-01"), due_sek=500)
        PaymentFactory(part=part, paid_on=day("2013-10-20"), amount_sek=amount)
    assert ask("2013-11")["debt_plans_kept"] == 0


@pytest.mark.parametrize(
    ("received", "kind", "counts"),
    [
        ("2013-10-31", "termination", 0),
        ("2013-11-01", "termination", 1),
        ("2013-11-30", "rent_late", 1),
        ("2013-11-30", "disturbance", 0),
        ("2013-12-01", "eviction", 0),
    ],
)
def test_homes_at_risk_by_the_day_the_notice_came(board, received, kind, counts):
    HomeNoticeFactory(authority=board, received_on=day(received), kind=kind)
    assert ask("2013-11")["home_notices"] == counts


@pytest.mark.parametrize(
    ("kind", "result", "closed", "averted", "evicted"),
    [
        ("termination", "kept", "2013-11-01", 1, 0),
        ("eviction", "withdrawn", "2013-11-30", 1, 0),
        ("termination", "moved", "2013-11-15", 0, 0),
        ("termination", "evicted", "2013-11-15", 0, 1),
        ("disturbance", "evicted", "2013-11-15", 0, 1),
        ("rent_late", "kept", "2013-11-15", 0, 0),  # late only: no eviction was near
        ("termination", "kept", "2013-12-01", 0, 0),
        ("termination", "kept", "2013-10-31", 0, 0),
    ],
)
def test_evictions_averted_and_carried_out(board, kind, result, closed, averted, evicted):
    HomeNoticeFactory(
        authority=board, received_on=day("2013-10-10"), kind=kind, result=result, closed_on=day(closed)
    )
    figures = ask("2013-11")
    assert figures["evictions_averted"] == averted
    assert figures["evictions_carried_out"] == evicted


@pytest.mark.parametrize(
    ("applied", "decided", "is_granted", "counts"),
    [
        ("2013-10-31", "2013-11-30", True, (0, 1)),
        ("2013-11-01", None, False, (1, 0)),
        ("2013-11-30", "2013-12-01", True, (1, 0)),
        ("2013-11-01", "2013-11-15", False, (1, 0)),  # rejected
        ("2013-12-01", None, False, (0, 0)),
    ],
)
def test_debt_restructurings_applied_for_and_granted(board, applied, decided, is_granted, counts):
    granted = {"money_sek": 1500, "first_month": day("2014-01-01"), "last_month": day("2018-12-01")}
    RestructuringFactory(
        case=DebtCaseFactory(authority=board),
        state="granted" if is_granted else "rejected" if decided else "applied",
        applied_on=day(applied),
        decided_on=day(decided) if decided else None,
        **(granted if is_granted else {}),
    )
    figures = ask("2013-11")
    assert (figures["debt_restructurings_applied"], figures["debt_restructurings_granted"]) == counts
