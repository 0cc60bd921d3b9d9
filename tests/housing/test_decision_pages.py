"""The page of a decision: for those who work with the household, and for the board that decided."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from core.documents import documents_of
from core.models import ReadEvent
from core.views.documents import document_address
from housing.actions.letters import LETTER
from housing.models import BoardDecision
from tests.factories.accounts import UnitFactory, staff
from tests.housing.board import Borad, form_of, make_borad, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def borad() -> Borad:
    return make_borad()


@pytest.fixture
def elsewhere(borad: Borad) -> User:
    """The manager of a unit that does not work with the household; the Boråd's cases are theirs too."""
    return staff(Role.UNIT_MANAGER, unit=UnitFactory(authority=borad.board), full_name="Sara Chef")


def test_the_board_sees_what_it_decided_for_households_of_other_units(borad: Borad, elsewhere: User) -> None:
    decision = borad.decided()
    client = signed_in(elsewhere)
    page = client.get(reverse("housing:decision", args=[decision.pk]))
    assert page.status_code == 200
    text = page.content.decode()
    assert borad.provider.name in text
    # Where they live, and their file, are for those who work with them: no link that leads to a 404.
    assert reverse("housing:placement", args=[decision.placements.get().pk]) not in text
    assert f'href="{decision.household.get_absolute_url()}"' not in text
    assert ReadEvent.objects.filter(actor=elsewhere, household_id=decision.household_id).exists()
    letter = documents_of(LETTER, [decision.pk])[decision.pk]
    assert client.get(document_address(letter)).status_code == 200


def test_replacing_and_revoking_end_at_a_page_that_the_board_may_open(borad: Borad, elsewhere: User) -> None:
    decision, client = borad.decided(), signed_in(elsewhere)
    assert decision.application is not None
    values = form_of(borad, decision.application, valid_until="+20d", do="confirm")
    address = reverse("housing:decision_replace", args=[decision.pk])
    replaced = client.post(address, values, follow=True)
    made = BoardDecision.objects.get(replaces=decision)
    assert replaced.status_code == 200
    assert replaced.redirect_chain[-1][0] == reverse("housing:decision", args=[made.pk])
    address = reverse("housing:decision_revoke", args=[made.pk])
    form = client.get(address)
    assert reverse("housing:decision", args=[made.pk]) in form.content.decode()  # where "Avbryt" leads
    people = {"proposed_by": borad.worker.pk, "decided_by": borad.manager.pk}
    sent = {"reason": "Flyttade till sin syster", "last_night": "idag", **people}
    assert client.post(address, sent, follow=True).status_code == 200
    assert BoardDecision.objects.get(replaces=made).outcome == "revoked"


def test_a_caseworker_of_another_unit_sees_no_decision(borad: Borad) -> None:
    decision = borad.decided()
    stranger = signed_in(staff(Role.CASEWORKER, unit=UnitFactory(authority=borad.board)))
    refused = stranger.get(reverse("housing:decision", args=[decision.pk]))
    absent = stranger.get(reverse("housing:decision", args=[decision.pk + 999]))
    assert refused.status_code == absent.status_code == 404
    assert refused.content == absent.content
    letter = documents_of(LETTER, [decision.pk])[decision.pk]
    assert stranger.get(document_address(letter)).status_code == 404
