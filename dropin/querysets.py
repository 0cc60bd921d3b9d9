"""Questions to visits and bookings, and who sees them."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from accounts.querysets import AuthorityOwnedQuerySet
from cases.models import Household

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


class BookingQuerySet(AuthorityOwnedQuerySet):
    def visible_to(self, user: "User", permission: str = "booking.read") -> Self:
        """Bookings of the households that permission reaches."""
        if not user.can(permission):
            return self.none()
        return self.of_authority(user).filter(household__in=Household.objects.visible_to(user, permission))

    def on_day(self, day: date) -> Self:
        return self.filter(day=day)
