"""Who comes: a household as the desk offers it, with its members and what is known of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from cases.models import Household, Person
from cases.querysets import HouseholdQuerySet
from cases.search import search_households
from dropin.enums import BookingState
from dropin.models import Booking, Visit

# What the page's field `who` holds beside "h12" (a household) and "b7" (a booking).
ANONYMOUS = "anonymous"
NEW = "new"
MOST_HITS = 8
# Longer than any key of ours, shorter than what a database would refuse.
MOST_DIGITS = 18


@dataclass(frozen=True)
class Candidate:
    """A household to choose. `booking` is what it is booked for today; `people` are today's members."""

    household: Household
    value: str
    people: Sequence[dict[str, Any]]
    situation: int | None = None
    visits: int = 0
    last_visit: date | None = None
    booking: Booking | None = None
    tags: Sequence[dict[str, str]] = field(default_factory=tuple)

    @property
    def label(self) -> str:
        return self.household.label

    @property
    def history(self) -> str:
        """ "3 besök, senast 2 december"."""
        if not self.visits or self.last_visit is None:
            return _("first visit")
        count = ngettext("%(n)s visit", "%(n)s visits", self.visits) % {"n": self.visits}
        return _("%(count)s, latest %(day)s") % {
            "count": count,
            "day": date_format(self.last_visit, "j F Y"),
        }


def reachable(user: User) -> HouseholdQuerySet:
    """The households on which user may log visits, with label and situation."""
    return Household.objects.visible_to(user, "visit.log").with_label().with_situation()


def search(user: User, text: str, day: date) -> list[Candidate]:
    """Households that the text finds: by name, identity number or case number only."""
    return candidates(search_households(user, text, limit=MOST_HITS, permission="visit.log"), day)


def booked_today(user: User, day: date) -> list[Candidate]:
    """Those who have a booking today and have not come yet, in order of time."""
    bookings = open_bookings(user, day)
    ids = [booking.household_id for booking in bookings]
    households = {row.pk: row for row in reachable(user).filter(pk__in=ids)} if ids else {}
    return candidates([households[pk] for pk in dict.fromkeys(ids) if pk in households], day, bookings)


def open_bookings(user: User, day: date) -> list[Booking]:
    """Today's bookings that still stand."""
    standing = Booking.objects.visible_to(user, "visit.log").on_day(day).filter(state=BookingState.BOOKED)
    return list(standing.order_by("starts_at", "pk"))


def find(user: User, value: str, day: date) -> Candidate | None:
    """The candidate that the field `who` names; None when it names none that user reaches."""
    kind, number = value[:1], value[1:]
    if kind not in ("h", "b") or not number.isascii() or not number.isdigit() or len(number) > MOST_DIGITS:
        return None
    booking = None
    if kind == "b":
        booking = Booking.objects.visible_to(user, "visit.log").filter(pk=int(number)).first()
        if booking is None:
            return None
    household_id = booking.household_id if booking is not None else int(number)
    household = reachable(user).filter(pk=household_id).first()
    if household is None:
        return None
    bookings = [booking] if booking is not None else None
    return next(iter(candidates([household], day, bookings)))


def candidates(
    households: Sequence[Household], day: date, bookings: Iterable[Booking] | None = None
) -> list[Candidate]:
    """What the list shows of each household, in two more queries for all of them."""
    ids = [household.pk for household in households]
    if not ids:
        return []
    counted = (
        Visit.objects.filter(household__in=ids)
        .kept()
        .order_by()
        .values("household")
        .annotate(visits=Count("pk"), latest=Max("visited_on"))
    )
    history: dict[int, dict[str, Any]] = {row["household"]: dict(row) for row in counted}
    if bookings is None:
        bookings = Booking.objects.filter(Q(state=BookingState.BOOKED), household__in=ids, day=day).order_by(
            "starts_at", "pk"
        )
    booked: dict[int, Booking] = {}
    for booking in bookings:
        booked.setdefault(booking.household_id, booking)
    return [
        _candidate(household, day, history.get(household.pk, {}), booked.get(household.pk))
        for household in households
    ]


def _candidate(
    household: Household, day: date, history: dict[str, Any], booking: Booking | None
) -> Candidate:
    situation = getattr(household, "situation_now", None)
    return Candidate(
        household=household,
        value=f"b{booking.pk}" if booking is not None else f"h{household.pk}",
        people=[_member(member.person, day) for member in household.members_on(day)],
        situation=situation,
        visits=history.get("visits", 0),
        last_visit=history.get("latest"),
        booking=booking,
        tags=list(_tags(household, situation, booking)),
    )


def _member(person: Person, day: date) -> dict[str, Any]:
    name = person.given_name or person.name or "–"
    # As text: a template would put a thousands separator into a number.
    return {"pk": str(person.pk), "name": name, "age": person.age_on(day), "is_here": True}


def _tags(household: Household, situation: int | None, booking: Booking | None) -> Iterable[dict[str, str]]:
    if booking is not None:
        yield {"text": _("Booked %(when)s") % {"when": f"{booking.starts_at:%H.%M}"}, "kind": "info"}
    if household.is_protected:
        yield {"text": _("Protected"), "kind": "protected"}
    if situation is not None:
        yield {"text": _("Situation %(n)s") % {"n": situation}, "kind": "warn"}
    if language := household.interpreter_language:
        yield {"text": _("Interpreter: %(language)s") % {"language": language}, "kind": ""}
