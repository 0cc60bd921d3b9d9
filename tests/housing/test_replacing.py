"""Decisions between meetings: by phone, and in another's place; each is confirmed by a meeting."""

from datetime import timedelta
from decimal import Decimal

import pytest

from cases.errors import ActionRefused
from cases.models import FollowUp
from core.clock import today
from housing import actions
from housing.models import (
    AgendaItem,
    Application,
    Placement,
    Tenancy,
)
from tests.factories.events import ProviderFactory
from tests.housing.board import Borad, make_borad

pytestmark = pytest.mark.django_db


@pytest.fixture
def borad() -> Borad:
    return make_borad()


def test_urgent_decision_is_confirmed_by_the_next_meeting(borad: Borad) -> None:
    application = borad.applied()
    decision = actions.decide(application=application, content=borad.approval(), by=borad.worker)
    assert decision.is_urgent
    item = AgendaItem.objects.get(kind="confirm_urgent")
    assert item.confirms == decision
    actions.confirm_urgent(item=item, note="", by=borad.manager)
    assert not actions.refresh_agenda(meeting=borad.meeting, by=None)
    assert AgendaItem.objects.filter(confirms=decision).count() == 1


def test_urgent_decision_is_not_the_proposers_own(borad: Borad) -> None:
    application = borad.applied()
    Application.objects.filter(pk=application.pk).update(submitted_by=borad.manager)
    with pytest.raises(ActionRefused, match="inte ensam"):
        actions.decide(application=application, content=borad.approval(), by=borad.manager)


def test_replacement_carries_the_stay(borad: Borad) -> None:
    decision = borad.decided()
    until = today() + timedelta(days=9)
    made = actions.replace_decision(
        decision=decision, content=borad.approval(valid_until=until, reason="Kortare"), by=borad.manager
    )
    placement = Placement.objects.get()
    assert (placement.decision, placement.planned_last_night) == (made, until)
    assert made.replaces == decision


def test_replacement_does_not_carry_a_transitional_stay_over_its_limit(borad: Borad) -> None:
    application, fields = borad.transitional()
    decision = borad.decided(application, **fields)
    later = {**fields, "valid_from": today() + timedelta(days=40), "flat": fields["flat"]}
    content = borad.approval(**later, valid_until=today() + timedelta(days=110), reason="Längre")
    with pytest.raises(ActionRefused):
        actions.replace_decision(decision=decision, content=content, by=borad.manager)
    assert Tenancy.objects.get().decision == decision


def test_replacement_says_who_follows_up_and_when(borad: Borad) -> None:
    decision = borad.decided()
    due = today() + timedelta(days=5)
    content = borad.approval(follow_up_on=due, project_worker=borad.leader, caseworker=borad.caseworker)
    made = actions.replace_decision(decision=decision, content=content, by=borad.manager)
    household = made.household
    household.refresh_from_db()
    assert household.project_worker == borad.leader
    (planned,) = FollowUp.objects.filter(household=household, kind="after_board", state="open")
    assert (planned.due_on, planned.assigned_to) == (due, borad.leader)


def test_replacement_keeps_the_place_and_the_price(borad: Borad) -> None:
    decision = borad.decided()
    other = ProviderFactory(authority=borad.board)
    for change in ({"provider": other}, {"price_sek": Decimal(1)}):
        with pytest.raises(ActionRefused, match="var de bor"):
            actions.replace_decision(decision=decision, content=borad.approval(**change), by=borad.manager)


def test_replacement_that_ends_before_the_first_night_is_refused(borad: Borad) -> None:
    decision = borad.decided()
    Placement.objects.update(first_night=today() + timedelta(days=9))
    content = borad.approval(valid_until=today() + timedelta(days=8))
    with pytest.raises(ActionRefused, match="börjar") as refused:
        actions.replace_decision(decision=decision, content=content, by=borad.manager)
    assert refused.value.field == "valid_until"


def test_replacement_sent_twice_is_one(borad: Borad) -> None:
    decision = borad.decided()
    content = borad.approval(valid_until=today() + timedelta(days=9), reason="Kortare")
    first = actions.replace_decision(decision=decision, content=content, by=borad.manager)
    assert actions.replace_decision(decision=decision, content=content, by=borad.manager) == first
    other = borad.approval(valid_until=today() + timedelta(days=8), reason="Ännu kortare")
    with pytest.raises(ActionRefused, match="ersättas"):
        actions.replace_decision(decision=decision, content=other, by=borad.manager)
