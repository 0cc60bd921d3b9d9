"""A recorded move put right: its facts, its follow-ups, its address, and who may see that."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.enums import Role
from accounts.models import User
from cases.actions import complete_follow_up, join_households, set_protection
from cases.actions.home_changes import change_home
from cases.actions.moves import due_after_move, move_in, record_survey
from cases.enums import FollowUpState, HomeContract, Protection
from cases.errors import ActionRefused
from cases.models import FollowUp, Home, Household
from cases.timeline import timeline_page
from core.clock import set_to
from core.models import AuditEvent
from tests.factories.accounts import staff
from tests.factories.cases import HouseholdUnitFactory, SituationRecordFactory, family
from tests.factories.search import LandlordFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2013, 12, 9)
ADDRESS = "Kungsgatan 4"
FACTS: dict[str, Any] = {
    "moved_in_on": MONDAY,
    "contract": HomeContract.FIRST_HAND,
    "municipality": "Västerås",
    "address": ADDRESS,
}


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER)


@pytest.fixture
def household(worker: User) -> Household:
    made = family(date(2008, 1, 1), authority=worker.authority, project_worker=worker)
    HouseholdUnitFactory(household=made, unit=worker.memberships.get().unit)
    return made


@pytest.fixture
def home(household: Household, worker: User) -> Home:
    return move_in(household=household, by=worker, **FACTS)


@pytest.fixture
def page(client: Client, worker: User) -> Client:
    client.force_login(worker)
    return client


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(ActionRefused) as caught:
        act()
    return caught.value.field


def planned(home: Home, state: str = FollowUpState.OPEN) -> list[date]:
    rows = FollowUp.objects.filter(household=home.household, state=state).order_by("planned_on")
    return list(rows.values_list("planned_on", flat=True))


def test_facts_are_put_right_and_the_log_says_which(home: Home, worker: User) -> None:
    landlord = LandlordFactory(authority=home.authority)
    given = FACTS | {"municipality": " Eskilstuna ", "landlord": landlord}
    for _ in range(2):
        changed = change_home(home=home, by=worker, **given)
    assert (changed.municipality, changed.landlord, changed.address) == ("Eskilstuna", landlord, ADDRESS)
    event = AuditEvent.objects.get(action="home.changed")
    assert event.details == {"fields": ["landlord", "municipality"]}
    assert changed.history.count() > 1
    assert not hasattr(changed.history.first(), "address")
    assert planned(home) == [date(2014, 1, 9), date(2014, 6, 9), date(2014, 12, 9)]


def test_another_day_moves_what_nobody_has_done(home: Home, worker: User) -> None:
    with set_to(datetime(2014, 1, 9, 9, tzinfo=ZoneInfo("Europe/Stockholm"))):
        complete_follow_up(follow_up=FollowUp.objects.get(planned_on=date(2014, 1, 9)), by=worker)
        change_home(home=home, by=worker, **(FACTS | {"moved_in_on": date(2013, 12, 16)}))
        assert planned(home) == [date(2014, 6, 16), date(2014, 12, 16)]
        change_home(home=home, by=worker, **FACTS)
        assert planned(home) == [date(2014, 6, 9), date(2014, 12, 9)]
    assert planned(home, FollowUpState.DONE) == [date(2014, 1, 9)]


def test_what_is_refused(home: Home, household: Household, worker: User) -> None:
    def change(**given: Any) -> Callable[[], Any]:
        return lambda: change_home(home=home, by=worker, **(FACTS | given))

    second = move_in(household=household, by=worker, **(FACTS | {"contract": HomeContract.LODGER}))
    assert refused(change(contract=second.contract)) == "moved_in_on"
    assert refused(change(moved_in_on=date(2013, 1, 1))) == "moved_in_on"
    assert refused(change(landlord=LandlordFactory())) == "landlord"
    refused(lambda: change_home(home=home, by=staff(Role.PROJECT_WORKER), **FACTS))
    record_survey(home=home, asked_on=MONDAY, by=worker, client_key=uuid4())
    assert refused(change(moved_in_on=date(2013, 12, 10))) == "moved_in_on"
    assert not AuditEvent.objects.filter(action="home.changed").exists()


def test_no_address_of_a_protected_household_is_kept(home: Home, household: Household, worker: User) -> None:
    set_protection(household=household, protection=Protection.MARKED, by=worker)
    home.refresh_from_db()
    assert home.address == ""
    household.refresh_from_db()
    assert refused(lambda: change_home(home=home, by=worker, **FACTS)) == "address"
    given = FACTS | {"moved_in_on": date(2013, 12, 10)}
    assert refused(lambda: move_in(household=household, by=worker, **given)) == "address"
    assert move_in(household=household, by=worker, **(given | {"address": ""})).address == ""


def test_joining_a_protected_household_forgets_the_address(
    home: Home, household: Household, worker: User
) -> None:
    other = family(authority=worker.authority, project_worker=worker, protected_identity=Protection.MARKED)
    join_households(source=other, target=household, on_day=MONDAY, by=worker)
    home.refresh_from_db()
    assert home.address == ""


def test_the_address_stands_on_the_page_of_the_home_and_nowhere_else(
    page: Client, home: Home, household: Household, worker: User
) -> None:
    assert ADDRESS in page.get(reverse("cases:home", args=[home.pk])).content.decode()
    elsewhere = [household.get_absolute_url(), reverse("cases:home_list"), reverse("cases:my_week")]
    for address in elsewhere:
        assert ADDRESS not in page.get(address).content.decode()
    assert not any(ADDRESS in str(entry) for entry in timeline_page(household, worker).entries)
    assert ADDRESS not in str(list(AuditEvent.objects.values()))
    household.protected_identity = Protection.MARKED
    household.save()
    assert ADDRESS not in page.get(reverse("cases:home", args=[home.pk])).content.decode()
    new = page.get(reverse("cases:home_new", args=[household.pk]))
    assert "address" not in new.context["form"].fields


def test_the_second_writer_sees_both_texts(page: Client, home: Home, worker: User) -> None:
    address = reverse("cases:home_change", args=[home.pk])
    form = page.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    change_home(home=home, by=worker, **(FACTS | {"municipality": "Eskilstuna"}))
    answer = page.post(address, sent | {"municipality": "Gävle"})
    assert answer.status_code == 422
    (clash,) = answer.context["clashes"]
    assert (clash.theirs, clash.yours) == ("Eskilstuna", "Gävle")
    again = answer.context["form"]
    values = {name: again[name].value() or "" for name in again.fields}
    assert page.post(address, values).url == reverse("cases:home", args=[home.pk])
    assert Home.objects.get().municipality == "Gävle"


def test_a_survey_is_the_follow_up_that_is_due(page: Client, home: Home, worker: User) -> None:
    address = reverse("cases:home_survey", args=[home.pk])
    assert "is_follow_up" not in page.get(address).context["form"].fields
    with set_to(datetime(2013, 12, 30, 9, tzinfo=ZoneInfo("Europe/Stockholm"))):
        assert due_after_move(home) == FollowUp.objects.get(planned_on=date(2014, 1, 9))
        form = page.get(address).context["form"]
        sent = {"asked_on": "idag", "client_key": form["client_key"].value()}
        page.post(address, sent | {"is_follow_up": "on"})
        page.post(address, sent | {"is_follow_up": "on"})
        page.post(address, {"asked_on": "idag", "client_key": uuid4(), "good": "Nära till skolan"})
    assert planned(home, FollowUpState.DONE) == [date(2014, 1, 9)]
    titles = [entry.title for entry in timeline_page(home.household, worker).entries]
    assert titles.count("Berättade hur det är efter flytten") == 2


def test_the_duty_leads_to_the_home_for_those_who_may_open_it(
    page: Client, home: Home, worker: User, client: Client
) -> None:
    FollowUp.objects.filter(planned_on=date(2014, 1, 9)).update(due_on=MONDAY)
    address = reverse("cases:home", args=[home.pk])
    assert address in page.get(reverse("cases:my_week")).content.decode()
    assert page.get(address).status_code == 200


def test_a_home_of_their_own_stands_where_the_situation_stood(
    page: Client, home: Home, household: Household
) -> None:
    def shown() -> list[str]:
        pages = (household.get_absolute_url(), reverse("cases:household_list"))
        return [strip_tags(page.get(address).content.decode()) for address in pages]

    SituationRecordFactory(household=household, situation=1, valid_from=MONDAY)
    for body in shown():
        assert "Eget boende sedan 2013-12-09" in body
    with set_to(datetime(2013, 12, 10, 9, tzinfo=ZoneInfo("Europe/Stockholm"))):
        SituationRecordFactory(household=household, situation=4, valid_from=date(2013, 12, 10))
        for body in shown():
            assert "Eget boende sedan" not in body
