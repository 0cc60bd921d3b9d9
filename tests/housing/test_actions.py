"""Placements, tenancies and decisions: each verb's success, each refusal, its audit row, all or nothing."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.enums import Role
from cases.errors import ActionRefused
from core import audit
from core.models import AuditEvent
from housing import actions
from housing.actions import recording
from housing.enums import Outcome, PricePer
from housing.models import BoardDecision, Placement
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdFactory
from tests.factories.events import PlacementFactory, ProviderFactory

pytestmark = pytest.mark.django_db
DAY = date(2013, 11, 20)


@pytest.fixture
def household():
    return HouseholdFactory()


@pytest.fixture
def manager(household):
    return staff(Role.UNIT_MANAGER, unit=UnitFactory(authority=household.authority))


def _start(household, by, **changes):
    values = {
        "provider": ProviderFactory(authority=household.authority),
        "first_night": DAY,
        "price_sek": Decimal("585.00"),
        "price_per": PricePer.NIGHT,
        **changes,
    }
    return actions.start_placement(household=household, by=by, **values)


def test_a_placement_starts_on_the_households_board_with_an_event(household, manager):
    placement = _start(household, manager)
    assert (placement.authority, placement.last_night) == (household.authority, None)
    event = AuditEvent.objects.get(action="placement.started")
    assert (event.action, event.subject_id, event.household_id, event.actor) == (
        "placement.started",
        placement.pk,
        household.pk,
        manager,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"price_sek": Decimal("-0.01")},
        {"last_night": date(2013, 11, 19)},
    ],
)
def test_a_placement_that_can_not_be_is_refused_and_nothing_is_written(household, manager, changes):
    with pytest.raises(ActionRefused):
        _start(household, manager, **changes)
    assert not Placement.objects.exists()
    assert not AuditEvent.objects.exists()


def test_another_boards_provider_is_refused(household, manager):
    with pytest.raises(ActionRefused):
        _start(household, manager, provider=ProviderFactory())
    assert not Placement.objects.exists()


def test_a_placement_of_one_night_is_one_night(household, manager):
    assert _start(household, manager, last_night=DAY).last_night == DAY


@pytest.mark.parametrize(("last_night", "is_refused"), [(DAY, False), (date(2013, 11, 19), True)])
def test_a_placement_ends_on_its_first_night_at_the_earliest(household, manager, last_night, is_refused):
    placement = PlacementFactory(household=household, first_night=DAY)
    if is_refused:
        with pytest.raises(ActionRefused):
            actions.end_placement(placement=placement, last_night=last_night, by=manager)
        assert Placement.objects.get().last_night is None
    else:
        actions.end_placement(placement=placement, last_night=last_night, by=manager)
        assert Placement.objects.get().last_night == last_night
        assert AuditEvent.objects.get().action == "placement.ended"


def test_what_was_written_goes_when_the_log_can_not_be(household, manager, monkeypatch):
    def broken(*args, **kwargs):
        raise audit.LogUnavailable

    monkeypatch.setattr(recording, "record_event", broken)
    with pytest.raises(audit.LogUnavailable):
        _start(household, manager)
    assert not Placement.objects.exists()


def _decide(household, by, **changes):
    values = {
        "applied_on": date(2013, 11, 14),
        "decided_on": DAY,
        "outcome": Outcome.APPROVED,
        "decided_by": by,
        "reason": " Akut bostadslös. ",
        "valid_from": DAY,
        "valid_until": DAY,
        **changes,
    }
    return actions.record_decision(household=household, by=by, **values)


def test_a_decision_keeps_its_reason_and_its_one_decision_maker(household, manager):
    decision = _decide(household, manager)
    assert (decision.reason, decision.decided_by) == ("Akut bostadslös.", manager)
    event = AuditEvent.objects.get()
    assert (event.action, event.details) == ("decision.recorded", {"outcome": "approved"})


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": "  "},
        {"applied_on": date(2013, 11, 21)},
        {"valid_until": date(2013, 11, 19)},
    ],
)
def test_a_decision_without_reason_or_in_the_wrong_order_is_refused(household, manager, changes):
    with pytest.raises(ActionRefused):
        _decide(household, manager, **changes)
    assert not BoardDecision.objects.exists()
    assert not AuditEvent.objects.exists()
