"""A debt's facts put right, and payments taken back: nothing is erased, and what was wrong counts no more."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.errors import ActionRefused
from core.clock import today
from core.models import AuditEvent
from debtadvice.actions import economy
from debtadvice.actions.corrections import change_debt, restore_payment, take_back_payment
from debtadvice.enums import DebtKind, PlanState, RestructuringState
from debtadvice.models import Debt, DebtCase, Payment
from debtadvice.planning import restructuring_months, standing
from tests.factories.accounts import staff
from tests.factories.debt import (
    DebtAmountFactory,
    DebtCaseFactory,
    DebtFactory,
    InstalmentFactory,
    PaymentFactory,
    PlanDebtFactory,
    RepaymentPlanFactory,
    RestructuringFactory,
    RestructuringPaymentFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser() -> User:
    return staff(Role.DEBT_ADVISER)


@pytest.fixture
def case(adviser: User) -> DebtCase:
    return DebtCaseFactory(authority=adviser.authority, opened_on=today())


@pytest.fixture
def debt(case: DebtCase, adviser: User) -> Debt:
    made = DebtFactory(case=case, creditor="Kredt AB", kind=DebtKind.CREDIT, creditor_reference="A-1")
    DebtAmountFactory(debt=made, recorded_by=adviser)
    return made


@pytest.fixture
def payment(debt: Debt, case: DebtCase, adviser: User) -> Payment:
    """500 kr paid, of 500 kr that were due two months ago: the plan is kept."""
    plan = RepaymentPlanFactory(case=case, made_by=adviser, state=PlanState.RUNNING, started_on=today())
    part = PlanDebtFactory(plan=plan, debt=debt)
    InstalmentFactory(part=part, month=(today() - timedelta(days=62)).replace(day=1), due_sek=Decimal(500))
    return PaymentFactory(part=part, paid_on=today(), reference="OCR 1", recorded_by=adviser)


@pytest.fixture
def page(client: Client, adviser: User) -> Client:
    client.force_login(adviser)
    return client


def url(name: str, row: Any) -> str:
    return reverse(f"debtadvice:{name}", args=[row.pk])


def sent(page: Client, debt: Debt, **changes: str) -> dict[str, Any]:
    form = page.get(url("debt_change", debt)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None} | changes


def test_a_misspelt_creditor_is_put_right(page: Client, debt: Debt) -> None:
    assert url("debt_change", debt) in page.get(url("debt_amount", debt)).content.decode()
    answer = page.post(
        url("debt_change", debt), sent(page, debt, creditor="Kredit AB", interest_percent="7,5")
    )
    assert answer.url == reverse("debtadvice:economy", args=[debt.case_id])
    debt.refresh_from_db()
    assert (debt.creditor, debt.interest_percent) == ("Kredit AB", Decimal("7.50"))
    assert debt.amounts.count() == 1
    event = AuditEvent.objects.get(action="debt.changed")
    assert event.details == {"debt": debt.pk, "fields": ["creditor", "interest_percent"]}


def test_the_second_writer_sees_both(page: Client, debt: Debt, adviser: User) -> None:
    mine = sent(page, debt, creditor="Kredit AB")
    change_debt(debt=debt, creditor="Krediten AB", kind=debt.kind, creditor_reference="A-1", by=adviser)
    answer = page.post(url("debt_change", debt), mine)
    assert answer.status_code == 422
    assert all(text in answer.content.decode() for text in ("Kredit AB", "Krediten AB"))
    again = {**mine, "version": answer.context["form"]["version"].value()}
    assert page.post(url("debt_change", debt), again).status_code == 302
    debt.refresh_from_db()
    assert debt.creditor == "Kredit AB"


def test_the_same_reference_twice_is_refused(page: Client, case: DebtCase, debt: Debt) -> None:
    DebtFactory(case=case, creditor="Kredit AB", creditor_reference="A-1")
    answer = page.post(url("debt_change", debt), sent(page, debt, creditor="Kredit AB"))
    assert (answer.status_code, "Kredit AB" in answer.content.decode()) == (422, True)
    debt.refresh_from_db()
    assert debt.creditor == "Kredt AB"


def test_a_closed_case_is_not_changed(debt: Debt, case: DebtCase, adviser: User) -> None:
    DebtCase.objects.filter(pk=case.pk).update(closed_on=today(), close_reason="done")
    with pytest.raises(ActionRefused):
        change_debt(debt=debt, creditor="Kredit AB", kind=debt.kind, by=adviser)


def test_a_payment_taken_back_counts_no_more_and_comes_back(page: Client, payment: Payment) -> None:
    plan = payment.part.plan
    assert standing(plan, today()).is_kept
    shown = page.get(reverse("debtadvice:plan", args=[plan.pk])).content.decode()
    assert url("payment_take_back", payment) in shown
    for _ in range(2):
        answer = page.post(url("payment_take_back", payment), follow=True).content.decode()
    assert url("payment_restore", payment) in answer
    assert "borttagen" in answer
    assert not standing(plan, today()).is_kept
    assert AuditEvent.objects.filter(action="debt_plan.payment_taken_back").count() == 1
    page.post(url("payment_restore", payment))
    assert standing(plan, today()).is_kept
    assert AuditEvent.objects.filter(action="debt_plan.payment_restored").count() == 1


def test_entered_anew_it_is_not_restored_too(payment: Payment, adviser: User) -> None:
    take_back_payment(payment=payment, by=adviser)
    facts = {"paid_on": today(), "amount_sek": Decimal(450), "reference": "OCR 1"}
    anew = economy.record_payment(part=payment.part, by=adviser, **facts)
    assert anew != payment
    with pytest.raises(ActionRefused):
        restore_payment(payment=payment, by=adviser)
    assert list(Payment.objects.kept()) == [anew]


def test_a_payment_of_a_restructuring_is_taken_back(page: Client, case: DebtCase, adviser: User) -> None:
    month = (today() - timedelta(days=40)).replace(day=1)
    found = RestructuringFactory(
        case=case,
        made_by=adviser,
        state=RestructuringState.GRANTED,
        begun_on=month,
        applied_on=month,
        decided_on=month,
        money_sek=Decimal(1000),
        first_month=month,
        last_month=month.replace(year=month.year + 5),
    )
    payment = RestructuringPaymentFactory(restructuring=found, month=month, recorded_by=adviser)

    def paid() -> Decimal:
        return sum((one.paid_sek for one in restructuring_months(found, today())), Decimal(0))

    before = paid()
    address = reverse("debtadvice:restructuring", args=[found.pk])
    shown = page.get(address).content.decode()
    assert url("restructuring_payment_take_back", payment) in shown
    assert page.post(url("restructuring_payment_take_back", payment)).url == address
    assert paid() == before - payment.amount_sek
    page.post(url("restructuring_payment_restore", payment))
    assert paid() == before


def test_another_board_is_refused(debt: Debt, payment: Payment) -> None:
    stranger = staff(Role.DEBT_ADVISER)
    for act in (
        lambda: take_back_payment(payment=payment, by=stranger),
        lambda: restore_payment(payment=payment, by=stranger),
        lambda: change_debt(debt=debt, creditor="X", kind=debt.kind, by=stranger),
    ):
        with pytest.raises(ActionRefused):
            act()
    assert Payment.objects.kept().count() == 1


def test_without_its_audit_event_nothing_is_written(
    payment: Payment, debt: Debt, adviser: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr("debtadvice.actions.locking.record_event", fail)
    with pytest.raises(RuntimeError):
        take_back_payment(payment=payment, by=adviser)
    with pytest.raises(RuntimeError):
        change_debt(debt=debt, creditor="Kredit AB", kind=debt.kind, by=adviser)
    debt.refresh_from_db()
    assert debt.creditor == "Kredt AB"
    assert Payment.objects.kept().count() == 1
