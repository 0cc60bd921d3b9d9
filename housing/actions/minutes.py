"""Closing a meeting: its minutes are given out as they stand, and nothing of it changes afterwards."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.locking import refuse_other_board
from cases.errors import ActionRefused
from core.audit import record_event
from core.clock import now, today
from core.documents import give_out
from core.models import Document
from housing.actions.agenda import agenda_changed
from housing.actions.meetings import held_meeting
from housing.actions.series import PLANNED_AHEAD, plan_meetings
from housing.enums import Accommodation, ItemKind, MeetingState, Outcome
from housing.models import AgendaItem, BoardMeeting

MINUTES = "housing.minutes"
AGENDA = "housing.agenda"


@transaction.atomic
def close_meeting(*, meeting: BoardMeeting, by: User, note: str = "") -> Document:
    """End the meeting and freeze its minutes, with what else was said (`note`).

    Free flats that nobody asked for need not be taken up. The series' next meetings stand in the calendar
    afterwards, and what waits comes on their agendas. Raises ActionRefused while an item waits, or while it
    is not noted who was there.
    """
    meeting = held_meeting(meeting, by)
    if meeting.state != MeetingState.OPEN:
        raise ActionRefused(_("Open the meeting first."))
    waiting = meeting.items.filter(is_settled=False)
    if waiting.exclude(kind=ItemKind.FLAT_FREE).exists():
        raise ActionRefused(_("Items wait still. Decide, defer or note them as talked over."))
    if meeting.participants.filter(is_present=None).exists():
        raise ActionRefused(_("Note who is here first."))
    waiting.update(is_settled=True)
    meeting.state, meeting.closed_at, meeting.closed_by = MeetingState.CLOSED, now(), by
    meeting.note = note.strip()
    meeting.save(update_fields=["state", "closed_at", "closed_by", "note"])
    record_event("meeting.closed", by=by, authority_id=meeting.authority_id, subject=meeting)
    with translation.override(settings.LANGUAGE_CODE):
        payload = minutes_payload(meeting)
    document = give_out(
        MINUTES,
        payload=payload,
        by=by,
        authority_id=meeting.authority_id,
        subject_id=meeting.pk,
        language=settings.LANGUAGE_CODE,
    )
    if meeting.series is not None:
        plan_meetings(series=meeting.series, until=today() + PLANNED_AHEAD, by=by)
    agenda_changed(meeting.authority, by=by)
    return document


def minutes_payload(meeting: BoardMeeting) -> dict[str, Any]:
    """What the minutes say. Households by case number only, so that they can be kept with the meeting."""
    people = list(meeting.participants.select_related("user").order_by("pk"))
    return {
        **_frame(meeting),
        "closed_by": meeting.closed_by.full_name if meeting.closed_by else "",
        "present": [_person(one) for one in people if one.is_present],
        "absent": [_person(one) for one in people if not one.is_present],
        "note": meeting.note,
        "items": [minutes_line(item) for item in items_of(meeting)],
    }


def agenda_payload(meeting: BoardMeeting) -> dict[str, Any]:
    """What the printed agenda says: the same frame, and what is to be taken up."""
    people = list(meeting.participants.select_related("user").order_by("pk"))
    return {
        **_frame(meeting),
        "called": [_person(one) for one in people],
        "items": [
            {"number": number, "kind": _why(item), "about": _about(item)}
            for number, item in enumerate(items_of(meeting), start=1)
        ],
    }


@transaction.atomic
def print_agenda(*, meeting: BoardMeeting, by: User) -> Document:
    """The agenda as it stands, as a PDF. Households by case number only.

    Raises ActionRefused for another board's meeting.
    """
    refuse_other_board(meeting.authority_id, by)
    record_event("agenda.printed", by=by, authority_id=meeting.authority_id, subject=meeting)
    with translation.override(settings.LANGUAGE_CODE):
        payload = agenda_payload(meeting)
    return give_out(
        AGENDA,
        payload=payload,
        by=by,
        authority_id=meeting.authority_id,
        subject_id=meeting.pk,
        language=settings.LANGUAGE_CODE,
    )


def _frame(meeting: BoardMeeting) -> dict[str, Any]:
    return {
        "board": meeting.authority.name,
        "held_on": date_format(meeting.held_on, "l j F Y"),
        "starts_at": f"{meeting.starts_at:%H.%M}",
        "place": meeting.place,
    }


def items_of(meeting: BoardMeeting) -> list[AgendaItem]:
    """The meeting's items in order, with all that is told of them; a fixed number of queries."""
    related = (
        "household",
        "application__submitted_by",
        "decision__decided_by",
        "decision__delegation",
        "confirms__decided_by",
        "placement__provider",
        "tenancy__flat",
        "flat",
    )
    items = meeting.items.select_related(*related).prefetch_related("recusals__user")
    return list(items.order_by("position", "pk"))


def _person(participant: Any) -> str:
    return f"{participant.user.full_name}, {str(participant.get_part_display()).lower()}"


def _about(item: AgendaItem) -> str:
    """A case number, or a flat that is nobody's."""
    if item.household is None:
        return item.flat.address if item.flat else ""
    if item.household.is_protected:
        return _("Protected case")
    return item.household.case_number


def _why(item: AgendaItem) -> str:
    """Why it is taken up, and what was applied for."""
    kind = str(item.get_kind_display())
    if item.application is None:
        return kind
    return f"{kind}: {str(item.application.get_accommodation_display()).lower()}"


def minutes_line(item: AgendaItem) -> dict[str, Any]:
    """One item in the minutes: what was decided, by whom, with which delegation, who kept out of it."""
    decision = item.decision or item.confirms
    line: dict[str, Any] = {
        "number": item.position,
        "kind": _why(item),
        "about": _about(item),
        "outcome": _("Taken up without a decision"),
        "details": [],
        "reason": "",
        "decided_by": "",
        "recused": [one.user.full_name for one in item.recusals.all()],
        "note": item.note,
    }
    if item.household is None:
        line["outcome"] = _("Noted")
    if decision is None:
        return line
    line["outcome"] = str(decision.get_outcome_display())
    if item.confirms is not None:
        line["outcome"] = _("Urgent decision confirmed: %(outcome)s") % {
            "outcome": str(decision.get_outcome_display()).lower()
        }
    line["reason"] = "" if item.household and item.household.is_protected else decision.reason
    if decision.decided_by is not None and decision.delegation is not None:
        line["decided_by"] = f"{decision.decided_by.full_name} ({decision.delegation.delegation_reference})"
    labels = dict(Accommodation.choices)
    line["details"].append(str(labels.get(decision.accommodation, decision.accommodation)).lower())
    if decision.valid_from and decision.valid_until:
        line["details"].append(
            f"{date_format(decision.valid_from, 'Y-m-d')}–{date_format(decision.valid_until, 'Y-m-d')}"
        )
    if decision.outcome == Outcome.DEFERRED and decision.deferred_until:
        line["details"].append(_("until %(day)s") % {"day": date_format(decision.deferred_until, "Y-m-d")})
    return line
