"""From checked forms to the actions."""

from datetime import date, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Household, HouseholdMember, Person
from core.clock import now, today
from dropin.actions import BookingInput, already_logged, change_visit, log_visit
from dropin.actions.locking import lock_writer
from dropin.actions.refusals import Incomplete
from dropin.forms import BookingWith, NewHouseholdForm, VisitForm
from dropin.models import Visit
from dropin.views.household import register
from dropin.who import Candidate


def save_visit(
    user: User, form: VisitForm, new_form: NewHouseholdForm | None, chosen: Candidate | None
) -> Visit:
    """Log the visit of valid forms; a new household is registered first. Raises ActionRefused."""
    assert user.authority is not None
    data = form.cleaned_data
    household = chosen.household if chosen is not None else None
    visited_on = data["visited_on"] or today()
    if new_form is not None:
        if not user.can("household.create"):
            raise PermissionDenied
        if (visit := sent_before(user, form)) is not None:
            return visit
        household = register(user, new_form, visited_on)
    booking = chosen.booking if chosen is not None else None
    return log_visit(
        authority=user.authority,
        by=user,
        client_key=data["client_key"],
        household=household,
        visited_on=visited_on,
        visited_at=_time_of(data, visited_on),
        people=_people(household, data),
        booking=_booking(user, form, household),
        fulfils=booking if booking is not None and booking.day == visited_on else None,
        **_plain(data),
    )


def save_changes(user: User, form: VisitForm, visit: Visit) -> Visit:
    """Correct a logged visit by a valid form. Raises ActionRefused."""
    data = form.cleaned_data
    plain = _plain(data)
    if visit.household_id is None:
        plain.pop("situation")
    return change_visit(
        visit=visit,
        by=user,
        version=data["version"],
        people=_people(visit.household, data),
        topics=plain.pop("topics"),
        booking=_booking(user, form, visit.household),
        visited_on=data["visited_on"] or visit.visited_on,
        visited_at=data["visited_at"],
        **plain,
    )


def sent_before(user: User, form: VisitForm) -> Visit | None:
    """The visit of the same valid form, waited for when it is sent at the same moment."""
    client_key = form.cleaned_data["client_key"]
    if client_key is None or user.authority is None:
        return None
    lock_writer(user)
    return already_logged(authority=user.authority, by=user, client_key=client_key)


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    names = (
        "topics",
        "situation",
        "note",
        "next_step",
        "referred_to",
        "referred_by",
        "homeless_timing",
        "place",
    )
    return {name: data[name] for name in names}


def _time_of(data: dict[str, Any], visited_on: date) -> time | None:
    """As typed; else the clock's for a visit today, and unknown for one of an earlier day."""
    typed: time | None = data["visited_at"]
    if typed is not None or visited_on != today():
        return typed
    return timezone.localtime(now()).time().replace(second=0, microsecond=0)


def _people(household: Household | None, data: dict[str, Any]) -> list[Person] | None:
    """Those who are ticked; None (all of them) when the form did not show the members."""
    if household is None or not data["people_shown"]:
        return None
    members = HouseholdMember.objects.filter(household=household).select_related("person")
    return [member.person for member in members if member.person_id in data["people"]]


def _booking(user: User, form: VisitForm, household: Household | None) -> BookingInput | None:
    if household is None or not form.wants_booking:
        return None
    data = form.cleaned_data
    return BookingInput(
        day=data["booking_day"],
        starts_at=data["booking_time"],
        reason=data["booking_reason"] or "follow_up",
        interpreter_language=data["booking_interpreter"],
        worker=_companion(user, household, data["booking_with"]),
    )


def _companion(user: User, household: Household, chosen: str) -> User | None:
    if chosen == BookingWith.ANYONE:
        return None
    if chosen == BookingWith.PROJECT_WORKER:
        if household.project_worker is None:
            raise Incomplete(_("The household has no project worker. Choose somebody else."), "booking_with")
        return household.project_worker
    if chosen == BookingWith.CASEWORKER:
        if household.caseworker is None:
            raise Incomplete(_("The household has no caseworker. Choose somebody else."), "booking_with")
        return household.caseworker
    return user
