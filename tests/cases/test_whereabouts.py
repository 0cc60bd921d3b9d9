"""Where a household with protected identity lives, or is about to, leaks nowhere."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions import join_households, set_protection
from cases.actions.leads import LeadInput, advance_lead, end_lead, give_lead
from cases.actions.moves import move_in
from cases.enums import AccessKind, HomeContract, Protection
from cases.models import Household, Lead
from cases.search_duties import viewing_duties
from cases.search_enums import LeadReason, LeadStep
from cases.timeline import timeline_page
from cases.whereabouts import may_know_where
from core.clock import set_to
from core.models import AuditEvent, ReadEvent
from tests.factories.accounts import staff
from tests.factories.cases import HouseholdUnitFactory, NamedAccessFactory, family
from tests.factories.search import LandlordFactory, VacancyFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2013, 12, 9)
FOR_A_DAY = {"first_day": MONDAY, "last_day": MONDAY, "reason": "Akut i natt"}
STREET, TOWN, LANDLORD = "Kanariegatan 17", "Vimmerby", "Kanariefastigheter AB"


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER)


def household_of(worker: User, protection: str = Protection.MARKED) -> Household:
    made = family(
        date(2008, 1, 1),
        authority=worker.authority,
        project_worker=worker,
        protected_identity=protection,
    )
    HouseholdUnitFactory(household=made, unit=worker.memberships.get().unit)
    return made


@pytest.fixture
def household(worker: User) -> Household:
    return household_of(worker)


def lead_to(household: Household, worker: User) -> Lead:
    landlord = LandlordFactory(authority=worker.authority, name=LANDLORD)
    home = VacancyFactory(authority=worker.authority, address=STREET, municipality=TOWN, landlord=landlord)
    return give_lead(
        household=household, home=LeadInput(vacancy=home), by=worker, opened_on=date(2013, 12, 2)
    )


def signed(household: Household, worker: User) -> Lead:
    lead = lead_to(household, worker)
    advance_lead(lead=lead, step=LeadStep.CONTRACT_CHECKED, by=worker)
    adult = household.members.exclude(role="child").get()
    return advance_lead(lead=lead, step=LeadStep.SIGNED, signed_by=adult.person, by=worker)


def let_in_by_emergency(household: Household, worker: User) -> User:
    other = staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit)
    NamedAccessFactory(household=household, user=other, kind=AccessKind.BREAK_GLASS, **FOR_A_DAY)
    return other


def pages_of(household: Household, lead: Lead) -> list[str]:
    return [
        household.get_absolute_url(),
        reverse("cases:search_household", args=[household.pk]),
        lead.get_absolute_url(),
        reverse("cases:lead_board") + "?vems=alla",
        reverse("cases:my_week"),
        reverse("cases:home_list") + "?vems=alla",
        reverse("cases:case_review"),
        reverse("cases:lead_step", args=[lead.pk]),
        reverse("cases:lead_end", args=[lead.pk]),
        reverse("cases:lead_viewing", args=[lead.pk]),
        reverse("cases:household_list"),
    ]


@pytest.mark.parametrize("protection", [Protection.NONE, Protection.MARKED])
def test_whoever_is_let_in_by_an_emergency_sees_no_address(
    client: Client, worker: User, protection: str
) -> None:
    household = household_of(worker, protection)
    lead = lead_to(household, worker)
    advance_lead(lead=lead, step=LeadStep.VIEWING, viewing_on=MONDAY, by=worker)
    other = let_in_by_emergency(household, worker)
    Lead.objects.update(assigned_to=other)
    client.force_login(other)
    seen = ""
    for address in pages_of(household, lead):
        answer = client.get(address)
        assert answer.status_code == 200, address
        seen += answer.content.decode().partition('<select name="vacancy"')[0]
    is_open = protection == Protection.NONE
    assert (STREET in seen, TOWN in seen, LANDLORD in seen) == (is_open, is_open, is_open)
    assert "Bostadstips" in seen


def test_the_leads_own_page_tells_those_who_are_named(
    client: Client, household: Household, worker: User
) -> None:
    lead = lead_to(household, worker)
    client.force_login(worker)
    body = client.get(lead.get_absolute_url()).content.decode()
    assert STREET in body
    assert TOWN in body
    for address in pages_of(household, lead):
        if address != lead.get_absolute_url():
            body = client.get(address).content.decode()
            assert STREET not in body, address


def test_no_title_and_no_message_holds_an_address(client: Client, worker: User) -> None:
    household = household_of(worker, Protection.NONE)
    lead = lead_to(household, worker)
    client.force_login(worker)
    for address in pages_of(household, lead):
        body = client.get(address).content.decode()
        assert STREET not in body[body.index("<title>") : body.index("</title>")], address
    answer = client.post(
        reverse("cases:lead_end", args=[lead.pk]),
        {"outcome": "gone", "ended_on": "idag"},
        follow=True,
    )
    shown = [str(message) for message in answer.context["messages"]]
    assert shown
    assert not any(STREET in words for words in shown)


def test_what_is_passed_on_of_a_protected_household(household: Household, worker: User) -> None:
    lead = lead_to(household, worker)
    advance_lead(lead=lead, step=LeadStep.VIEWING, viewing_on=MONDAY, by=worker)
    (duty,) = viewing_duties(worker, assigned_to_ids=[worker.pk], until=MONDAY, limit=5)
    assert duty.note == "Bostadstips 2013-12-02"
    end_lead(lead=lead, outcome="declined", reason=LeadReason.PLACE, by=worker)
    entries = timeline_page(household, worker, until=None, skip=0).entries
    words = " ".join(f"{entry.title} {entry.body}" for entry in entries)
    assert "Bostadstips 2013-12-02" in words
    assert STREET not in words
    assert TOWN not in words
    logged = str(list(AuditEvent.objects.values_list("details", flat=True)))
    assert AuditEvent.objects.get(action="lead.given").details == {"vacancy": None}
    assert STREET not in logged + str(list(ReadEvent.objects.values())) + str(lead)


def test_the_move_forgets_which_home_it_was(household: Household, worker: User) -> None:
    lead = signed(household, worker)
    move_in(
        household=household,
        by=worker,
        moved_in_on=MONDAY,
        contract=HomeContract.FIRST_HAND,
        municipality=TOWN,
        lead=lead,
    )
    lead.refresh_from_db()
    assert (lead.title, lead.vacancy) == ("", None)
    assert lead.label == "Bostadstips 2013-12-02"
    entries = timeline_page(household, worker, until=None, skip=0).entries
    assert not any(TOWN in str(entry.body) for entry in entries)


def test_protection_that_comes_later_forgets_what_was_written(worker: User) -> None:
    household = household_of(worker, Protection.NONE)
    lead = signed(household, worker)
    home = move_in(
        household=household,
        by=worker,
        moved_in_on=MONDAY,
        contract=HomeContract.FIRST_HAND,
        municipality=TOWN,
        address=STREET,
        lead=lead,
    )
    lead.refresh_from_db()
    assert lead.title == STREET
    set_protection(household=household, protection=Protection.MARKED, by=worker)
    lead.refresh_from_db()
    home.refresh_from_db()
    assert (lead.title, lead.vacancy, home.address) == ("", None, "")


def test_an_open_case_that_joins_a_protected_one_forgets_too(household: Household, worker: User) -> None:
    other = household_of(worker, Protection.NONE)
    home = move_in(
        household=other,
        by=worker,
        moved_in_on=MONDAY,
        contract=HomeContract.LODGER,
        municipality=TOWN,
        address=STREET,
    )
    join_households(source=other, target=household, on_day=MONDAY, by=worker)
    home.refresh_from_db()
    assert home.address == ""


def test_who_may_know(household: Household, worker: User) -> None:
    other = let_in_by_emergency(household, worker)
    named = staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit)
    NamedAccessFactory(household=household, user=named, kind=AccessKind.NAMED, first_day=MONDAY)
    assert [may_know_where(one, household) for one in (worker, named, other)] == [True, True, False]
    assert may_know_where(other, household_of(worker, Protection.NONE))
