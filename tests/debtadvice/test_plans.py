"""Own amounts, the comparison of orders, and payments from a list."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from cases.errors import ActionRefused
from core.clock import today
from debtadvice.actions import economy
from debtadvice.enums import Strategy
from debtadvice.models import Payment
from debtadvice.planning import compare, owed_of
from tests.factories.accounts import staff
from tests.factories.debt import DebtCaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser():
    return staff(Role.DEBT_ADVISER)


@pytest.fixture
def client(client, adviser):
    client.force_login(adviser)
    return client


@pytest.fixture
def case(adviser):
    case = DebtCaseFactory(authority=adviser.authority, opened_on=today())
    for creditor, amount, interest in (("Kredit AB", 3000, 24), ("Elbolaget", 1000, 0)):
        economy.add_debt(
            case=case,
            by=adviser,
            as_of=today(),
            capital_sek=Decimal(amount),
            creditor=creditor,
            kind="bill",
            creditor_reference=f"REF-{amount}",
            interest_percent=Decimal(interest),
        )
    return case


def _url(name, *args):
    return reverse(f"debtadvice:{name}", args=args)


def _debt(case, creditor):
    return case.debts.get(creditor=creditor)


def _data(case, **changes):
    return {"money_sek": "500", "strategy": "equal", "first_month": today().isoformat(), **changes}


def _own(case, credit, electricity):
    return {
        f"own_{_debt(case, 'Kredit AB').pk}": credit,
        f"own_{_debt(case, 'Elbolaget').pk}": electricity,
    }


def test_each_creditor_gets_its_own_amount(client, case):
    data = _data(case, strategy="own", money_sek="", **_own(case, "400", "100"))
    assert client.post(_url("plan_new", case.pk), data).status_code == 302
    plan = case.plans.get()
    assert (plan.money_sek, {part.own_sek for part in plan.parts.all()}) == (500, {400, 100})
    page = client.get(_url("plan", plan.pk))
    first = page.context["months"][0]
    assert sorted(part.paid_sek for part in first.parts) == [100, 400]
    assert "own" in [row.strategy for row in page.context["comparison"]]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"money_sek": ""}, "money_sek"),
        ({"money_sek": "mycket"}, "money_sek"),
        ({"first_month": ""}, "first_month"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(client, case, changes, field):
    response = client.post(_url("plan_new", case.pk), _data(case, **changes))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not case.plans.exists()


@pytest.mark.parametrize(("credit", "electricity"), [("400", ""), ("0", "100"), ("10", "100")])
def test_own_amounts_that_leave_a_debt_for_ever_are_refused(client, case, credit, electricity):
    data = _data(case, strategy="own", **_own(case, credit, electricity))
    assert client.post(_url("plan_new", case.pk), data).status_code == 422
    assert not case.plans.exists()


def test_the_comparison_tells_months_interest_and_the_first_debt_gone(case, adviser):
    plan = economy.propose_plan(
        case=case, strategy="equal", money_sek=Decimal(1000), first_month=today(), by=adviser
    )
    rows = {row.strategy: row for row in compare(plan, owed_of([], plan.parts.select_related("debt")))}
    assert set(rows) == {Strategy.SMALLEST, Strategy.DEAREST, Strategy.EQUAL, Strategy.PROPORTIONAL}
    # Dearest first: 3 000 at 2 % a month with 1 000 paid: 60 + 41,20 + 22,02 + 2,46 (123,22 + 2,46 left).
    assert rows[Strategy.DEAREST].interest_sek == Decimal("125.68")
    assert rows[Strategy.SMALLEST].first_gone == plan.first_month
    assert min(rows.values(), key=lambda row: row.interest_sek).strategy == Strategy.DEAREST
    assert [row.strategy for row in rows.values() if row.is_chosen] == [Strategy.EQUAL]


@pytest.fixture
def plan(case, adviser):
    plan = economy.propose_plan(
        case=case, strategy="equal", money_sek=Decimal(500), first_month=today(), by=adviser
    )
    return economy.start_plan(plan=plan, by=adviser)


PAYMENTS = "referens;datum;borgenär;belopp\nB1;{day};KREDIT AB;250,00\nB2;{day};ref-1000;-250\n"


def _payments(**changes):
    text = PAYMENTS.format(day=today().isoformat())
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def test_payments_are_read_once_from_text_and_file(client, plan):
    address = _url("payments", plan.pk)
    assert client.get(address).status_code == 200
    assert client.post(address, {"pasted": _payments()}).status_code == 302
    file = SimpleUploadedFile("bank.csv", _payments().encode())
    assert client.post(address, {"file": file}).status_code == 302
    paid = {payment.part.debt.creditor: payment.amount_sek for payment in Payment.objects.all()}
    assert paid == {"Kredit AB": 250, "Elbolaget": 250}
    page = client.get(_url("plan", plan.pk)).content.decode()
    assert "250\u00a0kr" in page


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("ref-1000", "Okänd", "Rad 3, borgenär"),
        ("250,00", "0", "Rad 2, belopp"),
        ("250,00", "mycket", "Rad 2, belopp"),
        (today().isoformat(), "2099-01-01", "Rad 2, datum"),
        ("B2", "B1", "Rad 3, referens"),
    ],
)
def test_a_list_with_a_fault_writes_nothing(client, plan, old, new, place):
    response = client.post(_url("payments", plan.pk), {"pasted": _payments(**{old: new})})
    assert response.status_code == 422
    assert place in response.content.decode()
    assert not Payment.objects.exists()


def test_payments_of_a_plan_that_has_not_begun_are_refused(client, case, adviser):
    plan = economy.propose_plan(
        case=case, strategy="equal", money_sek=Decimal(500), first_month=today(), by=adviser
    )
    assert client.post(_url("payments", plan.pk), {"pasted": _payments()}).status_code == 422
    with pytest.raises(ActionRefused):
        economy.record_payment(part=plan.parts.first(), paid_on=today(), amount_sek=Decimal(1), by=adviser)
    assert not Payment.objects.exists()


def test_the_plan_page_asks_the_same_number_of_questions_for_1_and_6_creditors(client, adviser):
    counts = []
    for creditors in (1, 6):
        case = DebtCaseFactory(authority=adviser.authority, opened_on=today())
        for number in range(creditors):
            economy.add_debt(
                case=case,
                by=adviser,
                as_of=today(),
                capital_sek=Decimal(500),
                creditor=f"Nr {number}",
                kind="bill",
            )
        plan = economy.propose_plan(
            case=case, strategy="equal", money_sek=Decimal(500), first_month=today(), by=adviser
        )
        plan = economy.start_plan(plan=plan, by=adviser)
        for part in plan.parts.all():
            economy.record_payment(part=part, paid_on=today(), amount_sek=Decimal(1), by=adviser)
        client.get(_url("plan", plan.pk))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(_url("plan", plan.pk)).status_code == 200
        with CaptureQueriesContext(connection) as more:
            assert client.get(_url("economy", case.pk)).status_code == 200
        counts.append((len(queries), len(more)))
    assert counts[0] == counts[1]
