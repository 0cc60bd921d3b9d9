"""One household in a flat, and one last night of a stay: also when eight press at the same moment."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from core.audit import verify_chains
from core.clock import today
from core.models import AuditEvent
from housing import actions
from housing.actions import stay_checks, tenancies
from housing.enums import FlatKind
from housing.models import Flat, LateRent, Tenancy
from tests.factories.cases import family
from tests.housing.flats_cast import Cast
from tests.housing.races import AT_ONCE, at_once, never_locks, without_constraint

ROUNDS = 2
DAY = timedelta(days=1)
pytestmark = [
    pytest.mark.django_db(transaction=True),
    # SQLite in memory is one connection, shared by all threads: nothing ever happens at once there.
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs several database connections"),
]


@pytest.fixture
def cast() -> Cast:
    return Cast()


def moved_in_at_once(cast: Cast, flat: Flat) -> list[str]:
    """Eight households, each with an approval of its own, and one flat."""

    def attempt() -> Callable[[], Any]:
        household = family(authority=cast.board)
        decision = cast.approval(household, valid_from=today(), valid_until=today() + 200 * DAY)
        return lambda: cast.start(
            flat,
            household=household,
            decision=decision,
            first_night=today(),
            planned_last_night=today() + 60 * DAY,
        )

    return at_once([attempt() for _ in range(AT_ONCE)])


def test_eight_households_move_into_one_flat_once(cast: Cast) -> None:
    for _turn in range(ROUNDS):
        flat = cast.flat()
        answers = moved_in_at_once(cast, flat)
        assert answers.count("done") == 1
        assert all("Lägenheten" in answer or "lägenheten" in answer for answer in answers if answer != "done")
        assert Tenancy.objects.counted().on_night(today()).filter(flat=flat).count() == 1
    assert AuditEvent.objects.filter(action="tenancy.started").count() == ROUNDS
    assert verify_chains() == []


def test_constraint_alone_keeps_the_flat_to_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    never_locks(monkeypatch)
    monkeypatch.setattr(stay_checks, "refuse_taken", lambda *_args, **_kwargs: None)
    flat = cast.flat(FlatKind.TRIAL)
    assert moved_in_at_once(cast, flat).count("done") == 1
    assert Tenancy.objects.filter(flat=flat).count() == 1


def test_control_without_lock_check_and_constraint_several_move_in(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    never_locks(monkeypatch)
    monkeypatch.setattr(stay_checks, "refuse_taken", lambda *_args, **_kwargs: None)
    monkeypatch.setattr(tenancies, "plan_follow_ups", lambda *_args: None)
    flat = cast.flat(FlatKind.TRIAL)
    with without_constraint(Tenancy, "housing_tenancy_no_overlap"):
        assert moved_in_at_once(cast, flat).count("done") > 1
        assert Tenancy.objects.filter(flat=flat).count() > 1


def test_eight_who_send_one_rent_on_tell_once(cast: Cast) -> None:
    stay = cast.start()
    month = stay.first_night.replace(day=1)
    acts = [
        lambda: actions.send_late_rent_on(tenancy=stay, month=month, by=cast.manager) for _ in range(AT_ONCE)
    ]
    assert at_once(acts) == ["done"] * AT_ONCE
    assert LateRent.objects.count() == 1
    assert AuditEvent.objects.filter(action="tenancy.late_rent_sent").count() == 1


def points_to(stay: Tenancy) -> Callable[[], None]:
    """What the database does when a row that points to a stay and its flat is written."""

    def write() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '1s'")
            cursor.execute("SELECT 1 FROM housing_tenancy WHERE id = %s FOR KEY SHARE", [stay.pk])
            cursor.execute("SELECT 1 FROM housing_flat WHERE id = %s FOR KEY SHARE", [stay.flat_id])

    return write


def test_a_stay_that_is_held_bars_nobody_who_points_to_it(cast: Cast) -> None:
    """The agenda's items point to flats and stays: NO KEY locks let them be written meanwhile."""
    stay = cast.start()
    with transaction.atomic():
        stay_checks.held(stay, cast.manager)
        assert at_once([points_to(stay)]) == ["done"]


def test_control_a_full_lock_bars_them(cast: Cast) -> None:
    stay = cast.start()
    with transaction.atomic():
        Flat.objects.select_for_update().get(pk=stay.flat_id)
        with pytest.raises(OperationalError):
            at_once([points_to(stay)])
