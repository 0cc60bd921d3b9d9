"""The pages of queues and priority: shown, saved, undone, and what they cost."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.models import Household, HousingQueue, PriorityApplication
from cases.queue_terms import STOCKHOLM
from cases.search_enums import PriorityResult, QueueEnd
from core.clock import set_to
from core.models import ReadEvent
from tests.factories.accounts import staff
from tests.factories.cases import family
from tests.factories.search import HousingQueueFactory, PriorityApplicationFactory, QueueFeeFactory

pytestmark = pytest.mark.django_db
LIST = reverse("cases:search_queues")


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER)


@pytest.fixture
def household(worker: User) -> Household:
    return family(date(2008, 1, 1), authority=worker.authority, project_worker=worker)


def url(name: str, row: Any) -> str:
    return reverse(f"cases:{name}", args=[row.pk])


def test_the_households_page_shows_and_pays_in_place(page: Client, household: Household) -> None:
    fee = QueueFeeFactory(queue__household=household, due_on=date(2013, 12, 28))
    body = page.get(household.get_absolute_url()).content.decode()
    assert "Avgift förfaller snart" in body
    answer = page.post(url("queue_paid", fee), headers={"HX-Request": "true"})
    assert "Avgift betald" in answer.content.decode()
    assert url("queue_unpaid", fee) in answer.content.decode()
    fee.refresh_from_db()
    assert fee.paid_on == date(2013, 12, 9)
    assert page.post(url("queue_unpaid", fee)).url == url("search_household", household)
    fee.refresh_from_db()
    assert fee.paid_on is None


def test_paying_twice_pays_one_fee(page: Client, household: Household) -> None:
    fee = QueueFeeFactory(queue__household=household, due_on=date(2013, 12, 28))
    for _ in range(2):
        page.post(url("queue_paid", fee))
    assert [row.paid_on for row in fee.queue.fees.order_by("due_on")] == [date(2013, 12, 9), None]


@pytest.mark.parametrize(
    ("due_on", "is_pressing"),
    [
        (date(2013, 6, 1), False),  # lost: the time can't be saved by paying today
        (date(2013, 12, 8), True),
        (date(2014, 1, 8), True),  # 30 days ahead
        (date(2014, 1, 9), False),
        (date(2014, 6, 9), False),
    ],
)
def test_paid_today_is_offered_when_a_fee_is_due(
    page: Client, household: Household, due_on: date, is_pressing: bool
) -> None:
    fee = QueueFeeFactory(queue__household=household, due_on=due_on)
    for address in (household.get_absolute_url(), url("search_household", household), LIST):
        body = page.get(address).content.decode()
        if url("queue_payment", fee) not in body and url("queue_paid", fee) not in body:
            assert (address, due_on) == (LIST, date(2014, 6, 9))  # beyond the list's two months
            continue
        assert (url("queue_paid", fee) in body) == is_pressing
        assert ("Anteckna en betalning" in body) != is_pressing


def test_a_payment_of_another_day_is_noted(page: Client, household: Household) -> None:
    fee = QueueFeeFactory(queue__household=household, due_on=date(2014, 6, 9))
    address = url("queue_payment", fee)
    assert "2014-06-09" in page.get(address).content.decode()
    assert page.post(address, {"paid_on": "2013-12-24"}).status_code == 422
    assert page.post(address, {"paid_on": "2013-12-06"}).url == url("search_household", household)
    fee.refresh_from_db()
    assert fee.paid_on == date(2013, 12, 6)


def test_a_household_in_no_queue_is_told_so(page: Client, household: Household) -> None:
    body = page.get(household.get_absolute_url()).content.decode()
    assert "inte i någon kö" in body


def test_a_queue_is_noted_with_the_citys_terms(page: Client, household: Household) -> None:
    address = url("queue_new", household)
    form = page.get(address).context["form"]
    assert form["agency"].value() == STOCKHOLM.agency
    answer = page.post(address, {"agency": STOCKHOLM.agency, "registered_on": "2012-03-05"})
    assert answer.url == url("search_household", household)
    body = page.get(answer.url).content.decode()
    assert "2014-03-05" in body
    assert "agency" not in page.get(address).context["form"].initial  # the next one is another queue


def test_faults_keep_what_was_written(page: Client, household: Household) -> None:
    answer = page.post(
        url("queue_new", household),
        {"agency": "Sigtunahem", "registered_on": "2020-01-01", "municipality": "Storstad"},
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"registered_on", "municipality"}
    assert 'value="Sigtunahem"' in answer.content.decode()


def test_a_second_writer_sees_what_the_first_one_saved(page: Client, household: Household) -> None:
    queue = HousingQueueFactory(household=household)
    address = url("queue_change", queue)
    first = page.get(address).context["form"]
    sent = {name: first[name].value() or "" for name in first.fields}
    assert page.post(address, sent | {"note": "Den enas"}).status_code == 302
    answer = page.post(address, sent | {"note": "Den andras"})
    assert answer.status_code == 422
    assert "Den enas" in answer.content.decode()
    seen = answer.context["form"]["version"].value()
    assert page.post(address, sent | {"note": "Den andras", "version": seen}).status_code == 302
    queue.refresh_from_db()
    assert queue.note == "Den andras"


def test_ending_offers_to_undo(page: Client, household: Household) -> None:
    queue = HousingQueueFactory(household=household)
    page.get(url("queue_end", queue))
    answer = page.post(url("queue_end", queue), {"ended_on": "idag", "reason": QueueEnd.LEFT}, follow=True)
    assert url("queue_resume", queue) in answer.content.decode()
    assert "Lämnade kön" in answer.content.decode()
    page.post(url("queue_resume", queue))
    assert HousingQueue.objects.get().ended_on is None


def test_priority_is_noted_and_answered(page: Client, household: Household) -> None:
    address = url("priority_new", household)
    assert "folkbokförd" in page.get(address).content.decode()
    sent = {"agency": STOCKHOLM.agency, "applied_on": "idag", "ground": "social"}
    page.post(address, sent)
    assert page.post(address, sent).status_code == 422
    row = PriorityApplication.objects.get()
    page.post(url("priority_answer", row), {"result": "granted", "result_on": "idag"})
    row.refresh_from_db()
    assert row.result == PriorityResult.GRANTED
    assert page.get(url("priority_answer", row)).context["form"]["result"].value() == "granted"


def test_the_lists_hold_what_they_say(page: Client, household: Household, worker: User) -> None:
    soon = QueueFeeFactory(queue__household=household, due_on=date(2014, 2, 9))
    QueueFeeFactory(queue__household=household, due_on=date(2014, 2, 10))
    over = {"queue__ended_on": date(2013, 1, 1), "queue__end_reason": QueueEnd.LEFT}
    QueueFeeFactory(queue__household=household, **over)
    others = QueueFeeFactory(queue__household=family(authority=worker.authority))
    QueueFeeFactory(queue__household=family())
    none = family(authority=worker.authority, project_worker=worker)
    waiting = PriorityApplicationFactory(household=household)

    def rows(query: str) -> list[Any]:
        return [line["row"] for line in page.get(LIST + query).context["lines"]]

    assert rows("") == [soon]
    assert rows("?vems=alla") == [others, soon]
    assert rows("?visa=utan-ko") == [none]
    assert rows("?visa=fortur") == [waiting]
    Household.objects.filter(pk__in=[household.pk, none.pk]).update(closed_on=date(2013, 12, 1))
    assert rows("") == rows("?visa=utan-ko") == rows("?visa=fortur") == []


@pytest.mark.parametrize("shown", ["avgifter", "utan-ko", "fortur"])
def test_lists_cost_the_same_for_one_and_thirty(page: Client, worker: User, shown: str) -> None:
    def add() -> None:
        household = family(date(2008, 1, 1), authority=worker.authority, project_worker=worker)
        if shown == "avgifter":
            QueueFeeFactory(queue__household=household)
        elif shown == "fortur":
            PriorityApplicationFactory(household=household)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert page.get(f"{LIST}?visa={shown}").status_code == 200
        return len(queries)

    add()
    cost()
    one = cost()
    for _ in range(29):
        add()
    assert cost() == one
    body = page.get(f"{LIST}?visa={shown}&page=2")
    assert len(body.context["lines"]) == 5


def test_every_line_is_logged(page: Client, household: Household) -> None:
    QueueFeeFactory(queue__household=household)
    page.get(LIST)
    row = ReadEvent.objects.get()
    assert (row.household_id, row.page, row.purpose) == (household.pk, "cases:search_queues", "list")


def test_the_timeline_tells_of_queue_fee_and_priority(page: Client, household: Household) -> None:
    fee = QueueFeeFactory(queue__household=household, due_on=date(2013, 1, 1), paid_on=date(2013, 1, 2))
    HousingQueue.objects.filter(pk=fee.queue_id).update(ended_on=date(2013, 12, 1), end_reason="housed")
    PriorityApplicationFactory(household=household, result="granted", result_on=date(2013, 12, 2))
    entries = page.get(household.get_absolute_url()).context["page"].entries
    titles = {str(entry.title) for entry in entries}
    assert {
        "Registrerad i en bostadskö",
        "Köavgift betald",
        "Fick bostad genom kön",
        "Ansökte om förtur",
        "Svar om förtur",
    } <= titles
