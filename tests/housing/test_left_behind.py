"""Before households become one: what goes on in housing stays, and the page says what to do about it."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions.joining import plan_join
from cases.enums import Protection, TransferState
from cases.models import FollowUp, Household
from core.clock import set_to
from housing.enums import ApplicationState
from housing.left_behind import left_behind
from tests.factories.accounts import staff
from tests.factories.cases import FollowUpFactory, HouseholdUnitFactory, TransferFactory, family
from tests.factories.casework import WorkPlanFactory
from tests.factories.events import PlacementFactory, TenancyFactory
from tests.factories.housing import ApplicationFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2013, 12, 9)


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER)


def ours(worker: User) -> Household:
    made = family(date(2008, 1, 1), authority=worker.authority, project_worker=worker)
    HouseholdUnitFactory(household=made, unit=worker.memberships.get().unit)
    return made


@pytest.fixture
def source(worker: User) -> Household:
    return ours(worker)


@pytest.fixture
def target(worker: User) -> Household:
    return ours(worker)


@pytest.fixture
def page(client: Client, worker: User) -> Client:
    client.force_login(worker)
    return client


def give_all(household: Household) -> None:
    facts = {"household": household, "authority": household.authority}
    ApplicationFactory(**facts, state=ApplicationState.SUBMITTED)
    ApplicationFactory(**facts, state=ApplicationState.WITHDRAWN)
    PlacementFactory(**facts, first_night=date(2013, 11, 1), last_night=None)
    PlacementFactory(**facts, first_night=date(2013, 9, 1), last_night=date(2013, 10, 31))
    TenancyFactory(**facts, first_night=date(2013, 12, 1), last_night=None)
    TenancyFactory(**facts, first_night=date(2013, 1, 1), last_night=date(2013, 12, 8))


def test_only_what_goes_on_is_named(source: Household, worker: User) -> None:
    assert left_behind(source, worker) == []
    give_all(source)
    rows = left_behind(source, worker)
    assert [row.model for row in rows] == ["housing.application", "housing.placement", "housing.tenancy"]
    assert all(row.title and row.advice and row.url for row in rows)
    assert left_behind(source, staff(Role.DEBT_ADVISER, unit=worker.memberships.get().unit)) == []


def test_no_address_of_a_flat_is_named(source: Household, worker: User) -> None:
    source.protected_identity = Protection.MARKED
    source.save()
    tenancy = TenancyFactory(household=source, authority=source.authority, flat__address="Kanariegatan 17")
    (row,) = left_behind(source, worker)
    assert row.object_id == tenancy.pk
    assert "Kanariegatan" not in f"{row.title} {row.advice}"


def test_the_check_before_joining_says_what_stays_and_what_comes(
    page: Client, source: Household, target: Household
) -> None:
    give_all(source)
    TransferFactory(household=source, from_authority=source.authority, state=TransferState.OFFERED)
    FollowUpFactory(household=source, due_on=date(2013, 12, 12))
    WorkPlanFactory(household=source)
    WorkPlanFactory(household=target)
    address = reverse("cases:join", args=[target.pk])
    sent = {"case_number": source.case_number, "on_day": "2013-12-09"}
    body = page.post(address, sent).content.decode()
    assert "Det här pågår, och följer inte med" in body
    for words in (
        "Ansökan till Borådet",
        "Placering från 2013-11-01",
        "Hyresförhållande från 2013-12-01",
        "Uppföljningar: 1",
        "Arbetsplaner: 1",
    ):
        assert words in body
    assert FollowUp.objects.get().household == source  # the check writes nothing
    source.refresh_from_db()
    assert source.closed_on is None


def test_a_refusal_comes_at_the_check(page: Client, source: Household, target: Household) -> None:
    sent = {"case_number": source.case_number, "on_day": "2000-01-01"}
    answer = page.post(reverse("cases:join", args=[target.pk]), sent)
    assert answer.status_code == 422
    assert "on_day" in answer.context["form"].errors


def test_the_plan_is_what_joining_does(worker: User, source: Household, target: Household) -> None:
    follow_up = FollowUpFactory(household=source, due_on=date(2013, 12, 12))
    carried = plan_join(source=source, target=target, on_day=MONDAY, by=worker)
    assert [(link.model, link.pk) for link in carried.moved] == [("cases.followup", follow_up.pk)]
    assert carried.stayed == ()


def test_the_merge_names_only_what_can_not_move(page: Client, source: Household, target: Household) -> None:
    ApplicationFactory(household=source, authority=source.authority, state=ApplicationState.SUBMITTED)
    address, sent = reverse("cases:merge", args=[target.pk]), {"case_number": source.case_number}
    body = page.post(address, sent | {"do": "check"}).content.decode()
    assert "Det här pågår" not in body
    ApplicationFactory(household=target, authority=source.authority, state=ApplicationState.SUBMITTED)
    body = page.post(address, sent | {"do": "check"}).content.decode()
    assert "Ansökan till Borådet" in body


def test_a_page_without_anything_says_nothing(page: Client, source: Household, target: Household) -> None:
    sent = {"case_number": source.case_number, "on_day": "2013-12-09"}
    body = page.post(reverse("cases:join", args=[target.pk]), sent).content.decode()
    assert source.case_number in body
    assert "Det här pågår" not in body
