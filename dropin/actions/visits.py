"""Visits: log, change, undo, restore."""

from collections.abc import Collection, Iterable
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Authority, User
from cases.actions import set_situation
from cases.models import Household, HouseholdMember, Person
from core.audit import record_event
from core.clock import now, today
from core.models import AuditEvent
from dropin.actions.bookings import (
    BookingInput,
    book_visit,
    cancel_booking,
    mark_arrived,
    release_booking,
    reopen_booking,
)
from dropin.actions.firsts import mark_first_visit
from dropin.actions.locking import lock_household, lock_writer, locked, save_as
from dropin.actions.refusals import (
    EditedMeanwhile,
    HouseholdNeeded,
    Incomplete,
    NotYours,
    TimeTaken,
    WrongDay,
    WrongState,
)
from dropin.enums import BookingState, NextStep, Place, VisitKind
from dropin.models import Booking, Visit, VisitMember, VisitTopic

# What an anonymous visit can't lead to: both need somebody to book or to apply.
STEPS_OF_HOUSEHOLDS = (NextStep.BOOKED_VISIT, NextStep.BOARD_APPLICATION)


@transaction.atomic
def log_visit(
    *,
    authority: Authority,
    by: User,
    client_key: UUID | None = None,
    household: Household | None,
    visited_on: date,
    visited_at: time | None = None,
    kind: str | None = None,
    place: str = Place.DESK,
    topics: Iterable[str] = (),
    people: Collection[Person] | None = None,
    situation: int | None = None,
    note: str = "",
    next_step: str = NextStep.NOTHING,
    booking: BookingInput | None = None,
    fulfils: Booking | None = None,
    referred_by: str = "",
    homeless_timing: str = "",
    referred_to: str = "",
) -> Visit:
    """Log that somebody came. `household` None: anonymous. `people` None: every member of that day.

    Sent again with the same client_key, it gives the visit that is already there and writes nothing.
    `booking` is made when the next step is a booked visit; `fulfils` is the booking that they came for,
    and makes the visit a booked one unless `kind` says otherwise. A situation is recorded on the household
    from the day of the visit. Raises a refusal of `dropin.actions.refusals`, and writes nothing then.
    """
    if client_key is not None:
        lock_writer(by)
        if visit := already_logged(authority=authority, by=by, client_key=client_key):
            return visit
    _check(authority, by, household, visited_on, next_step, booking, referred_to)
    if household is not None:
        lock_household(household.pk)
    visit = Visit(
        authority=authority,
        household=household,
        kind=kind or (VisitKind.BOOKED if fulfils else VisitKind.DROP_IN),
        place=place,
        visited_on=visited_on,
        visited_at=visited_at,
        referred_by=referred_by,
        homeless_timing=homeless_timing,
        situation=situation if household else None,
        note=note.strip(),
        next_step=next_step,
        referred_to=referred_to.strip() if next_step == NextStep.REFER_ON else "",
        client_key=client_key,
        logged_by=by,
    )
    try:
        with transaction.atomic():
            save_as(by, visit)
    except IntegrityError:
        if client_key and (visit_there := already_logged(authority=authority, by=by, client_key=client_key)):
            return visit_there
        raise
    _write_topics(visit, topics)
    if household is not None:
        _write_people(visit, household, people)
        _follow(visit, household, by, booking, fulfils)
    _record("visit.logged", visit, by, topics=sorted(topics), anonymous=household is None)
    return visit


def already_logged(*, authority: Authority, by: User, client_key: UUID) -> Visit | None:
    """The visit that this form has made already. Raises NotYours when somebody else's form made it."""
    visit = Visit.objects.filter(authority=authority, client_key=client_key).first()
    if visit is not None and visit.logged_by_id != by.pk:
        raise NotYours(_("This form has been used by somebody else. Open the page anew."))
    return visit


@transaction.atomic
def change_visit(
    *,
    visit: Visit,
    by: User,
    version: int | None = None,
    people: Collection[Person] | None = None,
    topics: Collection[str] | None = None,
    booking: BookingInput | None = None,
    **fields: Any,
) -> Visit:
    """Correct a visit. `fields` are columns of the visit; topics and people left out stay as they are.

    `version` is what `version_of` said when the form was opened: EditedMeanwhile if it has changed since.
    A next step that is no longer a booked visit cancels the open booking that this visit made.
    """
    visit = locked(visit, by)
    if visit.undone_at is not None:
        raise WrongState(_("The visit has been undone. Restore it first."))
    if version is not None and version != version_of(visit):
        raise EditedMeanwhile(_("Somebody else has changed the visit since you opened it."))
    for name, value in fields.items():
        setattr(visit, name, value.strip() if isinstance(value, str) else value)
    if visit.next_step != NextStep.REFER_ON:
        visit.referred_to = ""
    made = visit.bookings_made.filter(state=BookingState.BOOKED)
    needs_booking = visit.next_step == NextStep.BOOKED_VISIT and not visit.bookings_made.exists()
    _check(
        visit.authority,
        by,
        visit.household,
        visit.visited_on,
        visit.next_step if needs_booking or visit.next_step != NextStep.BOOKED_VISIT else "",
        booking,
        visit.referred_to,
    )
    save_as(by, visit)
    if topics is not None:
        visit.topic_links.all().delete()
        _write_topics(visit, topics)
    if visit.household is not None:
        if people is not None:
            visit.present.all().delete()
            _write_people(visit, visit.household, people)
        if visit.next_step != NextStep.BOOKED_VISIT:
            for booked in made:
                cancel_booking(booking=booked, by=by)
        _follow(visit, visit.household, by, booking if needs_booking else None, None)
    _record("visit.changed", visit, by, fields=sorted(fields))
    return visit


def version_of(visit: Visit) -> int:
    """A number that changes with every saving of the visit: the newest row of its history."""
    return visit.history.values_list("pk", flat=True).first() or 0


@transaction.atomic
def undo_visit(*, visit: Visit, by: User) -> Visit:
    """Take a visit away: it counts nowhere, and can be restored.

    The open booking that it made is cancelled, and the one that it fulfilled is open again (cancelled if
    its time is taken). The situation that it recorded stays in the household's history, where it is
    corrected on its own.
    """
    visit = locked(visit, by)
    if visit.undone_at is not None:
        return visit
    cancelled = list(visit.bookings_made.filter(state=BookingState.BOOKED))
    for made in cancelled:
        cancel_booking(booking=made, by=by)
    reopened = Booking.objects.filter(visit=visit).first()
    if reopened is not None:
        release_booking(booking=reopened, by=by)
    visit.undone_at, visit.undone_by, visit.is_first = now(), by, False
    save_as(by, visit)
    if visit.household_id is not None:
        mark_first_visit(visit.household_id)
    _record(
        "visit.undone",
        visit,
        by,
        cancelled=[made.pk for made in cancelled],
        reopened=reopened.pk if reopened is not None else None,
    )
    return visit


@transaction.atomic
def restore_visit(*, visit: Visit, by: User) -> Visit:
    """The undo of an undo: the visit counts again, with its bookings where their times are still free."""
    visit = locked(visit, by)
    if visit.undone_at is None:
        return visit
    visit.undone_at = visit.undone_by = None
    save_as(by, visit)
    undone = AuditEvent.objects.filter(
        action="visit.undone", subject_type=visit._meta.label_lower, subject_id=visit.pk
    )
    details = undone.order_by("-pk").values_list("details", flat=True).first() or {}
    _restore_bookings(visit, by, details)
    if visit.household_id is not None:
        mark_first_visit(visit.household_id)
    _record("visit.restored", visit, by)
    return visit


def _restore_bookings(visit: Visit, by: User, details: dict[str, Any]) -> None:
    for booking in visit.bookings_made.filter(pk__in=details.get("cancelled", [])):
        try:
            reopen_booking(booking=booking, by=by)
        except TimeTaken:
            continue  # the household has been given that time in another way
    reopened = details.get("reopened") or 0
    fulfilled = Booking.objects.filter(pk=reopened, state=BookingState.BOOKED).first()
    if fulfilled is not None:
        mark_arrived(booking=fulfilled, by=by, visit=visit)


def _check(
    authority: Authority,
    by: User,
    household: Household | None,
    visited_on: date,
    next_step: str,
    booking: BookingInput | None,
    referred_to: str,
) -> None:
    if by.authority_id != authority.pk or (household and household.authority_id != authority.pk):
        raise NotYours(_("The household belongs to another board."))
    if visited_on > today():
        raise WrongDay(_("The day of the visit has not come yet."), field="visited_on")
    if household is None and next_step in STEPS_OF_HOUSEHOLDS:
        raise HouseholdNeeded(
            _("Choose a household: an anonymous visit can neither be booked on nor apply."), field="next_step"
        )
    if next_step == NextStep.BOOKED_VISIT and booking is None:
        raise Incomplete(_("Write the day and the time of the booked visit."), field="booking_day")
    if next_step == NextStep.REFER_ON and not referred_to.strip():
        raise Incomplete(_("Write to whom they are referred."), field="referred_to")


def _follow(
    visit: Visit, household: Household, by: User, booking: BookingInput | None, fulfils: Booking | None
) -> None:
    """What a household's visit leads to: first or not, the situation, the bookings."""
    mark_first_visit(household.pk, visit)
    if visit.situation is not None:
        set_situation(household=household, situation=visit.situation, valid_from=visit.visited_on, by=by)
    if fulfils is not None:
        mark_arrived(booking=fulfils, by=by, visit=visit)
    if booking is not None and visit.next_step == NextStep.BOOKED_VISIT:
        book_visit(household=household, by=by, booking=booking, made_in_visit=visit)


def _write_topics(visit: Visit, topics: Iterable[str]) -> None:
    VisitTopic.objects.bulk_create(VisitTopic(visit=visit, topic=topic) for topic in dict.fromkeys(topics))


def _write_people(visit: Visit, household: Household, people: Collection[Person] | None) -> None:
    members = HouseholdMember.objects.filter(household=household).in_household_on(visit.visited_on)
    present = list(members.values_list("person_id", flat=True).distinct().order_by("person_id"))
    if people is not None:
        asked = {person.pk for person in people}
        ever = set(household.members.values_list("person_id", flat=True))
        if not asked <= ever:
            raise NotYours(_("Somebody who is ticked does not belong to the household."), field="people")
        present = sorted(asked)
    VisitMember.objects.bulk_create(VisitMember(visit=visit, person_id=pk) for pk in present)


def _record(action: str, visit: Visit, by: User, **details: Any) -> None:
    record_event(
        action,
        by=by,
        authority_id=visit.authority_id,
        subject=visit,
        household_id=visit.household_id,
        details={"kind": visit.kind, "next_step": visit.next_step, **details},
    )
