"""The pages of an application: written, saved, submitted; two who write at once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.errors import ActionRefused
from core.clock import today
from housing import actions
from housing.actions import ApplicationInput
from housing.enums import ApplicationState
from housing.models import (
    AgendaItem,
    Application,
)
from tests.factories.accounts import staff
from tests.factories.housing import ApplicationFactory
from tests.housing.board import Borad, make_borad, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def borad() -> Borad:
    return make_borad()


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


def test_who_may_not_open_an_application_sees_it_without_a_link(borad: Borad) -> None:
    application = borad.applied()
    member = staff(Role.BOARD_MEMBER, unit=borad.unit)
    page = signed_in(member).get(reverse("housing:board")).content.decode()
    assert application.household.label in page
    assert reverse("housing:application", args=[application.pk]) not in page
    page = signed_in(borad.worker).get(reverse("housing:board")).content.decode()
    assert reverse("housing:application", args=[application.pk]) in page


def test_transitional_flat_is_proposed_by_the_project(borad: Borad) -> None:
    household = borad.household()
    draft = actions.save_application(
        household=household,
        content=ApplicationInput(
            "transitional",
            wanted_from=today(),
            why_now="Vräkt",
            already_tried="Släkten",
            next_solution_named="Inflyttning i Eskilstuna",
        ),
        by=borad.caseworker,
    )
    with pytest.raises(ActionRefused, match="projektmedarbetare") as refused:
        actions.submit_application(application=draft, by=borad.caseworker)
    assert refused.value.field == "accommodation"
    assert actions.submit_application(application=draft, by=borad.worker).submitted_by == borad.worker
