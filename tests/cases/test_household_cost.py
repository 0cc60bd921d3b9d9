"""What the household's page costs, and that what it reads at once says the same as the rules do."""

from datetime import date

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import permissions
from cases.enums import AccessKind
from cases.models import Household, HouseholdLink
from cases.views.household import may, reached_with_rights
from core.clock import today
from tests.factories.accounts import staff
from tests.factories.cases import (
    HouseholdUnitFactory,
    NamedAccessFactory,
    SituationRecordFactory,
    TransferFactory,
    family,
)

pytestmark = pytest.mark.django_db


def queries_of(client: Client, household: Household) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("cases:household_detail", args=[household.pk])).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in queries.captured_queries)


@pytest.mark.parametrize(("has_rare", "bar"), [(False, 17), (True, 21)])
@pytest.mark.parametrize("role", [Role.PROJECT_WORKER, Role.CASEWORKER, Role.UNIT_MANAGER])
def test_household_page_asks_few_questions(client: Client, role: Role, has_rare: bool, bar: int) -> None:
    reader = staff(role)
    household = family(date(2016, 1, 1), authority=reader.authority)
    HouseholdUnitFactory(household=household, unit=reader.memberships.get().unit)
    SituationRecordFactory(household=household)
    if has_rare:  # a link, a transfer and somebody named: most households have none of them
        NamedAccessFactory(household=household, user=reader)
        other = family(authority=reader.authority)
        HouseholdLink.objects.create(
            kind="split", source=household, target=other, on_day=date(2013, 1, 1), recorded_by=reader
        )
        TransferFactory(household=household, sent_by=reader)
    client.force_login(reader)
    queries_of(client, household)  # the chain of the log is begun
    assert queries_of(client, household) <= bar


@pytest.mark.parametrize("role", [Role.PROJECT_WORKER, Role.CASEWORKER, Role.UNIT_MANAGER, Role.TEAM_LEADER])
@pytest.mark.parametrize("named", ["", *AccessKind.values])
@pytest.mark.parametrize("in_unit", [False, True])
@pytest.mark.parametrize("protected", ["none", "marked"])
def test_rights_read_with_the_household_are_those_of_the_rule(
    rf: RequestFactory, role: Role, named: str, in_unit: bool, protected: str
) -> None:
    reader = staff(role)
    household = family(authority=reader.authority, protected_identity=protected)
    if in_unit:
        HouseholdUnitFactory(household=household, unit=reader.memberships.get().unit)
    if named:
        NamedAccessFactory(household=household, user=reader, kind=named, reason="x", last_day=today())
    request = rf.get("/")
    request.user = User.objects.get(pk=reader.pk)
    if not Household.objects.visible_to(reader).filter(pk=household.pk).exists():
        with pytest.raises(Http404):
            reached_with_rights(request, household.pk)
        return
    seen = reached_with_rights(request, household.pk)
    for name in permissions():
        if name.partition(".")[0] in ("household", "visit", "booking"):
            rule = Household.objects.visible_to(reader, name).filter(pk=household.pk).exists()
            assert may(request.user, seen, name) == rule, name
