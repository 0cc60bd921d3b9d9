"""The minutes of a meeting: closed when everything is taken up, and what they tell."""

from datetime import timedelta

import pytest

from cases.errors import ActionRefused
from core.clock import today
from core.models import Document
from housing import actions
from housing.enums import (
    MeetingState,
)
from housing.models import (
    BoardMeeting,
)
from tests.housing.board import Borad, make_borad

pytestmark = pytest.mark.django_db


@pytest.fixture
def borad() -> Borad:
    return make_borad()


def test_meeting_is_closed_when_everything_is_taken_up(borad: Borad) -> None:
    application = borad.applied()
    borad.item(application)
    with pytest.raises(ActionRefused, match="väntar"):
        actions.close_meeting(meeting=borad.meeting, by=borad.manager)
    borad.decided(application)
    minutes = actions.close_meeting(meeting=borad.meeting, by=borad.manager)
    meeting = BoardMeeting.objects.get(pk=borad.meeting.pk)
    assert meeting.state == MeetingState.CLOSED
    (line,) = minutes.payload["items"]
    assert line["about"] == application.household.case_number
    assert line["decided_by"] == "Karin Chef (Delegationsordningen 4.2)"
    with pytest.raises(ActionRefused, match="avslutat"):
        actions.close_meeting(meeting=meeting, by=borad.manager)


def test_protected_household_is_not_told_of_in_letter_and_minutes(borad: Borad) -> None:
    household = borad.household(family_name="Hemlig", project_worker=borad.worker)
    type(household).objects.filter(pk=household.pk).update(protected_identity="marked")
    household.refresh_from_db()
    application = borad.applied(household)
    borad.decided(application)
    letter = Document.objects.get(kind="housing.decision_letter").payload
    minutes = actions.close_meeting(meeting=borad.meeting, by=borad.manager).payload
    assert "Hemlig" not in str(letter)
    assert borad.provider.name not in str(letter)
    assert household.case_number not in str(minutes)


def test_short_decision_does_not_come_up_again_at_the_same_meeting(borad: Borad) -> None:
    borad.decided(valid_until=today() + timedelta(days=3))
    assert actions.refresh_agenda(meeting=borad.meeting, by=None) == []
    assert borad.meeting.items.filter(is_settled=False).count() == 0
    later = BoardMeeting.objects.create(
        authority=borad.board, held_on=today() + timedelta(days=1), starts_at="09:00"
    )
    actions.refresh_agenda(meeting=later, by=None)
    assert later.items.get().kind == "placement_ends"


def test_minutes_tell_what_was_granted_and_what_else_was_said(borad: Borad) -> None:
    borad.decided()
    minutes = actions.close_meeting(
        meeting=borad.meeting, by=borad.manager, note=" Nästa vecka ses vi kl. 10. "
    )
    (line,) = minutes.payload["items"]
    assert line["kind"] == "Ny ansökan: akutboende"
    assert line["details"] == ["akutboende", f"{today()}–{today() + timedelta(days=59)}"]
    assert minutes.payload["note"] == "Nästa vecka ses vi kl. 10."
