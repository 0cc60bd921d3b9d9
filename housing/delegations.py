"""Who may decide what: the delegations that hold on a day."""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import User
from housing.enums import AREA_OF, Accommodation, DelegatedArea
from housing.models import Delegation


def holding_on(day: date) -> QuerySet[Delegation]:
    """Delegations in force on day; both ends are included."""
    return Delegation.objects.filter(Q(last_day=None) | Q(last_day__gte=day), first_day__lte=day)


def delegation_for(user: User, area: str, day: date, validity_days: int | None = None) -> Delegation | None:
    """The delegation by which user may decide in area on day, for so many days; the widest if several.

    `validity_days` None: nothing that lasts is decided (a rejection, a deferral, a revocation).
    """
    rows = list(holding_on(day).filter(user=user, authority=user.authority_id, area=area))
    fitting = [
        row
        for row in rows
        if validity_days is None or row.most_days is None or validity_days <= row.most_days
    ]
    return max(fitting, key=lambda row: (row.most_days is None, row.most_days or 0, -row.pk), default=None)


def area_of(accommodation: str) -> str:
    """The area of delegation that a kind of accommodation lies in."""
    return AREA_OF[Accommodation(accommodation)]


def deciders_for(authority_id: int, area: str, day: date) -> QuerySet[User]:
    """Who holds a delegation in area on day and may sign in, by name."""
    rows = holding_on(day).filter(authority_id=authority_id, area=area)
    return User.objects.filter(pk__in=rows.values("user"), is_active=True).order_by("full_name")


def areas_of(user: User, day: date) -> set[str]:
    """Every area in which user may decide on day."""
    rows = holding_on(day).filter(user=user, authority=user.authority_id)
    return {DelegatedArea(area) for area in rows.values_list("area", flat=True)}
