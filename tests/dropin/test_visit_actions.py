"""Logging, changing and undoing visits: what is written, what is refused, what is rolled back."""

from collections.abc import Callable
from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from accounts.models import User
from cases.models import Household, SituationRecord
from core.audit import LogUnavailable
from core.models import AuditEvent
from dropin.actions import (
    BookingInput,
    attach_visit,
    book_visit,
    change_visit,
    detach_visit,
    log_visit,
    restore_visit,
    undo_visit,
    version_of,
)
from dropin.actions import refusals as no
from dropin.enums import BookingState, NextStep, Topic, VisitKind
from dropin.models import Booking, Visit
from tests.dropin.conftest import MONDAY
from tests.factories.accounts import UserFactory
from tests.factories.cases import HouseholdFactory, PersonFactory, family

pytestmark = pytest.mark.django_db
NEXT = BookingInput(day=date(2013, 12, 16), starts_at=time(10, 30))


def log(worker: User, household: Household | None, **fields: Any) -> Visit:
    given: dict[str, Any] = {
        "authority": worker.authority,
        "by": worker,
        "household": household,
        "visited_on": MONDAY,
        "visited_at": time(10, 40),
    }
    return log_visit(**{**given, **fields})


def booked(day: date) -> dict[str, Any]:
    return {"next_step": NextStep.BOOKED_VISIT, "booking": BookingInput(day, time(10))}


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_log_visit_writes_everything(worker: User, lindgren: Household) -> None:
    visit = log(
        worker,
        lindgren,
        topics=[Topic.DEBTS, Topic.FORMS, Topic.DEBTS],
        situation=4,
        note="  Måste lämna andrahand.  ",
        next_step=NextStep.BOOKED_VISIT,
        booking=NEXT,
        referred_by="caseworker",
        homeless_timing="before",
    )
    visit.refresh_from_db()
    assert visit.note == "Måste lämna andrahand."
    assert visit.kind == VisitKind.DROP_IN
    assert visit.is_first
    assert visit.present.count() == 3
    assert sorted(link.topic for link in visit.topic_links.all()) == [Topic.DEBTS, Topic.FORMS]
    booking = visit.bookings_made.get()
    assert (booking.day, booking.starts_at, booking.state) == (NEXT.day, NEXT.starts_at, BookingState.BOOKED)
    assert SituationRecord.objects.get(household=lindgren).situation == 4
    assert actions() == ["situation.set", "booking.made", "visit.logged"]
    assert visit.history.get().history_user == worker


def test_audit_events_hold_no_text(worker: User, lindgren: Household) -> None:
    log(worker, lindgren, note="hemlig text", next_step=NextStep.REFER_ON, referred_to="Hyresgästföreningen")
    details = str(list(AuditEvent.objects.values_list("details", flat=True)))
    assert "refer_on" in details
    assert "hemlig" not in details
    assert "Hyresgäst" not in details


def test_log_visit_of_nobody_is_anonymous(worker: User) -> None:
    visit = log(worker, None, topics=[Topic.FORMS], situation=4)
    assert visit.household is None
    assert visit.situation is None
    assert not visit.is_first
    assert visit.present.count() == 0


def test_people_may_be_some_or_none(worker: User, lindgren: Household) -> None:
    applicant = lindgren.members.order_by("pk")[0].person
    assert log(worker, lindgren, people=[applicant]).present.get().person == applicant
    assert log(worker, lindgren, people=[]).present.count() == 0


def test_who_has_left_is_not_taken_for_present(worker: User, lindgren: Household) -> None:
    lindgren.members.filter(role="child").update(left_on=MONDAY)
    assert log(worker, lindgren).present.count() == 1


@pytest.mark.parametrize(
    ("fields", "refusal", "field"),
    [
        ({"visited_on": date(2013, 12, 10)}, no.WrongDay, "visited_on"),
        ({"next_step": NextStep.BOOKED_VISIT}, no.Incomplete, "booking_day"),
        ({"next_step": NextStep.REFER_ON, "referred_to": " "}, no.Incomplete, "referred_to"),
        (booked(date(2013, 12, 8)), no.WrongDay, "booking_day"),
        (booked(date(2013, 12, 25)), no.WrongDay, "booking_day"),
        (booked(date(2015, 1, 1)), no.WrongDay, "booking_day"),
    ],
)
def test_log_visit_is_refused_and_nothing_is_written(
    worker: User, lindgren: Household, fields: dict[str, Any], refusal: type[Exception], field: str
) -> None:
    with pytest.raises(refusal) as caught:
        log(worker, lindgren, **fields)
    assert caught.value.field == field  # type: ignore[attr-defined]
    assert str(caught.value)
    assert not Visit.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("step", [NextStep.BOOKED_VISIT, NextStep.BOARD_APPLICATION])
def test_an_anonymous_visit_can_neither_be_booked_on_nor_apply(worker: User, step: str) -> None:
    with pytest.raises(no.HouseholdNeeded):
        log(worker, None, next_step=step, booking=NEXT)


def test_another_boards_household_is_refused(worker: User) -> None:
    with pytest.raises(no.NotYours):
        log(worker, HouseholdFactory())


def test_somebody_elses_member_is_refused(worker: User, lindgren: Household) -> None:
    with pytest.raises(no.NotYours):
        log(worker, lindgren, people=[PersonFactory(authority=worker.authority)])
    assert not Visit.objects.exists()


def test_a_log_that_fails_takes_the_visit_with_it(
    worker: User, lindgren: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise LogUnavailable

    monkeypatch.setattr("dropin.actions.visits.record_event", fail)
    with pytest.raises(LogUnavailable), transaction.atomic():
        log(worker, lindgren, next_step=NextStep.BOOKED_VISIT, booking=NEXT, situation=2)
    assert not Visit.objects.exists()
    assert not Booking.objects.exists()
    assert not SituationRecord.objects.exists()


def test_the_same_form_twice_is_one_visit(worker: User, lindgren: Household) -> None:
    key = uuid4()
    first = log(worker, lindgren, client_key=key, next_step=NextStep.BOOKED_VISIT, booking=NEXT)
    again = log(worker, None, client_key=key, note="something else")
    assert again == first
    assert again.note == ""
    assert Visit.objects.count() == Booking.objects.count() == 1
    assert actions().count("visit.logged") == 1


def test_somebody_elses_form_is_refused(worker: User, lindgren: Household) -> None:
    key = uuid4()
    log(worker, lindgren, client_key=key)
    colleague = UserFactory(authority=worker.authority)
    with pytest.raises(no.NotYours):
        log(colleague, lindgren, client_key=key)


def test_first_visit_follows_the_days_not_the_logging(worker: User, lindgren: Household) -> None:
    later = log(worker, lindgren)
    earlier = log(worker, lindgren, visited_on=date(2013, 12, 2), kind=VisitKind.BOOKED)
    later.refresh_from_db()
    assert (earlier.is_first, later.is_first) == (True, False)
    undo_visit(visit=earlier, by=worker)
    later.refresh_from_db()
    assert later.is_first
    restore_visit(visit=earlier, by=worker)
    later.refresh_from_db()
    assert not later.is_first
    assert Visit.objects.filter(household=lindgren, is_first=True).count() == 1


def test_first_visit_of_two_on_one_day_is_by_time(worker: User, lindgren: Household) -> None:
    afternoon = log(worker, lindgren, visited_at=time(13))
    morning = log(worker, lindgren, visited_at=time(10))
    unknown = log(worker, lindgren, visited_at=None)
    firsts = Visit.objects.in_bulk([afternoon.pk, morning.pk, unknown.pk])
    assert [firsts[visit.pk].is_first for visit in (afternoon, morning, unknown)] == [False, True, False]


def test_undo_takes_its_booking_along_and_reopens_the_one_it_fulfilled(
    worker: User, lindgren: Household
) -> None:
    booked = book_visit(household=lindgren, by=worker, booking=BookingInput(MONDAY, time(10, 30)))
    visit = log(worker, lindgren, fulfils=booked, next_step=NextStep.BOOKED_VISIT, booking=NEXT)
    booked.refresh_from_db()
    assert (visit.kind, booked.state, booked.visit) == (VisitKind.BOOKED, BookingState.ARRIVED, visit)
    undo_visit(visit=visit, by=worker)
    booked.refresh_from_db()
    assert (booked.state, booked.visit) == (BookingState.BOOKED, None)
    assert visit.bookings_made.get().state == BookingState.CANCELLED
    assert not Visit.objects.kept().exists()
    restore_visit(visit=visit, by=worker)
    booked.refresh_from_db()
    assert (booked.state, booked.visit) == (BookingState.ARRIVED, visit)
    assert visit.bookings_made.get().state == BookingState.BOOKED


def test_restore_leaves_a_booking_whose_time_is_taken(worker: User, lindgren: Household) -> None:
    visit = log(worker, lindgren, next_step=NextStep.BOOKED_VISIT, booking=NEXT)
    undo_visit(visit=visit, by=worker)
    book_visit(household=lindgren, by=worker, booking=NEXT)
    restored = restore_visit(visit=visit, by=worker)
    assert restored.undone_at is None
    assert visit.bookings_made.get().state == BookingState.CANCELLED


def test_undo_and_restore_twice_are_once(worker: User, lindgren: Household) -> None:
    visit = log(worker, lindgren)
    for _ in range(2):
        undo_visit(visit=visit, by=worker)
    for _ in range(2):
        restore_visit(visit=visit, by=worker)
    assert actions() == ["visit.logged", "visit.undone", "visit.restored"]


@pytest.mark.parametrize("action", [undo_visit, restore_visit])
def test_another_boards_visit_is_refused(
    worker: User, lindgren: Household, action: Callable[..., Visit]
) -> None:
    visit = log(worker, lindgren)
    with pytest.raises(no.NotYours):
        action(visit=visit, by=UserFactory())


def test_change_visit_writes_and_audits(worker: User, lindgren: Household) -> None:
    visit = log(worker, lindgren, topics=[Topic.DEBTS])
    applicant = lindgren.members.order_by("pk")[0].person
    changed = change_visit(
        visit=visit,
        by=worker,
        version=version_of(visit),
        note=" ny ",
        topics=[Topic.FORMS],
        people=[applicant],
        situation=2,
    )
    assert changed.note == "ny"
    assert [link.topic for link in changed.topic_links.all()] == [Topic.FORMS]
    assert changed.present.count() == 1
    assert SituationRecord.objects.get().situation == 2
    assert actions()[-1] == "visit.changed"


def test_change_visit_overwrites_nobody(worker: User, lindgren: Household) -> None:
    visit = log(worker, lindgren, note="först")
    seen = version_of(visit)
    change_visit(visit=visit, by=worker, version=seen, note="deras")
    with pytest.raises(no.EditedMeanwhile):
        change_visit(visit=visit, by=worker, version=seen, note="min")
    visit.refresh_from_db()
    assert visit.note == "deras"


def test_an_undone_visit_is_not_changed(worker: User, lindgren: Household) -> None:
    visit = undo_visit(visit=log(worker, lindgren), by=worker)
    with pytest.raises(no.WrongState):
        change_visit(visit=visit, by=worker, note="x")


def test_a_changed_next_step_makes_and_cancels_the_booking(worker: User, lindgren: Household) -> None:
    visit = log(worker, lindgren)
    change_visit(visit=visit, by=worker, next_step=NextStep.BOOKED_VISIT, booking=NEXT)
    assert visit.bookings_made.get().state == BookingState.BOOKED
    # Saved again as it is: no second booking is asked for or made.
    change_visit(visit=visit, by=worker, next_step=NextStep.BOOKED_VISIT, note="x")
    assert visit.bookings_made.count() == 1
    change_visit(visit=visit, by=worker, next_step=NextStep.DEBT_ADVICE)
    assert visit.bookings_made.get().state == BookingState.CANCELLED


def test_attach_leaves_a_trace_and_moves_the_first(worker: User, lindgren: Household) -> None:
    known = log(worker, lindgren)
    anonymous = log(worker, None, visited_on=date(2013, 12, 2))
    attached = attach_visit(visit=anonymous, household=lindgren, by=worker)
    known.refresh_from_db()
    assert attached.attached_by == worker
    assert attached.attached_at is not None
    assert (attached.is_first, known.is_first) == (True, False)
    event = AuditEvent.objects.get(action="visit.attached")
    assert (event.household_id, event.subject_id) == (lindgren.pk, anonymous.pk)
    detach_visit(visit=attached, by=worker)
    known.refresh_from_db()
    anonymous.refresh_from_db()
    assert anonymous.household is None
    assert known.is_first


def test_attach_is_refused_for_a_visit_with_a_household(worker: User, lindgren: Household) -> None:
    visit = log(worker, lindgren)
    other = family(authority=worker.authority)
    with pytest.raises(no.WrongState):
        attach_visit(visit=visit, household=other, by=worker)
    with pytest.raises(no.WrongState):
        detach_visit(visit=visit, by=worker)


def test_attach_is_refused_across_boards(worker: User) -> None:
    with pytest.raises(no.NotYours):
        attach_visit(visit=log(worker, None), household=HouseholdFactory(), by=worker)
