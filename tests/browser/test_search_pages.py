"""The pages of the housing search, the move, and of households that split, join or merge: clean by axe."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.enums import Role
from accounts.models import User
from cases.actions.leads import LeadInput, advance_lead, give_lead
from cases.actions.moves import move_in
from cases.enums import HomeContract
from cases.models import Household
from cases.search_enums import LeadStep
from core.clock import today
from tests.factories.accounts import staff
from tests.factories.cases import HouseholdUnitFactory, family
from tests.factories.search import (
    AfterMoveSurveyFactory,
    HousingQueueFactory,
    LandlordCheckFactory,
    LandlordContactFactory,
    LandlordFactory,
    PriorityApplicationFactory,
    QueueFeeFactory,
    VacancyFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
Clean = Callable[[Page], None]


class Search:
    """A household in the middle of its search, and one that has moved."""

    def __init__(self, worker: User) -> None:
        board = worker.authority
        self.worker = worker
        self.household = self._family(worker)
        self.queue = HousingQueueFactory(household=self.household, registered_on=date(2020, 2, 1))
        QueueFeeFactory(queue=self.queue, due_on=today() - timedelta(days=20))
        self.priority = PriorityApplicationFactory(household=self.household)
        self.landlord = LandlordFactory(authority=board, requires_own_income=True)
        LandlordContactFactory(landlord=self.landlord)
        LandlordCheckFactory(landlord=self.landlord)
        self.vacancy = VacancyFactory(authority=board, landlord=self.landlord, rooms=3, rent_sek=8200)
        self.lead = give_lead(household=self.household, home=LeadInput(vacancy=self.vacancy), by=worker)
        advance_lead(lead=self.lead, step=LeadStep.VIEWING, viewing_on=today() + timedelta(days=2), by=worker)
        self.moved = self._family(worker)
        self.home = move_in(
            household=self.moved,
            moved_in_on=today() - timedelta(days=20),
            contract=HomeContract.FIRST_HAND,
            municipality="Eskilstuna",
            address="Kungsgatan 4",
            landlord=self.landlord,
            by=worker,
        )
        AfterMoveSurveyFactory(
            home=self.home, asked_on=today(), satisfaction=4, good="Lugnt", lives_there=True
        )

    @staticmethod
    def _family(worker: User) -> Household:
        made = family(
            date(2015, 3, 1), authority=worker.authority, project_worker=worker, opened_on=date(2020, 1, 7)
        )
        HouseholdUnitFactory(household=made, unit=worker.memberships.get().unit)
        return made


@pytest.fixture
def search(page: Page, sign_in: Callable[[Page, Any], None]) -> Search:
    """The worker is signed in."""
    made = Search(staff(Role.PROJECT_WORKER, full_name="Maria Lindqvist"))
    sign_in(page, made.worker)
    return made


def test_lists_and_pages_of_the_search(see: Callable[..., None], search: Search) -> None:
    for name in ("search_queues", "lead_board", "lead_funnel", "vacancy_list", "home_list", "landlord_list"):
        see(f"cases:{name}")
    see("cases:search_household", search.household)
    see("cases:lead", search.lead)
    see("cases:vacancy", search.vacancy, query="?alla=1")
    see("cases:landlord", search.landlord)
    see("cases:home", search.home)


def test_forms_of_queues_landlords_and_homes_to_let(see_refused: Callable[..., None], search: Search) -> None:
    for name in ("landlord_new", "vacancy_new", "vacancy_paste"):
        see_refused(f"cases:{name}")
    see_refused("cases:queue_new", search.household)
    see_refused("cases:queue_change", search.queue)
    see_refused("cases:queue_end", search.queue)
    see_refused("cases:priority_new", search.household)
    see_refused("cases:priority_answer", search.priority)
    see_refused("cases:vacancy_end", search.vacancy)


def test_forms_of_leads_and_the_move(see_refused: Callable[..., None], search: Search) -> None:
    see_refused("cases:lead_new", search.household)
    for name in ("lead_step", "lead_viewing", "lead_back", "lead_end"):
        see_refused(f"cases:{name}", search.lead)
    see_refused("cases:home_new", search.household)
    see_refused("cases:home_change", search.home)
    see_refused("cases:home_survey", search.home)


def test_the_landlords_own_forms_stand_open_with_their_faults(
    page: Page, see: Callable[..., None], search: Search, assert_axe_clean: Clean
) -> None:
    see("cases:landlord", search.landlord)
    page.locator("summary", has_text="Anteckna en kontakt").click()
    page.get_by_role("button", name="Spara kontakten").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert_axe_clean(page)


def test_pasted_homes_are_shown_before_they_are_saved(
    page: Page, see: Callable[..., None], search: Search, assert_axe_clean: Clean
) -> None:
    see("cases:vacancy_paste")
    page.locator("textarea").fill(
        "Adress\tKommun\tHyra\nStorgatan 1\tVästerås\t7 900\nStorgatan 2\tStorstad\t1"
    )
    page.locator("main .form-actions .btn-primary").first.click()
    expect(page.get_by_role("rowheader", name="Storgatan 2")).to_be_visible()
    assert_axe_clean(page)


def test_households_that_split_join_and_merge(
    page: Page,
    see: Callable[..., None],
    see_refused: Callable[..., None],
    search: Search,
) -> None:
    see_refused("cases:split", search.household)
    see_refused("cases:join", search.household)
    see_refused("cases:merge", search.household)
