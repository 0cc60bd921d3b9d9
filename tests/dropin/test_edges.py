"""What happens seldom: a time given away meanwhile, a second click, days at the calendar's ends."""

from datetime import date, time
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.models import Household
from core.models import ReadEvent
from dropin.actions import (
    BookingInput,
    attach_visit,
    book_visit,
    change_visit,
    detach_visit,
    ensure_default_hours,
    log_visit,
)
from dropin.actions.hours import end_hours
from dropin.enums import BookingState
from dropin.models import OpeningHours, Visit
from tests.dropin.conftest import MONDAY
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db


def test_undo_when_the_booked_time_was_given_away(desk: Client, worker: User, lindgren: Household) -> None:
    when = BookingInput(MONDAY, time(11))
    kept = book_visit(household=lindgren, by=worker, booking=when)
    visit = log_visit(
        authority=worker.authority, by=worker, household=lindgren, visited_on=MONDAY, fulfils=kept
    )
    other = book_visit(household=lindgren, by=worker, booking=when)
    assert desk.post(reverse("dropin:visit_undo", args=[visit.pk])).status_code == 302
    for row in (kept, other, visit):
        row.refresh_from_db()
    assert visit.undone_at is not None
    assert (kept.state, kept.visit) == (BookingState.CANCELLED, None)
    assert other.state == BookingState.BOOKED
    assert desk.post(reverse("dropin:visit_restore", args=[visit.pk])).status_code == 302


def test_a_new_household_sent_again_is_not_taken_for_its_own_duplicate(desk: Client) -> None:
    form = {"client_key": str(uuid4()), "who": "new", "new-given_name": "Samir", "new-family_name": "Haddad"}
    assert [desk.post(reverse("dropin:desk"), form).status_code for _ in range(2)] == [302, 302]
    assert Household.objects.count() == Visit.objects.count() == 1
    another = desk.post(reverse("dropin:desk"), {**form, "client_key": str(uuid4())})
    assert another.status_code == 422  # another visit of the same name is asked about
    assert Household.objects.count() == 1


def test_attach_page_of_an_attached_visit_shows_nothing_of_it(
    desk: Client, worker: User, lindgren: Household
) -> None:
    visit = log_visit(
        authority=worker.authority, by=worker, household=None, visited_on=MONDAY, note="Sov i bilen"
    )
    address = reverse("dropin:visit_attach", args=[visit.pk])
    assert "Sov i bilen" in desk.get(address).content.decode()
    attach_visit(visit=visit, household=lindgren, by=worker)
    for answer in (desk.get(address), desk.post(address, {"pick": f"h{lindgren.pk}"})):
        assert answer.status_code == 302
    assert not ReadEvent.objects.filter(page="dropin:visit_attach").exists()
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("day", ["0001-01-01", "1582-10-15", "2013-12-09", "9999-12-31"])
def test_the_page_of_any_day_answers(desk: Client, day: str) -> None:
    assert desk.get(reverse("dropin:day_of", args=[day])).status_code in (200, 404)


def test_hours_that_were_removed_meanwhile_do_not_come_back(worker: User) -> None:
    manager = staff(Role.UNIT_MANAGER, unit=worker.memberships.get().unit)
    assert worker.authority is not None
    row = ensure_default_hours(worker.authority, first_day=date(2014, 1, 1))[0]
    assert end_hours(hours=row, by=manager, last_day=MONDAY) is None
    row.pk = row.pk or OpeningHours.objects.order_by("-pk").values_list("pk", flat=True)[0] + 99
    assert end_hours(hours=row, by=manager, last_day=date(2014, 2, 1)) is None
    assert OpeningHours.objects.count() == 1


def test_a_detached_visit_says_nothing_of_who_was_there(worker: User, lindgren: Household) -> None:
    visit = log_visit(authority=worker.authority, by=worker, household=None, visited_on=MONDAY)
    visit = attach_visit(visit=visit, household=lindgren, by=worker)
    people = [member.person for member in lindgren.members.select_related("person")]
    change_visit(visit=visit, by=worker, people=people, situation=1)
    assert visit.present.count() == len(people)
    detach_visit(visit=visit, by=worker)
    visit.refresh_from_db()
    assert (visit.household, visit.situation, visit.present.count()) == (None, None, 0)


@pytest.mark.parametrize("field", ["note", "new-given_name", "topics", "q", "who"])
def test_a_character_that_no_database_holds_breaks_no_draft(desk: Client, field: str) -> None:
    sent = {"note": "Sov i bilen", field: "Sov\x00 i bilen"}
    assert desk.post(reverse("dropin:draft"), sent).status_code == 204
    for address in ("dropin:desk", "dropin:who", "dropin:duplicates"):
        assert desk.post(reverse(address), sent).status_code in (200, 422)
    assert desk.get(reverse("dropin:desk")).status_code == 200
