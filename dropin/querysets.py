"""Questions to visits and bookings, and who sees them."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Subquery

from accounts.querysets import AuthorityOwnedQuerySet
from cases.models import Household
from core.aggregates import CodeList
from dropin.enums import BookingState, NextStep

if TYPE_CHECKING:
    from accounts.models import User


class VisitQuerySet(AuthorityOwnedQuerySet):
    def visible_to(self, user: "User", permission: str = "visit.read") -> Self:
        """Visits of one's own board: anonymous ones, and those of households that permission reaches."""
        if not user.can(permission):
            return self.none()
        households = Household.objects.visible_to(user, permission)
        return self.of_authority(user).filter(Q(household=None) | Q(household__in=households))

    def kept(self) -> Self:
        """Without those that were undone."""
        return self.filter(undone_at=None)

    def on_day(self, day: date) -> Self:
        return self.filter(visited_on=day)

    def with_topics(self) -> Self:
        """Adds `topics_now`: the codes of each visit's topics, in no order."""
        from dropin.models import VisitTopic  # querysets lie below the models that use them

        chosen = VisitTopic.objects.filter(visit=OuterRef("pk")).order_by()
        return self.annotate(topics_now=Subquery(chosen.values("visit").values_list(CodeList("topic"))))


class BookingQuerySet(AuthorityOwnedQuerySet):
    def visible_to(self, user: "User", permission: str = "booking.read") -> Self:
        """Bookings of the households that permission reaches."""
        if not user.can(permission):
            return self.none()
        return self.of_authority(user).filter(household__in=Household.objects.visible_to(user, permission))

    def on_day(self, day: date) -> Self:
        return self.filter(day=day)


def referred_to_debt_advice(user: "User", unit_ids: set[int]) -> Q:
    """Of the scope "referred": households that a kept visit sent to debt advice."""
    from dropin.models import Visit  # querysets lie below the models that use them

    visits = Visit.objects.kept().filter(household=OuterRef("pk"), next_step=NextStep.DEBT_ADVICE)
    return Q(Exists(visits))


def latest_visits(household_ids: Sequence[int]) -> dict[int, date]:
    """The day of each household's latest kept visit, for "no contact for N days". One query."""
    from dropin.models import Visit  # querysets lie below the models that use them

    kept = Visit.objects.kept().filter(household__in=household_ids)
    latest = kept.values("household").annotate(day=Max("visited_on"))
    return dict(latest.values_list("household", "day"))


def counted_visits(household_ids: Sequence[int]) -> dict[int, int]:
    """How many kept visits each household has made. One query."""
    from dropin.models import Visit  # querysets lie below the models that use them

    kept = Visit.objects.kept().filter(household__in=household_ids)
    return dict(kept.values("household").annotate(number=Count("pk")).values_list("household", "number"))


def next_bookings(household_ids: Sequence[int], day: date) -> dict[int, date]:
    """The day of each household's next booked visit, from day on. One query."""
    from dropin.models import Booking  # querysets lie below the models that use them

    coming = Booking.objects.filter(household__in=household_ids, day__gte=day, state=BookingState.BOOKED)
    return dict(coming.values("household").annotate(first=Min("day")).values_list("household", "first"))
