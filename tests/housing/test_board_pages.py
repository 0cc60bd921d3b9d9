"""The Boråd's pages: from the application to the minutes, errors that keep what was typed."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.append_only import disposal_allowed
from core.clock import today
from core.models import Document, Draft, ReadEvent
from housing import actions
from housing.actions.deciding import criteria_of
from housing.enums import ApplicationState, MeetingState
from housing.models import (
    AgendaItem,
    Application,
    BoardDecision,
    BoardMeeting,
    CriteriaSet,
    Delegation,
    MeetingSeries,
    Placement,
)
from tests.factories.cases import HouseholdFactory
from tests.factories.events import BoardDecisionFactory, FlatFactory, PlacementFactory
from tests.factories.housing import AgendaItemFactory, ApplicationFactory, ProviderPriceFactory
from tests.housing.board import Borad, make_borad

pytestmark = pytest.mark.django_db


@pytest.fixture
def borad() -> Borad:
    return make_borad()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def form_of(borad: Borad, application: Application, **changes: Any) -> dict[str, Any]:
    values = {
        "outcome": "approved",
        "reason": "Barnfamilj utan alternativ",
        "decided_by": borad.manager.pk,
        "legal_basis": "sol_11_1",
        "valid_from": "idag",
        "valid_until": "+30d",
        "provider": borad.provider.pk,
        "price_sek": "585",
        "price_per": "night",
        "project_worker": borad.worker.pk,
        "caseworker": borad.caseworker.pk,
        "follow_up_on": "+2v",
    }
    for criterion in criteria_of(application):
        values[f"c{criterion.pk}-outcome"] = "passed"
    return values | changes


def test_application_is_written_saved_and_submitted(borad: Borad) -> None:
    household = borad.household()
    client = signed_in(borad.worker)
    address = reverse("housing:application_new", args=[household.pk])
    page = client.get(address).content.decode()
    key = page.split('name="client_key" value="')[1].split('"')[0]
    values = {
        "client_key": key,
        "kind": "new",
        "accommodation": "acute",
        "applied_on": "idag",
        "wanted_from": "idag",
        "why_now": "Kontraktet slut",
        "do": "save",
    }
    for _time in range(2):  # the double click
        assert client.post(address, values).status_code == 302
    application = Application.objects.get()
    assert application.state == ApplicationState.DRAFT
    own = reverse("housing:application", args=[application.pk])
    version = application.changed_at.isoformat()
    refused = client.post(own, {**values, "version": version, "do": "submit"})
    assert refused.status_code == 422
    assert "Skriv vad som mer är prövat" in refused.content.decode()
    application.refresh_from_db()
    done = {**values, "version": application.changed_at.isoformat(), "already_tried": "Släkt", "do": "submit"}
    assert client.post(own, done).status_code == 302
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    assert AgendaItem.objects.get().application == application


def test_second_editor_sees_both_texts(borad: Borad) -> None:
    household = borad.household()
    application = ApplicationFactory(
        household=household, state="draft", submitted_by=None, submitted_at=None, why_now="Den första texten"
    )
    stale = (application.changed_at - timedelta(minutes=1)).isoformat()
    values = {"version": stale, "kind": "new", "accommodation": "acute", "applied_on": "2013-11-14"}
    page = signed_in(borad.worker).post(
        reverse("housing:application", args=[application.pk]), {**values, "why_now": "Den andra texten"}
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert "Den första texten" in text
    assert "Den andra texten" in text
    application.refresh_from_db()
    assert application.why_now == "Den första texten"


def test_item_is_checked_and_confirmed_once(borad: Borad) -> None:
    application = borad.applied()
    item = borad.item(application)
    client = signed_in(borad.manager)
    address = reverse("housing:item", args=[item.pk])
    page = client.get(address)
    assert application.household.label in page.content.decode()
    assert ReadEvent.objects.filter(household_id=application.household_id, page="housing:item").exists()
    values = form_of(borad, application)
    check = client.post(address, {**values, "do": "check"})
    assert "Fatta beslutet" in check.content.decode()
    assert not BoardDecision.objects.exists()
    assert not Placement.objects.exists()
    for _time in range(2):
        assert client.post(address, {**values, "do": "confirm"}).status_code in (200, 302)
    assert BoardDecision.objects.count() == Placement.objects.count() == 1
    assert Document.objects.filter(kind="housing.decision_letter").count() == 1


def test_refusal_stands_at_its_field_and_keeps_what_was_typed(borad: Borad) -> None:
    application = borad.applied()
    item = borad.item(application)
    values = form_of(borad, application, follow_up_on="", reason="Ett långt skäl som inte får försvinna")
    page = signed_in(borad.manager).post(reverse("housing:item", args=[item.pk]), {**values, "do": "check"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "Skriv dag för första uppföljning" in text
    assert "Ett långt skäl som inte får försvinna" in text
    assert 'href="#id_follow_up_on"' in text


def test_draft_of_the_reasons_is_kept(borad: Borad) -> None:
    item = borad.item(borad.applied())
    client = signed_in(borad.manager)
    address = reverse("housing:item_draft", args=[item.pk])
    assert client.post(address, {"reason": "Påbörjat skäl"}).status_code == 204
    assert "Påbörjat skäl" in client.get(reverse("housing:item", args=[item.pk])).content.decode()
    assert Draft.objects.get().user == borad.manager


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


def test_ending_stay_is_decided_by_an_extension_prepared_there(borad: Borad) -> None:
    placement = PlacementFactory(
        household=borad.household(), provider=borad.provider, first_night=today() - timedelta(days=20)
    )
    actions.refresh_agenda(meeting=borad.meeting, by=None)
    item = AgendaItem.objects.get(placement=placement)
    client = signed_in(borad.manager)
    address = reverse("housing:item", args=[item.pk])
    assert "Förbered förlängningen" in client.get(address).content.decode()
    client.post(reverse("housing:item_apply", args=[item.pk]))
    application = Application.objects.get()
    values = form_of(borad, application, provider="", price_sek="")
    assert client.post(address, {**values, "do": "confirm"}).status_code == 302
    placement.refresh_from_db()
    assert placement.planned_last_night == today() + timedelta(days=30)


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


def test_settings_set_the_series_a_delegation_and_criteria(borad: Borad) -> None:
    client = signed_in(borad.manager)
    values = {
        "weekday": 2,
        "starts_at": "9",
        "duration_minutes": 60,
        "first_day": "idag",
        "chair": borad.manager.pk,
        "members": [borad.leader.pk, borad.worker.pk],
    }
    assert client.post(reverse("housing:board_series"), values).status_code == 302
    series = MeetingSeries.objects.get()
    meetings = BoardMeeting.objects.filter(series=series)
    assert 8 <= meetings.count() <= 11
    assert {one.held_on.weekday() for one in meetings} == {2}
    first = meetings.order_by("held_on")[0]
    assert client.post(reverse("housing:board_skip"), {"day": first.held_on.isoformat()}).status_code == 302
    assert not BoardMeeting.objects.filter(series=series, held_on=first.held_on).exists()
    client.post(reverse("housing:board_unskip", args=[series.skipped.get().pk]))
    assert BoardMeeting.objects.filter(series=series, held_on=first.held_on).exists()
    given = {
        "user": borad.leader.pk,
        "area": "transitional",
        "delegation_reference": "4.3",
        "first_day": "idag",
    }
    assert client.post(reverse("housing:delegation_new"), given).status_code == 302
    assert Delegation.objects.filter(user=borad.leader, area="transitional").exists()
    page = client.get(reverse("housing:criteria", args=["acute"]))
    formset = page.context["formset"]
    data = {
        "criteria-TOTAL_FORMS": len(formset.forms),
        "criteria-INITIAL_FORMS": formset.initial_form_count(),
    }
    for form in formset.forms:
        for name in ("code", "evidence", "text", "help_text"):
            data[form.add_prefix(name)] = form.initial.get(name, "")
    data["criteria-0-text"] = "Saknar tak över huvudet inom en vecka"
    data["valid_from"] = "imorgon"
    assert client.post(reverse("housing:criteria", args=["acute"]), data).status_code == 302
    newest = CriteriaSet.objects.filter(authority=borad.board, accommodation="acute").latest("version")
    assert newest.version == 2
    assert newest.criteria.get(position=1).text == "Saknar tak över huvudet inom en vecka"
    assert newest.criteria.get(position=1).code == "no_roof"


def test_decision_waiting_past_three_months_is_on_the_quarters_list(borad: Borad) -> None:
    flat = FlatFactory(authority=borad.board, kind="trial", available_from=date(2012, 1, 1))
    application = borad.applied(accommodation="trial")
    content = borad.approval(
        flat=flat, provider=None, price_sek=None, price_per="", judgements=borad.all_passed(application)
    )
    actions.decide(application=application, content=content, by=borad.manager, item=borad.item(application))
    client = signed_in(borad.manager)
    address = reverse("housing:unexecuted")
    assert application.household.label not in client.get(address).content.decode()
    unhoused = BoardDecision.objects.get()
    unhoused.tenancies.all().delete()
    with disposal_allowed():  # the one way to date a decision back
        BoardDecision.objects.filter(pk=unhoused.pk).update(
            decided_on=today() - timedelta(days=130), applied_on=today() - timedelta(days=140)
        )
    assert application.household.label in client.get(address).content.decode()


def test_alternatives_are_costed_over_three_months(borad: Borad) -> None:
    ProviderPriceFactory(provider=borad.provider, what="Familjerum")
    application = borad.applied()
    page = signed_in(borad.manager).get(reverse("housing:item", args=[borad.item(application).pk]))
    assert f"{borad.provider.name}, Familjerum" in page.content.decode()


def test_household_of_another_board_is_not_found(borad: Borad) -> None:
    other = AgendaItemFactory(application=ApplicationFactory(household=HouseholdFactory()))
    client = signed_in(borad.manager)
    assert client.get(reverse("housing:item", args=[other.pk])).status_code == 404
    assert client.get(reverse("housing:meeting", args=[other.meeting_id])).status_code == 404


def test_replacement_is_filled_in_looked_over_and_points_to_the_old_decision(borad: Borad) -> None:
    household = borad.household(date(today().year - 6, 3, 1))
    application = borad.applied(household, child_best_interests="Skolan", child_view="Vill stanna")
    old = actions.decide(
        application=application, content=borad.approval(), by=borad.manager, item=borad.item(application)
    )
    client, address = signed_in(borad.manager), reverse("housing:decision_replace", args=[old.pk])
    page = client.get(address)
    form = page.context["form"]
    assert "provider" not in form.fields
    sent = form_of(borad, application, outcome="approved", valid_until="+10d", reason="Kortare tid")
    sent |= {"child_best_interests": "Skolan", "child_view": "Vill stanna"}
    refused = client.post(address, {**sent, "do": "check", "decided_by": ""})
    assert refused.status_code == 422
    assert client.post(address, {**sent, "do": "check"}).status_code == 200
    assert not BoardDecision.objects.filter(replaces=old).exists()
    done = client.post(address, {**sent, "do": "confirm"})
    made = BoardDecision.objects.get(replaces=old)
    assert done.url == reverse("housing:decision", args=[made.pk])
    placement = Placement.objects.get(household=household)
    assert (placement.decision, placement.planned_last_night) == (made, today() + timedelta(days=10))
    assert client.get(address).status_code == 404  # what has been replaced is replaced no more


def test_second_one_at_an_item_sees_the_decision_and_what_they_wrote_themselves(borad: Borad) -> None:
    application = borad.applied()
    item = borad.item(application)
    actions.decide(application=application, content=borad.approval(), by=borad.manager, item=item)
    sent = form_of(borad, application, reason="Jag skrev ett annat skäl", do="check")
    response = signed_in(borad.leader).post(reverse("housing:item", args=[item.pk]), sent)
    assert response.status_code == 200
    body = response.content.decode()
    assert "Jag skrev ett annat skäl" in body
    assert "Barnfamilj utan alternativ" in body


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
