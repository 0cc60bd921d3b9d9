"""The agenda makes itself: what belongs on it follows from applications, stays, decisions and flats."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Authority, User
from cases.errors import ActionRefused
from core.audit import record_event
from core.clock import now, today
from housing.actions.meetings import held_item, held_meeting, refuse_unless_open, remove_item
from housing.enums import ApplicationState, FlatKind, ItemKind, MeetingState
from housing.models import AgendaItem, Application, BoardDecision, BoardMeeting, Flat, Recusal
from housing.recusals import known_recusals
from housing.stays import ongoing

# Where no later meeting stands in the calendar: the Boråd meets every week.
WEEKS_TO_MEETING_AFTER_NEXT = timedelta(weeks=2)
ORDER = {kind: number for number, kind in enumerate(ItemKind)}


@dataclass(frozen=True)
class Candidate:
    """Something that belongs on the agenda: its kind, and what it is about."""

    kind: str
    about: str
    subject_id: int
    household_id: int | None

    @property
    def key(self) -> tuple[str, int]:
        return self.about, self.subject_id


def agenda_changed(authority: Authority, *, by: User | None) -> None:
    """Something happened that the agendas of the board's next two meetings may tell of.

    It holds the meetings' rows, so it comes last in its transaction: households first, meetings after them.
    """
    for meeting in coming_meetings(authority.pk, today())[:2]:
        refresh_agenda(meeting=meeting, by=by)


def hold_agendas(authority_id: int) -> None:
    """Hold the meetings that `agenda_changed` brings up to date: for whoever holds a flat before that.

    Meetings are held after households and before flats.
    """
    ids = [meeting.pk for meeting in coming_meetings(authority_id, today())[:2]]
    rows = BoardMeeting.objects.select_for_update(no_key=True).filter(pk__in=ids)
    list(rows.order_by("held_on", "starts_at", "pk"))


def coming_meetings(authority_id: int, day: date) -> list[BoardMeeting]:
    """Meetings of the board that are not closed, from day on or going on still, in order."""
    rows = BoardMeeting.objects.filter(authority_id=authority_id).exclude(state=MeetingState.CLOSED)
    still = Q(held_on__gte=day) | Q(state=MeetingState.OPEN)
    return list(rows.filter(still).order_by("held_on", "starts_at", "pk")[:3])


@transaction.atomic
def refresh_agenda(*, meeting: BoardMeeting, by: User | None) -> list[AgendaItem]:
    """Bring the agenda in line with what is known now; what was added or taken away is in the audit log.

    What has been taken up stays, as does the order that people gave. An unsettled item that no longer
    belongs there goes; one with a note for the minutes has been taken up. Only for the board's next meeting
    and those that are open: what waits is taken up once. Doing it again changes nothing.
    """
    meeting = BoardMeeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if meeting.is_closed:
        return []
    wanted = {candidate.key: candidate for candidate in _candidates(meeting)}
    there = {_key(item): item for item in meeting.items.order_by("position", "pk")}
    made = [_as_item(meeting, candidate) for key, candidate in wanted.items() if key not in there]
    left = [item for key, item in there.items() if key not in wanted and not item.is_settled]
    for item in left:
        item.is_settled = bool(item.note)
    AgendaItem.objects.bulk_update([item for item in left if item.is_settled], ["is_settled"])
    gone = [item for item in left if not item.is_settled]
    kept = [item for item in there.values() if item not in gone]
    for item in gone:
        remove_item(item)
    _place(made, among=kept)
    _keep_out(made)
    if made or gone:
        details = {"added": len(made), "removed": len(gone)}
        record_event(
            "agenda.refreshed", by=by, authority_id=meeting.authority_id, subject=meeting, details=details
        )
    return made


def _as_item(meeting: BoardMeeting, candidate: Candidate) -> AgendaItem:
    """An item that has no place on the agenda yet, and is not saved."""
    about: dict[str, Any] = {f"{candidate.about}_id": candidate.subject_id}
    return AgendaItem(
        authority_id=meeting.authority_id,
        meeting=meeting,
        kind=candidate.kind,
        household_id=candidate.household_id,
        added_at=now(),
        **about,
    )


def _place(made: list[AgendaItem], *, among: list[AgendaItem]) -> None:
    """Save the new items after those of their kind, in the order of ItemKind.

    What is there keeps the order that people gave it, and what is settled its very place.
    """
    order = list(among)
    settled = max((place for place, item in enumerate(order, start=1) if item.is_settled), default=0)
    for item in made:
        rank = ORDER[ItemKind(item.kind)]
        before = [place for place, one in enumerate(order, start=1) if ORDER[ItemKind(one.kind)] <= rank]
        order.insert(max([settled, *before]), item)
    position = order[settled - 1].position if settled else 0
    for item in order[settled:]:
        position += 1
        if item._state.adding or item.position != position:
            item.position = position
            item.save()


def _keep_out(made: list[AgendaItem]) -> None:
    """Whoever kept out of a household keeps out of its new items, called to the meeting or not."""
    ids = {item.household_id for item in made if item.household_id is not None}
    if not ids:
        return
    known = known_recusals(ids)
    Recusal.objects.bulk_create(
        Recusal(
            item=item,
            household_id=item.household_id,
            user_id=was.user_id,
            reason=was.reason,
            recorded_by_id=was.recorded_by_id,
            recorded_at=was.recorded_at,
        )
        for item in made
        for was in known.get(item.household_id or 0, ())
    )
    Recusal.objects.filter(item=None, household__in=ids).delete()


def _key(item: AgendaItem) -> tuple[str, int]:
    for about in ("confirms", "application", "placement", "tenancy", "flat"):
        subject_id = getattr(item, f"{about}_id")
        if subject_id is not None:
            return about, subject_id
    raise ValueError("an agenda item is about something")


def _candidates(meeting: BoardMeeting) -> Iterator[Candidate]:
    """What belongs on this agenda; a fixed number of queries."""
    elsewhere = _on_other_open_agendas(meeting)
    applications = _applications(meeting)
    found = [
        *_to_confirm(meeting),
        *applications,
        *_stays_that_end(meeting),
        *_free_flats(meeting),
    ]
    for candidate in found:
        if candidate.key not in elsewhere:
            yield candidate


def _on_other_open_agendas(meeting: BoardMeeting) -> set[tuple[str, int]]:
    """What an earlier meeting, not closed yet, has on its agenda: it is taken up there."""
    earlier = Q(meeting__held_on__lt=meeting.held_on) | Q(
        meeting__held_on=meeting.held_on, meeting__starts_at__lt=meeting.starts_at
    )
    items = AgendaItem.objects.filter(earlier, authority_id=meeting.authority_id, is_settled=False)
    waiting = items.exclude(meeting__state=MeetingState.CLOSED)
    return {_key(item) for item in waiting.filter(meeting__held_on__gte=today() - timedelta(days=7))}


def _to_confirm(meeting: BoardMeeting) -> list[Candidate]:
    urgent = BoardDecision.objects.filter(
        authority_id=meeting.authority_id, is_urgent=True, decided_on__lte=meeting.held_on
    ).exclude(confirmations__is_settled=True)
    rows = urgent.order_by("decided_at", "pk").values_list("pk", "household_id")
    return [Candidate(ItemKind.CONFIRM_URGENT, "confirms", pk, household) for pk, household in rows]


def _applications(meeting: BoardMeeting) -> list[Candidate]:
    rows = (
        Application.objects.filter(authority_id=meeting.authority_id, state=ApplicationState.SUBMITTED)
        .filter(Q(deferred_until=None) | Q(deferred_until__lte=meeting.held_on))
        .order_by("submitted_at", "pk")
    )
    return [
        Candidate(
            ItemKind.APPLICATION if row.deferred_until is None else ItemKind.DEFERRED,
            "application",
            row.pk,
            row.household_id,
        )
        for row in rows
    ]


def _stays_that_end(meeting: BoardMeeting) -> Iterator[Candidate]:
    """Stays whose decision ends before the meeting after next, and those that none covers.

    One whose household has submitted an application comes up by that. A draft takes nothing off the agenda:
    it may never be submitted, and then nobody would see that the decision runs out. A household that this
    meeting has taken up already comes up at the next one, however short its new decision is.
    """
    limit = _meeting_after_next(meeting)
    taken_up = set(meeting.items.filter(is_settled=True).values_list("household_id", flat=True))
    applied_for = set(
        Application.objects.filter(
            authority_id=meeting.authority_id, state=ApplicationState.SUBMITTED
        ).values_list("household_id", flat=True)
    )
    for stay in ongoing(meeting.authority, meeting.held_on):
        row = stay.row
        if row.household_id in applied_for | taken_up or (
            row.last_night is not None and row.last_night <= limit
        ):
            continue
        if not stay.is_placement and not stay.has_decision:
            continue  # long subleases that were never before the Boråd: a worklist tells of them
        if stay.covered_through is None or stay.covered_through < limit:
            kind = ItemKind.PLACEMENT_ENDS if stay.is_placement else ItemKind.TENANCY_ENDS
            about = "placement" if stay.is_placement else "tenancy"
            yield Candidate(kind, about, row.pk, row.household_id)


def _meeting_after_next(meeting: BoardMeeting) -> date:
    later = BoardMeeting.objects.filter(authority_id=meeting.authority_id, held_on__gt=meeting.held_on)
    days = list(later.order_by("held_on").values_list("held_on", flat=True)[:2])
    return days[1] if len(days) > 1 else meeting.held_on + WEEKS_TO_MEETING_AFTER_NEXT


def _free_flats(meeting: BoardMeeting) -> list[Candidate]:
    flats = Flat.objects.free_on(meeting.held_on).filter(
        authority_id=meeting.authority_id, kind=FlatKind.TRANSITIONAL
    )
    rows = flats.order_by("address", "pk").values_list("pk", flat=True)
    return [Candidate(ItemKind.FLAT_FREE, "flat", pk, None) for pk in rows]


@transaction.atomic
def order_items(*, meeting: BoardMeeting, item_ids: Sequence[int], by: User) -> list[AgendaItem]:
    """Put the items that wait in that order; those that are not named follow, as they were.

    What has been taken up keeps its number, by which the minutes tell of it.
    """
    meeting = held_meeting(meeting, by)
    items = {item.pk: item for item in meeting.items.order_by("position", "pk")}
    waiting = [pk for pk, item in items.items() if not item.is_settled]
    named = [pk for pk in dict.fromkeys(item_ids) if pk in waiting]
    following = iter([*named, *(pk for pk in waiting if pk not in named)])
    order = [item if item.is_settled else items[next(following)] for item in items.values()]
    for position, item in enumerate(order, start=1):
        item.position = position
    AgendaItem.objects.bulk_update(order, ["position"])
    record_event("agenda.ordered", by=by, authority_id=meeting.authority_id, subject=meeting)
    return order


@transaction.atomic
def move_item(*, item: AgendaItem, up: bool, by: User) -> list[AgendaItem]:
    """Move an item one step among those that wait. First up and last down stay where they are."""
    item = held_item(item, by)
    meeting = item.meeting
    waiting = meeting.items.filter(is_settled=False).order_by("position", "pk")
    order = list(waiting.values_list("pk", flat=True))
    place = order.index(item.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return order_items(meeting=meeting, item_ids=order, by=by)


@transaction.atomic
def settle_item(*, item: AgendaItem, note: str, by: User) -> AgendaItem:
    """The item has been taken up without a decision: talked over, or a free flat noted."""
    item = held_item(item, by)
    refuse_unless_open(item.meeting)
    if item.kind in (ItemKind.APPLICATION, ItemKind.DEFERRED):
        raise ActionRefused(_("An application is decided or deferred."))
    item.is_settled, item.note = True, note.strip() or item.note
    item.save(update_fields=["is_settled", "note"])
    record_event(
        "item.settled",
        by=by,
        authority_id=item.authority_id,
        subject=item,
        household_id=item.household_id,
    )
    return item


@transaction.atomic
def note_item(*, item: AgendaItem, note: str, by: User, seen: str | None = None) -> AgendaItem:
    """What the minutes say of the item besides what is decided; an empty note takes it away.

    Of every kind of item, taken up or not, as long as the meeting goes on. `seen`: the note that the writer
    had before them. Raises ActionRefused before the meeting and after it, and when somebody else has written
    another note meanwhile.
    """
    item = held_item(item, by, taken_up=True)
    refuse_unless_open(item.meeting)
    note = note.strip()
    if item.note == note:
        return item
    if seen is not None and seen.split() != item.note.split():
        raise ActionRefused(
            _("Somebody else has written a note meanwhile. Bring the two together, and save again."), "note"
        )
    item.note = note
    item.save(update_fields=["note"])
    record_event(
        "item.noted", by=by, authority_id=item.authority_id, subject=item, household_id=item.household_id
    )
    return item
