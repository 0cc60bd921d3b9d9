"""One visit per click, also when the form is sent eight times at once, by a live server on PostgreSQL."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Barrier
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from cases.models import Household, SituationRecord
from core.audit import verify_chains
from core.models import AuditEvent
from dropin.models import Booking, Visit
from tests.factories.accounts import staff
from tests.factories.cases import family

TIMES = 8
pytestmark = [
    pytest.mark.django_db(transaction=True),
    # SQLite in memory is one connection, shared by all threads: nothing is ever sent at once there.
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs several database connections"),
]


def send_at_once(address: str, client: Client, forms: list[dict[str, Any]]) -> Counter[int]:
    """Post every form at the same moment, each on a connection of its own; how often each status came."""
    server = urlsplit(address)
    barrier = Barrier(len(forms))
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}

    def send(form: dict[str, Any]) -> int:
        body = urlencode({"csrfmiddlewaretoken": client.cookies["csrftoken"].value, **form}, doseq=True)
        http = HTTPConnection(server.hostname or "", server.port, timeout=30)
        barrier.wait()
        http.request("POST", "/drop-in/", body, headers)
        status = http.getresponse().status
        http.close()
        return status

    with ThreadPoolExecutor(len(forms)) as pool:
        return Counter(pool.map(send, forms))


@pytest.fixture
def worker() -> User:
    return staff(Role.PROJECT_WORKER)


@pytest.fixture
def desk(client: Client, worker: User) -> Client:
    client.force_login(worker)
    client.get("/drop-in/")  # gives the browser its token
    return client


def test_one_form_sent_eight_times_is_one_visit(live_server: Any, desk: Client, worker: User) -> None:
    household = family(authority=worker.authority)
    for turn in range(3):
        form = {
            "client_key": str(uuid4()),
            "who": f"h{household.pk}",
            "topics": ["debts", "forms"],
            "situation": 1 + turn,
            "next_step": "booked_visit",
            "booking_day": "+1v",
            "booking_time": f"1{turn}",
        }
        assert send_at_once(live_server.url, desk, [form] * TIMES) == {302: TIMES}
        assert Visit.objects.count() == Booking.objects.count() == turn + 1
    assert SituationRecord.objects.count() == 1  # a day's record is corrected
    assert AuditEvent.objects.filter(action="visit.logged").count() == 3
    assert verify_chains() == []


def test_one_form_sent_eight_times_is_one_new_household(live_server: Any, desk: Client) -> None:
    for turn, name in enumerate(("Haddad", "Osman", "Berg"), start=1):
        form = {"client_key": str(uuid4()), "who": "new", "new-given_name": "Samir", "new-family_name": name}
        assert send_at_once(live_server.url, desk, [form] * TIMES) == {302: TIMES}
        assert Household.objects.count() == Visit.objects.count() == turn


def test_eight_different_forms_are_eight_visits(live_server: Any, desk: Client, worker: User) -> None:
    """The control: what is not the same form is not taken for it. All of one household, so they wait."""
    household = family(authority=worker.authority)
    forms = [
        {"client_key": str(uuid4()), "who": f"h{household.pk}", "situation": 1 + number % 5}
        for number in range(TIMES)
    ]
    assert send_at_once(live_server.url, desk, forms) == {302: TIMES}
    assert Visit.objects.count() == TIMES
    assert Visit.objects.filter(is_first=True).count() == 1
    assert verify_chains() == []
