"""Moves, new prices, corrections and annulments: rows that go on from each other stay whole."""

from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.enums import Role
from cases.errors import ActionRefused
from core.clock import set_to
from core.models import AuditEvent
from housing import actions
from housing.actions import moving
from housing.enums import PlacementEnd, PricePer
from housing.models import Placement, PlacementCorrection
from tests.dropin.conftest import STOCKHOLM
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdFactory
from tests.factories.events import PlacementFactory, ProviderFactory

pytestmark = pytest.mark.django_db
FIRST, DAY = date(2013, 11, 20), date(2013, 12, 9)
REASON = "Fel datum i fakturan"


@pytest.fixture(autouse=True)
def _monday_morning():
    with set_to(datetime(2013, 12, 9, 9, 0, tzinfo=STOCKHOLM)):
        yield


@pytest.fixture
def placement():
    return PlacementFactory(first_night=FIRST, paying_unit=None, planned_last_night=date(2013, 12, 31))


@pytest.fixture
def worker(placement):
    return staff(Role.PROJECT_WORKER, unit=UnitFactory(authority=placement.authority))


@pytest.fixture
def other(placement):
    return ProviderFactory(authority=placement.authority)


def _move(placement, provider, worker, **changes):
    values = {"first_night": DAY, "price_sek": Decimal("700.00"), "price_per": PricePer.NIGHT, **changes}
    return actions.move_placement(placement=placement, provider=provider, by=worker, **values)


def _reprice(placement, worker, night=DAY, price="640.00", **changes):
    return actions.reprice_placement(
        placement=placement,
        from_night=night,
        price_sek=Decimal(price),
        price_per=PricePer.NIGHT,
        by=worker,
        **changes,
    )


def _nights():
    return list(Placement.objects.order_by("first_night").values_list("first_night", "last_night"))


def test_a_move_ends_one_row_and_begins_the_next(placement, worker, other):
    key = uuid4()
    moved = _move(placement, other, worker, client_key=key)
    placement.refresh_from_db()
    assert (placement.last_night, placement.end_reason) == (date(2013, 12, 8), PlacementEnd.OTHER_PROVIDER)
    assert (moved.continues, moved.first_night, moved.provider, moved.planned_last_night) == (
        placement,
        DAY,
        other,
        None,
    )
    assert _move(placement, other, worker, client_key=key) == moved
    assert Placement.objects.count() == 2


def test_a_move_is_all_or_nothing(placement, worker, other, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(moving, "_go_on", broken)
    with pytest.raises(RuntimeError):
        _move(placement, other, worker)
    assert _nights() == [(FIRST, None)]
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first_night": FIRST}, "first_night"),
        ({"price_sek": Decimal("-1")}, "price_sek"),
        ({"planned_last_night": date(2013, 12, 8)}, "planned_last_night"),
    ],
)
def test_a_move_that_can_not_be_is_refused(placement, worker, other, changes, field):
    with pytest.raises(ActionRefused) as refusal:
        _move(placement, other, worker, **changes)
    assert refusal.value.field == field
    assert _nights() == [(FIRST, None)]


def test_a_move_to_where_they_are_or_from_an_ended_row_is_refused(placement, worker, other):
    with pytest.raises(ActionRefused) as refusal:
        _move(placement, placement.provider, worker)
    assert refusal.value.field == "provider"
    actions.end_placement(placement=placement, last_night=DAY, by=worker)
    with pytest.raises(ActionRefused):
        _move(placement, other, worker)


def test_a_new_price_splits_the_row(placement, worker):
    key = uuid4()
    new = _reprice(placement, worker, client_key=key)
    placement.refresh_from_db()
    assert (placement.last_night, placement.end_reason) == (date(2013, 12, 8), PlacementEnd.NEW_PRICE)
    assert (new.first_night, new.price_sek, new.planned_last_night) == (
        DAY,
        Decimal("640.00"),
        date(2013, 12, 31),
    )
    assert _reprice(placement, worker, client_key=key) == new


def test_a_new_price_inside_an_ended_row_keeps_the_chain(placement, worker, other):
    moved = _move(placement, other, worker)
    part = _reprice(placement, worker, date(2013, 12, 1))
    moved.refresh_from_db()
    assert (moved.continues, part.continues, part.end_reason) == (
        part,
        placement,
        PlacementEnd.OTHER_PROVIDER,
    )
    assert _nights() == [
        (FIRST, date(2013, 11, 30)),
        (date(2013, 12, 1), date(2013, 12, 8)),
        (DAY, None),
    ]


@pytest.mark.parametrize(
    ("night", "price", "field"),
    [
        (FIRST, "640", "from_night"),
        (date(2013, 12, 6), "640", "from_night"),
        (date(2013, 12, 5), "585", "price_sek"),
        (date(2013, 12, 5), "-1", "price_sek"),
    ],
)
def test_a_new_price_that_can_not_be_is_refused(placement, worker, night, price, field):
    actions.end_placement(placement=placement, last_night=date(2013, 12, 5), by=worker)
    with pytest.raises(ActionRefused) as refusal:
        _reprice(placement, worker, night, price)
    assert refusal.value.field == field
    assert Placement.objects.count() == 1


def test_a_correction_keeps_what_was_said_before(placement, worker, other):
    correction = actions.correct_placement(
        placement=placement,
        changes={"provider": other, "price_sek": Decimal("590"), "first_night": FIRST},
        reason=f" {REASON} ",
        by=worker,
    )
    assert correction.before == {"provider": str(placement.provider_id), "price_sek": "585.00"}
    assert correction.after == {"provider": str(other.pk), "price_sek": "590.00"}
    assert (correction.reason, correction.corrected_by) == (REASON, worker)
    row = Placement.objects.get()
    assert (row.provider, row.price_sek) == (other, Decimal("590"))
    assert AuditEvent.objects.get().details == {"fields": ["price_sek", "provider"]}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"price_sek": Decimal("590")}, "fel"),
        ({"price_sek": Decimal("585")}, REASON),
        ({"price_sek": Decimal("-1")}, REASON),
        ({"last_night": date(2013, 11, 19)}, REASON),
    ],
)
def test_a_correction_that_says_nothing_or_can_not_be_is_refused(placement, worker, changes, reason):
    with pytest.raises(ActionRefused):
        actions.correct_placement(placement=placement, changes=changes, reason=reason, by=worker)
    assert not PlacementCorrection.objects.exists()


def test_a_corrected_boundary_takes_the_neighbour_along(placement, worker):
    part = _reprice(placement, worker)
    placement.refresh_from_db()
    actions.correct_placement(
        placement=placement, changes={"last_night": date(2013, 12, 11)}, reason=REASON, by=worker
    )
    assert _nights() == [(FIRST, date(2013, 12, 11)), (date(2013, 12, 12), None)]
    actions.correct_placement(
        placement=part, changes={"first_night": date(2013, 12, 2)}, reason=REASON, by=worker
    )
    assert _nights() == [(FIRST, date(2013, 12, 1)), (date(2013, 12, 2), None)]
    assert PlacementCorrection.objects.count() == 4
    for night in (FIRST, None):
        changes = {"first_night": FIRST} if night else {"last_night": None}
        with pytest.raises(ActionRefused):
            actions.correct_placement(
                placement=part if night else placement, changes=changes, reason=REASON, by=worker
            )


def test_an_end_corrected_away_takes_its_reason_along(placement, worker):
    actions.end_placement(placement=placement, last_night=DAY, by=worker, end_reason=PlacementEnd.LEFT)
    actions.correct_placement(placement=placement, changes={"last_night": None}, reason=REASON, by=worker)
    assert (Placement.objects.get().last_night, Placement.objects.get().end_reason) == (None, "")


def test_an_annulled_row_counts_nowhere_and_stays(placement, worker, other):
    moved = _move(placement, other, worker)
    with pytest.raises(ActionRefused):
        actions.annul_placement(placement=placement, reason=REASON, by=worker)
    for _ in range(2):
        actions.annul_placement(placement=moved, reason=REASON, by=worker)
    assert list(Placement.objects.counted()) == [placement]
    correction = PlacementCorrection.objects.get()
    assert (correction.before["continues"], correction.after) == (str(placement.pk), {})
    assert actions.reopen_placement(placement=placement, by=worker).last_night is None
    with pytest.raises(ActionRefused):
        actions.end_placement(placement=moved, last_night=DAY, by=worker)
    with pytest.raises(ActionRefused):
        actions.annul_placement(placement=placement, reason=" ", by=worker)


def test_a_row_goes_on_only_where_the_one_before_ended(placement, worker, other):
    actions.end_placement(placement=placement, last_night=date(2013, 12, 7), by=worker)
    placement.refresh_from_db()
    values = {"provider": other, "price_sek": Decimal("1"), "price_per": "night", "by": worker}
    for household, night in (
        (placement.household, DAY),
        (HouseholdFactory(authority=placement.authority), date(2013, 12, 8)),
    ):
        with pytest.raises(ActionRefused):
            actions.start_placement(household=household, first_night=night, continues=placement, **values)
    night = date(2013, 12, 8)
    actions.start_placement(
        household=placement.household, first_night=night, continues=placement, last_night=night, **values
    )
    with pytest.raises(ActionRefused):
        actions.start_placement(
            household=placement.household,
            first_night=night,
            continues=placement,
            **{**values, "provider": placement.provider},
        )
