"""Who may decide: by a delegation, present, not recused, and not alone on a proposal of one's own."""

from datetime import timedelta

import pytest

from accounts.enums import Role
from cases.errors import ActionRefused
from core.clock import today
from housing import actions
from housing.enums import (
    DelegatedArea,
)
from housing.models import (
    AgendaItem,
    Application,
    DecisionParticipant,
)
from tests.factories.accounts import UnitFactory, staff
from tests.factories.events import PlacementFactory
from tests.factories.housing import DelegationFactory, RecusalFactory
from tests.housing.board import Borad, make_borad

pytestmark = pytest.mark.django_db


@pytest.fixture
def borad() -> Borad:
    return make_borad()


@pytest.mark.parametrize("days", [60, 61])
def test_delegation_ends_at_its_number_of_days(borad: Borad, days: int) -> None:
    until = today() + timedelta(days=days - 1)
    if days == 60:
        assert borad.decided(decided_by=borad.leader, valid_until=until).delegation.most_days == 60
        return
    with pytest.raises(ActionRefused, match="högst 60 dagar"):
        borad.decided(decided_by=borad.leader, valid_until=until)


def test_nobody_decides_outside_their_delegation(borad: Borad) -> None:
    with pytest.raises(ActionRefused, match="ingen delegation") as refused:
        borad.decided(decided_by=borad.worker)
    assert refused.value.field == "decided_by"


def test_nobody_decides_what_they_keep_out_of(borad: Borad) -> None:
    application = borad.applied()
    item = borad.item(application)
    RecusalFactory(item=item, user=borad.manager, recorded_by=borad.leader)
    with pytest.raises(ActionRefused, match="jäv"):
        borad.decided(application)
    assert borad.decided(application, decided_by=borad.leader).decided_by == borad.leader
    recused = DecisionParticipant.objects.get(user=borad.manager)
    assert recused.is_recused


def test_proposer_never_decides_alone(borad: Borad) -> None:
    application = borad.applied()
    Application.objects.filter(pk=application.pk).update(submitted_by=borad.manager)
    others = borad.meeting.participants.exclude(user=borad.manager)
    others.update(is_present=False)
    with pytest.raises(ActionRefused, match="inte ensam"):
        borad.decided(application)
    others.update(is_present=True)
    assert borad.decided(application).decided_by == borad.manager


def test_whoever_is_not_there_does_not_decide(borad: Borad) -> None:
    borad.meeting.participants.filter(user=borad.manager).update(is_present=False)
    with pytest.raises(ActionRefused, match="närvarande"):
        borad.decided()


def test_proposer_counts_nobody_who_keeps_out_as_company(borad: Borad) -> None:
    application = borad.applied()
    Application.objects.filter(pk=application.pk).update(submitted_by=borad.manager)
    borad.meeting.participants.filter(user=borad.worker).update(is_present=False)
    RecusalFactory(item=borad.item(application), user=borad.leader)
    with pytest.raises(ActionRefused, match="inte ensam"):
        borad.decided(application)


def test_whoever_wrote_the_application_has_proposed_it_too(borad: Borad) -> None:
    application = borad.applied()
    Application.objects.filter(pk=application.pk).update(created_by=borad.manager)
    with pytest.raises(ActionRefused, match="inte ensam"):
        actions.decide(application=application, content=borad.approval(), by=borad.leader)


def test_whoever_prepares_an_extension_does_not_decide_it_alone_by_phone(borad: Borad) -> None:
    household = borad.household(project_worker=borad.worker)
    PlacementFactory(household=household, provider=borad.provider, first_night=today())
    actions.refresh_agenda(meeting=borad.meeting, by=None)
    item = AgendaItem.objects.get(household=household)
    application = actions.apply_for_stay(item=item, by=borad.manager)
    assert application.submitted_by == borad.worker
    content = borad.approval(provider=None, price_sek=None, price_per="")
    with pytest.raises(ActionRefused, match="inte ensam"):
        actions.decide(application=application, content=content, by=borad.leader)


def test_delegate_of_another_board_decides_nothing_here(borad: Borad) -> None:
    stranger = staff(Role.UNIT_MANAGER, unit=UnitFactory())
    DelegationFactory(user=stranger, area=DelegatedArea.ACUTE)
    decision = borad.decided()
    for decide in (
        lambda: actions.decide(
            application=borad.applied(), content=borad.approval(decided_by=stranger), by=borad.manager
        ),
        lambda: actions.revoke_decision(
            decision=decision,
            reason="Flyttat",
            proposed_by=borad.worker,
            decided_by=stranger,
            by=borad.manager,
        ),
    ):
        with pytest.raises(ActionRefused, match="annan nämnd"):
            decide()


def test_whoever_has_left_decides_nothing(borad: Borad) -> None:
    borad.manager.is_active = False
    borad.manager.save()
    with pytest.raises(ActionRefused, match="arbetar"):
        actions.decide(application=borad.applied(), content=borad.approval(), by=borad.leader)
