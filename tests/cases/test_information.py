"""The tick-list of information: noted once a day, withdrawn when by mistake, told of among the events."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions.information import give_information, withdraw_information
from cases.enums import InformationTopic
from cases.errors import ActionRefused
from cases.models import Household, InformationGiven
from cases.timeline import timeline_page
from core.clock import today
from core.models import AuditEvent, ReadEvent
from tests.factories.accounts import staff
from tests.factories.casework import InformationGivenFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(household: Household) -> str:
    return reverse("cases:information", args=[household.pk])


def give(household: Household, by: User, *topics: str, brochure: str = "", on: date | None = None) -> int:
    return give_information(
        household=household, topics=topics, given_on=on or today(), by=by, brochure=brochure
    )


def test_topics_and_brochure_are_noted_once_a_day(household: Household, worker: User) -> None:
    assert give(household, worker, "market", "queue_fee", brochure="ar") == 3
    assert give(household, worker, "market", "priority", brochure="ar") == 1
    assert give(household, worker, "market", on=today() - timedelta(days=1)) == 1
    assert InformationGiven.objects.count() == 5
    event = AuditEvent.objects.filter(action="information.given").earliest("pk")
    assert event.details == {
        "topics": ["market", "queue_fee", "brochure"],
        "brochure": "ar",
        "given_on": today().isoformat(),
    }


@pytest.mark.parametrize(
    ("topics", "brochure", "days", "field"),
    [
        ([], "", 0, ""),
        (["gossip"], "", 0, "topics"),
        (["brochure"], "", 0, "topics"),
        ([], "th", 0, "brochure"),
        (["market"], "", 1, "given_on"),
    ],
)
def test_noting_is_refused(
    household: Household, worker: User, topics: list[str], brochure: str, days: int, field: str
) -> None:
    with pytest.raises(ActionRefused) as refused:
        give(household, worker, *topics, brochure=brochure, on=today() + timedelta(days=days))
    assert refused.value.field == field
    assert not InformationGiven.objects.exists()


def test_another_boards_household_is_refused(household: Household) -> None:
    with pytest.raises(ActionRefused):
        give(household, staff(Role.PROJECT_WORKER), "market")


def test_a_failing_log_leaves_nothing(
    household: Household, worker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("cases.actions.information.record_event", fail)
    with pytest.raises(RuntimeError):
        give(household, worker, "market")
    assert not InformationGiven.objects.exists()


def test_what_was_ticked_by_mistake_can_be_ticked_again(household: Household, worker: User) -> None:
    give(household, worker, "market")
    row = InformationGiven.objects.get()
    for _ in range(2):
        withdraw_information(given=row, by=worker)
    assert AuditEvent.objects.filter(action="information.withdrawn").count() == 1
    assert give(household, worker, "market") == 1


def test_every_topic_of_the_report_is_in_the_list(page: Client, address: str) -> None:
    answer = page.get(address)
    assert len(answer.context["topics"]) == len(InformationTopic)
    assert "Att flytta till en annan kommun" in answer.content.decode()


def test_tick_on_the_page_and_take_away(page: Client, address: str, household: Household) -> None:
    sent = {"topics": ["market", "elsewhere"], "brochure": "so", "given_on": "idag"}
    assert page.post(address, sent).status_code == 422
    assert page.post(address, sent | {"brochure": "en"}).status_code == 302
    assert page.get(address).context["count"] == 3
    row = InformationGiven.objects.filter(topic="market").get()
    page.post(reverse("cases:information_withdraw", args=[household.pk, row.pk]))
    assert page.get(address).context["count"] == 2
    assert ReadEvent.objects.filter(page="cases:information", household_id=household.pk).exists()


def test_one_event_a_day_tells_of_it(household: Household, worker: User) -> None:
    give(household, worker, "market", "queues", brochure="en")
    entries = [one for one in timeline_page(household, worker).entries if one.source == "cases.information"]
    assert len(entries) == 1
    assert "Engelska" in str(entries[0].body) or "English" in str(entries[0].body)


def test_the_page_costs_the_same_whatever_there_is(
    page: Client, address: str, household: Household, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    page.get(address)
    for number in range(30):
        InformationGivenFactory(household=household, given_on=date(2013, 9, 1) + timedelta(days=number))
    with django_assert_max_num_queries(14):
        assert page.get(address).status_code == 200
