"""Nobody is housed, and nothing applied for, in a case after it was closed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.errors import ActionRefused
from core.clock import today
from housing import actions
from housing.actions import ApplicationInput
from housing.models import Application, Placement, Tenancy
from tests.factories.events import BoardDecisionFactory, FlatFactory
from tests.factories.housing import ProviderPriceFactory
from tests.housing.board import Borad, make_borad, signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def borad() -> Borad:
    return make_borad()


def test_application_of_a_closed_case_is_not_submitted(borad: Borad) -> None:
    household = borad.household()
    content = ApplicationInput("acute", wanted_from=today(), why_now="Vräkt", already_tried="Släkten")
    draft = actions.save_application(household=household, content=content, by=borad.worker)
    type(household).objects.update(closed_on=today() - DAY)
    with pytest.raises(ActionRefused, match="avslutades"):
        actions.submit_application(application=draft, by=borad.worker)
    type(household).objects.update(closed_on=None)
    submitted = actions.submit_application(application=draft, by=borad.worker)
    assert Application.objects.get(state="submitted") == submitted


@pytest.mark.parametrize(("nights", "status"), [(0, 422), (-1, 302)])
def test_placement_begins_while_the_case_was_open(borad: Borad, nights: int, status: int) -> None:
    household = borad.household()
    type(household).objects.update(closed_on=today() - DAY)
    price = ProviderPriceFactory(provider=borad.provider, first_day=today() - 9 * DAY)
    first_night = (today() + nights * DAY).isoformat()
    form = {"place": f"l{price.pk}", "price_per": "night", "first_night": first_night}
    address = reverse("housing:placement_new", args=[household.pk])
    answer = signed_in(borad.worker).post(address, form)
    assert answer.status_code == status
    assert Placement.objects.count() == (status == 302)
    if status == 422:
        assert "avslutades" in answer.content.decode()


def test_nobody_moves_into_a_flat_in_a_closed_case(borad: Borad) -> None:
    household = borad.household()
    flat = FlatFactory(authority=borad.board, kind="trial")
    approval = BoardDecisionFactory(
        household=household,
        accommodation="trial",
        applied_on=today() - DAY,
        decided_on=today() - DAY,
        valid_from=today() - DAY,
    )
    type(household).objects.update(closed_on=today() - DAY)
    with pytest.raises(ActionRefused, match="avslutades") as refused:
        actions.move_in(
            household=household, flat=flat, first_night=today(), decision=approval, by=borad.manager
        )
    assert refused.value.field == "first_night"
    assert not Tenancy.objects.exists()


def test_nothing_is_approved_in_a_case_closed_meanwhile(borad: Borad) -> None:
    application = borad.applied()
    type(application.household).objects.filter(pk=application.household_id).update(closed_on=today() - DAY)
    application.refresh_from_db()
    with pytest.raises(ActionRefused, match="avslutades") as refused:
        borad.decided(application)
    assert refused.value.field == "valid_until"
    assert not Placement.objects.exists()
    rejected = {"outcome": "rejected", "provider": None, "price_sek": None, "price_per": ""}
    borad.decided(application, **rejected, valid_from=None, valid_until=None, follow_up_on=None)
    assert Application.objects.get().state == "decided"
