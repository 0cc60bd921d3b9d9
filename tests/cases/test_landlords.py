"""Landlords: added, changed, contacted, checked; and their pages."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions import landlords as actions
from cases.errors import ActionRefused
from cases.models import Landlord, LandlordCheck, LandlordContact
from cases.search_enums import CheckResult, CheckSource, LandlordContactKind
from core.clock import set_to
from core.models import AuditEvent
from tests.factories.accounts import staff
from tests.factories.search import LandlordCheckFactory, LandlordFactory, VacancyFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2013, 12, 9)
LIST = reverse("cases:landlord_list")


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER)


@pytest.fixture
def landlord(worker: User) -> Landlord:
    return LandlordFactory(authority=worker.authority)


def add(worker: User, **facts: Any) -> Landlord:
    assert worker.authority is not None
    given = {"name": "Bostads AB Mimer", "municipality": "Västerås"} | facts
    return actions.add_landlord(authority=worker.authority, by=worker, **given)


def events(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


def test_a_landlord_is_added_once_in_a_municipality(worker: User) -> None:
    made = add(worker, name="  Bostads  AB Mimer ", requires_own_income=True)
    assert (made.name, made.requires_own_income, made.accepts_income_support) == (
        "Bostads AB Mimer",
        True,
        None,
    )
    with pytest.raises(ActionRefused) as refused:
        add(worker, name="BOSTADS AB MIMER")
    assert refused.value.field == "name"
    add(worker, municipality="Köping")
    assert events("landlord.added") == 2


def test_another_boards_list_is_refused(worker: User, landlord: Landlord) -> None:
    stranger = staff(Role.PROJECT_WORKER)
    for act in (
        lambda: actions.add_landlord(authority=landlord.authority, name="Annan", by=stranger),
        lambda: actions.change_landlord(landlord=landlord, by=stranger, note="x"),
    ):
        with pytest.raises(ActionRefused):
            act()
    with pytest.raises(TypeError):
        add(worker, colour="red")


def test_changing_tells_which_fields(worker: User, landlord: Landlord) -> None:
    actions.change_landlord(landlord=landlord, by=worker, note="Ny", income_times_rent=Decimal(3))
    assert AuditEvent.objects.get(action="landlord.changed").details == {
        "fields": ["income_times_rent", "note"]
    }
    actions.change_landlord(landlord=landlord, by=worker, note="Ny")
    assert events("landlord.changed") == 1
    other = add(worker)
    with pytest.raises(ActionRefused):
        actions.change_landlord(
            landlord=landlord, by=worker, name=other.name, municipality=other.municipality
        )


def test_contacts_and_checks_are_made_once_for_a_key(worker: User, landlord: Landlord) -> None:
    key, other = uuid4(), uuid4()
    for _ in range(2):
        actions.log_landlord_contact(
            landlord=landlord,
            on_day=MONDAY,
            kind=LandlordContactKind.PHONE,
            note=" Ringde ",
            by=worker,
            client_key=key,
        )
        actions.check_landlord(
            landlord=landlord,
            checked_on=MONDAY,
            source=CheckSource.HEM_HYRA,
            result=CheckResult.NOTHING,
            by=worker,
            client_key=other,
        )
    assert LandlordContact.objects.get().note == "Ringde"
    assert LandlordCheck.objects.get().checked_by == worker
    assert (events("landlord.contacted"), events("landlord.checked")) == (1, 1)


def test_days_ahead_and_empty_contacts_are_refused(worker: User, landlord: Landlord) -> None:
    contact: dict[str, Any] = {"landlord": landlord, "kind": LandlordContactKind.PHONE, "by": worker}
    with pytest.raises(ActionRefused):
        actions.log_landlord_contact(on_day=MONDAY, note=" ", client_key=uuid4(), **contact)
    with pytest.raises(ActionRefused):
        actions.log_landlord_contact(on_day=date(2013, 12, 10), note="x", client_key=uuid4(), **contact)
    with pytest.raises(ActionRefused):
        actions.check_landlord(
            landlord=landlord,
            checked_on=date(2013, 12, 10),
            source=CheckSource.OTHER,
            result=CheckResult.DOUBTS,
            by=worker,
            client_key=uuid4(),
        )
    assert not LandlordContact.objects.exists()
    assert not LandlordCheck.objects.exists()


def test_the_list_filters_and_pages(page: Client, worker: User, landlord: Landlord) -> None:
    accepting = LandlordFactory(
        authority=worker.authority, municipality="Köping", accepts_income_support=True
    )
    retired = LandlordFactory(authority=worker.authority, is_active=False)
    LandlordFactory()
    LandlordCheckFactory(landlord=landlord, checked_on=date(2013, 5, 1))
    LandlordCheckFactory(landlord=landlord, checked_on=date(2013, 6, 1))
    VacancyFactory(landlord=landlord, authority=worker.authority)

    def shown(query: str = "") -> set[int]:
        return {row.pk for row in page.get(LIST + query).context["page"]}

    assert shown() == {landlord.pk, accepting.pk}
    assert shown("?visa=bistand") == shown("?kommun=Köping") == {accepting.pk}
    assert shown("?visa=alla") == {landlord.pk, accepting.pk, retired.pk}
    row = next(row for row in page.get(LIST).context["page"] if row.pk == landlord.pk)
    assert (row.checked_on, row.open_homes) == (date(2013, 6, 1), 1)


def test_the_list_costs_the_same_for_one_and_thirty(page: Client, worker: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert page.get(LIST).status_code == 200
        return len(queries)

    LandlordFactory(authority=worker.authority)
    one = cost()
    for _ in range(29):
        LandlordFactory(authority=worker.authority)
    assert cost() == one
    assert page.get(LIST + "?page=2").context["page"].number == 2


def test_pages_of_a_landlord(page: Client, worker: User) -> None:
    sent = {"name": "Hem i Köping", "municipality": "köping kommun", "is_active": "on"}
    assert page.get(reverse("cases:landlord_new")).status_code == 200
    answer = page.post(reverse("cases:landlord_new"), sent | {"accepts_income_support": "yes"})
    row = Landlord.objects.get()
    assert answer.url == row.get_absolute_url()
    assert (row.municipality, row.accepts_income_support, row.requires_references) == ("Köping", True, None)
    assert page.post(reverse("cases:landlord_new"), sent).status_code == 422
    check = {
        "checked_on": "idag",
        "source": "hem_hyra",
        "result": "nothing",
        "note": "Sökt på namnet",
        "client_key": str(uuid4()),
    }
    address = reverse("cases:landlord_check", args=[row.pk])
    assert page.post(address, check | {"checked_on": "2019-01-01"}).status_code == 422
    page.post(address, check)
    contact = {"on_day": "igår", "kind": "phone", "note": "Två lediga", "client_key": str(uuid4())}
    page.post(reverse("cases:landlord_contact", args=[row.pk]), contact)
    assert page.post(reverse("cases:landlord_contact", args=[row.pk]), {}).status_code == 422
    body = page.get(row.get_absolute_url()).content.decode()
    assert "Sökt på namnet" in body
    assert "Två lediga" in body


def test_a_second_writer_sees_what_the_first_one_saved(page: Client, landlord: Landlord) -> None:
    address = reverse("cases:landlord_change", args=[landlord.pk])
    form = page.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    assert page.post(address, sent | {"note": "Den enas"}).status_code == 302
    answer = page.post(address, sent | {"note": "Den andras"})
    assert answer.status_code == 422
    assert "Den enas" in answer.content.decode()
