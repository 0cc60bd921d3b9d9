"""Debt restructuring: five years by hand, each step with its refusals, duties for advisers only."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import Role
from cases.errors import ActionRefused
from core.clock import today
from core.models import AuditEvent
from core.registries import duty_sources
from debtadvice.actions import economy
from debtadvice.actions import restructuring as actions
from debtadvice.enums import Condition, RestructuringState
from debtadvice.five_years import follow_up_days, last_month_of, paid_months, shares
from debtadvice.models import ConditionCheck, Restructuring, RestructuringFollowUp
from tests.factories.accounts import UnitFactory, staff
from tests.factories.debt import (
    AppointmentFactory,
    DebtCaseFactory,
    RestructuringFactory,
    RestructuringFollowUpFactory,
)


# --- the five years -----------------------------------------------------------------------------------
def test_five_years_without_june_and_december_are_fifty_payments():
    months = paid_months(date(2026, 3, 1), last_month_of(date(2026, 3, 15)))
    assert (months[0], months[-1], len(months)) == (date(2026, 3, 1), date(2031, 2, 1), 50)
    assert {month.month for month in months} == {1, 2, 3, 4, 5, 7, 8, 9, 10, 11}


@pytest.mark.parametrize(("years", "payments"), [(1, 10), (3, 30), (7, 70)])
def test_shorter_and_longer_plans(years, payments):
    assert len(paid_months(date(2026, 6, 1), last_month_of(date(2026, 6, 1), years))) == payments


def test_follow_ups_come_each_year_until_the_plan_has_run():
    days = follow_up_days(date(2026, 3, 1), date(2031, 2, 1))
    assert days == [date(year, 3, 1) for year in range(2027, 2032)]


def test_the_money_is_shared_in_proportion_by_hand():
    # 100 000 and 50 000 owed, 1 000 kr a month, 50 payments: two thirds and one third.
    parts = shares({1: Decimal(100_000), 2: Decimal(50_000)}, Decimal(1000), 50)
    assert [(part.month_sek, part.total_sek, part.written_off_sek) for part in parts] == [
        (Decimal("666.67"), Decimal("33333.50"), Decimal("66666.50")),
        (Decimal("333.33"), Decimal("16666.50"), Decimal("33333.50")),
    ]


def test_nobody_gets_more_than_is_owed_and_nought_shares_nought():
    (part,) = shares({1: Decimal(300), 2: Decimal(0)}, Decimal(100), 50)
    assert (part.total_sek, part.written_off_sek) == (300, 0)
    assert shares({}, Decimal(100), 50) == []
    assert shares({1: Decimal(500)}, Decimal(0), 50)[0].total_sek == 0


@given(
    st.dictionaries(st.integers(1, 20), st.decimals(1, 10**6, places=2), min_size=1, max_size=8),
    st.decimals(0, 10**5, places=2),
)
def test_the_parts_of_a_month_are_the_months_money(owed, money):
    parts = shares(owed, money, 50)
    assert sum(part.month_sek for part in parts) == money
    assert all(0 <= part.total_sek <= part.owed_sek for part in parts)


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
    assert client.post(_page(found), {**deciding, **plan}).status_code == 302
    page = client.get(_page(found))
    assert (page.context["months"], len(page.context["shares"])) == (50, 2)
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
    assert [duty.source for duty in _duties(adviser)] == ["debtadvice.restructuring", "debtadvice.meetings"]
    client.force_login(adviser)
    page = client.get(reverse("cases:my_week")).content.decode()
    assert "Årlig uppföljning av skuldsanering" in page
    assert case.number in page
    for role in Role:
        if role != Role.DEBT_ADVISER:
            assert _duties(adviser, staff(role, unit=unit)) == []
