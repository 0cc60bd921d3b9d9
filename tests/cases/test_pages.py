"""The household's pages: who reaches them, what is logged, what they cost, what two writers see."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.enums import Protection
from cases.models import Household, NamedAccess, Transfer
from core.audit import LogUnavailable
from core.clock import today
from core.models import AuditEvent, ReadEvent
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import (
    HouseholdUnitFactory,
    SituationRecordFactory,
    TransferFactory,
    family,
)

pytestmark = pytest.mark.django_db
OF_ONE = (
    "household_detail",
    "facts",
    "situation",
    "close",
    "reopen",
    "member_add",
    "split",
    "join",
    "responsible",
    "protection",
)


@pytest.fixture
def worker() -> User:
    return staff(Role.PROJECT_WORKER)


@pytest.fixture
def signed_in(client: Client, worker: User) -> Client:
    client.force_login(worker)
    return client


@pytest.fixture
def household(worker: User) -> Household:
    return family(
        date(2015, 3, 1),
        authority=worker.authority,
        family_name="Kanariefågel",
        project_worker=worker,
        opened_on=today() - timedelta(days=20),
    )


def url(name: str, *args: Any) -> str:
    return reverse(f"cases:{name}", args=args)


def reads() -> list[tuple[int | None, str, str]]:
    return list(ReadEvent.objects.order_by("sequence").values_list("household_id", "page", "purpose"))


@pytest.mark.parametrize("name", OF_ONE)
def test_page_of_one_household_is_logged_once(signed_in: Client, household: Household, name: str) -> None:
    answer = signed_in.get(url(name, household.pk))
    assert answer.status_code == 200
    assert "Kanariefågel" in answer.content.decode()
    assert reads() == [(household.pk, f"cases:{name}", "view")]


@pytest.mark.parametrize("name", OF_ONE)
def test_absent_other_boards_and_protected_answer_with_the_same_bytes(
    signed_in: Client, household: Household, name: str
) -> None:
    assert signed_in.get(url(name, household.pk)).status_code == 200
    elsewhere = family()
    protected = family(authority=household.authority, protected_identity=Protection.MARKED)
    answers = [signed_in.get(url(name, pk)) for pk in (elsewhere.pk, protected.pk, 999_999)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len(reads()) == 1


def test_no_log_no_page(signed_in: Client, household: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise LogUnavailable

    monkeypatch.setattr("cases.views.household.record_reads", fail)
    pages = (
        signed_in.get(url("household_detail", household.pk)),
        signed_in.get(url("household_list")),
        signed_in.post(url("search"), {"q": "kanarie"}),
        signed_in.post(url("search_results"), {"q": "kanarie"}),
    )
    for answer in pages:
        assert answer.status_code == 503
        assert "Kanarie" not in answer.content.decode()


def test_search_page_logs_what_it_shows_and_nothing_else(signed_in: Client, household: Household) -> None:
    family(authority=household.authority, family_name="Ek")
    assert signed_in.get(url("search")).status_code == 200
    assert reads() == []
    answer = signed_in.post(url("search"), {"q": "kanarie"})
    assert "Kanariefågel" in answer.content.decode()
    assert reads() == [(household.pk, "cases:search", "search")]
    assert "Ek " not in answer.content.decode()


def test_search_terms_are_not_taken_from_the_address(signed_in: Client, household: Household) -> None:
    answer = signed_in.get(url("search"), {"q": "kanarie"})
    assert "Kanariefågel" not in answer.content.decode()
    assert signed_in.get(url("search_results")).status_code == 405


def test_list_shows_mine_the_units_and_the_recent(signed_in: Client, household: Household) -> None:
    others = family(authority=household.authority, family_name="Ugglan")
    unit = UnitFactory(authority=household.authority)
    HouseholdUnitFactory(household=others, unit=unit)
    mine = signed_in.get(url("household_list")).content.decode()
    assert "Kanariefågel" in mine
    assert "Ugglan" not in mine
    assert "Ugglan" in signed_in.get(url("household_list"), {"visa": "nya"}).content.decode()
    assert "Ugglan" not in signed_in.get(url("household_list"), {"visa": "enhet"}).content.decode()
    closed = signed_in.get(url("household_list"), {"visa": "nya", "status": "avslutade"}).content.decode()
    assert "Ugglan" not in closed


def test_list_begins_with_the_recent_for_who_is_responsible_for_none(client: Client) -> None:
    worker = staff(Role.PROJECT_WORKER)
    family(authority=worker.authority, family_name="Ugglan")
    client.force_login(worker)
    assert "Ugglan" in client.get(url("household_list")).content.decode()
    assert "Ugglan" not in client.get(url("household_list"), {"visa": "mina"}).content.decode()


@pytest.mark.parametrize(
    "query", [{"page": "x"}, {"page": "0"}, {"page": "99999999999"}, {"medarbetare": "a"}, {"visa": "?"}]
)
def test_list_takes_any_query(signed_in: Client, query: dict[str, str]) -> None:
    assert signed_in.get(url("household_list"), query).status_code == 200


def queries_of(client: Client, address: str, data: dict[str, str] | None = None) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address) if data is None else client.post(address, data)
    assert answer.status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", ["household_list", "search"])
def test_lists_take_the_same_queries_for_one_and_three(
    signed_in: Client, household: Household, name: str
) -> None:
    data = {"q": "kanarie"} if name == "search" else None
    queries_of(signed_in, url(name), data)  # the first one also begins the log's chain and the session
    counts = []
    for _ in range(3):
        more = family(
            date(2016, 1, 1),
            authority=household.authority,
            family_name="Kanarieko",
            project_worker=household.project_worker,
        )
        HouseholdUnitFactory(household=more)
        SituationRecordFactory(household=more)
        counts.append(queries_of(signed_in, url(name), data))
    assert counts[0] == counts[1] == counts[2]


def test_household_page_takes_the_same_queries_whatever_it_holds(
    signed_in: Client, household: Household
) -> None:
    SituationRecordFactory(household=household, valid_from=date(2013, 1, 1))
    queries_of(signed_in, url("household_detail", household.pk))
    before = queries_of(signed_in, url("household_detail", household.pk))
    for day in range(2, 20):
        SituationRecordFactory(household=household, valid_from=date(2013, 1, day))
    assert queries_of(signed_in, url("household_detail", household.pk)) == before


def test_older_events_are_on_the_next_page(signed_in: Client, household: Household) -> None:
    for day in range(1, 31):
        SituationRecordFactory(household=household, valid_from=date(2013, 1, day))
    address = url("household_detail", household.pk)
    first = signed_in.get(address)
    page = first.context["page"]
    assert len(page.entries) == 25
    older = signed_in.get(address, {"till": page.until.isoformat(), "hoppa": page.skip})
    days = [entry.day for entry in [*page.entries, *older.context["page"].entries]]
    assert days == sorted(days, reverse=True)
    assert len(days) == 31  # thirty situations and the opening
    fragment = signed_in.get(address, {"till": "2013-01-05", "hoppa": "0"}, headers={"hx-request": "true"})
    assert "<html" not in fragment.content.decode()
    for bad in (
        {"till": "x"},
        {"till": "2013-01-05", "hoppa": "x"},
        {"till": "2013-01-05", "hoppa": "99999"},
    ):
        assert signed_in.get(address, bad).status_code == 404


NEW = {
    "do": "create",
    "applicant-given_name": "Amira",
    "applicant-family_name": "Lindgren",
    "others-TOTAL_FORMS": "1",
    "others-INITIAL_FORMS": "0",
    "others-0-given_name": "Sara",
    "others-0-family_name": "Lindgren",
    "others-0-role": "child",
    "others-0-born_on": "2020-02-29",
    "protected_identity": "none",
    "opened_on": "idag",
    "client_key": "6d1f1a52-8a8f-4b53-9a53-0f2b2f3c7a10",
}


def test_create_makes_one_household_however_often_it_is_sent(signed_in: Client) -> None:
    for _ in range(3):
        answer = signed_in.post(url("household_create"), {**NEW, "do": "create_anyway"})
        assert answer.status_code == 302
    household = Household.objects.get()
    assert household.label == "Lindgren Amira + 1 barn"
    assert answer.headers["Location"] == household.get_absolute_url()
    assert AuditEvent.objects.count() == 1


def test_create_out_of_ones_own_reach_leads_to_the_list(client: Client) -> None:
    client.force_login(staff(Role.CASEWORKER))
    answer = client.post(url("household_create"), NEW)
    assert Household.objects.count() == 1
    assert answer.headers["Location"] == url("household_list")


def test_create_asks_first_when_the_household_may_be_here(signed_in: Client, household: Household) -> None:
    asked = signed_in.post(url("household_create"), {**NEW, "applicant-family_name": "Kanariefågel"})
    assert asked.status_code == 200
    assert household.case_number in asked.content.decode()
    assert reads() == [(household.pk, "cases:household_create", "search")]
    assert Household.objects.count() == 1
    anyway = {**NEW, "applicant-family_name": "Kanariefågel", "do": "create_anyway"}
    assert signed_in.post(url("household_create"), anyway).status_code == 302
    assert Household.objects.count() == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"applicant-given_name": "", "applicant-family_name": ""},
        {"applicant-identity_number": "19880927-9809"},
        {"others-0-born_on": "31 februari"},
        {"opened_on": "2999-01-01"},
        {"opened_on": ""},
        {"situation": "9"},
        {"client_key": "x"},
        {"unit": "999999"},
    ],
)
def test_create_in_error_keeps_everything(signed_in: Client, changes: dict[str, str]) -> None:
    answer = signed_in.post(url("household_create"), {**NEW, **changes})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fel:" in page
    assert 'class="error-summary"' in page
    assert 'value="Sara"' in page
    assert not Household.objects.exists()


def test_create_rows_are_added_and_removed_without_losing_what_was_typed(signed_in: Client) -> None:
    page = signed_in.post(url("household_create"), {**NEW, "do": "add"}).content.decode()
    assert 'name="others-1-given_name"' in page
    assert 'value="Sara"' in page
    page = signed_in.post(url("household_create"), {**NEW, "do": "remove-0"}).content.decode()
    assert 'value="Sara"' not in page
    assert 'value="Amira"' in page
    for hostile in ("x", "-1", "99999999", ""):
        data = {**NEW, "do": "add", "others-TOTAL_FORMS": hostile}
        assert signed_in.post(url("household_create"), data).status_code == 200


def test_create_begins_with_what_was_searched_for(signed_in: Client) -> None:
    page = signed_in.post(
        url("household_create"), {"do": "start", "q": "amira öst lindgren"}
    ).content.decode()
    assert 'value="Amira Öst"' in page
    assert 'value="Lindgren"' in page
    number = signed_in.post(url("household_create"), {"do": "start", "q": "880927-9808"}).content.decode()
    assert 'value="880927-9808"' in number


def test_two_writers_second_one_sees_both_texts(signed_in: Client, household: Household) -> None:
    address = url("facts", household.pk)
    version = signed_in.get(address).context["form"]["version"].value()
    sent = {
        "interpreter_language": "dari",
        "opened_on": household.opened_on.isoformat(),
        "version": version,
    }
    assert signed_in.post(address, {**sent, "interpreter_language": "somaliska"}).status_code == 302
    second = signed_in.post(address, sent)
    page = second.content.decode()
    assert second.status_code == 200
    assert "somaliska" in page
    assert 'value="dari"' in page
    household.refresh_from_db()
    assert household.interpreter_language == "somaliska"
    # Having seen both, they send it again.
    again = {**sent, "version": second.context["form"]["version"].value()}
    assert signed_in.post(address, again).status_code == 302
    household.refresh_from_db()
    assert household.interpreter_language == "dari"


def test_split_is_checked_first(signed_in: Client, household: Household) -> None:
    child = household.members.get(role="child")
    sent = {"people": [child.pk], "on_day": "idag"}
    checked = signed_in.post(url("split", household.pk), {**sent, "do": "check"})
    assert checked.context["answers"]
    assert Household.objects.count() == 1
    done = signed_in.post(url("split", household.pk), {**sent, "do": "split"})
    assert done.status_code == 302
    assert Household.objects.count() == 2


def test_emergency_access_page(client: Client, household: Household) -> None:
    colleague = staff(Role.PROJECT_WORKER, unit=household.project_worker.memberships.get().unit)
    household.protected_identity = Protection.MARKED
    household.save()
    client.force_login(colleague)
    assert client.get(url("household_detail", household.pk)).status_code == 404
    reason = {"case_number": household.case_number, "reason": "Barnet behöver skydd i natt"}
    assert client.post(url("emergency_access"), reason).status_code == 302
    page = client.get(url("household_detail", household.pk)).content.decode()
    assert "nödåtkomst" in page
    NamedAccess.objects.update(first_day=today() - timedelta(days=9), last_day=today() - timedelta(days=1))
    assert client.get(url("household_detail", household.pk)).status_code == 404


def test_transfer_pages_are_for_the_two_boards(client: Client, household: Household) -> None:
    unit = household.project_worker.memberships.get().unit
    HouseholdUnitFactory(household=household, unit=unit)
    sender = staff(Role.UNIT_MANAGER, unit=unit)
    receiver = staff(Role.UNIT_MANAGER, unit=UnitFactory())
    stranger = staff(Role.UNIT_MANAGER, unit=UnitFactory())
    client.force_login(sender)
    sent = {
        "to_authority": receiver.authority_id,
        "legal_basis": "29 kap. 10 § SoL",
        "reason": "Flyttat",
        "people": [household.members.first().pk],
    }
    assert client.post(url("transfer_offer", household.pk), {**sent, "do": "check"}).context["answers"]
    assert client.post(url("transfer_offer", household.pk), {**sent, "do": "send"}).status_code == 302
    transfer = Transfer.objects.get()
    for user, status in ((sender, 404), (stranger, 404), (receiver, 200)):
        client.force_login(user)
        assert client.get(url("transfer_receive", transfer.pk)).status_code == status
    assert client.get(url("transfer_list")).status_code == 200
    assert client.post(url("transfer_withdraw", transfer.pk)).status_code == 404
    data = {"unit": receiver.memberships.get().unit_id}
    assert client.post(url("transfer_receive", transfer.pk), data).status_code == 302
    assert Household.objects.count() == 2


def test_transfer_list_shows_no_names_to_the_receiver(client: Client, household: Household) -> None:
    receiver = staff(Role.UNIT_MANAGER, unit=UnitFactory())
    TransferFactory(household=household, to_authority=receiver.authority, content={"people": [{}]})
    client.force_login(receiver)
    page = client.get(url("transfer_list")).content.decode()
    assert household.authority.name in page
    assert "Kanariefågel" not in page
    assert household.case_number not in page
