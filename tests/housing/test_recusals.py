"""Who keeps out of a household keeps out of everything that is decided on it, until it is taken back."""

from datetime import timedelta

import pytest

from accounts.models import User
from cases.errors import ActionRefused
from core.clock import today
from housing import actions
from housing.enums import (
    MeetingPart,
    MeetingState,
    Outcome,
)
from housing.limits import last_allowed_night
from housing.models import (
    AgendaItem,
    Application,
    BoardDecision,
    BoardMeeting,
    Recusal,
    Tenancy,
)
from tests.factories.housing import BoardMeetingFactory, RecusalFactory
from tests.housing.board import Borad, make_borad

pytestmark = pytest.mark.django_db


@pytest.fixture
def borad() -> Borad:
    return make_borad()


def recuse(borad: Borad, application: Application, user: User) -> Recusal:
    item = borad.item(application)
    return actions.recuse(item=item, user=user, reason="Granne", by=borad.leader)


def by_phone(borad: Borad, application: Application) -> BoardDecision:
    return actions.decide(application=application, content=borad.approval(), by=borad.leader)


def test_recused_do_not_decide_by_phone(borad: Borad) -> None:
    application = borad.applied()
    recuse(borad, application, borad.manager)
    with pytest.raises(ActionRefused, match="jäv"):
        by_phone(borad, application)


def test_recusal_outlives_an_application_that_is_taken_back(borad: Borad) -> None:
    application = borad.applied()
    recuse(borad, application, borad.manager)
    application = actions.reopen_draft(application=application, by=borad.worker)
    assert not AgendaItem.objects.filter(application=application).exists()
    actions.submit_application(application=application, by=borad.worker)
    assert Recusal.objects.get().item == AgendaItem.objects.get(application=application)
    with pytest.raises(ActionRefused, match="jäv"):
        borad.decided(application)


def test_recusal_outlives_a_meeting_that_is_skipped(borad: Borad) -> None:
    BoardMeeting.objects.filter(pk=borad.meeting.pk).update(state=MeetingState.CLOSED)
    series = actions.set_series(
        authority=borad.board,
        weekday=(today() + timedelta(days=1)).weekday(),
        starts_at="09:00",
        first_day=today(),
        participants={borad.leader.pk: MeetingPart.CHAIR, borad.manager.pk: MeetingPart.MEMBER},
        by=borad.manager,
    )
    application = borad.applied()
    item = AgendaItem.objects.filter(application=application).order_by("meeting__held_on")[0]
    actions.recuse(item=item, user=borad.manager, reason="Granne", by=borad.leader)
    actions.skip_week(series=series, day=item.meeting.held_on, reason="Helg", by=borad.leader)
    with pytest.raises(ActionRefused, match="jäv"):
        by_phone(borad, application)


def test_recused_neither_replace_revoke_nor_authorise(borad: Borad) -> None:
    application, fields = borad.transitional()
    decision = borad.decided(application, **fields)
    RecusalFactory(item=None, household=decision.household, user=borad.manager, recorded_by=borad.leader)
    with pytest.raises(ActionRefused, match="jäv"):
        actions.replace_decision(decision=decision, content=borad.approval(**fields), by=borad.leader)
    with pytest.raises(ActionRefused, match="jäv"):
        actions.revoke_decision(
            decision=decision,
            reason="Flyttat",
            proposed_by=borad.worker,
            decided_by=borad.manager,
            by=borad.leader,
        )
    with pytest.raises(ActionRefused, match="jäv"):
        actions.authorise_extension(
            tenancy=Tenancy.objects.get(),
            last_night=last_allowed_night(today()) + timedelta(days=9),
            reason="Inflyttning sen",
            by=borad.manager,
        )


def test_recused_do_not_record_what_another_decides(borad: Borad) -> None:
    application = borad.applied()
    recuse(borad, application, borad.worker)
    content, item = borad.approval(), borad.item(application)
    with pytest.raises(ActionRefused, match="någon annan"):
        actions.decide(application=application, content=content, by=borad.worker, item=item)


def test_nobody_takes_back_their_own_recusal(borad: Borad) -> None:
    recusal = recuse(borad, borad.applied(), borad.manager)
    with pytest.raises(ActionRefused, match="sin egen"):
        actions.withdraw_recusal(recusal=recusal, by=borad.manager)
    actions.withdraw_recusal(recusal=recusal, by=borad.leader)
    assert not Recusal.objects.exists()


def test_what_is_taken_back_stays_with_the_item_that_it_was_noted_at(borad: Borad) -> None:
    application = borad.applied()
    recuse(borad, application, borad.manager)
    until = today() + timedelta(days=7)
    borad.decided(application, decided_by=borad.leader, outcome=Outcome.DEFERRED, deferred_until=until)
    later = BoardMeetingFactory(authority=borad.board, held_on=until, starts_at="09:00")
    actions.refresh_agenda(meeting=later, by=None)
    carried = Recusal.objects.get(item__meeting=later)
    actions.withdraw_recusal(recusal=carried, by=borad.leader)
    kept = Recusal.objects.get()
    assert (kept.is_over, kept.item.meeting) == (True, borad.meeting)
    assert by_phone(borad, application).decided_by == borad.manager
