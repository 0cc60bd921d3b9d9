"""Placements: what each verb writes, refuses and sets going; all or nothing, and once."""

from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.enums import Role
from cases.enums import FollowUpKind
from cases.errors import ActionRefused
from cases.models import FollowUp
from core import audit
from core.clock import set_to
from core.models import AuditEvent
from core.registries import visit_bookers
from dropin.models import Booking
from housing import actions
from housing.actions import recording
from housing.enums import Accommodation, Outcome, PlacementEnd, PricePer
from housing.models import Placement
from tests.dropin.conftest import STOCKHOLM
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdFactory
from tests.factories.events import (
    BoardDecisionFactory,
    OpeningHoursFactory,
    PlacementFactory,
    ProviderFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2013, 12, 9)


@pytest.fixture(autouse=True)
def _monday_morning():
    with set_to(datetime(2013, 12, 9, 9, 0, tzinfo=STOCKHOLM)):
        yield


@pytest.fixture
def household():
    return HouseholdFactory()


@pytest.fixture
def worker(household):
    return staff(Role.PROJECT_WORKER, unit=UnitFactory(authority=household.authority))


@pytest.fixture
def provider(household):
    return ProviderFactory(authority=household.authority)


@pytest.fixture
def placement(household, provider):
    return PlacementFactory(household=household, provider=provider, first_night=date(2013, 11, 20))


def _start(household, worker, provider, **changes):
    values = {"first_night": DAY, "price_sek": Decimal("585.00"), "price_per": PricePer.NIGHT, **changes}
    return actions.start_placement(household=household, provider=provider, by=worker, **values)


def _actions():
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_whoever_is_placed_is_booked_into_the_drop_in(household, worker, provider):
    OpeningHoursFactory(authority=household.authority)
    _start(household, worker, provider)
    assert Booking.objects.get().day == DAY
    assert not FollowUp.objects.exists()


def test_a_first_contact_is_planned_where_no_drop_in_is(household, worker, provider):
    placement = _start(household, worker, provider)
    row = FollowUp.objects.get()
    assert (row.kind, row.due_on, row.origin) == (
        FollowUpKind.FIRST_CONTACT,
        date(2013, 12, 12),
        f"housing.placement:{placement.pk}",
    )
    actions.end_placement(placement=placement, last_night=DAY, by=worker, end_reason=PlacementEnd.LEFT)
    assert FollowUp.objects.get().state == "cancelled"


def test_nights_that_are_over_lead_to_nothing(household, worker, provider):
    _start(household, worker, provider, first_night=date(2013, 10, 1), last_night=date(2013, 10, 3))
    assert not FollowUp.objects.exists()


def test_a_form_sent_twice_starts_one_placement(household, worker, provider):
    key = uuid4()
    first = _start(household, worker, provider, client_key=key)
    assert _start(household, worker, provider, client_key=key) == first
    assert Placement.objects.count() == 1
    other = HouseholdFactory(authority=household.authority)
    with pytest.raises(ActionRefused):
        _start(other, worker, provider, client_key=key)


@pytest.mark.parametrize(
    ("nights", "is_refused"),
    [
        ((date(2013, 11, 1), date(2013, 11, 19)), False),
        ((date(2013, 11, 1), date(2013, 11, 20)), True),
        ((date(2013, 12, 1), date(2013, 12, 2)), True),
        ((DAY, None), True),
    ],
)
def test_the_same_nights_with_one_provider_are_a_slip(
    household, worker, provider, placement, nights, is_refused
):
    values = {"first_night": nights[0], "last_night": nights[1]}
    if is_refused:
        with pytest.raises(ActionRefused) as refusal:
            _start(household, worker, provider, **values)
        assert refusal.value.field == "first_night"
    else:
        _start(household, worker, provider, **values)
    assert Placement.objects.count() == 2 - is_refused


def test_a_family_may_be_in_two_places(household, worker, placement):
    _start(household, worker, ProviderFactory(authority=household.authority))
    assert Placement.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price_sek": Decimal("-0.01")}, "price_sek"),
        ({"last_night": date(2013, 12, 8)}, "last_night"),
        ({"planned_last_night": date(2013, 12, 8)}, "planned_last_night"),
        ({"first_night": date(2014, 12, 11)}, "first_night"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(household, worker, provider, changes, field):
    with pytest.raises(ActionRefused) as refusal:
        _start(household, worker, provider, **changes)
    assert refusal.value.field == field
    assert not Placement.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_year_ahead_is_not_too_far(household, worker, provider):
    assert _start(household, worker, provider, first_night=date(2014, 12, 10))


def test_others_rows_are_refused(household, worker, provider):
    gone = ProviderFactory(authority=household.authority, is_active=False)
    for refused in (
        {"provider": ProviderFactory()},
        {"provider": gone},
        {"provider": provider, "paying_unit": UnitFactory()},
    ):
        with pytest.raises(ActionRefused):
            _start(household, worker, **refused)
    with pytest.raises(ActionRefused):
        _start(HouseholdFactory(), worker, provider)
    assert not Placement.objects.exists()


def test_it_rests_on_an_approval_of_the_household_that_nothing_replaced(household, worker, provider):
    approved = {"household": household, "outcome": Outcome.APPROVED}
    replaced = BoardDecisionFactory(**approved)
    good = BoardDecisionFactory(**approved, replaces=replaced)
    bad = (
        replaced,
        BoardDecisionFactory(outcome=Outcome.APPROVED),
        BoardDecisionFactory(household=household, outcome=Outcome.REJECTED),
        BoardDecisionFactory(**approved, accommodation=Accommodation.TRANSITIONAL),
    )
    for decision in bad:
        with pytest.raises(ActionRefused) as refusal:
            _start(household, worker, provider, decision=decision)
        assert refusal.value.field == "decision"
    assert _start(household, worker, provider, decision=good).decision == good


def test_extending_needs_a_later_night_and_keeps_the_decision(household, worker, placement):
    decision = BoardDecisionFactory(household=household, outcome=Outcome.APPROVED)
    planned = date(2013, 12, 31)
    actions.extend_placement(placement=placement, planned_last_night=planned, by=worker, decision=decision)
    actions.extend_placement(placement=placement, planned_last_night=planned, by=worker)
    row = Placement.objects.get()
    assert (row.planned_last_night, row.decision) == (planned, decision)
    assert _actions() == ["placement.extended"]
    with pytest.raises(ActionRefused) as refusal:
        actions.extend_placement(placement=placement, planned_last_night=date(2013, 12, 30), by=worker)
    assert refusal.value.field == "planned_last_night"
    actions.end_placement(placement=placement, last_night=DAY, by=worker)
    with pytest.raises(ActionRefused):
        actions.extend_placement(placement=placement, planned_last_night=date(2014, 1, 31), by=worker)


def test_ending_twice_writes_once_and_otherwise_is_refused(placement, worker):
    for _ in range(2):
        actions.end_placement(
            placement=placement, last_night=DAY, by=worker, end_reason=PlacementEnd.OWN_HOME
        )
    assert _actions() == ["placement.ended"]
    with pytest.raises(ActionRefused):
        actions.end_placement(placement=placement, last_night=date(2013, 12, 8), by=worker)


def test_the_end_is_undone_and_the_first_contact_is_back(household, worker, provider):
    placement = _start(household, worker, provider)
    actions.end_placement(placement=placement, last_night=DAY, by=worker)
    placement = actions.reopen_placement(placement=placement, by=worker)
    assert (placement.last_night, placement.end_reason) == (None, "")
    assert FollowUp.objects.filter(state="open").count() == 1
    assert actions.reopen_placement(placement=placement, by=worker) == placement
    assert _actions().count("placement.reopened") == 1


def test_whoever_has_been_here_needs_no_first_contact_when_the_end_is_undone(household, worker, placement):
    VisitFactory(household=household, authority=household.authority, visited_on=date(2013, 11, 21))
    actions.end_placement(placement=placement, last_night=DAY, by=worker)
    actions.reopen_placement(placement=placement, by=worker)
    assert not FollowUp.objects.exists()


def test_an_end_that_another_row_goes_on_from_is_not_undone(household, worker, placement):
    other = ProviderFactory(authority=household.authority)
    actions.move_placement(
        placement=placement,
        provider=other,
        first_night=DAY,
        price_sek=Decimal("700"),
        price_per="night",
        by=worker,
    )
    with pytest.raises(ActionRefused):
        actions.reopen_placement(placement=placement, by=worker)


def test_another_boards_placement_is_refused(worker):
    placement = PlacementFactory()
    for act in (
        lambda: actions.end_placement(placement=placement, last_night=DAY, by=worker),
        lambda: actions.reopen_placement(placement=placement, by=worker),
        lambda: actions.extend_placement(placement=placement, planned_last_night=DAY, by=worker),
        lambda: actions.annul_placement(placement=placement, reason="Fel hushåll", by=worker),
    ):
        with pytest.raises(ActionRefused):
            act()


def test_everything_goes_when_the_log_can_not_be_written(household, worker, provider, monkeypatch):
    def broken(*args, **kwargs):
        raise audit.LogUnavailable

    monkeypatch.setattr(recording, "record_event", broken)
    with pytest.raises(audit.LogUnavailable):
        _start(household, worker, provider)
    assert not Placement.objects.exists()
    assert not FollowUp.objects.exists()


def test_the_bookers_are_those_that_are_registered():
    assert visit_bookers.names() == ["dropin"]
