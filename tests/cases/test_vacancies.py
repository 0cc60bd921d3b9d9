"""Vacant homes: entered, pasted, ended; and the pages that show whom they may suit."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions import vacancies as actions
from cases.actions.vacancies import VacancyInput
from cases.errors import ActionRefused
from cases.forms.vacancies import read_pasted
from cases.models import Landlord, Lead, Vacancy
from cases.search_enums import VacancyEnd
from core.clock import set_to
from core.models import AuditEvent, ReadEvent
from tests.factories.accounts import staff
from tests.factories.cases import family
from tests.factories.casework import AssessmentFactory
from tests.factories.search import LandlordFactory, VacancyFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2013, 12, 9)
LIST = reverse("cases:vacancy_list")
PASTE = reverse("cases:vacancy_paste")
HOME = VacancyInput("Storgatan 1", "Västerås", Decimal(3), 70, Decimal(6500))


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER)


def add(worker: User, *rows: VacancyInput) -> list[Vacancy]:
    assert worker.authority is not None
    return actions.add_vacancies(authority=worker.authority, rows=rows, by=worker)


def events(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


def test_the_same_rows_again_make_no_doubles(worker: User) -> None:
    other = VacancyInput("Storgatan 1", "Västerås", rent_sek=Decimal(7000))
    assert (
        len(add(worker, HOME, other, VacancyInput("storgatan  1", "Västerås", rent_sek=Decimal(6500)))) == 2
    )
    assert add(worker, HOME, other) == []
    assert events("vacancy.added") == 2
    actions.end_vacancy(vacancy=Vacancy.objects.first(), reason=VacancyEnd.TAKEN, ended_on=MONDAY, by=worker)
    assert len(add(worker, HOME)) == 1  # to let again, another time


def test_a_named_landlord_is_found_or_added(worker: User) -> None:
    mimer = LandlordFactory(authority=worker.authority, name="Mimer", municipality="Västerås")
    elsewhere = LandlordFactory(authority=worker.authority, name="Hembo", municipality="Köping")
    LandlordFactory(name="Ny Hyresvärd")  # another board's
    made = add(
        worker,
        VacancyInput("A 1", "Västerås", landlord_name="MIMER"),
        VacancyInput("B 1", "Västerås", landlord_name="Hembo"),
        VacancyInput("C 1", "Västerås", landlord_name="Ny Hyresvärd"),
        VacancyInput("D 1", "Västerås"),
    )
    new = Landlord.objects.get(authority=worker.authority, name="Ny Hyresvärd")
    assert [row.landlord for row in made] == [mimer, elsewhere, new, None]
    assert new.municipality == "Västerås"


def test_all_or_nothing(worker: User) -> None:
    foreign = VacancyInput("B 1", "Västerås", landlord=LandlordFactory())
    with pytest.raises(ActionRefused) as refused:
        add(worker, HOME, foreign)
    assert refused.value.field == "landlord"
    assert (Vacancy.objects.count(), events("vacancy.added")) == (0, 0)
    with pytest.raises(ActionRefused):
        actions.add_vacancies(
            authority=worker.authority,  # type: ignore[arg-type]
            rows=[HOME],
            by=worker,
            found_on=date(2013, 12, 10),
        )


def test_changed_ended_and_reopened(worker: User) -> None:
    (home,) = add(worker, HOME)
    changed = VacancyInput("Storgatan 1", "Västerås", Decimal(3), 70, Decimal(6600))
    for _ in range(2):
        actions.change_vacancy(vacancy=home, facts=changed, by=worker)
    assert AuditEvent.objects.get(action="vacancy.changed").details == {"fields": ["rent_sek"]}
    for bad in (date(2013, 12, 10), date(2013, 12, 8)):
        with pytest.raises(ActionRefused):
            actions.end_vacancy(vacancy=home, reason=VacancyEnd.TAKEN, ended_on=bad, by=worker)
    for _ in range(2):
        actions.end_vacancy(vacancy=home, reason=VacancyEnd.TAKEN, ended_on=MONDAY, by=worker)
    with pytest.raises(ActionRefused):
        actions.change_vacancy(vacancy=home, facts=HOME, by=worker)
    for _ in range(2):
        row = actions.reopen_vacancy(vacancy=home, by=worker)
    assert row.ended_on is None
    assert (events("vacancy.ended"), events("vacancy.reopened")) == (1, 1)
    with pytest.raises(ActionRefused):
        actions.reopen_vacancy(vacancy=home, by=staff(Role.PROJECT_WORKER))


def test_rows_are_read_by_place_or_by_heading(worker: User) -> None:
    plain = "Storgatan 1\tvästerås\t3 rok\t70\t6 500\t2014-01-01\t15/12\tMimer"
    (row,) = read_pasted(plain, "agency")
    assert row.home == VacancyInput(
        "Storgatan 1",
        "Västerås",
        Decimal(3),
        70,
        Decimal("6500.00"),
        date(2014, 1, 1),
        date(2013, 12, 15),
        landlord_name="Mimer",
        source="agency",
    )
    headed = "Kommun;Hyra;Okänd;Adress\nKöping;5 000 kr;x;Ringvägen 2\n;;;\n\nKöping;gratis;x;Ringvägen 3"
    first, second = read_pasted(headed, "internet")
    assert first.home is not None
    assert (first.number, first.home.address, first.home.rent_sek) == (2, "Ringvägen 2", Decimal(5000))
    assert (second.number, second.home) == (5, None)
    assert any("hyra" in fault for fault in second.faults)
    assert read_pasted("\n ; ;\n", "internet") == []


@pytest.mark.parametrize("text", ['"', "=1+1;<script>;\x0b;;;;", "a\tb" * 400, ";" * 5000])
def test_hostile_rows_are_faults_and_nothing_else(worker: User, page: Client, text: str) -> None:
    assert page.post(PASTE, {"rows": text, "source": "internet", "do": "save"}).status_code in (200, 422)
    assert not Vacancy.objects.exists()


def test_pasting_shows_first_and_saves_what_is_right(page: Client, worker: User) -> None:
    VacancyFactory(authority=worker.authority, address="Gamla vägen 1", municipality="Köping", rent_sek=4000)
    sent = {
        "rows": "Gamla vägen 1;Köping;2;;4000\nNya vägen 2;Köping;2;;4500\nFel vägen 3;Storstad;2;;4500",
        "source": "landlord",
    }
    shown = page.post(PASTE, sent | {"do": "check"})
    assert (shown.context["fresh"], shown.context["faulty"]) == (1, 1)
    assert "Finns redan" in shown.content.decode()
    assert Vacancy.objects.count() == 1
    for _ in range(2):
        page.post(PASTE, sent | {"do": "save"})
    assert Vacancy.objects.get(address="Nya vägen 2").source == "landlord"
    assert Vacancy.objects.count() == 2
    assert page.post(PASTE, {"rows": " \n", "source": "landlord"}).status_code == 422
    assert page.post(PASTE, {"rows": "a\n" * 201, "source": "landlord"}).status_code == 422


def test_entering_and_changing_one(page: Client, worker: User) -> None:
    landlord = LandlordFactory(authority=worker.authority)
    address = reverse("cases:vacancy_new")
    assert page.get(f"{address}?hyresvard={landlord.pk}").context["form"]["landlord"].value() == str(
        landlord.pk
    )
    sent = {
        "landlord": landlord.pk,
        "address": "Nygatan 4",
        "municipality": "Köping",
        "rooms": "2,5",
        "rent_sek": "5 100",
        "source": "landlord",
    }
    page.post(address, sent)
    home = Vacancy.objects.get()
    assert (home.rooms, home.landlord) == (Decimal("2.5"), landlord)
    assert page.post(address, sent).status_code == 422
    change = reverse("cases:vacancy_change", args=[home.pk])
    version = page.get(change).context["form"]["version"].value()
    assert page.post(change, sent | {"rooms": "3", "version": version}).status_code == 302
    assert page.post(change, sent | {"rooms": "4", "version": version}).status_code == 422
    page.post(reverse("cases:vacancy_end", args=[home.pk]), {"reason": "taken", "ended_on": "idag"})
    assert page.get(home.get_absolute_url()).context["page"].object_list == []
    page.post(reverse("cases:vacancy_reopen", args=[home.pk]))
    home.refresh_from_db()
    assert (home.rooms, home.ended_on) == (Decimal(3), None)


def test_the_list_and_its_filters(page: Client, worker: User) -> None:
    here = VacancyFactory(authority=worker.authority, municipality="Köping")
    there = VacancyFactory(authority=worker.authority, municipality="Sala")
    over = VacancyFactory(
        authority=worker.authority, ended_on=date(2013, 12, 1), end_reason=VacancyEnd.EXPIRED
    )
    VacancyFactory()

    def shown(query: str = "") -> set[int]:
        return {row.pk for row in page.get(LIST + query).context["page"]}

    assert shown() == {here.pk, there.pk}
    assert shown("?kommun=Sala") == {there.pk}
    assert shown("?visa=avslutade") == {over.pk}


def queries(page: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert page.get(address).status_code == 200
    return len(found)


def test_lists_cost_the_same_for_one_and_thirty(page: Client, worker: User) -> None:
    home = VacancyFactory(authority=worker.authority)
    family(authority=worker.authority)
    page.get(home.get_absolute_url())
    one = queries(page, LIST), queries(page, home.get_absolute_url())
    for _ in range(29):
        VacancyFactory(authority=worker.authority)
        AssessmentFactory(household=family(authority=worker.authority))
    assert (queries(page, LIST), queries(page, home.get_absolute_url())) == one


def test_whom_a_home_may_suit(page: Client, worker: User) -> None:
    home = VacancyFactory(authority=worker.authority, municipality="Stockholm", rooms=1, rent_sek=4000)
    alone = family(authority=worker.authority)
    AssessmentFactory(
        household=alone,
        rent_arrears=False,
        has_default_record=False,
        has_own_income=True,
        has_references=True,
        income_sek=20_000,
    )
    unknown = family(authority=worker.authority)
    many = family(date(2008, 1, 1), date(2009, 1, 1), authority=worker.authority)
    closed = family(authority=worker.authority, closed_on=MONDAY)
    foreign = family()
    shown = page.get(home.get_absolute_url()).context["page"]
    assert [match.household for match in shown] == [alone, unknown]
    everybody = page.get(home.get_absolute_url() + "?alla=1").context["page"]
    assert [match.household for match in everybody] == [alone, unknown, many]
    logged = set(ReadEvent.objects.values_list("household_id", flat=True))
    assert logged == {alone.pk, unknown.pk, many.pk}
    assert closed.pk not in logged
    assert foreign.pk not in logged


def test_who_has_the_details_already_is_not_given_them_again(page: Client, worker: User) -> None:
    (home,) = add(worker, HOME)
    household = family(date(2008, 1, 1), authority=worker.authority, project_worker=worker)
    give = reverse("cases:lead_give", args=[household.pk, home.pk])
    own, address = reverse("cases:search_household", args=[household.pk]), home.get_absolute_url()
    assert give in page.get(address).content.decode()
    assert give in page.get(own).content.decode()
    page.post(give)
    lead = Lead.objects.get()
    body = page.get(address).content.decode()
    assert give not in body
    assert lead.get_absolute_url() in body
    assert give not in page.get(own).content.decode()
    lead.outcome, lead.ended_on = "mistake", MONDAY
    lead.save()
    assert give in page.get(address).content.decode()
    assert give in page.get(own).content.decode()


def test_a_household_sees_the_homes_that_may_suit_it(page: Client, worker: User) -> None:
    household = family(authority=worker.authority)
    fits = VacancyFactory(authority=worker.authority, municipality="Stockholm", rooms=2)
    VacancyFactory()
    answer = page.get(reverse("cases:search_household", args=[household.pk]))
    assert [match.vacancy for match in answer.context["homes"]] == [fits]


def test_who_has_no_households_sees_homes_only(client: Client, worker: User) -> None:
    home = VacancyFactory(authority=worker.authority)
    family(authority=worker.authority)
    coordinator = staff(Role.FLAT_COORDINATOR, unit=worker.memberships.get().unit)
    client.force_login(coordinator)
    answer: Any = client.get(home.get_absolute_url())
    assert answer.status_code == 200
    assert list(answer.context["page"]) == []
