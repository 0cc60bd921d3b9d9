"""Lists take the same number of questions whatever they hold."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from core.clock import today
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdFactory
from tests.factories.debt import (
    AmountTableFactory,
    ConditionCheckFactory,
    DebtCaseFactory,
    HomeNoticeFactory,
    ReferralFactory,
    RestructuringFactory,
    RestructuringFollowUpFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser():
    return staff(Role.DEBT_ADVISER, unit=UnitFactory())


def _questions(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def _notice(adviser, number):
    household = HouseholdFactory(authority=adviser.authority) if number % 2 else None
    HomeNoticeFactory(authority=adviser.authority, household=household, received_on=today())


def _referral(adviser, number):
    ReferralFactory(household=HouseholdFactory(authority=adviser.authority))


def _closed(adviser, number):
    DebtCaseFactory(authority=adviser.authority, closed_on=today(), adviser=adviser)


@pytest.mark.parametrize(
    ("address", "make"),
    [
        (reverse("debtadvice:notices"), _notice),
        (reverse("debtadvice:referrals"), _referral),
        (reverse("debtadvice:desk") + "?visa=avslutade", _closed),
    ],
)
def test_a_list_asks_the_same_number_of_questions_for_2_and_30_rows(client, adviser, address, make):
    client.force_login(adviser)
    for number in range(2):
        make(adviser, number)
    few = _questions(client, address)
    for number in range(28):
        make(adviser, number)
    assert _questions(client, address) == few


def test_debt_restructuring_asks_the_same_number_of_questions_for_1_and_5_years(client, adviser):
    client.force_login(adviser)
    plan = {"money_sek": 1, "first_month": today(), "last_month": today(), "state": "granted"}
    found = RestructuringFactory(case=DebtCaseFactory(authority=adviser.authority), **plan)
    counts = []
    for years, codes in ((1, ["lives_here"]), (4, ["cannot_pay", "mapped"])):
        for year in range(years):
            RestructuringFollowUpFactory(
                restructuring=found, due_on=today().replace(year=2030 + year + years)
            )
        for code in codes:
            ConditionCheckFactory(restructuring=found, condition=code)
        counts.append(_questions(client, reverse("debtadvice:restructuring", args=[found.pk])))
    assert counts[0] == counts[1]


def test_the_norms_ask_the_same_number_of_questions_for_1_and_9_versions(client):
    client.force_login(staff(Role.SYSTEM_ADMINISTRATOR))
    address = reverse("debtadvice:tables")
    few = _questions(client, address)
    for year in range(2010, 2019):
        AmountTableFactory(valid_from=today().replace(year=year, month=1, day=1))
    assert _questions(client, address) == few
