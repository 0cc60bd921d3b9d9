"""Silent cases: one definition for warning, list and mail; dated limits; nobody is told who cannot act."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions.silence import set_silence_limits
from cases.digest import counts_for
from cases.enums import HOUSED, HomeContract
from cases.errors import ActionRefused
from cases.models import DigestSent, Household, SilenceLimit
from cases.silence import limits_on, silent_among
from cases.tasks import send_digests
from core.clock import set_to
from core.models import AuditEvent, Job, ReadEvent
from tests.factories.accounts import staff
from tests.factories.cases import (
    FollowUpFactory,
    HomeFactory,
    HouseholdUnitFactory,
    SituationRecordFactory,
    family,
)
from tests.factories.casework import JournalNoteFactory
from tests.factories.events import BookingFactory
from tests.factories.rota import SilenceLimitFactory

pytestmark = pytest.mark.django_db
DAY = date(2013, 12, 9)


@pytest.fixture(autouse=True)
def monday(settings: Any) -> Iterator[None]:
    settings.NO_CONTACT_DAYS = 30
    with set_to(datetime(2013, 12, 9, 8, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield


@pytest.fixture
def worker() -> User:
    return staff(Role.PROJECT_WORKER, full_name="Maria Lindqvist", email="maria@example.se")


def opened(worker: User, days_ago: int, **fields: Any) -> Household:
    fields = {"project_worker": worker, "authority": worker.authority} | fields
    return family(opened_on=DAY - timedelta(days=days_ago), **fields)


def silent(worker: User) -> list[int]:
    rows = Household.objects.visible_to(worker, "household.change")
    return [one.household.pk for one in silent_among(rows, worker.authority_id or 0, DAY)]


@pytest.mark.parametrize(("days", "is_silent"), [(30, False), (31, True)])
def test_silent_when_more_days_than_the_limit_have_passed(worker: User, days: int, is_silent: bool) -> None:
    household = opened(worker, days)
    assert (silent(worker) == [household.pk]) is is_silent


@pytest.mark.parametrize(("days", "is_silent"), [(30, False), (31, True)])
def test_days_are_counted_from_the_latest_contact(worker: User, days: int, is_silent: bool) -> None:
    household = opened(worker, 300)
    JournalNoteFactory(household=household, happened_on=DAY - timedelta(days=200))
    JournalNoteFactory(household=household, happened_on=DAY - timedelta(days=days))
    JournalNoteFactory(household=household, happened_on=DAY, kind="consultation")
    assert (silent(worker) == [household.pk]) is is_silent


def test_each_situation_has_its_own_limit_and_nought_turns_it_off(worker: User) -> None:
    acute, housed, unknown = (opened(worker, 20) for _ in range(3))
    SituationRecordFactory(household=acute, situation=1)
    SituationRecordFactory(household=housed, situation=3)
    set_silence_limits(days={1: 14, 3: 0, 0: 7}, valid_from=DAY, by=worker)
    assert set(silent(worker)) == {acute.pk, unknown.pk}


def test_in_a_home_of_its_own_it_has_a_limit_of_its_own(client: Client, worker: User) -> None:
    housed, again = (opened(worker, 200) for _ in range(2))
    for household in (housed, again):
        SituationRecordFactory(household=household, situation=1, valid_from=household.opened_on)
        HomeFactory(household=household, moved_in_on=DAY - timedelta(days=100))
    SituationRecordFactory(household=again, situation=1, valid_from=DAY - timedelta(days=50))
    assert silent(worker) == [again.pk]
    address, words = reverse("cases:household_detail", args=[housed.pk]), "Ingen kontakt sedan"
    client.force_login(worker)
    assert words not in client.get(address).content.decode()
    assert words in client.get(reverse("cases:household_detail", args=[again.pk])).content.decode()
    set_silence_limits(days={HOUSED: 180}, valid_from=DAY, by=worker)
    assert set(silent(worker)) == {housed.pk, again.pk}
    assert words in client.get(address).content.decode()
    assert "Eget hem" in client.get(reverse("cases:silent_list")).content.decode()


def test_a_move_ahead_and_housing_that_is_no_home_of_ones_own_change_nothing(worker: User) -> None:
    ahead, supported = (opened(worker, 200) for _ in range(2))
    HomeFactory(household=ahead, moved_in_on=DAY + timedelta(days=1))
    HomeFactory(household=supported, moved_in_on=DAY, contract=HomeContract.SUPPORTED_HOUSING)
    assert set(silent(worker)) == {ahead.pk, supported.pk}


def test_limits_hold_from_their_day_on(worker: User) -> None:
    SilenceLimitFactory(authority=worker.authority, days=14, valid_from=date(2013, 1, 1))
    SilenceLimitFactory(authority=worker.authority, days=7, valid_from=DAY)
    board = worker.authority_id or 0
    assert limits_on(board, DAY - timedelta(days=1))[1] == 14
    assert limits_on(board, DAY) == {0: 30, 1: 7, 2: 30, 3: 30, 4: 30, 5: 30, 6: 0}


def test_setting_what_holds_already_writes_nothing(worker: User) -> None:
    assert set_silence_limits(days={1: 30, 2: 10}, valid_from=DAY, by=worker) == 1
    assert set_silence_limits(days={2: 10}, valid_from=DAY, by=worker) == 0
    assert SilenceLimit.objects.count() == AuditEvent.objects.filter(action="silence.set").count() == 1


@pytest.mark.parametrize(("days", "ahead"), [({1: 14}, -1), ({9: 14}, 0), ({1: 367}, 0), ({1: -1}, 0)])
def test_setting_is_refused(worker: User, days: dict[int, int], ahead: int) -> None:
    with pytest.raises(ActionRefused):
        set_silence_limits(days=days, valid_from=DAY + timedelta(days=ahead), by=worker)
    assert not SilenceLimit.objects.exists()


def test_closed_ones_are_left_out_and_booked_ones_come_last(worker: User) -> None:
    opened(worker, 400, closed_on=DAY)
    booked, other = opened(worker, 300), opened(worker, 40)
    BookingFactory(household=booked, day=DAY + timedelta(days=3), booked_by=worker)
    assert silent(worker) == [other.pk, booked.pk]


def test_the_page_warns_by_the_same_limit_and_only_who_can_act(client: Client, worker: User) -> None:
    household = opened(worker, 20)
    address = reverse("cases:household_detail", args=[household.pk])
    client.force_login(worker)
    words = "Ingen kontakt sedan ärendet öppnades"
    assert words not in client.get(address).content.decode()
    set_silence_limits(days={0: 7}, valid_from=DAY, by=worker)
    assert words in client.get(address).content.decode()
    coordinator = staff(Role.FLAT_COORDINATOR, unit=worker.memberships.get().unit)
    Household.objects.filter(pk=household.pk).update(caseworker=coordinator)
    client.force_login(coordinator)
    seen = client.get(address)
    assert words not in seen.content.decode()


def test_the_worklist_is_mine_or_my_units(client: Client, worker: User) -> None:
    unit = worker.memberships.get().unit
    mine = opened(worker, 40)
    colleague = staff(Role.PROJECT_WORKER, unit=unit)
    theirs = opened(colleague, 50, authority=worker.authority)
    for household in (mine, theirs):
        HouseholdUnitFactory(household=household, unit=unit)
    client.force_login(worker)
    page = client.get(reverse("cases:silent_list"))
    assert [one.household.pk for one in page.context["silent"]] == [mine.pk]
    unit_page = client.get(reverse("cases:silent_list") + "?visa=enhet")
    assert [one.household.pk for one in unit_page.context["silent"]] == [theirs.pk, mine.pk]
    assert ReadEvent.objects.filter(page="cases:silent_list", household_id=theirs.pk).count() == 1


def test_the_worklist_costs_the_same_for_1_and_for_300(client: Client, worker: User) -> None:
    def cost() -> int:
        client.get(reverse("cases:silent_list"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("cases:silent_list")).status_code == 200
        # SQLite takes the rows of the read log in several inserts.
        asked = [query["sql"] for query in queries.captured_queries]
        return sum(not sql.startswith(("SAVEPOINT", "RELEASE", "INSERT")) for sql in asked)

    client.force_login(worker)
    opened(worker, 40)
    one = cost()
    for _ in range(299):
        opened(worker, 40)
    assert cost() == one


def test_the_days_are_set_on_the_page(client: Client, worker: User) -> None:
    client.force_login(staff(Role.UNIT_MANAGER, unit=worker.memberships.get().unit))
    page = reverse("cases:silence_limits")
    sent = {f"days_{number}": "30" for number in range(7)} | {"valid_from": "idag", "days_1": "14"}
    assert client.post(page, sent | {"days_2": "många"}).status_code == 422
    assert client.post(page, sent).status_code == 302
    assert limits_on(worker.authority_id or 0, DAY)[1] == 14
    assert "14 dagar" in client.get(page).content.decode()


def test_the_weekly_mail_holds_numbers_and_links_only(
    worker: User, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.SITE_URL = "https://hemvag.example"
    household = opened(worker, 40, family_name="Kanariesson")
    FollowUpFactory(household=household, planned_on=DAY - timedelta(days=3), note="Kanarieanteckning")
    FollowUpFactory(household=household, planned_on=DAY + timedelta(days=2), kind="after_board")
    counts = counts_for(worker, DAY)
    assert (counts.overdue, counts.this_week, counts.silent) == (1, 1, 1)
    with django_capture_on_commit_callbacks(execute=True):
        assert send_digests() == 1
    (sent,) = mail.outbox
    assert sent.to == ["maria@example.se"]
    assert "1 sak är försenad" in sent.body
    assert "https://hemvag.example/hushall/min-vecka/" in sent.body
    everything = sent.subject + sent.body
    assert not [word for word in ("Kanarie", "Amira", household.case_number) if word in everything]
    assert Job.objects.get().params == {"user": worker.pk}


def test_the_weekly_mail_goes_once_a_week(worker: User, django_capture_on_commit_callbacks: Any) -> None:
    opened(worker, 40)
    with django_capture_on_commit_callbacks(execute=True):
        assert send_digests() == 1
    for days in (1, 4):
        with set_to(datetime(2013, 12, 9 + days, 8, tzinfo=ZoneInfo("Europe/Stockholm"))):
            assert send_digests() == 0
    with set_to(datetime(2013, 12, 16, 8, tzinfo=ZoneInfo("Europe/Stockholm"))):
        assert send_digests() == 1
    assert DigestSent.objects.count() == 2
    assert len(mail.outbox) == 1


def test_no_mail_where_nothing_waits_where_nobody_works_and_where_it_is_off(
    worker: User, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    staff(Role.DEBT_ADVISER, email="lars@example.se")
    with django_capture_on_commit_callbacks(execute=True):
        assert send_digests() == 1
    assert mail.outbox == []
    settings.WEEKLY_DIGEST = False
    DigestSent.objects.all().delete()
    assert send_digests() == 0
