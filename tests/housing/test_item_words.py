"""What is said after an item is decided, and what is kept when it can't be taken up."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.clock import today
from housing.enums import ItemKind, MeetingState
from housing.models import AgendaItem, BoardMeeting
from tests.factories.housing import AgendaItemFactory
from tests.housing.board import Borad, form_of, make_borad, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def borad() -> Borad:
    return make_borad()


@pytest.mark.parametrize(
    ("changes", "said", "unsaid"),
    [
        ({}, "Placering, uppföljning, brev och protokoll är klara", "bordlagt"),
        ({"outcome": "rejected"}, "Brev och protokoll är klara", "Placering,"),
        ({"outcome": "deferred", "deferred_until": "+1v"}, "Ärendet är bordlagt till", "rev och protokoll"),
    ],
)
def test_only_what_was_done_is_said(borad: Borad, changes: dict[str, str], said: str, unsaid: str) -> None:
    application = borad.applied()
    address = reverse("housing:item", args=[borad.item(application).pk])
    values = form_of(borad, application, do="confirm", **changes)
    page = signed_in(borad.manager).post(address, values, follow=True)
    words = " ".join(str(message) for message in page.context["messages"])
    assert said in words
    assert unsaid not in words


def test_stay_in_a_flat_is_no_placement(borad: Borad) -> None:
    application, fields = borad.transitional()
    address = reverse("housing:item", args=[borad.item(application).pk])
    values = form_of(borad, application, do="confirm", flat=fields["flat"].pk)
    page = signed_in(borad.manager).post(address, values, follow=True)
    words = " ".join(str(message) for message in page.context["messages"])
    assert "Boendet i lägenheten, uppföljning" in words


def test_note_is_kept_when_the_item_can_not_be_taken_up(borad: Borad) -> None:
    household = borad.household()
    item: AgendaItem = AgendaItemFactory(
        meeting=borad.meeting, kind=ItemKind.PLACEMENT_ENDS, household=household, application=None
    )
    later = today() + timedelta(days=1)
    BoardMeeting.objects.update(state=MeetingState.PLANNED, held_on=later)
    address = reverse("housing:item_settle", args=[item.pk])
    page = signed_in(borad.manager).post(address, {"note": "Väntar på skolans svar"})
    assert page.status_code == 422
    assert not AgendaItem.objects.get(pk=item.pk).is_settled
