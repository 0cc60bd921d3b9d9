"""Questions to staff and memberships."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from accounts.models import User


class MembershipQuerySet(models.QuerySet):
    def active_on(self, day: date) -> Self:
        """Memberships that hold on day; first and last day are both included."""
        return self.filter(Q(last_day=None) | Q(last_day__gte=day), first_day__lte=day)


class AuthorityOwnedQuerySet(models.QuerySet):
    """Rows of one board (nämnd). Nothing passes between boards."""

    def of_authority(self, user: "User") -> Self:
        """Rows of user's own board; nothing for one who belongs to none."""
        if user.authority_id is None:
            return self.none()
        return self.filter(authority_id=user.authority_id)
