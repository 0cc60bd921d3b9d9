"""Earlier days, one visit, bookings and opening hours: what the pages do and for whom."""

from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.enums import Protection
from cases.models import Household
from core.models import AuditEvent, Draft, ReadEvent
from dropin.actions import BookingInput, book_visit, ensure_default_hours, log_visit, version_of
from dropin.enums import BookingState, NextStep
from dropin.models import Booking, ClosedDay, OpeningHours, Visit
from tests.dropin.conftest import MONDAY
from tests.factories.accounts import staff
from tests.factories.cases import family

pytestmark = pytest.mark.django_db
EARLIER = date(2013, 12, 2)
VISIT_PAGES = ["visit_edit", "visit_undo", "visit_restore", "visit_attach", "visit_detach"]


def text_of(response: Any) -> str:
    return str(response.content.decode())


def log(worker: User, household: Household | None, **fields: Any) -> Visit:
    given = {"authority": worker.authority, "by": worker, "household": household, "visited_on": EARLIER}
    return log_visit(**{**given, **fields})


# --- earlier days -----------------------------------------------------------------------------------
def test_day_list_begins_with_the_latest_earlier_day(desk: Client, worker: User, lindgren: Household) -> None:
    log(worker, lindgren)
    log(worker, None, visited_on=date(2013, 11, 25))
    page = text_of(desk.get(reverse("dropin:day")))
    assert "Lindgren Amira" in page
    assert "2 december 2013" in page
    assert reverse("dropin:day_of", args=["2013-11-25"]) in page
    assert ReadEvent.objects.get(page="dropin:day").household_id == lindgren.pk


def test_day_list_filters_and_says_so(desk: Client, worker: User, lindgren: Household) -> None:
    log(worker, lindgren)
    log(worker, None, place="citizens_office")
    address = reverse("dropin:day_of", args=[EARLIER.isoformat()])
    page = text_of(desk.get(f"{address}?place=citizens_office"))
    assert "Lindgren" not in page
    assert 'class="filters"' in page
    assert reverse("dropin:visit_attach", args=[Visit.objects.latest("pk").pk]) in page
    assert "Lindgren" in text_of(desk.get(f"{address}?place=nonsense&kind=drop_in"))


@pytest.mark.parametrize(("typed", "shown"), [("2/12", "2 december 2013"), ("igår", "8 december 2013")])
def test_day_is_typed_in_any_way(desk: Client, typed: str, shown: str) -> None:
    assert shown in text_of(desk.get(reverse("dropin:day"), {"day": typed}))


def test_an_unreadable_day_is_said_and_kept(desk: Client) -> None:
    page = text_of(desk.get(reverse("dropin:day"), {"day": "snart"}))
    assert 'value="snart"' in page
    assert 'id="id_day_error"' in page


@pytest.mark.parametrize("address", ["dag/2013-13-01/", "bokade/?week=x", "bokade/?week=0001-01-01"])
def test_addresses_without_a_day_are_404(desk: Client, address: str) -> None:
    assert desk.get(f"/drop-in/{address}").status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_day_asks_as_many_questions_for_all_rows(
    desk: Client, worker: User, django_assert_max_num_queries: Any, rows: int
) -> None:
    for _ in range(rows):
        log(worker, family(date(2010, 1, 1), authority=worker.authority))
    desk.get(reverse("dropin:day"))
    with django_assert_max_num_queries(14):
        desk.get(reverse("dropin:day"))


# --- one visit --------------------------------------------------------------------------------------
def test_edit_shows_and_saves(desk: Client, worker: User, lindgren: Household) -> None:
    visit = log(worker, lindgren, note="Gammal", topics=["debts"], visited_at=time(10, 15))
    address = reverse("dropin:visit_edit", args=[visit.pk])
    page = text_of(desk.get(address))
    assert "Gammal" in page
    assert 'value="10.15"' in page
    assert page.count('name="people"') == 3
    response = desk.post(
        address,
        {
            "version": version_of(visit),
            "who": f"h{lindgren.pk}",
            "note": "Ny",
            "topics": ["forms"],
            "people_shown": "1",
            "next_step": "debt_advice",
            "visited_on": "2013-12-02",
            "visited_at": "",
        },
    )
    assert response.url == reverse("dropin:day_of", args=["2013-12-02"])
    visit.refresh_from_db()
    assert (visit.note, visit.next_step, visit.visited_at) == ("Ny", NextStep.DEBT_ADVICE, None)
    assert visit.present.count() == 0
    assert visit.topic_links.get().topic == "forms"


def test_two_who_edit_see_both_texts(desk: Client, worker: User, lindgren: Household) -> None:
    visit = log(worker, lindgren, note="Först")
    address = reverse("dropin:visit_edit", args=[visit.pk])
    version = version_of(visit)
    desk.post(address, {"version": version, "note": "Deras text"})
    response = desk.post(address, {"version": version, "note": "Min text"})
    page = text_of(response)
    assert response.status_code == 422
    assert "Deras text" in page
    assert "Min text" in page
    visit.refresh_from_db()
    assert visit.note == "Deras text"
    assert f'name="version" value="{version_of(visit)}"' in page


def test_edit_keeps_a_draft_of_its_own(desk: Client, worker: User) -> None:
    visit = log(worker, None)
    key = f"?visit={visit.pk}"
    desk.post(reverse("dropin:draft") + key, {"note": "Halv", "version": version_of(visit)})
    assert Draft.objects.get().key == f"dropin:visit:{visit.pk}"
    assert "Halv" in text_of(desk.get(reverse("dropin:visit_edit", args=[visit.pk])))
    assert "Halv" not in text_of(desk.get(reverse("dropin:desk")))
    desk.post(reverse("dropin:draft_drop") + key)
    assert not Draft.objects.exists()


def test_undo_and_restore_by_button(desk: Client, worker: User) -> None:
    visit = log(worker, None)
    desk.post(reverse("dropin:visit_undo", args=[visit.pk]))
    assert desk.get(reverse("dropin:visit_edit", args=[visit.pk])).status_code == 404
    desk.post(reverse("dropin:visit_restore", args=[visit.pk]))
    visit.refresh_from_db()
    assert visit.undone_at is None


def test_attach_searches_and_attaches(desk: Client, worker: User, lindgren: Household) -> None:
    visit = log(worker, None)
    address = reverse("dropin:visit_attach", args=[visit.pk])
    found = desk.post(address, {"q": "lindgren"})
    assert f'value="h{lindgren.pk}"' in text_of(found)
    assert ReadEvent.objects.filter(page="dropin:visit_attach", purpose="search").exists()
    desk.post(address, {"pick": f"h{lindgren.pk}"})
    visit.refresh_from_db()
    assert (visit.household, visit.attached_by) == (lindgren, worker)
    assert desk.post(address, {"pick": f"h{lindgren.pk}"}).status_code == 302
    desk.post(reverse("dropin:visit_detach", args=[visit.pk]))
    visit.refresh_from_db()
    assert visit.household is None


@pytest.mark.parametrize("name", VISIT_PAGES)
@pytest.mark.parametrize("whose", ["protected", "other board", "absent"])
def test_visits_out_of_reach_do_not_exist(desk: Client, worker: User, name: str, whose: str) -> None:
    pk = 999_999
    if whose == "protected":
        household = family(authority=worker.authority, protected_identity=Protection.MARKED)
        pk = log(worker, household).pk
    elif whose == "other board":
        other = staff(Role.PROJECT_WORKER)
        pk = log(other, family(authority=other.authority)).pk
    assert desk.post(reverse(f"dropin:{name}", args=[pk]), {"note": "x"}).status_code == 404
    assert not AuditEvent.objects.filter(action__in=["visit.undone", "visit.changed"]).exists()


# --- bookings ----------------------------------------------------------------------------------------
def test_a_visit_is_booked_moved_and_called_off(desk: Client, worker: User, lindgren: Household) -> None:
    address = reverse("dropin:booking_new", args=[lindgren.pk])
    assert "dari" in text_of(desk.get(address))
    fields = {"booking_day": "16/12", "booking_time": "10", "reason": "acute", "duration_minutes": "60"}
    response = desk.post(address, {**fields, "worker": worker.pk, "interpreter_language": "dari"})
    booking = Booking.objects.get()
    assert response.url == reverse("dropin:bookings") + "?week=2013-12-16"
    assert (booking.reason, booking.duration_minutes, booking.worker) == ("acute", 60, worker)
    page = text_of(desk.get(response.url))
    assert "Lindgren Amira" in page
    assert "dari" in page
    assert desk.post(address, {**fields, "worker": ""}).status_code == 422
    desk.post(
        reverse("dropin:booking_move", args=[booking.pk]), {"booking_day": "9/12", "booking_time": "13"}
    )
    desk.post(reverse("dropin:booking_no_show", args=[booking.pk]))
    booking.refresh_from_db()
    assert (booking.day, booking.state) == (MONDAY, BookingState.NO_SHOW)
    desk.post(reverse("dropin:booking_reopen", args=[booking.pk]))
    desk.post(reverse("dropin:booking_cancel", args=[booking.pk]))
    booking.refresh_from_db()
    assert booking.state == BookingState.CANCELLED
    # Settled already: said, not done and no error.
    assert desk.post(reverse("dropin:booking_no_show", args=[booking.pk])).status_code == 302


def test_staff_of_another_board_can_not_be_chosen(desk: Client, lindgren: Household) -> None:
    stranger = staff(Role.PROJECT_WORKER)
    fields = {"booking_day": "16/12", "booking_time": "10", "reason": "acute", "duration_minutes": "60"}
    address = reverse("dropin:booking_new", args=[lindgren.pk])
    assert desk.post(address, {**fields, "worker": stranger.pk}).status_code == 422


@pytest.mark.parametrize("name", ["booking_move", "booking_cancel", "booking_no_show", "booking_reopen"])
def test_bookings_out_of_reach_do_not_exist(desk: Client, worker: User, name: str) -> None:
    hidden = family(authority=worker.authority, protected_identity=Protection.MARKED)
    booking = book_visit(household=hidden, by=worker, booking=BookingInput(MONDAY, time(10)))
    assert desk.post(reverse(f"dropin:{name}", args=[booking.pk])).status_code == 404
    assert desk.get(reverse("dropin:booking_new", args=[hidden.pk])).status_code == 404
    assert "Lindgren" not in text_of(desk.get(reverse("dropin:bookings")))


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_week_asks_as_many_questions_for_all_rows(
    desk: Client, worker: User, django_assert_max_num_queries: Any, rows: int
) -> None:
    for _ in range(rows):
        household = family(date(2010, 1, 1), authority=worker.authority)
        book_visit(household=household, by=worker, booking=BookingInput(MONDAY, time(10)))
    desk.get(reverse("dropin:bookings"))
    with django_assert_max_num_queries(10):
        desk.get(reverse("dropin:bookings"))


# --- opening hours -----------------------------------------------------------------------------------
@pytest.fixture
def leader(client: Client, worker: User) -> User:
    user = staff(Role.TEAM_LEADER, unit=worker.memberships.get().unit)
    client.force_login(user)
    return user


def test_hours_are_added_ended_and_taken_back(client: Client, leader: User) -> None:
    assert leader.authority is not None
    ensure_default_hours(leader.authority)
    address = reverse("dropin:hours")
    fields = {
        "weekday": "3",
        "opens_at": "9",
        "closes_at": "11.30",
        "first_day": "idag",
        "last_day": "",
        "place": "desk",
    }
    assert client.post(address, fields).status_code == 302
    row = OpeningHours.objects.get(weekday=3)
    assert client.post(address, fields).status_code == 422
    client.post(reverse("dropin:hours_end", args=[row.pk]))
    row.refresh_from_db()
    assert row.last_day == MONDAY
    client.post(reverse("dropin:hours_resume", args=[row.pk]))
    row.refresh_from_db()
    assert row.last_day is None
    assert "09.00–11.30" in text_of(client.get(address))
    actions = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["hours.added", "hours.ended", "hours.resumed"]


def test_hours_that_have_not_begun_are_removed(client: Client, leader: User) -> None:
    row = OpeningHours.objects.create(
        authority=leader.authority,
        weekday=1,
        opens_at=time(9),
        closes_at=time(10),
        first_day=date(2014, 1, 1),
    )
    client.post(reverse("dropin:hours_end", args=[row.pk]))
    assert not OpeningHours.objects.exists()


def test_a_day_is_closed_and_opened_again(client: Client, leader: User) -> None:
    address = reverse("dropin:day_close")
    assert client.post(address, {"day": "23/12", "reason": "Planering"}).status_code == 302
    closed = ClosedDay.objects.get()
    assert (closed.day, closed.reason) == (date(2013, 12, 23), "Planering")
    assert client.post(address, {"day": "23/12"}).status_code == 422
    client.post(reverse("dropin:day_open", args=["2013-12-23"]))
    assert not ClosedDay.objects.exists()
    assert client.post(reverse("dropin:day_open", args=["2013-12-23"])).status_code == 404


def test_hours_are_for_those_who_configure(desk: Client) -> None:
    assert desk.get(reverse("dropin:hours")).status_code == 403
    assert desk.post(reverse("dropin:day_close"), {"day": "23/12"}).status_code == 403
