"""Leads: given, step by step to the household's signature, back with a reason, ended."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import User
from cases.actions import leads as actions
from cases.actions import viewings
from cases.actions.leads import LeadInput
from cases.errors import ActionRefused
from cases.forms.leads import StepForm
from cases.lead_funnel import funnel_by_month
from cases.models import Household, Lead, LeadEvent, Vacancy
from cases.search_duties import find_viewing, viewing_duties
from cases.search_enums import LeadOutcome, LeadReason, LeadStep, VacancyEnd
from core.clock import set_to
from core.models import AuditEvent
from core.periods import Period
from tests.factories.accounts import staff
from tests.factories.cases import PersonFactory, family
from tests.factories.search import LandlordFactory, VacancyFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2013, 12, 9)
S = LeadStep


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER)


@pytest.fixture
def household(worker: User) -> Household:
    return family(date(2008, 1, 1), authority=worker.authority, project_worker=worker)


@pytest.fixture
def home(worker: User) -> Vacancy:
    landlord = LandlordFactory(authority=worker.authority)
    return VacancyFactory(authority=worker.authority, landlord=landlord, rent_sek=5200)


def give(household: Household, by: User, **home: Any) -> Lead:
    return actions.give_lead(household=household, home=LeadInput(**(home or {"title": "Ring"})), by=by)


def go(lead: Lead, by: User, *steps: LeadStep, **given: Any) -> Lead:
    for step in steps:
        more = {"viewing_on": MONDAY} if step == S.VIEWING else {}
        lead = actions.advance_lead(lead=lead, step=step, by=by, **more, **given)
    return lead


def to_the_contract(household: Household, by: User, home: Vacancy) -> Lead:
    steps = (S.CONTACTED, S.VIEWING, S.OFFERED, S.ACCEPTED, S.CONTRACT_CHECKED)
    return go(give(household, by, vacancy=home), by, *steps)


def applicant(household: Household) -> Any:
    return household.members.get(role="applicant").person


def events(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(ActionRefused) as caught:
        act()
    return caught.value.field


def test_a_lead_takes_over_what_is_known_of_the_home(
    household: Household, worker: User, home: Vacancy
) -> None:
    lead = give(household, worker, vacancy=home)
    assert (lead.title, lead.landlord, lead.rent_sek) == (home.address, home.landlord, home.rent_sek)
    assert give(household, worker, vacancy=home) == lead  # pressed twice
    assert LeadEvent.objects.get().step == S.DETAILS_GIVEN
    assert events("lead.given") == 1


def test_a_landlord_alone_is_enough_and_a_key_makes_one(household: Household, worker: User) -> None:
    landlord, key = LandlordFactory(authority=worker.authority), uuid4()
    made = {
        actions.give_lead(household=household, home=LeadInput(landlord=landlord), by=worker, client_key=key)
        for _ in range(2)
    }
    assert {(lead.title, lead.municipality) for lead in made} == {(landlord.name, landlord.municipality)}
    assert Lead.objects.count() == 1


def test_the_same_form_saved_again_after_back_is_one_lead(household: Household, worker: User) -> None:
    def save(note: str = "Ring") -> Lead:
        home = LeadInput(title="Storgatan 1", note=note)
        return actions.give_lead(household=household, home=home, by=worker, client_key=uuid4())

    first = save()
    assert save() == first
    assert events("lead.given") == 1
    assert save("En annan trappa") != first
    actions.end_lead(lead=first, outcome=LeadOutcome.GONE, by=worker)
    assert save() != first


def test_what_cannot_be_given(household: Household, worker: User, home: Vacancy) -> None:
    assert refused(lambda: give(household, worker, title=" ")) == "title"
    assert refused(lambda: give(household, worker, vacancy=VacancyFactory())) == "vacancy"
    assert refused(lambda: give(household, worker, landlord=LandlordFactory())) == "landlord"
    Vacancy.objects.filter(pk=home.pk).update(ended_on=MONDAY, end_reason="taken")
    home.refresh_from_db()
    assert refused(lambda: give(household, worker, vacancy=home)) == "vacancy"
    ahead = {"home": LeadInput(title="x"), "opened_on": date(2013, 12, 10)}
    assert refused(lambda: actions.give_lead(household=household, by=worker, **ahead)) == "opened_on"
    stranger = {"home": LeadInput(title="x"), "assigned_to": staff(Role.PROJECT_WORKER)}
    assert refused(lambda: actions.give_lead(household=household, by=worker, **stranger)) == "assigned_to"
    refused(lambda: give(family(), worker, title="x"))
    refused(lambda: give(family(authority=worker.authority, closed_on=MONDAY), worker, title="x"))
    assert (Lead.objects.count(), events("lead.given")) == (0, 0)


def test_the_whole_way_ends_with_the_households_signature(
    household: Household, worker: User, home: Vacancy
) -> None:
    lead = to_the_contract(household, worker, home)
    lead = go(lead, worker, S.SIGNED, signed_by=applicant(household))
    assert (lead.outcome, lead.ended_on, lead.signed_by) == ("signed", MONDAY, applicant(household))
    home.refresh_from_db()
    assert home.end_reason == VacancyEnd.OURS
    assert [event.step for event in lead.events.order_by("pk")] == list(LeadStep)
    assert events("lead.advanced") == 6


def test_only_the_household_signs_and_only_a_checked_contract(
    household: Household, worker: User, home: Vacancy
) -> None:
    early = go(give(household, worker), worker, S.ACCEPTED)
    assert refused(lambda: go(early, worker, S.SIGNED, signed_by=applicant(household))) == "step"
    lead = to_the_contract(household, worker, home)
    child = household.members.get(role="child").person
    stranger = PersonFactory(authority=household.authority)
    for nobody in (None, child, stranger):
        assert refused(lambda who=nobody: go(lead, worker, S.SIGNED, signed_by=who)) == "signed_by"
    lead.refresh_from_db()
    assert lead.is_open
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.filter(pk=lead.pk).update(outcome="signed", step="signed", ended_on=MONDAY)


def test_one_home_is_signed_for_by_one_household(household: Household, worker: User, home: Vacancy) -> None:
    other = family(date(2008, 1, 1), authority=worker.authority, project_worker=worker)
    both = [to_the_contract(one, worker, home) for one in (household, other)]
    first = go(both[0], worker, S.SIGNED, signed_by=applicant(household))
    assert refused(lambda: go(both[1], worker, S.SIGNED, signed_by=applicant(other))) == "signed_by"
    actions.take_back_step(lead=first, reason="Fel", by=worker)
    assert go(both[1], worker, S.SIGNED, signed_by=applicant(other)).outcome == "signed"


def test_who_signed_may_have_left_when_it_is_noted(household: Household, worker: User, home: Vacancy) -> None:
    lead = to_the_contract(household, worker, home)
    Lead.objects.filter(pk=lead.pk).update(opened_on=date(2013, 12, 1))
    lead.events.update(on_day=date(2013, 12, 1))
    lead.refresh_from_db()
    assert applicant(household) in StepForm(lead=lead).fields["signed_by"].queryset
    household.members.filter(role="applicant").update(left_on=MONDAY)
    signer = household.members.get(role="applicant").person
    form = StepForm({"step": S.SIGNED, "on_day": "2013-12-08", "signed_by": signer.pk}, lead=lead)
    assert list(form.fields["signed_by"].queryset) == [signer]  # never the child
    assert form.is_valid()
    assert refused(lambda: go(lead, worker, S.SIGNED, signed_by=signer)) == "signed_by"  # not that day
    assert go(lead, worker, S.SIGNED, signed_by=signer, on_day=date(2013, 12, 8)).outcome == "signed"


def test_the_same_step_twice_is_one_and_back_is_no_step(household: Household, worker: User) -> None:
    lead = go(give(household, worker), worker, S.CONTACTED, S.CONTACTED, S.OFFERED)
    assert lead.events.count() == 3
    assert refused(lambda: go(lead, worker, S.CONTACTED)) == "step"
    assert refused(lambda: go(lead, worker, S.ACCEPTED, on_day=date(2013, 12, 10))) == "on_day"
    assert refused(lambda: go(lead, worker, S.ACCEPTED, on_day=date(2013, 12, 8))) == "on_day"
    bare = give(household, worker, title="Annan")
    assert refused(lambda: actions.advance_lead(lead=bare, step=S.VIEWING, by=worker)) == "viewing_on"


def test_a_step_back_keeps_its_reason_and_counts_no_more(
    household: Household, worker: User, home: Vacancy
) -> None:
    lead = go(give(household, worker), worker, S.CONTACTED, S.VIEWING)
    assert refused(lambda: actions.take_back_step(lead=lead, reason=" ", by=worker)) == "reason"
    lead = actions.take_back_step(lead=lead, reason="Visningen ställdes in", by=worker)
    assert (lead.step, lead.viewing_on) == (S.CONTACTED, None)
    back = LeadEvent.objects.get(step=S.VIEWING)
    assert (back.back_reason, back.taken_back_by) == ("Visningen ställdes in", worker)
    go(lead, worker, S.VIEWING)  # once more, another day
    assert LeadEvent.objects.filter(step=S.VIEWING).count() == 2
    first = give(household, worker, title="Annan")
    refused(lambda: actions.take_back_step(lead=first, reason="x", by=worker))
    signed = go(to_the_contract(household, worker, home), worker, S.SIGNED, signed_by=applicant(household))
    signed = actions.take_back_step(lead=signed, reason="Fel kontrakt", by=worker)
    home.refresh_from_db()
    assert (signed.is_open, signed.step, home.ended_on) == (True, S.CONTRACT_CHECKED, None)
    assert events("lead.taken_back") == 2


def test_an_end_has_a_reason_and_can_be_undone(household: Household, worker: User, home: Vacancy) -> None:
    lead = give(household, worker, vacancy=home)

    def end(**given: Any) -> Lead:
        return actions.end_lead(lead=lead, by=worker, **given)

    assert refused(lambda: end(outcome=LeadOutcome.DECLINED)) == "reason"
    assert refused(lambda: end(outcome=LeadOutcome.SIGNED)) == "outcome"
    for day in (date(2013, 12, 10), date(2013, 12, 8)):
        assert refused(lambda on=day: end(outcome=LeadOutcome.GONE, ended_on=on)) == "ended_on"  # type: ignore[misc]
    for _ in range(2):
        ended = end(outcome=LeadOutcome.REFUSED, reason=LeadReason.INCOME, note="Ring igen i vår")
    assert (ended.outcome, ended.reason, ended.note) == ("refused", "income", "Ring igen i vår")
    refused(lambda: go(lead, worker, S.CONTACTED))
    refused(lambda: actions.take_back_step(lead=lead, reason="x", by=worker))
    other = give(household, worker, vacancy=home)
    refused(lambda: actions.reopen_lead(lead=lead, by=worker))
    actions.end_lead(lead=other, outcome=LeadOutcome.MISTAKE, by=worker)
    for _ in range(2):
        assert actions.reopen_lead(lead=lead, by=worker).is_open
    assert (events("lead.ended"), events("lead.reopened")) == (2, 1)


def test_a_viewing_is_a_duty_with_its_time(household: Household, worker: User) -> None:
    lead = actions.advance_lead(
        lead=give(household, worker),
        step=S.VIEWING,
        by=worker,
        viewing_on=date(2013, 12, 12),
        viewing_at=time(17, 30),
    )

    def duties(user: User, until: date = date(2013, 12, 20)) -> list[Any]:
        found = viewing_duties(user, assigned_to_ids=[user.pk], unit_ids=[], until=until, limit=9)
        return [(duty.object_id, duty.due_on, duty.at) for duty in found]

    assert duties(worker) == [(lead.pk, date(2013, 12, 12), time(17, 30))]
    assert duties(worker, date(2013, 12, 11)) == []
    assert duties(staff(Role.PROJECT_WORKER)) == []
    assert find_viewing(worker, lead.pk).can_settle
    viewings.move(worker, lead.pk, day=date(2013, 12, 13))
    assert duties(worker) == [(lead.pk, date(2013, 12, 13), time(17, 30))]
    viewings.complete(worker, lead.pk, note="")
    assert duties(worker) == []
    refused(lambda: viewings.move(worker, lead.pk, day=MONDAY))
    viewings.reopen(worker, lead.pk)
    assert len(duties(worker)) == 1
    refused(lambda: actions.note_viewed(lead=give(household, worker, title="Utan visning"), by=worker))
    assert (events("lead.viewed"), events("lead.unviewed"), events("lead.viewing_moved")) == (1, 1, 1)


def test_the_funnel_counts_the_first_time_a_lead_came_that_far(household: Household, worker: User) -> None:
    def lead(title: str, opened_on: date, *steps: tuple[LeadStep, date]) -> Lead:
        made = actions.give_lead(
            household=household, home=LeadInput(title=title), by=worker, opened_on=opened_on
        )
        for step, day in steps:
            go(made, worker, step, on_day=day)
        return made

    lead("A", date(2013, 10, 31), (S.CONTACTED, date(2013, 11, 1)), (S.OFFERED, date(2013, 11, 30)))
    back = lead("B", date(2013, 11, 1), (S.VIEWING, date(2013, 12, 1)))
    actions.take_back_step(lead=back, reason="x", by=worker)
    mistake = lead("C", date(2013, 11, 2))
    actions.end_lead(lead=mistake, outcome=LeadOutcome.MISTAKE, by=worker)

    def funnel(first: date, last: date) -> dict[str, list[int]]:
        found = funnel_by_month(Period(first, last), [household.authority_id])
        return {month: list(counts.values()) for month, counts in found.items()}

    assert funnel(date(2013, 10, 1), date(2013, 12, 31)) == {
        "2013-10": [1, 0, 0, 0, 0, 0, 0],
        "2013-11": [1, 1, 1, 1, 0, 0, 0],  # B was given; A was offered, and so viewed
        "2013-12": [0, 0, 0, 0, 0, 0, 0],
    }
    assert funnel(date(2013, 11, 1), date(2013, 11, 29)) == {"2013-11": [1, 1, 0, 0, 0, 0, 0]}
    assert funnel_by_month(Period(date(2013, 11, 1), date(2013, 11, 30)), [])["2013-11"]["offered"] == 0
