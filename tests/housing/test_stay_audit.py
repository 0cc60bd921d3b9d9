"""Every verb of flats and stays: one audit row of codes and ids; nothing when it can not be written."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import serializers

from accounts.enums import Role
from cases.errors import ActionRefused
from core.audit import LogUnavailable
from core.clock import today
from core.models import AuditEvent
from housing import actions, models
from housing.enums import FlatKind
from tests.factories.accounts import staff
from tests.factories.housing import (
    KeyHandoverFactory,
    LimitCheckFactory,
    RentPaymentFactory,
    TakeoverObstacleFactory,
)
from tests.housing.flats_cast import FIRST, Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SECRET = "Hemligtorp"
WRITTEN = (
    models.Flat,
    models.FlatRent,
    models.FeeSurcharge,
    models.Tenancy,
    models.TenancyCorrection,
    models.StayExtension,
    models.KeyHandover,
    models.Incident,
    models.RentPayment,
    models.LateRent,
    models.LimitCheck,
    models.TakeoverObstacle,
)


class Scene(Cast):
    """A stay that goes on, with keys out, a paid rent, an obstacle and a day that was looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.by = self.delegate()
        self.stay = self.start()
        self.empty = self.flat(FlatKind.TRIAL)
        self.given_back = self.flat(FlatKind.TRIAL, available_until=today())
        self.keys = KeyHandoverFactory(tenancy=self.stay, handed_out_on=FIRST)
        self.obstacle = TakeoverObstacleFactory(tenancy=self.stay, noted_on=FIRST)
        self.paid = RentPaymentFactory(tenancy=self.stay, month=FIRST, paid_on=FIRST)
        self.check = LimitCheckFactory(tenancy=self.stay, mark=45)

    def end(self, by: Any) -> Any:
        return actions.end_tenancy(
            tenancy=self.stay, last_night=FIRST + DAY, moved_to="own_home", moved_to_named=SECRET, by=by
        )


Act = Callable[[Scene, Any], Any]
STAYS: dict[str, Act] = {
    "tenancy.ended": lambda s, by: s.end(by),
    "tenancy.extended": lambda s, by: actions.extend_tenancy(
        tenancy=s.stay, planned_last_night=FIRST + 9 * DAY, by=by
    ),
    "tenancy.overstay_authorised": lambda s, by: actions.authorise_extension(
        tenancy=s.stay, last_night=date(2026, 1, 20), reason=SECRET, by=by
    ),
    "tenancy.corrected": lambda s, by: actions.correct_tenancy(
        tenancy=s.stay, contract_number=SECRET, reason=SECRET, by=by
    ),
    "tenancy.annulled": lambda s, by: actions.annul_tenancy(tenancy=s.stay, reason=SECRET, by=by),
    "tenancy.keys_out": lambda s, by: actions.hand_out_keys(
        tenancy=s.stay, what=SECRET, count=1, handed_out_on=FIRST, by=by
    ),
    "tenancy.keys_in": lambda s, by: actions.return_keys(
        keys=s.keys, returned_on=FIRST + DAY, returned_count=1, by=by
    ),
    "tenancy.incident": lambda s, by: actions.report_incident(
        tenancy=s.stay, happened_on=FIRST, kind="damage", note=SECRET, by=by
    ),
    "tenancy.rent_paid": lambda s, by: actions.record_rent(
        tenancy=s.stay, month=date(2025, 11, 1), paid_on=FIRST, by=by
    ),
    "tenancy.rent_withdrawn": lambda s, by: actions.withdraw_rent(tenancy=s.stay, month=FIRST, by=by),
    "tenancy.late_rent_sent": lambda s, by: actions.send_late_rent_on(
        tenancy=s.stay, month=date(2025, 11, 1), by=by
    ),
    "tenancy.limit_checked": lambda s, by: actions.check_limit(tenancy=s.stay, mark=60, note=SECRET, by=by),
    "tenancy.limit_unchecked": lambda s, by: actions.uncheck_limit(tenancy=s.stay, mark=45, by=by),
    "tenancy.obstacle_noted": lambda s, by: actions.note_obstacle(
        tenancy=s.stay, kind="income", noted_on=FIRST, note=SECRET, by=by
    ),
    "tenancy.obstacle_resolved": lambda s, by: actions.resolve_obstacle(
        obstacle=s.obstacle, resolved_on=FIRST + DAY, by=by
    ),
    "tenancy.next_solution": lambda s, by: actions.set_next_solution(
        tenancy=s.stay, next_solution="other_unit", next_solution_named=SECRET, by=by
    ),
}
FLATS: dict[str, Act] = {
    "flat.added": lambda s, by: actions.add_flat(
        authority=s.board,
        kind="trial",
        address=SECRET,
        monthly_rent_sek=Decimal(5000),
        available_from=FIRST,
        by=by,
    ),
    "flat.changed": lambda s, by: actions.change_flat(flat=s.empty, note=SECRET, by=by),
    "flat.rent_set": lambda s, by: actions.set_rent(
        flat=s.empty, first_day=today(), amount=Decimal(6000), by=by
    ),
    "flat.retired": lambda s, by: actions.retire_flat(flat=s.empty, last_day=today(), by=by),
    "flat.restored": lambda s, by: actions.restore_flat(flat=s.given_back, by=by),
    "surcharge.set": lambda s, by: actions.set_surcharge(
        authority=s.board, percent=Decimal(4), first_day=today(), reference=SECRET, by=by
    ),
}
ALL = STAYS | FLATS


def rows() -> list[str]:
    return [serializers.serialize("json", model._default_manager.order_by("pk")) for model in WRITTEN]


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.mark.parametrize("code", ALL)
def test_verb_leaves_one_row_without_names_or_words(scene: Scene, code: str) -> None:
    ALL[code](scene, scene.by)
    (event,) = AuditEvent.objects.filter(action=code)
    assert event.actor_id == scene.by.pk
    assert event.authority_id == scene.board.pk
    assert event.household_id == (scene.household.pk if code in STAYS else None)
    assert SECRET not in str(event.details)


@pytest.mark.parametrize("code", ALL)
def test_verb_does_nothing_when_the_log_can_not_be_written(scene: Scene, code: str, monkeypatch) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise LogUnavailable

    before = rows()
    monkeypatch.setattr("core.audit._append", broken)
    with pytest.raises(LogUnavailable):
        ALL[code](scene, scene.by)
    assert rows() == before


@pytest.mark.parametrize("code", ALL)
def test_verb_is_not_for_another_boards_staff(scene: Scene, code: str) -> None:
    before = rows()
    with pytest.raises(ActionRefused):
        ALL[code](scene, staff(Role.UNIT_MANAGER))
    assert rows() == before


def test_end_is_undone_with_its_own_row_or_not_at_all(scene: Scene, monkeypatch) -> None:
    scene.end(scene.by)
    before = rows()

    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise LogUnavailable

    with monkeypatch.context() as patched:
        patched.setattr("core.audit._append", broken)
        with pytest.raises(LogUnavailable):
            actions.resume_tenancy(tenancy=scene.stay, by=scene.by)
    assert rows() == before
    actions.resume_tenancy(tenancy=scene.stay, by=scene.by)
    assert AuditEvent.objects.filter(action="tenancy.resumed").count() == 1
