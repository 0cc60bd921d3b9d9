"""Leads beside a home of one's own: ended with one press, and opened again when the move never was."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions.follow_ups import reopen_follow_up
from cases.actions.home_leads import end_leads_beside, ended_for, open_beside, reopen_leads
from cases.actions.home_withdrawals import withdraw_home
from cases.actions.leads import LeadInput, end_lead, give_lead
from cases.actions.moves import move_in, origin_of
from cases.duties import follow_up_duties
from cases.enums import FollowUpKind, FollowUpState, HomeContract
from cases.errors import ActionRefused
from cases.lead_funnel import funnel_by_month
from cases.models import FollowUp, Home, Household, Lead
from cases.search_enums import LeadOutcome, LeadReason, LeadStep
from core.clock import set_to
from core.models import AuditEvent
from core.periods import Period
from tests.factories.accounts import staff
from tests.factories.cases import FollowUpFactory, HomeFactory, SituationRecordFactory, family
from tests.factories.search import LeadEventFactory, LeadFactory, VacancyFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2013, 12, 9)


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER)


@pytest.fixture
def household(worker: User) -> Household:
    return family(
        date(2008, 1, 1), authority=worker.authority, project_worker=worker, opened_on=date(2013, 1, 7)
    )


def moved(household: Household, by: User, contract: str = HomeContract.FIRST_HAND) -> Home:
    return move_in(
        household=household,
        moved_in_on=MONDAY,
        contract=HomeContract(contract),
        municipality="Västerås",
        by=by,
    )


def tried_for(household: Household, by: User, *titles: str) -> list[Lead]:
    return [give_lead(household=household, home=LeadInput(title=title), by=by) for title in titles]


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(ActionRefused) as caught:
        act()
    return str(caught.value.message)


def signed(household: Household, day: date, **facts: Any) -> Lead:
    signer = household.members.get(role="applicant").person
    given = {"step": LeadStep.SIGNED, "outcome": LeadOutcome.SIGNED, "ended_on": day, "opened_on": day}
    lead = LeadFactory(household=household, signed_by=signer, **(given | facts))
    LeadEventFactory(lead=lead, on_day=day)
    LeadEventFactory(lead=lead, step=LeadStep.SIGNED, on_day=day)
    return lead


def test_open_leads_end_with_the_reason_and_stay_in_the_funnel(household: Household, worker: User) -> None:
    tried_for(household, worker, "Storgatan 1", "Lillgatan 2")
    home = moved(household, worker)
    before = funnel_by_month(Period(date(2013, 12, 1), MONDAY), None)
    assert [end_leads_beside(home=home, by=worker) for _ in range(2)] == [2, 0]
    ended = household.leads.values_list("outcome", "reason", "ended_on")
    assert set(ended) == {(LeadOutcome.DECLINED, LeadReason.OTHER_HOME, MONDAY)}
    assert funnel_by_month(Period(date(2013, 12, 1), MONDAY), None) == before
    assert before["2013-12"]["details_given"] == 2
    assert AuditEvent.objects.filter(action="lead.ended").count() == 2


def test_what_is_no_home_of_their_own_asks_nothing(household: Household, worker: User) -> None:
    tried_for(household, worker, "Storgatan 1")
    assert list(open_beside(moved(household, worker, HomeContract.SHORT_TERM))) == []
    assert open_beside(moved(household, worker, HomeContract.SECOND_HAND)).count() == 1


def test_nobody_else_ends_them(household: Household, worker: User) -> None:
    tried_for(household, worker, "Storgatan 1")
    home = moved(household, worker)
    refused(lambda: end_leads_beside(home=home, by=staff(Role.PROJECT_WORKER)))
    assert household.leads.get().is_open


def test_a_withdrawn_move_opens_them_again_and_no_others(household: Household, worker: User) -> None:
    first, second, said_no = tried_for(household, worker, "Storgatan 1", "Lillgatan 2", "Torget 3")
    end_lead(lead=said_no, outcome=LeadOutcome.DECLINED, reason=LeadReason.RENT, by=worker)
    home = moved(household, worker)
    end_leads_beside(home=home, by=worker)
    assert list(ended_for(home)) == []  # the move stands
    assert reopen_leads(home=home, by=worker) == 0
    gone = withdraw_home(home=home, reason="Fel hushåll", by=worker)
    refused(lambda: end_leads_beside(home=gone, by=worker))
    assert list(ended_for(gone)) == [first, second]
    assert [reopen_leads(home=gone, by=worker) for _ in range(2)] == [2, 0]
    assert set(household.leads.filter(outcome="")) == {first, second}


def test_of_two_to_the_same_home_one_goes_on_and_with_another_home_none(
    household: Household, worker: User
) -> None:
    vacancy = VacancyFactory(authority=worker.authority)
    facts = {"outcome": LeadOutcome.DECLINED, "reason": LeadReason.OTHER_HOME, "ended_on": MONDAY}
    for _ in range(2):
        LeadFactory(household=household, vacancy=vacancy, opened_on=date(2013, 11, 4), **facts)
    gone = withdraw_home(home=moved(household, worker), reason="Fel", by=worker)
    other = HomeFactory(household=household, moved_in_on=date(2013, 12, 1))
    assert reopen_leads(home=gone, by=worker) == 0
    withdraw_home(home=other, reason="Fel", by=worker)
    assert reopen_leads(home=gone, by=worker) == 1


def test_the_page_of_the_move_asks_once(client: Client, household: Household, worker: User) -> None:
    client.force_login(worker)
    tried_for(household, worker, "Storgatan 1", "Lillgatan 2")
    home = moved(household, worker)
    page, act = reverse("cases:home", args=[home.pk]), reverse("cases:home_leads", args=[home.pk])
    body = client.get(page).content.decode()
    assert "Storgatan 1" in body
    assert "Avsluta alla: har hittat en annan bostad" in body
    client.post(act, {"do": "?"})
    assert household.leads.filter(outcome="").count() == 2
    assert "2 bostadstips är avslutade." in client.post(act, {"do": "end"}, follow=True).content.decode()
    body = client.post(act, {"do": "end"}, follow=True).content.decode()  # pressed twice
    assert "Avsluta alla" not in body
    withdraw_home(home=home, reason="Fel hushåll", by=worker)
    assert "Ta upp alla igen" in client.get(page).content.decode()
    assert (
        "2 bostadstips är upptagna igen." in client.post(act, {"do": "reopen"}, follow=True).content.decode()
    )
    assert "har tagits tillbaka" in client.post(act, {"do": "end"}, follow=True).content.decode()


def test_who_has_a_lease_of_its_own_is_suggested_for_no_home(worker: User, household: Household) -> None:
    def seek() -> bool:
        return Household.objects.seeking().filter(pk=household.pk).exists()

    assert seek()
    lease = signed(household, date(2013, 12, 2))
    assert not seek()
    Lead.objects.filter(pk=lease.pk).update(opened_on=date(2012, 12, 1), ended_on=date(2012, 12, 9))
    assert seek()  # a year has passed: something else has happened to it
    home = HomeFactory(household=household, moved_in_on=date(2013, 11, 1), contract=HomeContract.SECOND_HAND)
    assert seek()  # who sublets may seek on
    Home.objects.filter(pk=home.pk).update(contract=HomeContract.FIRST_HAND)
    assert not seek()
    SituationRecordFactory(household=household, situation=1, valid_from=date(2013, 12, 5))
    assert seek()  # homeless again
    Household.objects.filter(pk=household.pk).update(closed_on=MONDAY)
    assert not seek()


def test_pages_suggest_for_those_who_seek(client: Client, household: Household, worker: User) -> None:
    client.force_login(worker)
    vacancy = VacancyFactory(authority=worker.authority)
    home = reverse("cases:vacancy", args=[vacancy.pk])
    search = reverse("cases:search_household", args=[household.pk])
    assert household.case_number in client.get(home + "?alla=1").content.decode()
    HomeFactory(household=household, moved_in_on=date(2013, 11, 1))
    assert household.case_number not in client.get(home + "?alla=1").content.decode()
    assert client.get(search).context["homes"] == []


def test_a_follow_up_after_a_withdrawn_move_is_not_opened_again(
    client: Client, household: Household, worker: User
) -> None:
    home = moved(household, worker)
    first = FollowUp.objects.filter(origin=origin_of(home)).earliest("due_on")
    withdraw_home(home=home, reason="Fel hushåll", by=worker)
    assert "har tagits tillbaka" in refused(lambda: reopen_follow_up(follow_up=first, by=worker))
    client.force_login(worker)
    undo = reverse("cases:duty_reopened", args=["cases.follow_ups", first.pk])
    assert "har tagits tillbaka" in client.post(undo, follow=True).content.decode()
    first.refresh_from_db()
    assert first.state == FollowUpState.CANCELLED
    facts = {"state": FollowUpState.DONE, "settled_on": MONDAY, "settled_by": worker}
    another = FollowUpFactory(household=household, origin="cases.home:0", due_on=MONDAY, **facts)
    assert reopen_follow_up(follow_up=another, by=worker).state == FollowUpState.OPEN


@pytest.mark.parametrize(
    ("signed_on", "available_from", "words", "tone"),
    [
        (date(2013, 11, 4), None, "Kontraktet skrevs under 2013-11-04. Har de flyttat in?", ""),
        (date(2013, 9, 9), None, "Kontraktet skrevs under 2013-09-09. Har de flyttat in?", "warn"),
        (date(2013, 11, 4), date(2013, 12, 9), "Inflyttning skulle ske från 2013-12-09", "warn"),
        (date(2013, 11, 4), date(2013, 12, 10), "", ""),
        (date(2012, 12, 9), None, "", ""),
    ],
)
def test_a_lease_that_waits_for_its_move_is_told_of_where_it_is_followed_up(
    household: Household, worker: User, signed_on: date, available_from: date | None, words: str, tone: str
) -> None:
    vacancy = VacancyFactory(authority=worker.authority, available_from=available_from)
    lease = signed(household, signed_on, vacancy=vacancy)
    FollowUpFactory(household=household, kind=FollowUpKind.UNTIL_MOVED_IN, due_on=MONDAY, note="Ring")
    FollowUpFactory(household=household, kind=FollowUpKind.OTHER, due_on=MONDAY, note="Annat")
    duties = follow_up_duties(worker, assigned_to_ids=[worker.pk], until=MONDAY, limit=9)
    (duty,) = [one for one in duties if one.kind == FollowUpKind.UNTIL_MOVED_IN]
    assert duty.tone == tone
    assert duty.note.startswith(words)
    assert duty.note.endswith("Ring")
    is_waiting = signed_on > date(2012, 12, 9)
    assert (f"?tips={lease.pk}" in duty.url) == is_waiting
    assert [one.note for one in duties if one is not duty] == ["Annat"]


def test_the_household_page_asks_for_the_move_of_a_signed_lease(
    client: Client, household: Household, worker: User
) -> None:
    client.force_login(worker)
    lease = signed(household, date(2013, 12, 2))
    body = client.get(household.get_absolute_url()).content.decode()
    assert "Kontrakt skrevs under 2013-12-02, men ingen flytt är antecknad." in body
    assert f"?tips={lease.pk}" in body
    with CaptureQueriesContext(connection) as queries:
        client.get(household.get_absolute_url())
    tried_for(household, worker, "Storgatan 1")
    with CaptureQueriesContext(connection) as more:
        client.get(household.get_absolute_url())
    assert len(more) == len(queries)
