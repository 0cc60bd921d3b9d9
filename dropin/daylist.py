"""What one day at the drop-in was: its visits and its bookings, as far as the reader may see them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    prefetch_related_objects,
)
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Household, HouseholdMember
from core.prepared import Prepared
from dropin.enums import BookingState, NextStep
from dropin.models import Booking, Visit
from dropin.querysets import VisitQuerySet


@dataclass
class DayVisits:
    """The visits that the reader sees, newest first, and how many there are beside them."""

    rows: list[Visit] = field(default_factory=list)
    hidden: int = 0
    new_households: int = 0

    @property
    def total(self) -> int:
        return len(self.rows) + self.hidden

    @property
    def household_ids(self) -> set[int]:
        return {row.household_id for row in self.rows if row.household_id is not None}


def _visits(day: date, reader: User) -> VisitQuerySet:
    """The kept visits of one day, each with whether reader may see it."""
    visible = Household.objects.visible_to(reader, "visit.read").filter(pk=OuterRef("household"))
    return (
        with_made_booking(Visit.objects.of_authority(reader))
        .kept()
        .on_day(day)
        .annotate(
            is_shown=ExpressionWrapper(Q(household=None) | Exists(visible), output_field=BooleanField()),
        )
        .select_related("household", "attached_by")
        .order_by(F("visited_at").desc(nulls_last=True), "-pk")
    )


def _bookings(day: date, reader: User) -> QuerySet[Booking]:
    rows = Booking.objects.visible_to(reader).on_day(day)
    return rows.select_related("household", "worker").order_by("starts_at", "pk")


VISITS, BOOKINGS = Prepared(_visits), Prepared(_bookings)


def visits_on(user: User, day: date, **filters: Any) -> DayVisits:
    """The kept visits of one day, in one query; `prepare_households` adds what their labels need.

    What the reader may not see is counted, not shown: the day's total is everybody's.
    """
    rows: Iterable[Visit] = _visits(day, user).filter(**filters) if filters else VISITS.rows(day, reader=user)
    found = DayVisits()
    for visit in rows:
        found.new_households += visit.is_first
        if visit.is_shown:  # type: ignore[attr-defined]  # from _visits()
            found.rows.append(visit)
        else:
            found.hidden += 1
    return found


def with_made_booking(visits: VisitQuerySet) -> VisitQuerySet:
    """Adds what `next_step_text` says of the booking that a visit led to."""
    made = Booking.objects.filter(made_in_visit=OuterRef("pk")).order_by("pk")
    return visits.annotate(
        booked_day=made.values("day")[:1],
        booked_time=made.values("starts_at")[:1],
        booked_interpreter=made.values("interpreter_language")[:1],
    )


def bookings_on(user: User, day: date) -> list[Booking]:
    """The bookings of one day that the reader sees, in order of time, in one query."""
    return BOOKINGS.rows(day, reader=user)


def prepare_households(households: Iterable[Household | None]) -> None:
    """Fetch what the labels of these households need, for all of them in one query."""
    members = HouseholdMember.objects.select_related("person").order_by("pk")
    prefetch_related_objects(
        [household for household in households if household is not None],
        Prefetch("members", queryset=members),
    )


def is_waiting(booking: Booking) -> bool:
    """Booked, and neither come nor called off."""
    return booking.state == BookingState.BOOKED


def next_step_text(visit: Visit) -> str:
    """The next step of a row of `visits_on`, in words; empty when there is none."""
    if visit.next_step == NextStep.NOTHING:
        return ""
    if visit.next_step == NextStep.REFER_ON:
        return visit.referred_to
    booked_day = getattr(visit, "booked_day", None)
    if visit.next_step == NextStep.BOOKED_VISIT and booked_day is not None:
        when = f"{date_format(booked_day, 'j b')} {visit.booked_time:%H.%M}"  # type: ignore[attr-defined]
        words = _("Booked %(when)s") % {"when": when}
        return words + (", " + _("interpreter") if visit.booked_interpreter else "")  # type: ignore[attr-defined]
    return str(visit.get_next_step_display())
