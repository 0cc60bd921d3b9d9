"""The page of an item: what is decided is looked over and confirmed once, and errors keep what was typed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.models import Household
from core.clock import today
from core.models import Document, Draft, ReadEvent
from housing import actions
from housing.enums import MeetingState
from housing.models import (
    AgendaItem,
    Application,
    BoardDecision,
    BoardMeeting,
    Placement,
)
from tests.factories.accounts import staff
from tests.factories.cases import HouseholdFactory, family
from tests.factories.events import PlacementFactory
from tests.factories.housing import AgendaItemFactory, ApplicationFactory, ProviderPriceFactory
from tests.housing.board import Borad, form_of, make_borad, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def borad() -> Borad:
    return make_borad()


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


def test_price_is_the_lists_when_none_is_written(borad: Borad) -> None:
    ProviderPriceFactory(provider=borad.provider, price_sek=Decimal(640), first_day=today())
    application = borad.applied()
    address = reverse("housing:item", args=[borad.item(application).pk])
    sent = form_of(borad, application, price_sek="", do="confirm")
    signed_in(borad.manager).post(address, sent)
    assert Placement.objects.get().price_sek == Decimal(640)


def test_price_is_asked_for_where_the_list_has_several(borad: Borad) -> None:
    for what in ("Rum", "Familjerum"):
        ProviderPriceFactory(provider=borad.provider, what=what, first_day=today())
    application = borad.applied()
    address = reverse("housing:item", args=[borad.item(application).pk])
    answer = signed_in(borad.manager).post(address, form_of(borad, application, price_sek="", do="confirm"))
    assert answer.status_code == 422
    assert "price_sek" in answer.context["form"].errors


def test_recused_may_not_decide_by_sending_their_own_name(borad: Borad) -> None:
    application = borad.applied()
    item = borad.item(application)
    actions.recuse(item=item, user=borad.manager, reason="Granne", by=borad.leader)
    item_page, by_phone = (
        reverse("housing:item", args=[item.pk]),
        reverse("housing:urgent", args=[application.pk]),
    )
    for address in (item_page, by_phone):
        for sender in (borad.manager, borad.leader):
            answer = signed_in(sender).post(address, form_of(borad, application, do="confirm"))
            assert answer.status_code == 422, address
    assert not BoardDecision.objects.exists()


def test_stay_shows_evidence_and_costs_before_its_extension_is_prepared(borad: Borad) -> None:
    placement = PlacementFactory(
        household=borad.household(), provider=borad.provider, first_night=today() - timedelta(days=9)
    )
    actions.refresh_agenda(meeting=borad.meeting, by=None)
    item = AgendaItem.objects.get(placement=placement)
    page = signed_in(borad.leader).get(reverse("housing:item", args=[item.pk])).content.decode()
    assert "Saknar tak över huvudet inom 14 dagar" in page
    assert "Kostnad på tre månader" in page
    assert "Förbered förlängningen" in page


def test_child_section_is_read_before_the_meeting_is_open(borad: Borad) -> None:
    household = borad.household(date(today().year - 6, 3, 1))
    application = borad.applied(household, child_best_interests="Samma skola", child_view="Vill stanna")
    item = borad.item(application)
    BoardMeeting.objects.update(state=MeetingState.PLANNED)
    page = signed_in(borad.leader).get(reverse("housing:item", args=[item.pk])).content.decode()
    assert "Samma skola" in page
    assert "Vill stanna" in page


def test_items_lead_to_those_before_and_after_that_one_may_open(borad: Borad) -> None:
    first, second, third = (borad.item(borad.applied()) for _each in range(3))
    Household.objects.filter(pk=second.household_id).update(protected_identity="marked")
    shown = signed_in(borad.manager).get(reverse("housing:item", args=[first.pk])).context["beside"]
    assert (shown.number, shown.of, shown.before, shown.after) == (1, 3, None, third.pk)
    shown = signed_in(borad.manager).get(reverse("housing:item", args=[third.pk])).context["beside"]
    assert (shown.number, shown.before, shown.after) == (3, first.pk, None)


def test_present_place_stands_once_among_what_it_costs_elsewhere(borad: Borad) -> None:
    ProviderPriceFactory(provider=borad.provider, what="", price_sek=Decimal(585), first_day=today())
    household = borad.household()
    PlacementFactory(
        household=household, provider=borad.provider, first_night=today(), price_sek=Decimal(585)
    )
    application = borad.applied(household)
    page = signed_in(borad.manager).get(reverse("housing:item", args=[borad.item(application).pk]))
    assert [one.name for one in page.context["alternatives"]] == [borad.provider.name]


def test_item_leads_to_the_household_only_for_those_who_reach_its_page(borad: Borad) -> None:
    application = borad.applied(family(authority=borad.board))
    item = borad.item(application)
    address = f'href="{application.household.get_absolute_url()}"'
    page = signed_in(borad.manager).get(reverse("housing:item", args=[item.pk])).content.decode()
    assert application.household.label in page
    assert address not in page
    page = signed_in(borad.worker).get(reverse("housing:item", args=[item.pk])).content.decode()
    assert address in page


@pytest.mark.parametrize("refused", ["nobody chosen", "not called"])
def test_a_recusal_that_is_refused_keeps_its_reason(borad: Borad, refused: str) -> None:
    item = borad.item(borad.applied())
    client, address = signed_in(borad.manager), reverse("housing:item_recuse", args=[item.pk])
    who = {"nobody chosen": "", "not called": staff(Role.CASEWORKER, unit=borad.unit).pk}[refused]
    answer = client.post(address, {"user": who, "reason": "Granne till familjen"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Granne till familjen" in page
    assert reverse("housing:item", args=[item.pk]) in page
    assert not item.recusals.exists()
    again = client.post(address, {"user": borad.leader.pk, "reason": "Granne till familjen"})
    assert (again.status_code, item.recusals.get().user) == (302, borad.leader)


def test_recusals_are_noted_by_those_who_keep_the_papers(borad: Borad) -> None:
    item = borad.item(borad.applied())
    address = reverse("housing:item_recuse", args=[item.pk])
    member = staff(Role.BOARD_MEMBER, unit=borad.unit)
    for user, is_offered in ((borad.manager, True), (member, False)):
        page = signed_in(user).get(reverse("housing:item", args=[item.pk]))
        assert page.status_code == 200
        assert (address in page.content.decode()) is is_offered
