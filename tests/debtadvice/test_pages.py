"""The desk, the queue and a case's pages: right answers, kept input, one record for each click."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from core.clock import today
from core.models import AuditEvent, ReadEvent
from debtadvice.enums import AdviceKind, AppointmentState
from debtadvice.models import AdviceContact, Appointment, DebtCase, EarlierClosure
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdFactory
from tests.factories.debt import AdviceContactFactory, AppointmentFactory, DebtCaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser():
    return staff(Role.DEBT_ADVISER, unit=UnitFactory(), full_name="Lars Törnqvist")


@pytest.fixture
def client(client, adviser):
    client.force_login(adviser)
    return client


@pytest.fixture
def case(adviser):
    return DebtCaseFactory(
        authority=adviser.authority, given_name="Nadia", family_name="Öberg", opened_on=today()
    )


def _url(name, *args):
    return reverse(f"debtadvice:{name}", args=args)


def _names(response):
    return [row["case"].family_name for row in response.context["rows"]]


def _asked(adviser, name, days, **facts):
    return DebtCaseFactory(
        authority=adviser.authority,
        family_name=name,
        opened_on=today(),
        asked_on=today() - timedelta(days=days),
        **facts,
    )


def test_the_queue_is_sorted_by_priority_and_then_by_wait(client, adviser):
    _asked(adviser, "Sist", 3)
    _asked(adviser, "Länge", 40)
    _asked(adviser, "Barn", 1, has_children=True)
    _asked(adviser, "Vräkning", 0, risks_eviction=True)
    _asked(adviser, "Övertagande", 20, blocks_takeover=True)
    AdviceContactFactory(case=_asked(adviser, "Har träffats", 50, risks_eviction=True))
    response = client.get(_url("desk"))
    assert _names(response) == ["Vräkning", "Barn", "Övertagande", "Länge", "Sist"]
    assert (response.context["waiting"], response.context["at_risk"], response.context["longest"]) == (
        5,
        1,
        40,
    )
    assert "40 dagar" in response.content.decode()


def test_imported_history_stands_in_no_queue(client, adviser):
    DebtCaseFactory(authority=adviser.authority)
    assert _names(client.get(_url("desk"))) == []


@pytest.mark.parametrize(
    ("chosen", "names"),
    [("mina", ["Min"]), ("oppna", ["Annans", "Min"]), ("avslutade", ["Slut"]), ("finns-inte", [])],
)
def test_the_lists(client, adviser, chosen, names):
    DebtCaseFactory(authority=adviser.authority, family_name="Min", adviser=adviser)
    DebtCaseFactory(authority=adviser.authority, family_name="Annans")
    DebtCaseFactory(authority=adviser.authority, family_name="Slut", closed_on=today())
    DebtCaseFactory(family_name="Annan nämnds")
    assert _names(client.get(_url("desk"), {"visa": chosen})) == names


def test_the_desk_asks_the_same_number_of_questions_for_1_and_30_cases(client, adviser):
    def questions():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(_url("desk")).status_code == 200
        return len(queries)

    _asked(adviser, "Ett", 1)
    AppointmentFactory(case=_asked(adviser, "Två", 1), adviser=adviser, day=today())
    questions()
    one = questions()
    for number in range(30):
        AppointmentFactory(case=_asked(adviser, f"Nr {number}", number), adviser=adviser, day=today())
    assert questions() == one


def test_every_case_of_a_list_is_in_the_read_log(client, adviser):
    cases = [_asked(adviser, "A", 1), _asked(adviser, "B", 2)]
    client.get(_url("desk"))
    reads = ReadEvent.objects.filter(actor=adviser, page="debtadvice:desk", purpose="list")
    assert set(reads.values_list("subject_id", flat=True)) == {case.pk for case in cases}


def test_open_advice_is_logged_once_and_can_be_undone(client, adviser):
    data = {"minutes": "15", "has_housing_problem": "on", "client_key": str(uuid4())}
    for _click in range(2):
        assert client.post(_url("open_log"), data).status_code == 302
    contact = AdviceContact.objects.get()
    assert (contact.case, contact.minutes, contact.kind) == (None, 15, AdviceKind.OPEN_ADVICE)
    client.post(_url("open_undo", contact.pk))
    assert not AdviceContact.objects.kept().exists()


@pytest.mark.parametrize("minutes", ["", "0", "601", "femton"])
def test_open_advice_with_impossible_minutes_is_refused_and_kept(client, minutes):
    response = client.post(_url("open_log"), {"minutes": minutes, "client_key": str(uuid4())})
    assert response.status_code == 422
    assert not AdviceContact.objects.exists()


def _new(**changes):
    return {
        "entry": "open_advice",
        "given_name": "Nadia",
        "family_name": "Öberg",
        "identity_number": "",
        "phone": "070-123 45 67",
        "protected_identity": "none",
        "children": "2",
        "has_housing_problem": "on",
        "asked_on": "idag",
        "client_key": str(uuid4()),
        **changes,
    }


def test_a_case_is_opened_once_with_its_advice(client, adviser):
    data = _new(minutes="40", note="Vill ordna upp.", adviser=str(adviser.pk))
    for _click in range(2):
        response = client.post(_url("case_new"), data)
    case = DebtCase.objects.get()
    assert response.url == case.get_absolute_url()
    assert (case.has_children, case.phone, case.adviser) == (True, "+46701234567", adviser)
    assert case.case_number == f"S{today().year}-0001"
    contact = case.contacts.get()
    assert (contact.minutes, contact.note) == (40, "Vill ordna upp.")
    assert client.get(_url("case", case.pk)).status_code == 200


def test_a_case_needs_no_name(client):
    assert client.post(_url("case_new"), _new(given_name="", family_name="", phone="")).status_code == 302
    assert DebtCase.objects.get().client_name == "Har inte sagt sitt namn"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"identity_number": "19900101-1234"}, "identity_number"),
        ({"asked_on": "2099-01-01"}, "asked_on"),
        ({"protected_identity": "marked"}, "adviser"),
        ({"note": "Lång anteckning"}, "minutes"),
    ],
)
def test_a_new_case_that_cannot_be_is_refused_with_what_was_typed(client, changes, field):
    response = client.post(_url("case_new"), _new(**changes))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "Nadia" in response.content.decode()
    assert not DebtCase.objects.exists()


@pytest.mark.parametrize("term", ["öberg", "NADIA O", "19900101-2385", "S2026-0007"])
def test_a_case_is_found_by_name_and_number_and_the_term_stays_out_of_the_address(client, adviser, term):
    DebtCaseFactory(
        authority=adviser.authority,
        given_name="Nadia",
        family_name="Öberg",
        identity_number="199001012385",
        case_number="S2026-0007",
    )
    DebtCaseFactory(authority=adviser.authority, family_name="Annan", case_number="S2026-0008")
    response = client.post(_url("find"), {"q": term})
    assert _names(response) == ["Öberg"]


def test_facts_are_changed_and_a_second_editor_sees_both_texts(client, adviser, case):
    page = client.get(_url("facts", case.pk))
    version = page.context["form"].initial["version"]
    data = _new(phone="08-123 45", version=version)
    assert client.post(_url("facts", case.pk), data).status_code == 302
    case.refresh_from_db()
    assert (case.phone, case.children) == ("+46812345", 2)
    late = client.post(_url("facts", case.pk), _new(phone="08-999 99", version=version))
    assert late.status_code == 422
    assert [clash.theirs for clash in late.context["clashes"]] == ["+46812345"]
    assert DebtCase.objects.get().phone == "+46812345"


def test_a_case_is_closed_and_reopened_and_its_history_kept(client, adviser, case):
    data = {"closed_on": "idag", "close_reason": "finished", "outcome": "home_kept"}
    client.post(_url("close", case.pk), data)
    case.refresh_from_db()
    assert (case.closed_on, case.outcome) == (today(), "home_kept")
    client.post(_url("reopen", case.pk))
    case.refresh_from_db()
    assert (case.closed_on, case.outcome) == (None, "")
    closure = EarlierClosure.objects.get()
    assert (closure.closed_on, closure.reopened_on, closure.outcome) == (today(), today(), "home_kept")
    assert "Behöll bostaden" not in client.get(_url("desk")).content.decode()
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["debt_case.closed", "debt_case.reopened"]


def test_advice_is_logged_once_for_two_clicks(client, case):
    data = {"kind": "phone", "on_day": "idag", "minutes": "20", "note": "Ringde", "client_key": str(uuid4())}
    for _click in range(2):
        client.post(_url("contact", case.pk), data)
    assert case.contacts.get().minutes == 20


def test_a_meeting_is_booked_and_kept(client, adviser, case):
    case.asked_on = today() - timedelta(days=5)
    case.save()
    data = {"day": "idag", "starts_at": "10", "adviser": adviser.pk}
    assert client.post(_url("meeting", case.pk), data).status_code == 302
    assert client.post(_url("meeting", case.pk), data).status_code == 422  # the time is taken
    case.refresh_from_db()
    assert case.days_waited(today() + timedelta(days=90)) == 5
    meeting = Appointment.objects.get()
    settle = _url("meeting_settle", meeting.pk)
    assert client.post(settle, {"state": "came"}).status_code == 422
    assert client.post(settle, {"state": "came", "minutes": "60", "note": "Bra"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.state == AppointmentState.CAME
    assert case.contacts.get().kind == AdviceKind.MEETING
    assert client.post(settle, {"state": "no_show"}).status_code == 422


@pytest.mark.parametrize("day", ["igår", "2099-01-01"])
def test_a_meeting_is_not_booked_in_the_past_or_far_ahead(client, adviser, case, day):
    data = {"day": (today() - timedelta(days=1)).isoformat() if day == "igår" else day, "starts_at": "10"}
    assert client.post(_url("meeting", case.pk), {**data, "adviser": adviser.pk}).status_code == 422


def test_a_case_is_tied_to_a_household_by_its_number(client, adviser, case):
    household = HouseholdFactory(authority=adviser.authority, case_number="2026-0001")
    HouseholdFactory(authority=adviser.authority, case_number="2026-0002", protected_identity="marked")
    for number in ("2026-9999", "2026-0002"):
        response = client.post(_url("link", case.pk), {"case_number": number})
        assert response.status_code == 422
    client.post(_url("link", case.pk), {"case_number": "2026-0001"})
    case.refresh_from_db()
    assert case.household == household
    client.post(_url("link", case.pk), {"unlink": "1"})
    case.refresh_from_db()
    assert case.household is None
