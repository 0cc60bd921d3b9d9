"""Debt restructuring: each step with its refusals, its page, and duties for advisers only."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.errors import ActionRefused
from core.clock import today
from core.models import AuditEvent, ReadEvent
from core.periods import add_months
from core.registries import duty_sources
from debtadvice.actions import economy
from debtadvice.actions import restructuring as actions
from debtadvice.enums import Condition, RestructuringState
from debtadvice.models import (
    ConditionCheck,
    Restructuring,
    RestructuringFollowUp,
    RestructuringPayment,
    RestructuringShare,
)
from tests.factories.accounts import UnitFactory, staff
from tests.factories.debt import (
    AppointmentFactory,
    DebtCaseFactory,
    RestructuringFactory,
    RestructuringFollowUpFactory,
    RestructuringShareFactory,
)


# --- the steps ----------------------------------------------------------------------------------------
@pytest.fixture
def unit(db):
    return UnitFactory()


@pytest.fixture
def adviser(unit):
    return staff(Role.DEBT_ADVISER, unit=unit, full_name="Lars Törnqvist")


@pytest.fixture
def case(adviser):
    case = DebtCaseFactory(authority=adviser.authority, opened_on=today(), adviser=adviser)
    for creditor, amount in (("Kredit AB", 100_000), ("Elbolaget", 50_000)):
        economy.add_debt(
            case=case,
            by=adviser,
            as_of=today(),
            capital_sek=Decimal(amount),
            creditor=creditor,
            kind="credit",
        )
    return case


def _checked(case, adviser):
    made = actions.begin_restructuring(case=case, by=adviser)
    checks = {condition: actions.CheckInput(True, "Intyg") for condition in Condition}
    return actions.check_conditions(restructuring=made, checks=checks, by=adviser)


def _applied(case, adviser):
    return actions.apply_for_restructuring(
        restructuring=_checked(case, adviser), applied_on=today(), by=adviser, enforcement_reference="SA-1"
    )


def _granted(case, adviser, first_month=None):
    grant = actions.GrantInput(Decimal(1000), first_month or today())
    return actions.decide_restructuring(
        restructuring=_applied(case, adviser), decided_on=today(), grant=grant, by=adviser
    )


def test_from_conditions_to_the_last_year(case, adviser):
    found = _granted(case, adviser)
    assert (found.state, found.first_month) == (RestructuringState.GRANTED, today().replace(day=1))
    assert found.follow_ups.count() == 5
    first = found.follow_ups.order_by("due_on").first()
    actions.follow_up_restructuring(follow_up=first, done_on=today(), note="Allt betalt", by=adviser)
    with pytest.raises(ActionRefused):
        actions.follow_up_restructuring(follow_up=first, done_on=today(), note="Igen", by=adviser)
    with pytest.raises(ActionRefused, match="gäller till och med"):
        actions.end_restructuring(restructuring=found, ended_on=today(), end_reason="fulfilled", by=adviser)
    Restructuring.objects.update(first_month=date(2020, 1, 1), last_month=today().replace(day=1))
    actions.end_restructuring(restructuring=found, ended_on=today(), end_reason="fulfilled", by=adviser)
    assert [row.note for row in found.follow_ups.all()] == ["Allt betalt"]
    events = AuditEvent.objects.filter(action__startswith="restructuring").order_by("pk")
    assert [event.action.partition(".")[2] for event in events] == [
        "begun",
        "checked",
        "applied",
        "decided",
        "followed_up",
        "ended",
    ]
    assert not events.filter(household_id__isnull=False).exists()


def test_what_creditors_get_is_kept_as_the_debts_were_at_the_decision(client, case, adviser):
    found = _granted(case, adviser)
    before = list(RestructuringShare.objects.order_by("pk").values_list("owed_sek", "month_sek", "total_sek"))
    assert before == [
        (100_000, Decimal("666.67"), Decimal("33333.50")),
        (50_000, Decimal("333.33"), Decimal("16666.50")),
    ]
    first = case.debts.order_by("pk").first()
    economy.add_amount(debt=first, by=adviser, as_of=today(), capital_sek=Decimal(1), is_settled=True)
    client.force_login(adviser)
    page = client.get(_page(found)).content.decode()
    assert "33\u00a0333,50" in page
    after = RestructuringShare.objects.order_by("pk").values_list("owed_sek", "month_sek", "total_sek")
    assert list(after) == before


def test_a_decision_covers_the_debts_that_are_chosen(client, case, adviser):
    found, first = _applied(case, adviser), case.debts.order_by("pk").first()
    for chosen in ([], [10**9]):
        with pytest.raises(ActionRefused):
            actions.decide_restructuring(
                restructuring=found,
                decided_on=today(),
                grant=actions.GrantInput(Decimal(1000), today(), debt_ids=chosen),
                by=adviser,
            )
    client.force_login(adviser)
    form = client.get(_page(found)).context["forms"]["decide"]
    assert len(form["debts"].initial) == 2
    data = {
        "decide-outcome": "granted",
        "decide-decided_on": "idag",
        "decide-money_sek": "500",
        "decide-first_month": today().isoformat(),
        "decide-debts": [str(first.pk)],
        "do-decide": "1",
    }
    assert client.post(_page(found), {**data, "decide-debts": []}).status_code == 422
    assert client.post(_page(found), data).status_code == 302
    share = RestructuringShare.objects.get()
    assert (share.debt, share.month_sek, share.total_sek) == (first, 500, 25_000)


def _paid_month():
    """This month, or the one before where nothing is paid in this one."""
    month = today().replace(day=1)
    return month if month.month not in (6, 12) else add_months(month, -1)


def test_a_payment_is_entered_once_for_a_month_of_the_plan(client, case, adviser):
    month = _paid_month()
    found = _granted(case, adviser, first_month=add_months(month, -2))
    client.force_login(adviser)
    page = client.get(_page(found))
    data = {
        "pay-month": month.isoformat(),
        "pay-amount_sek": "1 000",
        "pay-paid_on": "idag",
        "pay-client_key": page.context["forms"]["pay"]["client_key"].value(),
        "do-pay": "1",
    }
    for _click in range(2):
        assert client.post(_page(found), data).status_code == 302
    payment = RestructuringPayment.objects.get()
    assert (payment.month, payment.amount_sek, payment.recorded_by) == (month, 1000, adviser)
    assert AuditEvent.objects.filter(action="restructuring.paid").count() == 1
    page = client.get(_page(found))
    assert page.context["missed_sek"] == 1000 * sum(
        one.month < today().replace(day=1) and one.month != month for one in page.context["paid_months"]
    )
    refused = client.post(_page(found), {**data, "pay-amount_sek": "0"})
    assert refused.status_code == 422


def test_a_payment_that_cannot_be_is_refused(case, adviser):
    applied = _applied(case, adviser)
    values = {"paid_on": today(), "amount_sek": Decimal(1), "by": adviser}
    with pytest.raises(ActionRefused):  # nothing is granted yet
        actions.pay_restructuring(restructuring=applied, month=today(), **values)
    found = actions.decide_restructuring(
        restructuring=applied,
        decided_on=today(),
        grant=actions.GrantInput(Decimal(1000), date(2026, 3, 1)),
        by=adviser,
    )
    for month in (date(2026, 2, 28), date(2031, 3, 1), date(2026, 6, 1), date(2026, 12, 31)):
        with pytest.raises(ActionRefused):
            actions.pay_restructuring(restructuring=found, month=month, **values)
    values["paid_on"] = today() + timedelta(days=1)
    with pytest.raises(ActionRefused):
        actions.pay_restructuring(restructuring=found, month=date(2026, 3, 1), **values)
    assert not RestructuringPayment.objects.exists()


def test_paid_to_the_end_the_covered_debts_are_settled_and_no_others(case, adviser):
    first, second = case.debts.order_by("pk")
    plan = {"money_sek": 100, "first_month": date(2019, 1, 1), "last_month": date(2023, 12, 1)}
    found = RestructuringFactory(case=case, state="granted", made_by=adviser, **plan)
    RestructuringShareFactory(restructuring=found, debt=first)
    actions.end_restructuring(restructuring=found, ended_on=today(), end_reason="fulfilled", by=adviser)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.settled_on, second.settled_on) == (today(), None)


def test_a_plan_that_has_run_is_a_duty_of_its_adviser_until_it_is_ended(case, adviser):
    this_month = today().replace(day=1)
    plan = {"state": "granted", "money_sek": 0, "first_month": date(2020, 1, 1)}
    found = RestructuringFactory(case=case, last_month=add_months(this_month, -1), **plan)
    other = DebtCaseFactory(authority=adviser.authority, adviser=adviser)
    RestructuringFactory(case=other, last_month=this_month, **plan)  # runs this month too
    duties = [duty for duty in _duties(adviser) if duty.due_on <= today()]
    assert [(duty.source, duty.due_on) for duty in duties] == [("debtadvice.restructuring_end", this_month)]
    actions.end_restructuring(restructuring=found, ended_on=today(), end_reason="fulfilled", by=adviser)
    assert [duty for duty in _duties(adviser) if duty.due_on <= today()] == []


def test_beginning_twice_is_beginning_once(case, adviser):
    assert actions.begin_restructuring(case=case, by=adviser) == actions.begin_restructuring(
        case=case, by=adviser
    )
    assert ConditionCheck.objects.count() == len(Condition)


def test_an_application_waits_for_every_condition(case, adviser):
    found = actions.begin_restructuring(case=case, by=adviser)
    with pytest.raises(ActionRefused):
        actions.apply_for_restructuring(restructuring=found, applied_on=today(), by=adviser)
    # A condition that is not met stops nobody: the Enforcement Authority decides.
    checks = {condition: actions.CheckInput(False) for condition in Condition}
    actions.check_conditions(restructuring=found, checks=checks, by=adviser)
    with pytest.raises(ActionRefused):
        actions.apply_for_restructuring(
            restructuring=found, applied_on=today() + timedelta(days=1), by=adviser
        )
    found = actions.apply_for_restructuring(restructuring=found, applied_on=today(), by=adviser)
    assert found.state == RestructuringState.APPLIED


@pytest.mark.parametrize(("decided", "years"), [(-1, 5), (1, 5), (0, 0), (0, 8)])
def test_a_decision_that_cannot_be_is_refused(case, adviser, decided, years):
    found = _applied(case, adviser)
    with pytest.raises(ActionRefused):
        actions.decide_restructuring(
            restructuring=found,
            decided_on=today() + timedelta(days=decided),
            grant=actions.GrantInput(Decimal(1), today(), years),
            by=adviser,
        )
    assert Restructuring.objects.get().state == RestructuringState.APPLIED
    assert not RestructuringFollowUp.objects.exists()


def test_steps_out_of_order_are_refused(case, adviser):
    found = actions.begin_restructuring(case=case, by=adviser)
    with pytest.raises(ActionRefused):
        actions.decide_restructuring(restructuring=found, decided_on=today(), by=adviser)
    with pytest.raises(ActionRefused):
        actions.end_restructuring(restructuring=found, ended_on=today(), end_reason="fulfilled", by=adviser)
    actions.end_restructuring(restructuring=found, ended_on=today(), end_reason="withdrawn", by=adviser)
    with pytest.raises(ActionRefused):
        actions.check_conditions(restructuring=found, checks={}, by=adviser)
    assert actions.begin_restructuring(case=case, by=adviser) != found  # a new attempt


def test_a_rejection_has_no_plan_and_a_closed_case_begins_none(case, adviser):
    found = actions.decide_restructuring(
        restructuring=_applied(case, adviser), decided_on=today(), by=adviser
    )
    assert (found.state, found.money_sek) == (RestructuringState.REJECTED, None)
    case.closed_on = today()
    case.save()
    with pytest.raises(ActionRefused):
        actions.begin_restructuring(case=case, by=adviser)


# --- the page and the duties ----------------------------------------------------------------------------
def _page(found):
    return reverse("debtadvice:restructuring", args=[found.pk])


def test_the_page_goes_through_it_all_and_keeps_what_was_wrong(client, case, adviser):
    client.force_login(adviser)
    response = client.post(reverse("debtadvice:restructuring_begin", args=[case.pk]))
    found = Restructuring.objects.get()
    assert response.url == _page(found)
    conditions = {f"conditions-met_{code}": "yes" for code in Condition.values}
    conditions["conditions-evidence_cannot_pay"] = "Inkomst under existensminimum"
    assert client.post(_page(found), {**conditions, "do-conditions": "1"}).status_code == 302
    assert "existensminimum" in client.get(_page(found)).content.decode()
    late = client.post(_page(found), {"apply-applied_on": "2099-01-01", "do-apply": "1"})
    assert late.status_code == 422
    client.post(_page(found), {"apply-applied_on": "idag", "do-apply": "1"})
    deciding = {"decide-outcome": "granted", "decide-decided_on": "idag", "do-decide": "1"}
    refused = client.post(_page(found), deciding)
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"money_sek", "first_month"}
    plan = {"decide-money_sek": "1000", "decide-first_month": today().isoformat(), "decide-years": "5"}
    plan |= {"decide-debts": [str(debt.pk) for debt in case.debts.all()]}
    assert client.post(_page(found), {**deciding, **plan}).status_code == 302
    page = client.get(_page(found))
    assert (page.context["number"], len(page.context["shares"])) == (50, 2)
    assert "33\u00a0333,50" in page.content.decode()
    client.post(_page(found), {"follow-done_on": "idag", "follow-note": "Betalt", "do-follow": "1"})
    assert RestructuringFollowUp.objects.exclude(done_on=None).get().note == "Betalt"
    ending = {"end-end_reason": "revoked", "end-ended_on": "idag", "do-end": "1"}
    assert client.post(_page(found), ending).status_code == 302
    assert client.get(_page(found)).status_code == 200
    assert client.post(_page(found), ending).status_code == 200  # no such step any more: nothing happens


def _duties(user, reader=None):
    until = today() + timedelta(days=7)
    return [
        duty
        for source in duty_sources
        for duty in source.fetch(
            reader or user, assigned_to_ids=[user.pk], unit_ids=[], until=until, limit=50
        )
    ]


def test_the_year_and_the_meetings_stand_in_the_advisers_week_only(client, unit, case, adviser):
    restructuring = RestructuringFactory(
        case=case,
        state="granted",
        money_sek=100,
        first_month=date(2020, 1, 1),
        last_month=date(2024, 12, 1),
    )
    RestructuringFollowUpFactory(restructuring=restructuring, due_on=today() + timedelta(days=7))
    RestructuringFollowUpFactory(restructuring=restructuring, due_on=today() + timedelta(days=8))
    AppointmentFactory(case=case, adviser=adviser, day=today())
    ended = [duty for duty in _duties(adviser) if duty.source == "debtadvice.restructuring_end"]
    assert [duty.due_on for duty in ended] == [date(2025, 1, 1)]
    assert [duty.source for duty in _duties(adviser) if duty not in ended] == [
        "debtadvice.restructuring",
        "debtadvice.meetings",
    ]
    client.force_login(adviser)
    page = client.get(reverse("cases:my_week")).content.decode()
    # Whose number the list shows is logged, once, on the debt case.
    read = ReadEvent.objects.get(actor=adviser, page="cases:my_week")
    assert (read.subject_type, read.subject_id, read.purpose) == ("debtadvice.debtcase", case.pk, "list")
    assert "Årlig uppföljning av skuldsanering" in page
    assert case.number in page
    for role in Role:
        if role != Role.DEBT_ADVISER:
            assert _duties(adviser, staff(role, unit=unit)) == []
