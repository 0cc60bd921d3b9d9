"""The agenda makes itself: what belongs there, in which order, and what is left alone."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.errors import ActionRefused
from core.clock import today
from core.models import AuditEvent
from housing import actions
from housing.actions.agenda import agenda_changed
from housing.enums import FlatKind, ItemKind, MeetingPart, MeetingState
from housing.models import AgendaItem, BoardMeeting, Recusal
from housing.tasks import keep_agendas
from tests.factories.events import BoardDecisionFactory, FlatFactory, PlacementFactory, TenancyFactory
from tests.factories.housing import (
    BoardMeetingFactory,
    MeetingParticipantFactory,
    MeetingSeriesFactory,
    SeriesParticipantFactory,
    SkippedWeekFactory,
)
from tests.housing.board import Borad, make_borad

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


@pytest.fixture
def borad() -> Borad:
    return make_borad()


def _kinds(meeting: BoardMeeting) -> list[str]:
    return list(meeting.items.order_by("position", "pk").values_list("kind", flat=True))


def _ids(meeting: BoardMeeting) -> list[int]:
    return list(meeting.items.order_by("position", "pk").values_list("pk", flat=True))


def _placement(borad: Borad, *, covered_through=None, **fields):
    household = borad.household()
    if covered_through is not None:
        BoardDecisionFactory(
            household=household,
            applied_on=today() - 2 * WEEK,
            decided_on=today() - 2 * WEEK,
            valid_from=today() - 2 * WEEK,
            valid_until=covered_through,
        )
    return PlacementFactory(
        household=household, provider=borad.provider, first_night=today() - 2 * WEEK, **fields
    )


def test_items_stand_in_the_order_of_their_kinds_however_they_came(borad):
    flat = FlatFactory(authority=borad.board, kind=FlatKind.TRANSITIONAL)
    placement = _placement(borad)
    actions.refresh_agenda(meeting=borad.meeting, by=None)
    assert _kinds(borad.meeting) == [ItemKind.PLACEMENT_ENDS, ItemKind.FLAT_FREE]
    application = borad.applied()
    items = list(borad.meeting.items.order_by("position"))
    assert [item.kind for item in items] == [
        ItemKind.APPLICATION,
        ItemKind.PLACEMENT_ENDS,
        ItemKind.FLAT_FREE,
    ]
    assert (items[0].application, items[1].placement, items[2].flat) == (application, placement, flat)
    assert [item.position for item in items] == [1, 2, 3]


def test_peoples_order_is_kept_when_something_is_added(borad):
    borad.applied()
    _placement(borad)
    actions.refresh_agenda(meeting=borad.meeting, by=None)
    application, placement = _ids(borad.meeting)
    actions.order_items(meeting=borad.meeting, item_ids=[placement, application], by=borad.manager)
    borad.applied()
    ids = _ids(borad.meeting)
    assert ids.index(placement) < ids.index(application)
    assert len(ids) == 3


def test_what_is_settled_keeps_its_place_and_stays_when_its_reason_is_gone(borad):
    flat = FlatFactory(authority=borad.board, kind=FlatKind.TRANSITIONAL)
    actions.refresh_agenda(meeting=borad.meeting, by=None)
    item = borad.meeting.items.get()
    actions.settle_item(item=item, note="Erbjuds nästa vecka", by=borad.manager)
    TenancyFactory(flat=flat, household=borad.household(), first_night=today())
    application = borad.applied()
    actions.refresh_agenda(meeting=borad.meeting, by=None)
    kept, *later = borad.meeting.items.order_by("position")
    assert (kept.pk, kept.position, kept.note) == (item.pk, item.position, "Erbjuds nästa vecka")
    assert application in [one.application for one in later]


def test_an_unsettled_item_goes_when_its_reason_is_gone(borad):
    application = borad.applied()
    item = borad.item(application)
    actions.recuse(item=item, user=borad.leader, reason="Granne", by=borad.manager)
    actions.withdraw_application(application=application, reason="Har fått eget", by=borad.worker)
    assert not borad.meeting.items.exists()
    assert Recusal.objects.get().item is None  # and holds for the household all the same


def test_doing_it_again_changes_nothing_and_logs_nothing(borad):
    _placement(borad)
    FlatFactory(authority=borad.board, kind=FlatKind.TRANSITIONAL)
    assert len(actions.refresh_agenda(meeting=borad.meeting, by=None)) == 2
    before, events = _ids(borad.meeting), AuditEvent.objects.count()
    assert actions.refresh_agenda(meeting=borad.meeting, by=None) == []
    assert (_ids(borad.meeting), AuditEvent.objects.count()) == (before, events)


def test_a_closed_meetings_agenda_is_left_alone(borad):
    BoardMeeting.objects.filter(pk=borad.meeting.pk).update(
        state=MeetingState.CLOSED, closed_at=borad.meeting.opened_at, closed_by=borad.manager
    )
    _placement(borad)
    assert actions.refresh_agenda(meeting=borad.meeting, by=None) == []
    assert not AgendaItem.objects.exists()


@pytest.mark.parametrize(("days", "is_listed"), [(13, True), (14, False)])
def test_a_stay_is_listed_while_its_decision_ends_before_the_meeting_after_next(borad, days, is_listed):
    _placement(borad, covered_through=today() + timedelta(days=days))
    actions.refresh_agenda(meeting=borad.meeting, by=None)
    assert borad.meeting.items.exists() is is_listed


def test_a_draft_does_not_take_a_stay_off_the_agenda_but_an_application_does(borad):
    placement = _placement(borad)
    content = actions.ApplicationInput(
        accommodation="acute",
        kind="extension",
        wanted_from=today(),
        why_now="Visning i Eskilstuna",
        already_tried="Söker varje vecka",
        extends_placement=placement,
    )
    draft = actions.save_application(household=placement.household, content=content, by=borad.worker)
    actions.refresh_agenda(meeting=borad.meeting, by=None)
    assert _kinds(borad.meeting) == [ItemKind.PLACEMENT_ENDS]
    actions.submit_application(application=draft, by=borad.worker)
    assert _kinds(borad.meeting) == [ItemKind.APPLICATION]


def test_what_waits_is_taken_up_at_the_earliest_meeting_only(borad):
    later = BoardMeetingFactory(authority=borad.board, held_on=today() + WEEK)
    borad.applied()
    agenda_changed(borad.board, by=None)
    assert _kinds(borad.meeting) == [ItemKind.APPLICATION]
    assert _kinds(later) == []


def test_another_boards_applications_are_not_on_the_agenda(borad):
    other = make_borad()
    other.applied()
    actions.refresh_agenda(meeting=borad.meeting, by=None)
    assert _kinds(borad.meeting) == []
    assert _kinds(other.meeting) == [ItemKind.APPLICATION]


def test_who_kept_out_of_a_household_keeps_out_of_its_next_item(borad):
    application = borad.applied()
    item = borad.item(application)
    actions.recuse(item=item, user=borad.leader, reason="Granne", by=borad.manager)
    later = BoardMeetingFactory(authority=borad.board, held_on=today() + WEEK)
    MeetingParticipantFactory(meeting=later, user=borad.leader, part=MeetingPart.MEMBER)
    AgendaItem.objects.filter(pk=item.pk).update(is_settled=True)
    actions.refresh_agenda(meeting=later, by=None)
    carried = Recusal.objects.get(item__meeting=later)
    assert (carried.user, carried.reason, carried.recorded_by) == (borad.leader, "Granne", borad.manager)


def test_it_takes_the_same_number_of_queries_however_many_are_there(borad):
    counts = []
    for number in (1, 5):
        for _each in range(number):
            _placement(borad)
        actions.refresh_agenda(meeting=borad.meeting, by=None)
        with CaptureQueriesContext(connection) as asked:
            actions.refresh_agenda(meeting=borad.meeting, by=None)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_clock_plans_meetings_once_and_leaves_out_skipped_days(borad):
    BoardMeeting.objects.all().update(held_on=today() - 52 * WEEK)
    series = MeetingSeriesFactory(authority=borad.board, starts_at=time(9), first_day=today() - 20 * WEEK)
    SeriesParticipantFactory(series=series, user=borad.manager, part=MeetingPart.CHAIR)
    first = today() + timedelta(days=(series.weekday - today().weekday()) % 7)
    SkippedWeekFactory(series=series, day=first)
    planned = keep_agendas()
    meetings = BoardMeeting.objects.filter(series=series).order_by("held_on")
    assert planned == len(meetings) >= 6
    assert first not in [meeting.held_on for meeting in meetings]
    assert {meeting.participants.get().user for meeting in meetings} == {borad.manager}
    assert keep_agendas() == 0


def test_the_clock_finds_a_decision_that_ran_out_by_itself(borad):
    _placement(borad)
    assert not borad.meeting.items.exists()
    keep_agendas()
    assert _kinds(borad.meeting) == [ItemKind.PLACEMENT_ENDS]


def test_every_kind_of_item_gets_a_note_that_reaches_the_minutes(borad):
    FlatFactory(authority=borad.board, kind=FlatKind.TRANSITIONAL)
    _placement(borad)
    application = borad.applied()
    urgent = actions.decide(application=borad.applied(), content=borad.approval(), by=borad.manager)
    deferred = borad.applied()
    type(deferred).objects.filter(pk=deferred.pk).update(deferred_until=today())
    AgendaItem.objects.filter(application=deferred).delete()
    actions.refresh_agenda(meeting=borad.meeting, by=None)
    items = list(borad.meeting.items.order_by("position", "pk"))
    assert {item.kind for item in items} == set(ItemKind) - {ItemKind.TENANCY_ENDS}
    assert urgent
    for item in items:
        actions.note_item(item=item, note=f"Sagt om {item.kind}", by=borad.manager)
    for item in items:
        if item.application_id is not None:
            content = borad.approval(outcome="rejected")
            actions.decide(
                application=item.application or application, content=content, by=borad.manager, item=item
            )
    for item in items:
        if item.kind in (ItemKind.CONFIRM_URGENT, ItemKind.PLACEMENT_ENDS):
            act = actions.confirm_urgent if item.kind == ItemKind.CONFIRM_URGENT else actions.settle_item
            act(item=item, note=f"Sagt om {item.kind}", by=borad.manager)
    minutes = actions.close_meeting(meeting=borad.meeting, by=borad.manager).payload
    assert [line["note"] for line in minutes["items"]] == [f"Sagt om {item.kind}" for item in items]


def test_note_of_what_is_taken_up_is_changed_and_taken_away_until_the_meeting_closes(borad):
    item = borad.item(borad.applied())
    actions.decide(application=item.application, content=borad.approval(), by=borad.manager, item=item)
    actions.note_item(item=item, note="Först", by=borad.manager)
    before = AuditEvent.objects.count()
    actions.note_item(item=item, note="Först", by=borad.manager)
    assert AuditEvent.objects.count() == before, "sent twice is written once"
    assert actions.note_item(item=item, note="", seen="Först", by=borad.manager).note == ""
    actions.close_meeting(meeting=borad.meeting, by=borad.manager)
    with pytest.raises(ActionRefused, match="protokoll"):
        actions.note_item(item=item, note="För sent", by=borad.manager)


def test_note_is_refused_before_the_meeting_and_over_somebody_elses(borad):
    item = borad.item(borad.applied())
    actions.note_item(item=item, note="Min", by=borad.manager)
    with pytest.raises(ActionRefused, match="Någon annan"):
        actions.note_item(item=item, note="Din", seen="", by=borad.leader)
    BoardMeeting.objects.update(state=MeetingState.PLANNED)
    with pytest.raises(ActionRefused, match="Öppna mötet"):
        actions.note_item(item=item, note="Ny", by=borad.manager)
    item.refresh_from_db()
    assert item.note == "Min"


def test_an_item_that_has_a_note_stays_as_taken_up_when_its_reason_is_gone(borad):
    application = borad.applied()
    item = borad.item(application)
    actions.note_item(item=item, note="Ringde under mötet", by=borad.manager)
    actions.withdraw_application(application=application, reason="Fick eget", by=borad.worker)
    actions.refresh_agenda(meeting=borad.meeting, by=None)
    item.refresh_from_db()
    assert (item.is_settled, item.note) == (True, "Ringde under mötet")
