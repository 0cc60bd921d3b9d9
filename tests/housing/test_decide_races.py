"""One decision for an application, one household in a flat: also when eight try at the same moment.

`make rounds` does the same a thousand times over against a live server. Each guard is taken away in turn
to show that the race is a real one.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from core.audit import verify_chains
from core.clock import today
from core.models import Document
from housing import actions
from housing.actions import carrying_out
from housing.enums import Accommodation, FlatKind, Outcome
from housing.models import (
    AgendaItem,
    Application,
    BoardDecision,
    Flat,
    Placement,
    Tenancy,
)
from tests.factories.events import FlatFactory
from tests.housing.board import Borad, make_borad
from tests.housing.races import AT_ONCE, at_once, never_locks, without_constraint

ROUNDS = 2
pytestmark = [
    pytest.mark.django_db(transaction=True),
    # SQLite in memory is one connection, shared by all threads: nothing ever happens at once there.
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs several database connections"),
]


@pytest.fixture
def borad() -> Borad:
    return make_borad()


def decided_at_once(borad: Borad, application: Application, item: AgendaItem | None) -> list[str]:
    """Half of them approve, half reject."""

    def attempt(number: int) -> Callable[[], Any]:
        outcome = Outcome.APPROVED if number % 2 else Outcome.REJECTED
        content = borad.approval(outcome=outcome)
        return lambda: actions.decide(application=application, content=content, by=borad.leader, item=item)

    return at_once([attempt(number) for number in range(AT_ONCE)])


def moved_in_at_once(borad: Borad, flat: Flat) -> list[str]:
    """Eight households are granted the same flat between meetings."""

    def attempt() -> Callable[[], Any]:
        application = borad.applied(accommodation=Accommodation.TRIAL)
        content = borad.approval(flat=flat, provider=None, price_sek=None, price_per="")
        return lambda: actions.decide(application=application, content=content, by=borad.leader)

    return at_once([attempt() for _ in range(AT_ONCE)])


@pytest.mark.parametrize("at_meeting", [True, False])
def test_eight_decisions_on_one_application_are_one(borad: Borad, at_meeting: bool) -> None:
    for turn in range(1, ROUNDS + 1):
        application = borad.applied()
        item = borad.item(application) if at_meeting else None
        answers = decided_at_once(borad, application, item)
        assert answers.count("done") == 1
        assert len(set(answers)) == 2  # the others are told the same in words
        assert BoardDecision.objects.filter(application=application).count() == 1
        assert Document.objects.filter(kind="housing.decision_letter").count() == turn
    approved = BoardDecision.objects.filter(outcome=Outcome.APPROVED).count()
    assert Placement.objects.count() == approved
    assert verify_chains() == []


def test_eight_households_for_one_flat_are_one(borad: Borad) -> None:
    for _turn in range(ROUNDS):
        flat = FlatFactory(authority=borad.board, kind=FlatKind.TRIAL)
        answers = moved_in_at_once(borad, flat)
        assert answers.count("done") == 1
        assert Tenancy.objects.counted().on_night(today()).filter(flat=flat).count() == 1
        assert BoardDecision.objects.filter(flat=flat).count() == 1  # the refused left nothing behind
    assert verify_chains() == []


def test_constraint_alone_keeps_decisions_to_one(borad: Borad, monkeypatch: pytest.MonkeyPatch) -> None:
    application = borad.applied()
    never_locks(monkeypatch)
    assert decided_at_once(borad, application, None).count("done") == 1
    assert BoardDecision.objects.filter(application=application).count() == 1


def test_control_without_lock_and_constraint_several_decide(
    borad: Borad, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = borad.applied()
    never_locks(monkeypatch)
    with without_constraint(BoardDecision, "housing_boarddecision_one_final"):
        assert decided_at_once(borad, application, None).count("done") > 1
        assert BoardDecision.objects.filter(application=application).count() > 1


def test_control_without_check_and_constraint_several_get_the_flat(
    borad: Borad, monkeypatch: pytest.MonkeyPatch
) -> None:
    flat = FlatFactory(authority=borad.board, kind=FlatKind.TRIAL)
    monkeypatch.setattr(carrying_out, "start_tenancy", _move_in_unguarded)
    with without_constraint(Tenancy, "housing_tenancy_no_overlap"):
        assert moved_in_at_once(borad, flat).count("done") > 1
        assert Tenancy.objects.filter(flat=flat).count() > 1


def _move_in_unguarded(*, household: Any, flat: Flat, first_night: Any, **_: Any) -> Tenancy:
    return Tenancy.objects.create(
        authority_id=household.authority_id, household=household, flat=flat, first_night=first_night
    )
