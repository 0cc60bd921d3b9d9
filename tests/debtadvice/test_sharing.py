"""Confidential towards the house: what a consent covers is seen while it holds, and nothing else ever."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.errors import ActionRefused
from cases.models import Household
from core.audit import verify_chains
from core.clock import today
from core.models import AuditEvent, ReadEvent
from debtadvice import actions
from debtadvice.enums import ConsentScope
from debtadvice.models import Consent, DebtCase, Referral
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdUnitFactory, family
from tests.factories.debt import ConsentFactory, DebtCaseFactory, ReferralFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def adviser(unit):
    return staff(Role.DEBT_ADVISER, unit=unit)


@pytest.fixture
def household(unit):
    household = family(date(2016, 1, 1), authority=unit.authority)
    HouseholdUnitFactory(household=household, unit=unit)
    return household


@pytest.fixture
def case(household, adviser):
    return DebtCaseFactory(
        authority=household.authority, household=household, adviser=adviser, family_name="Hemlig"
    )


def _page(client, user, household):
    client.force_login(user)
    return client.get(reverse("cases:household_detail", args=[household.pk])).content.decode()


def _give(case, adviser, **changes):
    values = {"scope": ConsentScope.IN_ADVICE, "given_on": today(), **changes}
    return actions.give_consent(case=case, by=adviser, **values)


@pytest.mark.parametrize("role", [Role.PROJECT_WORKER, Role.CASEWORKER])
def test_a_consent_is_seen_while_it_holds_and_no_longer(client, unit, adviser, household, case, role):
    reader = staff(role, unit=unit)
    assert "I rådgivning" not in _page(client, reader, household)
    consent = _give(case, adviser)
    assert "I rådgivning" in _page(client, reader, household)
    read = ReadEvent.objects.get(actor=reader, subject_type="debtadvice.debtcase")
    assert (read.subject_id, read.household_id) == (case.pk, None)
    actions.revoke_consent(consent=consent, by=adviser)
    assert "I rådgivning" not in _page(client, reader, household)
    assert verify_chains() == []


@pytest.mark.parametrize("role", [Role.UNIT_MANAGER, Role.TEAM_LEADER])
def test_managers_see_counts_and_no_consents(client, unit, adviser, household, case, role):
    _give(case, adviser, scope=ConsentScope.PLAN)
    assert "I rådgivning" not in _page(client, staff(role, unit=unit), household)


@pytest.mark.parametrize(
    ("changes", "is_shown"),
    [
        ({}, True),
        ({"given_on": timedelta(days=1)}, False),
        ({"valid_until": timedelta(0)}, True),
        ({"valid_until": timedelta(days=-1)}, False),
    ],
)
def test_a_consent_holds_on_its_first_and_last_day(client, unit, household, case, changes, is_shown):
    days = {name: today() + delta for name, delta in changes.items()}
    ConsentFactory(case=case, **days)
    assert ("I rådgivning" in _page(client, staff(Role.PROJECT_WORKER, unit=unit), household)) is is_shown


def test_a_closed_case_is_shown_no_more(client, unit, adviser, household, case):
    _give(case, adviser)
    actions.close_debt_case(case=case, closed_on=today(), by=adviser)
    assert "I rådgivning" not in _page(client, staff(Role.PROJECT_WORKER, unit=unit), household)


def test_a_new_consent_replaces_the_one_that_held(adviser, case):
    first = _give(case, adviser)
    second = _give(case, adviser, scope=ConsentScope.PLAN)
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert list(Consent.objects.filter(revoked_at=None)) == [second]
    assert [event.action for event in AuditEvent.objects.order_by("pk")] == [
        "debt_case.consent_given",
        "debt_case.consent_revoked",
        "debt_case.consent_given",
    ]
    assert not AuditEvent.objects.filter(household_id__isnull=False).exists()


def test_a_consent_without_a_household_is_refused(adviser):
    case = DebtCaseFactory(authority=adviser.authority)
    with pytest.raises(ActionRefused):
        _give(case, adviser)
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"given_on": timedelta(days=1)}, {"valid_until": timedelta(days=-1)}], ids=str
)
def test_a_consent_from_tomorrow_or_that_ends_before_it_begins_is_refused(adviser, case, changes):
    days = {name: today() + delta for name, delta in changes.items()}
    with pytest.raises(ActionRefused):
        _give(case, adviser, **days)


def test_untying_the_household_revokes_the_consent(adviser, case):
    _give(case, adviser)
    actions.link_household(case=case, household=None, by=adviser)
    assert not Consent.objects.filter(revoked_at=None).exists()


def test_a_referral_is_seen_by_the_advisers_until_it_is_answered(client, unit, adviser, household):
    worker = staff(Role.CASEWORKER, unit=unit)
    assert not Household.objects.visible_to(adviser).exists()
    referral = actions.refer(household=household, reason="Skulder", risks_eviction=True, by=worker)
    assert Household.objects.visible_to(adviser).get() == household
    with pytest.raises(ActionRefused):
        actions.refer(household=household, reason="En gång till", by=worker)
    case = actions.answer_referral(referral=referral, answer="Ring oss.", opens_case=True, by=adviser)
    assert (case.household, case.risks_eviction, case.adviser) == (household, True, adviser)
    assert case.family_name == household.members.get(role="applicant").person.family_name
    assert not Household.objects.visible_to(adviser).exists()
    shown = _page(client, worker, household)
    assert "Ring oss." in shown
    assert "I rådgivning" not in shown
    with pytest.raises(ActionRefused):
        actions.answer_referral(referral=referral, answer="Igen", by=adviser)


def test_a_referral_is_answered_without_opening_a_case(client, adviser, household):
    referral = ReferralFactory(household=household)
    client.force_login(adviser)
    address = reverse("debtadvice:referral_answer", args=[referral.pk])
    assert client.post(address, {"answer": "", "opens_case": "no"}).status_code == 422
    assert client.post(address, {"answer": "Ring oss.", "opens_case": "no"}).status_code == 302
    assert not DebtCase.objects.exists()
    assert Referral.objects.get().answered_by == adviser


def test_a_closed_household_is_not_referred(unit, household):
    household.closed_on = household.opened_on
    household.save()
    with pytest.raises(ActionRefused):
        actions.refer(household=household, reason="x", by=staff(Role.CASEWORKER, unit=unit))


def test_a_protected_case_is_seen_by_its_own_adviser_only(unit, adviser):
    colleague = staff(Role.DEBT_ADVISER, unit=unit)
    case = DebtCaseFactory(authority=unit.authority, adviser=adviser, protected_identity="marked")
    assert DebtCase.objects.visible_to(adviser).get() == case
    assert not DebtCase.objects.visible_to(colleague).exists()
