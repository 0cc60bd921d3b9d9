"""What waits is on the agenda of the earliest meeting, whenever the Boråd changes its calendar."""

from datetime import time, timedelta

import pytest

from core.clock import today
from housing import actions
from housing.enums import MeetingPart, MeetingState
from housing.models import AgendaItem, Application, BoardMeeting, MeetingSeries
from tests.factories.housing import RecusalFactory
from tests.housing.board import Borad, make_borad

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def borad() -> Borad:
    """A board whose only meetings are those of a series that begins tomorrow."""
    made = make_borad()
    made.meeting.participants.all().delete()
    made.meeting.delete()
    return made


def series_of(borad: Borad, first_in: int = 1) -> MeetingSeries:
    first_day = today() + first_in * DAY
    return actions.set_series(
        authority=borad.board,
        weekday=first_day.weekday(),
        starts_at=time(9),
        first_day=first_day,
        participants={borad.manager.pk: str(MeetingPart.CHAIR), borad.leader.pk: str(MeetingPart.MEMBER)},
        by=borad.manager,
    )


def meeting_of(application: Application) -> BoardMeeting | None:
    item = AgendaItem.objects.filter(application=application).select_related("meeting").first()
    return item.meeting if item is not None else None


def test_what_waited_before_there_was_a_series_is_on_its_first_agenda(borad: Borad) -> None:
    application = borad.applied()
    assert meeting_of(application) is None
    series = series_of(borad)
    assert meeting_of(application) == series.meetings.order_by("held_on").first()


def test_an_extra_meeting_takes_up_what_waits_with_the_same_people(borad: Borad) -> None:
    series = series_of(borad)
    application = borad.applied()
    RecusalFactory(
        item=AgendaItem.objects.get(application=application),
        household=application.household,
        user=borad.leader,
        recorded_by=borad.manager,
    )
    extra = actions.plan_extra_meeting(
        authority=borad.board, held_on=today(), starts_at=time(15), by=borad.manager
    )
    assert AgendaItem.objects.get(application=application).meeting == extra
    assert AgendaItem.objects.get(application=application).recusals.get().user == borad.leader
    people = {borad.manager.pk, borad.leader.pk}
    assert set(extra.participants.values_list("user", flat=True)) == people, "the series begins tomorrow"
    assert set(series.participants.values_list("user", flat=True)) == people


def test_a_week_that_is_skipped_and_taken_back_moves_the_agenda(borad: Borad) -> None:
    series, application = series_of(borad), borad.applied()
    first, second = series.meetings.order_by("held_on")[:2]
    assert meeting_of(application) == first
    skipped = actions.skip_week(series=series, day=first.held_on, reason="Helg", by=borad.manager)
    assert meeting_of(application) == second
    actions.unskip_week(skipped=skipped, by=borad.manager)
    moved = meeting_of(application)
    assert moved is not None
    assert (moved.held_on, moved.state) == (first.held_on, MeetingState.PLANNED)


def test_another_series_takes_over_what_waits(borad: Borad) -> None:
    series_of(borad, first_in=2)
    application = borad.applied()
    other = series_of(borad)
    moved = meeting_of(application)
    assert moved is not None
    assert moved.series == other
    actions.end_series(series=other, last_day=today(), by=borad.manager)
    assert meeting_of(application) is None
    assert Application.objects.get(pk=application.pk).is_open
