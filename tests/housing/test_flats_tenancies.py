"""A household moves in: what is written, what is refused, and that nothing is left of what was refused."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from cases.errors import ActionRefused
from cases.models import FollowUpSeries
from core import audit
from core.models import AuditEvent
from housing import actions
from housing.actions import recording, stay_checks
from housing.enums import FlatKind, Outcome
from housing.models import Tenancy
from tests.factories.cases import HouseholdFactory
from tests.factories.events import BoardDecisionFactory, FlatFactory, TenancyFactory
from tests.housing.flats_cast import FIRST, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return Cast()


def test_stay_starts_with_fee_weekly_meetings_and_event(cast: Cast) -> None:
    tenancy = cast.start(cast.flat(monthly_rent_sek=Decimal("4956.67")))
    assert tenancy.fee_sek == Decimal("5105.37")
    series = FollowUpSeries.objects.get()
    assert (series.kind, series.origin, series.last_on) == (
        "transitional_weekly",
        f"housing.tenancy:{tenancy.pk}",
        date(2025, 12, 31),
    )
    event = AuditEvent.objects.get(action="tenancy.started")
    assert (event.subject_id, event.household_id) == (tenancy.pk, cast.household.pk)


def test_fee_takes_the_surcharge_and_rent_of_the_first_night(cast: Cast) -> None:
    flat = cast.flat(monthly_rent_sek=Decimal(4000))
    actions.set_rent(flat=flat, first_day=FIRST, amount=Decimal(5000), by=cast.manager)
    actions.set_surcharge(authority=cast.board, percent=Decimal(5), first_day=FIRST, by=cast.manager)
    assert cast.start(flat).fee_sek == Decimal("5250.00")
    assert actions.surcharge_on(cast.board.pk, date(2025, 9, 30)) == Decimal(3)


@pytest.mark.parametrize(
    ("kind", "series"),
    [(FlatKind.EMERGENCY, 1), (FlatKind.TRIAL, 1), (FlatKind.TRAINING, 0)],
)
def test_family_in_another_flat_meets_monthly_without_surcharge(cast: Cast, kind: str, series: int) -> None:
    tenancy = cast.start(cast.flat(kind), planned_last_night=None, next_solution="", next_solution_named="")
    assert tenancy.fee_sek == Decimal("4650.00")
    assert FollowUpSeries.objects.filter(kind="flat_family_monthly").count() == series


def test_single_person_in_a_trial_flat_has_no_monthly_series(cast: Cast) -> None:
    single = HouseholdFactory(authority=cast.board)
    cast.start(
        cast.flat(FlatKind.TRIAL),
        household=single,
        decision=cast.approval(single),
        planned_last_night=None,
    )
    assert not FollowUpSeries.objects.exists()


def test_start_sent_twice_is_one_stay(cast: Cast) -> None:
    flat = cast.flat()
    assert cast.start(flat) == cast.start(flat)
    assert Tenancy.objects.count() == 1
    assert AuditEvent.objects.filter(action="tenancy.started").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"planned_last_night": date(2026, 1, 1)}, "planned_last_night"),  # a night over the three months
        ({"planned_last_night": None}, "planned_last_night"),
        ({"planned_last_night": date(2025, 9, 30)}, "planned_last_night"),
        ({"next_solution_named": "  "}, "next_solution_named"),
        ({"decision": None}, "decision"),
        ({"first_night": date(2025, 9, 30), "planned_last_night": date(2025, 10, 30)}, "first_night"),
        ({"fee_sek": Decimal("-0.01")}, "fee_sek"),
    ],
)
def test_start_that_can_not_be_is_refused_and_nothing_is_written(cast: Cast, changes, field: str) -> None:
    with pytest.raises(ActionRefused) as refused:
        cast.start(**changes)
    assert refused.value.field == field
    assert not Tenancy.objects.exists()
    assert not AuditEvent.objects.exists()


def test_decision_of_another_rejected_or_replaced_is_refused(cast: Cast) -> None:
    other = cast.approval(HouseholdFactory(authority=cast.board))
    rejected = cast.approval(cast.household, outcome=Outcome.REJECTED)
    replaced = cast.approval(cast.household)
    BoardDecisionFactory(household=cast.household, replaces=replaced)
    elsewhere = cast.approval(cast.household, flat=cast.flat())
    short = cast.approval(cast.household, valid_until=date(2025, 12, 30))
    for decision in (other, rejected, replaced, elsewhere, short):
        with pytest.raises(ActionRefused):
            cast.start(decision=decision)
    assert not Tenancy.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"available_from": date(2025, 10, 2)}, "first_night"),
        ({"available_until": date(2025, 12, 30)}, "planned_last_night"),
    ],
)
def test_flat_that_the_board_has_not_on_the_nights_is_refused(cast: Cast, fields, field: str) -> None:
    with pytest.raises(ActionRefused) as refused:
        cast.start(cast.flat(**fields))
    assert refused.value.field == field


def test_flat_lived_in_is_refused_with_the_nights_in_words(cast: Cast) -> None:
    flat = cast.flat()
    other = TenancyFactory(
        flat=flat, household=HouseholdFactory(authority=cast.board), first_night=date(2025, 9, 1)
    )
    with pytest.raises(ActionRefused, match="2025-09-01"):
        cast.start(flat)
    Tenancy.objects.filter(pk=other.pk).update(last_night=FIRST)
    with pytest.raises(ActionRefused, match="2025-10-01"):
        cast.start(flat)
    Tenancy.objects.filter(pk=other.pk).update(last_night=date(2025, 9, 30))
    assert cast.start(flat).pk


def test_later_stay_bars_one_until_further_notice(cast: Cast) -> None:
    flat = cast.flat()
    TenancyFactory(flat=flat, household=HouseholdFactory(authority=cast.board), first_night=date(2026, 3, 1))
    with pytest.raises(ActionRefused):
        cast.start(flat)


def test_database_has_the_last_word_in_the_same_plain_words(cast: Cast, monkeypatch) -> None:
    flat = cast.flat()
    TenancyFactory(flat=flat, household=HouseholdFactory(authority=cast.board), first_night=date(2025, 9, 1))
    monkeypatch.setattr(stay_checks, "refuse_taken", lambda *args, **kwargs: None)
    with pytest.raises(ActionRefused) as refused, transaction.atomic():
        cast.start(flat)
    assert refused.value.field == "flat"
    assert Tenancy.objects.count() == 1


def test_household_lives_in_one_flat_at_a_time(cast: Cast) -> None:
    cast.start()
    with pytest.raises(ActionRefused) as refused:
        cast.start(cast.flat())
    assert refused.value.field == "first_night"


def test_another_boards_flat_or_worker_is_refused(cast: Cast) -> None:
    with pytest.raises(ActionRefused):
        cast.start(FlatFactory())
    with pytest.raises(ActionRefused):
        cast.start(by=Cast().manager)
    assert not Tenancy.objects.exists()


def test_start_leaves_nothing_when_the_log_can_not_be_written(cast: Cast, monkeypatch) -> None:
    def broken(*args, **kwargs):
        raise audit.LogUnavailable

    monkeypatch.setattr(recording, "record_event", broken)
    with pytest.raises(audit.LogUnavailable):
        cast.start()
    assert not Tenancy.objects.exists()
    assert not FollowUpSeries.objects.exists()
