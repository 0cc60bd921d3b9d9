"""Flats are added, changed, given back; rents and the surcharge are dated."""

from datetime import date
from decimal import Decimal

import pytest

from cases.errors import ActionRefused
from core.models import AuditEvent
from housing import actions
from housing.enums import FlatKind
from housing.models import FeeSurcharge, Flat
from tests.housing.flats_cast import FIRST, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return Cast()


def _add(cast: Cast, **changes) -> Flat:
    values = {
        "authority": cast.board,
        "by": cast.manager,
        "kind": FlatKind.TRIAL,
        "address": " Rinkebystråket 1 ",
        "monthly_rent_sek": Decimal(6200),
        "available_from": FIRST,
        **changes,
    }
    return actions.add_flat(**values)


def test_flat_is_added_once_at_an_address(cast: Cast) -> None:
    assert _add(cast, landlord="SHIS").address == "Rinkebystråket 1"
    for wrong in ({}, {"address": "B", "monthly_rent_sek": Decimal(-1)}, {"by": Cast().manager}):
        with pytest.raises(ActionRefused):
            _add(cast, **wrong)
    assert Flat.objects.count() == 1
    assert AuditEvent.objects.get().action == "flat.added"


def test_flats_that_share_an_address_already_can_be_changed(cast: Cast) -> None:
    """Imported history has some; only a new address is looked at."""
    one, other = cast.flat(address="Astrakangatan 108"), cast.flat(address="Astrakangatan 108")
    assert actions.change_flat(flat=one, by=cast.manager, landlord="SHIS").landlord == "SHIS"
    with pytest.raises(ActionRefused):
        actions.change_flat(flat=other, by=cast.manager, address="astrakangatan 108")
    with pytest.raises(ActionRefused):
        actions.change_flat(flat=cast.flat(), by=cast.manager, address="Astrakangatan 108")


def test_change_writes_what_is_new_and_minds_the_tenant(cast: Cast) -> None:
    flat = _add(cast)
    actions.change_flat(flat=flat, by=cast.manager, rooms=3)
    actions.change_flat(flat=flat, by=cast.manager, rooms=3)
    assert AuditEvent.objects.get(action="flat.changed").details == {"fields": ["rooms"]}
    for wrong in (
        {"waiver_expires_on": FIRST},
        {"waiver_approved_on": date(2025, 10, 2), "waiver_expires_on": FIRST},
    ):
        with pytest.raises(ActionRefused):
            actions.change_flat(flat=flat, by=cast.manager, **wrong)
    cast.start(flat, planned_last_night=None)
    with pytest.raises(ActionRefused):
        actions.change_flat(flat=flat, by=cast.manager, kind=FlatKind.TRAINING)


def test_flat_is_given_back_when_nobody_lives_there(cast: Cast) -> None:
    flat = _add(cast)
    tenancy = cast.start(flat, planned_last_night=None)
    with pytest.raises(ActionRefused):
        actions.retire_flat(flat=flat, last_day=date(2026, 1, 31), by=cast.manager)
    actions.end_tenancy(tenancy=tenancy, last_night=date(2026, 1, 31), by=cast.manager)
    for wrong in (date(2026, 1, 30), date(2025, 9, 30)):
        with pytest.raises(ActionRefused):
            actions.retire_flat(flat=flat, last_day=wrong, by=cast.manager)
    actions.retire_flat(flat=flat, last_day=date(2026, 1, 31), by=cast.manager)
    assert Flat.objects.get().available_until == date(2026, 1, 31)
    actions.retire_flat(flat=flat, last_day=date(2026, 1, 31), by=cast.manager)
    for _ in range(2):
        actions.restore_flat(flat=flat, by=cast.manager)
    assert Flat.objects.get().available_until is None
    for verb in ("retired", "restored"):
        assert AuditEvent.objects.filter(action=f"flat.{verb}").count() == 1


def test_rent_changes_from_a_day_on(cast: Cast) -> None:
    flat = _add(cast)
    for amount in (6300, 6400, 6400):
        actions.set_rent(flat=flat, first_day=date(2026, 1, 1), amount=Decimal(amount), by=cast.manager)
    flat = Flat.objects.get()
    assert (flat.rent_on(date(2025, 12, 31)), flat.rent_on(date(2026, 1, 1))) == (6200, 6400)
    assert AuditEvent.objects.filter(action="flat.rent_set").count() == 2
    for day, amount in ((FIRST, 1), (date(2026, 2, 1), -1)):
        with pytest.raises(ActionRefused):
            actions.set_rent(flat=flat, first_day=day, amount=Decimal(amount), by=cast.manager)


def test_surcharge_is_three_per_cent_until_the_board_dates_another(cast: Cast) -> None:
    assert actions.surcharge_on(cast.board.pk, FIRST) == 3
    for wrong in (Decimal("15.01"), Decimal("-0.01")):
        with pytest.raises(ActionRefused):
            actions.set_surcharge(authority=cast.board, percent=wrong, first_day=FIRST, by=cast.manager)
    assert not FeeSurcharge.objects.exists()
    actions.set_surcharge(authority=cast.board, percent=Decimal(15), first_day=FIRST, by=cast.manager)
    assert actions.surcharge_on(cast.board.pk, FIRST) == 15
    assert actions.surcharge_on(cast.board.pk, date(2025, 9, 30)) == 3
