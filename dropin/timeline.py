"""Visits and bookings in a household's timeline."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cases.models import Household
from cases.timeline import asked
from core.prepared import Prepared
from core.registries import TimelineEntry, TimelineSource
from dropin.daylist import next_step_text, with_made_booking
from dropin.enums import BookingState, NextStep, Topic
from dropin.models import Booking, Visit

if TYPE_CHECKING:
    from accounts.models import User

MOST_NOTE_CHARACTERS = 280
TONES = {NextStep.BOARD_APPLICATION: "bad", NextStep.DEBT_ADVICE: "info"}
BOOKING_TONES = {BookingState.NO_SHOW: "warn"}


def _visited(household: int, until: date, reader: "User", limit: int) -> QuerySet[Visit]:
    rows = with_made_booking(Visit.objects.visible_to(reader, "visit.read").kept())
    rows = rows.filter(household=household, visited_on__lte=until).select_related("logged_by").with_topics()
    return rows.order_by("-visited_on", "-pk")[:limit]


def _booked(household: int, until: date, reader: "User", limit: int) -> QuerySet[Booking]:
    rows = Booking.objects.visible_to(reader).filter(household=household, visit=None, day__lte=until)
    return rows.select_related("worker").order_by("-day", "-pk")[:limit]


VISITED, BOOKED = Prepared(_visited), Prepared(_booked)


def visits(household: Household, user: "User", *, until: date | None, limit: int) -> list[TimelineEntry]:
    """Kept visits, newest first, with the start of their notes, in one query. Undone ones are left out."""
    may_edit = user.can("visit.log")
    return [_visit_entry(visit, may_edit) for visit in asked(VISITED, household, user, until, limit)]


def _visit_entry(visit: Visit, may_edit: bool) -> TimelineEntry:
    chosen = visit.topics_now  # type: ignore[attr-defined]  # from with_topics()
    topics = ", ".join(str(topic.label) for topic in Topic if topic in chosen)
    note = Truncator(visit.note).chars(MOST_NOTE_CHARACTERS)
    return TimelineEntry(
        day=visit.visited_on,
        at=visit.visited_at,
        kind="visit",
        title=str(visit.get_kind_display()),
        body="\n".join(part for part in (topics, note) if part),
        who=visit.logged_by.short_name if visit.logged_by else "",
        url=reverse("dropin:visit_edit", args=[visit.pk]) if may_edit else "",
        source="dropin.visit",
        object_id=visit.pk,
        badge=next_step_text(visit),
        badge_tone=TONES.get(NextStep(visit.next_step), ""),
    )


def bookings(household: Household, user: "User", *, until: date | None, limit: int) -> list[TimelineEntry]:
    """Bookings, newest first, in one query. One that became a visit is told of by the visit."""
    return [
        TimelineEntry(
            day=booking.day,
            at=booking.starts_at,
            kind="visit",
            title=_("Booked visit: %(reason)s") % {"reason": booking.get_reason_display()},
            who=booking.worker.short_name if booking.worker else "",
            source="dropin.booking",
            object_id=booking.pk,
            url=reverse("dropin:bookings") + f"?week={booking.day.isoformat()}",
            badge=str(booking.get_state_display()),
            badge_tone=BOOKING_TONES.get(BookingState(booking.state), ""),
        )
        for booking in asked(BOOKED, household, user, until, limit)
    ]


SOURCES = (TimelineSource("dropin.visits", visits), TimelineSource("dropin.bookings", bookings))
