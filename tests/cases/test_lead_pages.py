"""The pages of leads: the board, a household's own, one of them, the funnel."""

from collections.abc import Iterator
from datetime import date, datetime
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
from cases.models import Household, Lead
from cases.search_enums import LeadStep
from core.clock import set_to
from core.models import ReadEvent
from tests.factories.accounts import staff
from tests.factories.cases import family
from tests.factories.search import LeadFactory, VacancyFactory

pytestmark = pytest.mark.django_db
BOARD = reverse("cases:lead_board")


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER)


@pytest.fixture
def household(worker: User) -> Household:
    return family(date(2008, 1, 1), authority=worker.authority, project_worker=worker)


def url(name: str, *rows: Any) -> str:
    return reverse(f"cases:{name}", args=[row.pk for row in rows])


def test_details_of_a_home_are_given_with_one_press(page: Client, worker: User, household: Household) -> None:
    home = VacancyFactory(authority=worker.authority, municipality="Stockholm")
    shown = page.get(home.get_absolute_url()).content.decode()
    assert url("lead_give", household, home) in shown
    for _ in range(2):
        assert page.post(url("lead_give", household, home)).url == url("search_household", household)
    lead = Lead.objects.get()
    assert lead.title in page.get(household.get_absolute_url()).content.decode()


def test_the_next_step_is_one_press_and_a_second_press_does_nothing(
    page: Client, household: Household
) -> None:
    lead = LeadFactory(household=household)
    for _ in range(2):
        page.post(url("lead_next", lead), {"steg": "contacted"}, headers={"HX-Request": "true"})
    lead.refresh_from_db()
    assert lead.step == LeadStep.CONTACTED
    page.post(url("lead_next", lead), {"steg": "viewing"})  # a viewing needs its day
    lead.refresh_from_db()
    assert lead.step == LeadStep.CONTACTED
    answer = page.post(url("lead_next", lead) + "?plats=tavla", {}, headers={"HX-Request": "true"})
    assert 'id="board"' in answer.content.decode()


def test_every_form_of_a_lead(page: Client, household: Household) -> None:
    new = url("lead_new", household)
    key = page.get(new).context["form"]["client_key"].value()
    sent = {"title": "Storgatan 3", "opened_on": "igår", "client_key": key}
    assert page.post(new, sent | {"title": ""}).status_code == 422
    for _ in range(2):
        assert page.post(new, sent).status_code == 302
    lead = Lead.objects.get()
    step = url("lead_step", lead)
    assert page.post(step, {"step": "viewing", "on_day": "idag"}).status_code == 422
    page.post(step, {"step": "viewing", "on_day": "idag", "viewing_on": "+2d", "viewing_at": "17.30"})
    page.post(url("lead_viewing", lead), {"viewing_on": "idag"})
    page.post(url("lead_viewed", lead))
    page.post(step, {"step": "contract_checked", "on_day": "idag"})
    assert page.post(step, {"step": "signed", "on_day": "idag"}).status_code == 422
    signer = household.members.get(role="applicant").person
    page.post(step, {"step": "signed", "on_day": "idag", "signed_by": signer.pk})
    lead.refresh_from_db()
    assert (lead.outcome, lead.viewed_on) == ("signed", date(2013, 12, 9))
    assert page.post(url("lead_back", lead), {"reason": ""}).status_code == 422
    page.post(url("lead_back", lead), {"reason": "Fel"})
    assert page.post(url("lead_end", lead), {"outcome": "declined", "ended_on": "idag"}).status_code == 422
    answer = page.post(
        url("lead_end", lead), {"outcome": "declined", "reason": "rent", "ended_on": "idag"}, follow=True
    )
    assert url("lead_reopen", lead) in answer.content.decode()
    body = page.get(url("lead", lead)).content.decode()
    assert "Hyran är för hög" in body
    page.post(url("lead_reopen", lead))
    lead.refresh_from_db()
    assert lead.is_open


def test_the_board_holds_mine_everybodys_or_one_workers(
    page: Client, worker: User, household: Household
) -> None:
    mine = LeadFactory(household=household, step=LeadStep.OFFERED)
    colleague = staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit)
    theirs = LeadFactory(household=household, assigned_to=colleague)
    LeadFactory(household=household, outcome="gone", ended_on=date(2013, 12, 1))
    LeadFactory(household=family(authority=worker.authority, closed_on=date(2013, 12, 1)))
    LeadFactory()

    def shown(query: str = "") -> dict[str, list[Lead]]:
        columns = page.get(BOARD + query).context["columns"]
        return {str(column["step"]): [card.lead for card in column["cards"]] for column in columns}

    assert shown()["offered"] == [mine]
    assert shown()["details_given"] == []
    assert shown("?vems=alla")["details_given"] == [theirs]
    assert shown(f"?vems={colleague.pk}")["offered"] == []
    assert set(ReadEvent.objects.values_list("household_id", flat=True)) == {household.pk}


def test_the_board_and_the_funnel_cost_the_same_for_one_and_thirty(page: Client, worker: User) -> None:
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert page.get(address).status_code == 200
        return len(queries)

    def add() -> None:
        LeadFactory(household=family(authority=worker.authority, project_worker=worker))

    add()
    cost(BOARD)
    one = cost(BOARD), cost(reverse("cases:lead_funnel"))
    for _ in range(29):
        add()
    assert (cost(BOARD), cost(reverse("cases:lead_funnel"))) == one


def test_the_funnel_page_shows_twelve_months(page: Client, household: Household) -> None:
    page.post(url("lead_new", household), {"title": "Ring", "opened_on": "idag", "client_key": str(uuid4())})
    context = page.get(reverse("cases:lead_funnel")).context
    assert [row["month"] for row in context["rows"]][:2] == ["2013-12", "2013-11"]
    assert len(context["rows"]) == 12
    assert context["rows"][0]["counts"][0] == context["totals"][0]["count"] == 1
    assert context["totals"][0]["percent"] == 100


def test_the_timeline_tells_of_the_lead(page: Client, household: Household) -> None:
    page.post(url("lead_new", household), {"title": "Ring", "opened_on": "idag", "client_key": str(uuid4())})
    lead = Lead.objects.get()
    page.post(url("lead_end", lead), {"outcome": "gone", "ended_on": "idag"})
    titles = [str(entry.title) for entry in page.get(household.get_absolute_url()).context["page"].entries]
    assert "Uppgifter lämnade" in titles
    assert "Bostaden är inte längre ledig" in titles
