"""The pages of a meeting: its agenda and order, who takes part, from opening to minutes."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from core.clock import today
from core.models import Document
from housing import actions
from housing.enums import MeetingState
from housing.models import (
    AgendaItem,
    BoardDecision,
    BoardMeeting,
)
from tests.factories.events import BoardDecisionFactory, FlatFactory
from tests.factories.housing import AgendaItemFactory, ApplicationFactory
from tests.housing.board import Borad, form_of, make_borad, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def borad() -> Borad:
    return make_borad()


def test_whole_meeting_through_the_pages(borad: Borad) -> None:
    application = borad.applied()
    client = signed_in(borad.manager)
    BoardMeeting.objects.update(state=MeetingState.PLANNED)
    meeting = reverse("housing:meeting", args=[borad.meeting.pk])
    client.post(meeting + "oppna/")
    client.post(meeting + "narvaro/", {"present": [borad.manager.pk, borad.leader.pk]})
    item = AgendaItem.objects.get(application=application)
    address = reverse("housing:item", args=[item.pk])
    client.post(address, {**form_of(borad, application), "do": "confirm"})
    closed = client.post(meeting + "avsluta/")
    assert closed.status_code == 302
    minutes = Document.objects.get(kind="housing.minutes")
    assert closed["Location"].startswith(f"/dokument/{minutes.public_id}/")
    assert minutes.payload["absent"] == ["Maria Medarbetare, föredragande"]
    assert "Protokoll (PDF)" in client.get(meeting).content.decode()
    decision = BoardDecision.objects.get()
    page = client.get(reverse("housing:decision", args=[decision.pk])).content.decode()
    assert "Barnfamilj utan alternativ" in page


def test_protected_household_is_a_line_without_a_name(borad: Borad) -> None:
    household = borad.household(family_name="Hemlig")
    application = ApplicationFactory(household=household, submitted_by=borad.worker)
    type(household).objects.filter(pk=household.pk).update(protected_identity="marked")
    AgendaItemFactory(meeting=borad.meeting, application=application)
    client = signed_in(borad.manager)
    for address in ("/borad/", reverse("housing:meeting", args=[borad.meeting.pk])):
        text = client.get(address).content.decode()
        assert "Skyddat ärende" in text
        assert "Hemlig" not in text
        assert household.case_number not in text
    type(household).objects.filter(pk=household.pk).update(project_worker=borad.manager)
    assert "Hemlig" in client.get("/borad/").content.decode()  # the search for an absence means something


def test_agenda_is_ordered_by_steps_and_by_dragging(borad: Borad) -> None:
    items = [borad.item(borad.applied()) for _ in range(3)]
    client = signed_in(borad.leader)

    def order() -> list[int]:
        return list(AgendaItem.objects.order_by("position", "pk").values_list("pk", flat=True))

    client.post(reverse("housing:item_move", args=[items[2].pk]), {"to": "up"})
    assert order() == [items[0].pk, items[2].pk, items[1].pk]
    client.post(
        reverse("housing:meeting_order", args=[borad.meeting.pk]),
        {"item": [items[1].pk, items[0].pk, "x", 99]},
    )
    assert order() == [items[1].pk, items[0].pk, items[2].pk]


def test_number_of_queries_does_not_grow_with_the_agenda(
    borad: Borad, django_assert_max_num_queries: Any
) -> None:
    address = reverse("housing:meeting", args=[borad.meeting.pk])
    counts = []
    for wanted in (1, 12):
        while AgendaItem.objects.count() < wanted:
            borad.item(borad.applied())
        client = signed_in(borad.manager)
        client.get(address)
        with django_assert_max_num_queries(60) as captured:
            client.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_agenda_follows_a_placement_that_ends_and_one_that_begins_by_itself(borad: Borad) -> None:
    other = actions.plan_extra_meeting(
        authority=borad.board,
        held_on=today() + timedelta(days=7),
        starts_at=borad.meeting.starts_at,
        by=borad.manager,
    )
    household = borad.household()
    placement = actions.start_placement(
        household=household,
        provider=borad.provider,
        first_night=today(),
        price_sek=585,
        price_per="night",
        by=borad.worker,
    )
    items = AgendaItem.objects.filter(placement=placement)
    assert items.get().meeting in (borad.meeting, other)
    actions.end_placement(placement=placement, last_night=today(), by=borad.worker)
    assert not items.exists()


def test_agenda_follows_a_free_flat_that_is_moved_into_and_left(borad: Borad) -> None:
    actions.add_flat(
        authority=borad.board,
        kind="transitional",
        address="Rinkeby 9",
        monthly_rent_sek=Decimal(5000),
        available_from=today() - timedelta(days=1),
        by=borad.manager,
    )
    free = AgendaItem.objects.filter(kind="flat_free")
    flat = free.get().flat
    household = borad.household()
    stay = actions.start_tenancy(
        household=household,
        flat=flat,
        first_night=today(),
        planned_last_night=today() + timedelta(days=20),
        decision=BoardDecisionFactory(
            household=household,
            accommodation="transitional",
            applied_on=today(),
            decided_on=today(),
            valid_from=today(),
            valid_until=today() + timedelta(days=60),
        ),
        next_solution="own_home",
        next_solution_named="Hyresrätt i Eskilstuna",
        by=borad.manager,
    )
    assert not free.exists()
    actions.annul_tenancy(tenancy=stay, reason="Fel hushåll", by=borad.manager)
    assert free.exists()
    actions.retire_flat(flat=flat, last_day=today() - timedelta(days=1), by=borad.manager)
    assert not free.exists()
    actions.restore_flat(flat=flat, by=borad.manager)
    assert free.exists()


def test_somebody_more_is_called_and_takes_part(borad: Borad) -> None:
    client, meeting = signed_in(borad.manager), reverse("housing:meeting", args=[borad.meeting.pk])
    client.post(meeting + "deltagare/", {"user": borad.caseworker.pk, "part": "presenter"})
    called = borad.meeting.participants.get(user=borad.caseworker)
    assert (called.part, called.is_present) == ("presenter", None)
    client.post(meeting + "deltagare/", {"user": "", "part": "presenter"})
    assert borad.meeting.participants.count() == 4


def test_moved_item_keeps_the_focus_on_its_button(borad: Borad) -> None:
    first, second = (borad.item(borad.applied()) for _each in range(2))
    client = signed_in(borad.manager)
    moved = client.post(reverse("housing:item_move", args=[second.pk]), {"to": "up"}, follow=True)
    order = borad.meeting.items.order_by("position").values_list("pk", flat=True)
    assert list(order) == [second.pk, first.pk]
    page = moved.content.decode()
    assert page.count("autofocus") == 1
    assert f"Flytta upp: {second.household.label}, nu nummer 1" in page


def test_what_is_taken_up_keeps_its_number_when_the_others_are_ordered(borad: Borad) -> None:
    items = [borad.item(borad.applied()) for _each in range(3)]
    AgendaItem.objects.filter(pk=items[1].pk).update(is_settled=True)
    address = reverse("housing:meeting_order", args=[borad.meeting.pk])
    signed_in(borad.manager).post(address, {"item": [items[2].pk, items[0].pk]})
    order = borad.meeting.items.order_by("position").values_list("pk", flat=True)
    assert list(order) == [items[2].pk, items[1].pk, items[0].pk]


def test_nothing_is_taken_up_before_the_meeting_is_open(borad: Borad) -> None:
    FlatFactory(authority=borad.board, kind="transitional")
    actions.refresh_agenda(meeting=borad.meeting, by=None)
    item = AgendaItem.objects.get(kind="flat_free")
    BoardMeeting.objects.update(state=MeetingState.PLANNED)
    signed_in(borad.manager).post(reverse("housing:item_settle", args=[item.pk]), {"note": "Städas"})
    item.refresh_from_db()
    assert not item.is_settled


def test_free_flat_leads_to_whom_it_could_be_for(borad: Borad) -> None:
    flat = FlatFactory(authority=borad.board, kind="transitional")
    actions.refresh_agenda(meeting=borad.meeting, by=None)
    address = reverse("housing:meeting", args=[borad.meeting.pk])
    page = signed_in(borad.manager).get(address).content.decode()
    assert reverse("housing:match_flat", args=[flat.pk]) in page


def test_note_of_a_free_flat_is_written_from_the_agenda(borad: Borad) -> None:
    FlatFactory(authority=borad.board, kind="transitional")
    actions.refresh_agenda(meeting=borad.meeting, by=None)
    item = AgendaItem.objects.get(kind="flat_free")
    client, address = signed_in(borad.manager), reverse("housing:item_note", args=[item.pk])
    meeting = reverse("housing:meeting", args=[borad.meeting.pk])
    assert address in client.get(meeting).content.decode()
    assert client.post(address, {"note": "Städas den 3", "seen": ""}).status_code == 302
    assert "Städas den 3" in client.get(meeting).content.decode()
    clash = client.post(address, {"note": "Målas", "seen": ""})
    assert clash.status_code == 422
    assert "Städas den 3" in clash.content.decode()
    assert "Målas" in clash.content.decode()
    seen = {"note": "Målas och städas den 3", "seen": "Städas den 3"}
    assert client.post(address, seen).status_code == 302
    item.refresh_from_db()
    assert item.note == "Målas och städas den 3"
    BoardMeeting.objects.update(state=MeetingState.PLANNED)
    assert address not in client.get(meeting).content.decode()


def test_refused_end_of_the_meeting_keeps_the_note(borad: Borad) -> None:
    borad.item(borad.applied())
    address = reverse("housing:meeting_close", args=[borad.meeting.pk])
    page = signed_in(borad.manager).post(address, {"note": "Nästa gång: hyrorna"})
    assert page.status_code == 422
    text = page.content.decode()
    assert "Nästa gång: hyrorna" in text
    assert "Ärenden väntar fortfarande" in text


def test_too_long_note_is_not_left_out_of_the_minutes_in_silence(borad: Borad) -> None:
    address = reverse("housing:meeting_close", args=[borad.meeting.pk])
    page = signed_in(borad.manager).post(address, {"note": "x" * 4001})
    assert page.status_code == 422
    assert not BoardMeeting.objects.get(pk=borad.meeting.pk).is_closed


@pytest.mark.parametrize(("days", "is_offered"), [(0, True), (-1, True), (1, False)])
def test_meeting_is_opened_on_its_day(borad: Borad, days: int, is_offered: bool) -> None:
    held_on = today() + timedelta(days=days)
    BoardMeeting.objects.update(state=MeetingState.PLANNED, held_on=held_on)
    address = reverse("housing:meeting", args=[borad.meeting.pk])
    page = signed_in(borad.manager).get(address).content.decode()
    assert ("Öppna mötet" in page) is is_offered
