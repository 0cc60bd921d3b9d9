"""The assessment's page: who sees what, what is kept, what two writers see."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions import save_assessment
from cases.enums import HousingNow
from cases.models import Assessment, Household, SensitiveAssessment
from cases.timeline import timeline_page
from core.clock import today
from core.models import Draft, ReadEvent
from tests.factories.accounts import staff
from tests.factories.casework import facts, sensitive_facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client: Client, worker: User) -> Client:
    client.force_login(worker)
    return client


def url(name: str, household: Household) -> str:
    return reverse(f"cases:{name}", args=[household.pk])


def body(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def test_nothing_but_a_name_is_fine(signed_in: Client, household: Household) -> None:
    assert "Inget är sparat ännu" in body(signed_in.get(url("assessment", household)))
    answer = signed_in.post(url("assessment", household), {"version": "0"})
    assert answer.status_code == 302
    assert Assessment.objects.get().rent_arrears is None


def test_what_is_saved_is_shown_and_logged(signed_in: Client, household: Household) -> None:
    until = today() + timedelta(days=20)
    sent = {
        "version": "0",
        "housing_now": "short_contract",
        "housing_until": until.isoformat(),
        "rent_arrears": "no",
        "rent_arrears_sek": "1 234,50",
        "causes": ["eviction", "separation"],
        "substance_abuse": "past",
    }
    assert signed_in.post(url("assessment", household), sent).status_code == 302
    row = Assessment.objects.get()
    assert (row.rent_arrears, str(row.rent_arrears_sek), row.housing_until) == (False, "1234.50", until)
    assert SensitiveAssessment.objects.get().causes == ["eviction", "separation"]
    page = body(signed_in.get(url("assessment", household)))
    assert "pekar på situation 4" in page
    assert "Version 1" in page
    assert ReadEvent.objects.filter(household_id=household.pk, page="cases:assessment").count() == 1


def test_the_proposed_situation_is_decided_by_a_person(signed_in: Client, household: Household) -> None:
    signed_in.post(url("assessment", household), {"version": "0", "housing_now": "emergency"})
    assert not household.situations.exists()
    signed_in.post(url("situation", household), {"situation": "1", "valid_from": today().isoformat()})
    assert household.situations.get().situation == 1
    assert "har beslutats" in body(signed_in.get(url("assessment", household)))


def test_causes_are_hidden_from_who_is_not_named(client: Client, household: Household, worker: User) -> None:
    save_assessment(
        household=household,
        facts=facts(rent_arrears=True),
        sensitive=sensitive_facts(sensitive_note="Kanariekänsligt", causes=["eviction"]),
        seen_version=0,
        by=worker,
    )
    client.force_login(worker)
    assert "Kanariekänsligt" in body(client.get(url("assessment", household)))
    assert "Kanariekänsligt" in body(client.get(url("assessment_history", household)))
    other = staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit)
    client.force_login(other)
    for name in ("assessment", "assessment_history", "household_detail"):
        page = body(client.get(url(name, household)))
        assert "Kanariekänsligt" not in page
        assert "Vräkning" not in page
    client.post(
        url("assessment", household), {"version": "1", "rent_arrears": "no", "causes": ["separation"]}
    )
    assert SensitiveAssessment.objects.get().causes == ["eviction"]
    assert Assessment.objects.get().rent_arrears is False


def test_draft_is_kept_comes_back_and_is_dropped_on_saving(signed_in: Client, household: Household) -> None:
    kept = {"version": "0", "network_note": "En syster", "causes": ["eviction"], "password": "x"}
    assert signed_in.post(url("assessment_draft", household), kept).status_code == 204
    assert set(Draft.objects.get().payload) == {"version", "network_note", "causes"}
    page = body(signed_in.get(url("assessment", household)))
    assert "En syster" in page
    assert "har kommit tillbaka" in page
    assert not Assessment.objects.exists()
    signed_in.post(url("assessment", household), {"version": "0", "network_note": "En syster"})
    assert not Draft.objects.exists()


def test_draft_can_be_thrown_away_and_has_a_limit(signed_in: Client, household: Household) -> None:
    signed_in.post(url("assessment_draft", household), {"network_note": "En syster"})
    assert signed_in.post(url("assessment_draft_drop", household)).status_code == 302
    assert not Draft.objects.exists()
    too_long = {"network_note": "x" * 100_001}
    assert signed_in.post(url("assessment_draft", household), too_long).status_code == 413


def test_the_second_writer_sees_both_texts_and_can_go_on(
    signed_in: Client, household: Household, worker: User
) -> None:
    save_assessment(household=household, facts=facts(), seen_version=0, by=worker)
    save_assessment(
        household=household,
        facts=facts(network_note="Deras text", rent_arrears=True),
        seen_version=1,
        by=worker,
    )
    answer = signed_in.post(url("assessment", household), {"version": "1", "network_note": "Min text"})
    assert answer.status_code == 422
    page = body(answer)
    assert "Deras text" in page
    assert "Min text" in page
    assert Assessment.objects.get().network_note == "Deras text"
    form = answer.context["form"]
    assert form.data["version"] == "2"
    assert form.data["rent_arrears"] == "yes"
    assert signed_in.post(url("assessment", household), form.data.dict()).status_code == 302
    row = Assessment.objects.get()
    assert (row.network_note, row.rent_arrears, row.version) == ("Min text", True, 3)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("housing_until", "i förrgår kanske", "datum"),
        ("income_sek", "mycket", "siffror"),
        ("housing_now", "castle", "listan"),
        ("moves_last_year", "-1", "0 eller mer"),
    ],
)
def test_what_cannot_be_read_is_said_and_kept(
    signed_in: Client, household: Household, field: str, typed: str, words: str
) -> None:
    answer = signed_in.post(
        url("assessment", household), {"version": "0", field: typed, "network_note": "Kvar"}
    )
    assert answer.status_code == 422
    page = body(answer)
    assert words in page
    assert "Kvar" in page
    assert "<title>Fel:" in page
    assert not Assessment.objects.exists()


def test_history_says_what_changed_and_costs_the_same_for_many(
    signed_in: Client, household: Household, worker: User
) -> None:
    def versions(first: int, last: int) -> int:
        for number in range(first, last):
            save_assessment(
                household=household,
                facts=facts(network_note=f"Text {number}", housing_now=HousingNow.EMERGENCY),
                seen_version=number,
                by=worker,
            )
        with CaptureQueriesContext(connection) as queries:
            assert signed_in.get(url("assessment_history", household)).status_code == 200
        return len(queries)

    versions(0, 1)  # the first page read also begins the reader's log
    assert versions(1, 2) == versions(2, 30)
    page = body(signed_in.get(url("assessment_history", household)))
    assert "Text 28" in page
    assert "Hotell, vandrarhem eller jourboende" in page


def test_timeline_tells_of_each_version_in_one_query(household: Household, worker: User) -> None:
    for number in range(3):
        save_assessment(
            household=household, facts=facts(network_note=str(number)), seen_version=number, by=worker
        )
    page = timeline_page(household, worker)
    titles = [entry.title for entry in page.entries if entry.source == "cases.assessment"]
    assert titles == ["Kartläggningen ändrad", "Kartläggningen ändrad", "Kartläggningen gjord"]
    reader = staff(Role.FLAT_COORDINATOR, unit=worker.memberships.get().unit)
    assert all(entry.source != "cases.assessment" for entry in timeline_page(household, reader).entries)
