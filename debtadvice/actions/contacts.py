"""Advice given, and meetings booked, kept or missed."""

from datetime import date, time, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Authority, User
from cases.errors import ActionRefused
from core.audit import record_event
from core.clock import now, today
from debtadvice.actions.locking import (
    locked,
    locked_open,
    record,
    refuse_future,
    refuse_other_board,
    save_as,
    sent_before,
)
from debtadvice.enums import AdviceKind, AppointmentState
from debtadvice.models import AdviceContact, Appointment, DebtCase

# A later day is a slip of the pen.
FURTHEST_MEETING = timedelta(days=366)


@transaction.atomic
def log_open_advice(
    *,
    authority: Authority,
    on_day: date,
    minutes: int,
    by: User,
    has_housing_problem: bool = False,
    client_key: UUID | None = None,
) -> AdviceContact:
    """Tally advice to somebody who gave no name (SoL 14:4: advice needs no personal circumstances)."""
    refuse_other_board(authority.pk, by)
    refuse_future(on_day, "on_day")
    Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    if before := sent_before(AdviceContact, client_key, authority=authority):
        return before
    contact = AdviceContact.objects.create(
        authority=authority,
        kind=AdviceKind.OPEN_ADVICE,
        on_day=on_day,
        minutes=minutes,
        has_housing_problem=has_housing_problem,
        recorded_by=by,
        client_key=client_key,
    )
    record_event("open_advice.logged", by=by, authority_id=authority.pk, subject=contact)
    return contact


@transaction.atomic
def log_contact(
    *,
    case: DebtCase,
    kind: AdviceKind,
    on_day: date,
    minutes: int,
    by: User,
    note: str = "",
    client_key: UUID | None = None,
) -> AdviceContact:
    """Log advice in a case, with its effort. Late notes may be made of a closed case too.

    Advice given before any time was offered ends the wait: its day is the first one offered.
    """
    case = locked(case, by)
    refuse_future(on_day, "on_day")
    if before := sent_before(AdviceContact, client_key, authority=case.authority_id):
        return before
    contact = AdviceContact.objects.create(
        authority_id=case.authority_id,
        case=case,
        kind=kind,
        on_day=on_day,
        minutes=minutes,
        has_housing_problem=case.has_housing_problem,
        note=note.strip(),
        recorded_by=by,
        client_key=client_key,
    )
    if case.asked_on is not None and case.first_offered_on is None:
        case.first_offered_on = max(on_day, case.asked_on)
        save_as(by, case)
    record("debt_case.contact_logged", case, by, contact=contact.pk, kind=kind, minutes=minutes)
    return contact


@transaction.atomic
def undo_contact(*, contact: AdviceContact, by: User, restore: bool = False) -> AdviceContact:
    """Take a contact away, or put it back."""
    refuse_other_board(contact.authority_id, by)
    contact = AdviceContact.objects.select_for_update().get(pk=contact.pk)
    contact.undone_at = None if restore else now()
    contact.save(update_fields=["undone_at"])
    action = "open_advice.restored" if restore else "open_advice.undone"
    if contact.case_id is None:
        record_event(action, by=by, authority_id=contact.authority_id, subject=contact)
    else:
        case = DebtCase.objects.get(pk=contact.case_id)
        record(action, case, by, contact=contact.pk)
    return contact


@transaction.atomic
def book_meeting(*, case: DebtCase, day: date, starts_at: time, adviser: User, by: User) -> Appointment:
    """Book a meeting. The first time that is offered sets how long the person has waited.

    Raises ActionRefused for a day that has gone or lies more than a year ahead, and for a time that is
    taken by a meeting of the same case.
    """
    case = locked_open(case, by)
    if day < today():
        raise ActionRefused(_("The day has passed. Choose today or a later day."), "day")
    if day > today() + FURTHEST_MEETING:
        raise ActionRefused(_("Choose a day within a year."), "day")
    try:
        with transaction.atomic():
            meeting = Appointment.objects.create(
                case=case, day=day, starts_at=starts_at, adviser=adviser, booked_by=by
            )
    except IntegrityError as error:
        raise ActionRefused(_("There is already a meeting at that time."), "starts_at") from error
    if case.first_offered_on is None:
        case.first_offered_on = day
    case.adviser = case.adviser or adviser
    save_as(by, case)
    record("debt_case.meeting_booked", case, by, day=day.isoformat(), time=starts_at.isoformat("minutes"))
    return meeting


@transaction.atomic
def settle_meeting(
    *,
    meeting: Appointment,
    state: AppointmentState,
    by: User,
    minutes: int | None = None,
    note: str = "",
) -> Appointment:
    """Say what came of a meeting. One that was kept is logged as advice, with its minutes.

    Raises ActionRefused for one that is settled already or has not come, and for a kept one without minutes.
    """
    case = locked(meeting.case, by)
    meeting = Appointment.objects.select_for_update().get(pk=meeting.pk)
    if meeting.state != AppointmentState.BOOKED:
        raise ActionRefused(_("The meeting is settled already."))
    if state != AppointmentState.CANCELLED and meeting.day > today():
        raise ActionRefused(_("The meeting is booked for a later day."))
    if state == AppointmentState.CAME:
        if not minutes:
            raise ActionRefused(_("Write how many minutes it took"), "minutes")
        log_contact(case=case, kind=AdviceKind.MEETING, on_day=meeting.day, minutes=minutes, note=note, by=by)
    meeting.state = state
    meeting.save(update_fields=["state"])
    record("debt_case.meeting_settled", case, by, state=state)
    return meeting
