"""Statements that are built once answer as their querysets do, for every slot, reader and day."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db.models import Exists, OuterRef, QuerySet
from django.test import override_settings

from accounts.enums import Role
from accounts.models import Membership, User
from cases.enums import Protection
from cases.models import Household, HouseholdMember
from core.clock import set_to, today
from core.prepared import GREATEST_KEY, Prepared, keep_related
from housing.enums import Outcome
from housing.models import BoardDecision, Placement
from tests.factories.accounts import staff
from tests.factories.cases import HouseholdFactory, HouseholdMemberFactory, HouseholdUnitFactory
from tests.factories.events import BoardDecisionFactory, PlacementFactory

pytestmark = pytest.mark.django_db


def placed(household: int, until: date) -> QuerySet[Placement]:
    rows = Placement.objects.filter(household=household, first_night__lte=until)
    approvals = BoardDecision.objects.filter(household=OuterRef("household"), outcome=Outcome.APPROVED)
    rows = rows.select_related("provider", "decision").annotate(is_approved=Exists(approvals))
    return rows.order_by("-first_night")


@pytest.fixture
def two() -> list[Placement]:
    """Placements of two households; only the second rests on a decision."""
    first = PlacementFactory(price_sek=Decimal("585.50"), client_key=uuid4())
    decision = BoardDecisionFactory()
    return [first, PlacementFactory(household=decision.household, decision=decision)]


def test_rows_are_those_of_the_queryset(two: list[Placement], django_assert_num_queries) -> None:
    asked = Prepared(placed)
    for placement in (*two, *two):
        slots = placement.household_id, today()
        expected = placed(*slots).get()
        with django_assert_num_queries(1):
            (found,) = asked.rows(*slots)
            related = found.provider.name, found.decision and found.decision.outcome
        assert {**vars(found), "_state": 0} == {**vars(expected), "_state": 0}
        assert type(found.price_sek) is Decimal
        assert found.is_approved is (placement.decision_id is not None)
        assert related == (
            expected.provider.name,
            expected.decision.outcome if expected.decision else None,
        )
        assert not found._state.adding


def test_one_statement_serves_every_value(two: list[Placement]) -> None:
    asked = Prepared(placed)
    for placement in two:
        assert asked.rows(placement.household_id, today()) == [placement]
        assert asked.rows(placement.household_id, date(2000, 1, 1)) == []
    assert len(asked.kept) == 1


def test_what_differs_otherwise_has_a_statement_of_its_own(two: list[Placement]) -> None:
    asked = Prepared(lambda household, most: placed(household, today())[:most])
    household = two[0].household
    PlacementFactory(household=household)
    assert [len(asked.rows(household.pk, key=most, most=most)) for most in (1, 2)] == [1, 2]


def test_nothing_is_asked_where_nothing_can_be(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert Prepared(lambda pk: Household.objects.none()).rows(1) == []
        assert Prepared(lambda pk: Household.objects.filter(pk=pk)).rows(GREATEST_KEY + 1) == []


def test_a_slot_that_is_not_used_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="not used"):
        Prepared(lambda pk: Household.objects.all()).rows(1)


def test_a_right_that_ended_is_gone_at_the_next_time() -> None:
    worker = staff(Role.CASEWORKER)
    household = HouseholdFactory(authority=worker.authority)
    HouseholdUnitFactory(household=household, unit=worker.memberships.get().unit)
    asked = Prepared(lambda pk, reader: Household.objects.visible_to(reader).filter(pk=pk))

    def seen() -> list[Household]:
        reader = User.objects.get(pk=worker.pk)
        return asked.rows(household.pk, reader=reader)

    assert seen() == [household]
    Membership.objects.all().delete()
    assert seen() == []


def test_those_with_the_same_rights_share_a_statement_and_each_sees_their_own() -> None:
    asked = Prepared(lambda pk, reader: Household.objects.visible_to(reader).filter(pk=pk))
    worker = staff(Role.PROJECT_WORKER)
    colleague = staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit)
    household = HouseholdFactory(
        authority=worker.authority, project_worker=worker, protected_identity=Protection.MARKED
    )
    assert worker.access_key == colleague.access_key
    assert asked.rows(household.pk, reader=worker) == [household]
    assert asked.rows(household.pk, reader=colleague) == []
    assert len(asked.kept) == 1
    assert worker.pk > 0


def test_tomorrow_is_another_day() -> None:
    asked = Prepared(lambda pk: Household.objects.filter(pk=pk, opened_on__lt=today()))
    household = HouseholdFactory(opened_on=date(2013, 12, 9))
    with set_to(datetime(2013, 12, 9, 12, tzinfo=UTC)):
        assert asked.rows(household.pk) == []
    with set_to(datetime(2013, 12, 10, 12, tzinfo=UTC)):
        assert asked.rows(household.pk) == [household]


def test_statements_do_not_outlive_a_setting() -> None:
    asked = Prepared(lambda pk: Household.objects.filter(pk=pk))
    asked.rows(1)
    with override_settings(NO_CONTACT_DAYS=3):
        assert asked.kept == {}


def test_statements_do_not_grow_without_end(monkeypatch) -> None:
    monkeypatch.setattr("core.prepared.MOST_STATEMENTS", 3)
    asked = Prepared(lambda pk: Household.objects.filter(pk=pk))
    for reader in range(10):
        asked.rows(1, key=reader)
    assert len(asked.kept) <= 3


def test_related_rows_are_kept_as_a_prefetch_keeps_them(django_assert_num_queries) -> None:
    member = HouseholdMemberFactory()
    household = Household.objects.get(pk=member.household_id)
    HouseholdMemberFactory()
    keep_related(household, "members", [HouseholdMember.objects.get(pk=member.pk)])
    with django_assert_num_queries(0):
        assert [one.household for one in household.members.all()] == [household]
    assert household.members.filter(pk__gt=0).get() == member, "other households' rows are not theirs"
