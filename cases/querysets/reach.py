"""The one rule of who sees which household, and whose a household's work is.

A person sees a household of their own board that one of their roles reaches; a household with a protected
identity only when named on it (project worker, caseworker, or named access that holds today).
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q

from cases.enums import AccessKind
from core.clock import today
from core.registries import household_scopes, referral_scopes

if TYPE_CHECKING:
    from accounts.models import User

# What emergency access does not give: each of these could turn two days into for ever.
NOT_IN_EMERGENCY = frozenset({"household.change", "household.name_staff", "household.transfer"})


def named_on(user: "User") -> Q:
    """Households on which user is named today, by emergency access too."""
    from cases.models import NamedAccess

    access = NamedAccess.objects.active_on(today()).filter(user=user)
    return Q(project_worker=user) | Q(caseworker=user) | Q(pk__in=access.values("household"))


def not_hidden(user: "User") -> Q:
    """Households without a protected identity, and those on which user is named."""
    return Q(protected_identity="none") | named_on(user)


def _more_than_in_emergency(user: "User") -> Q:
    """Households to which user is not merely let in by an emergency of today."""
    from cases.models import NamedAccess

    access = NamedAccess.objects.active_on(today()).filter(user=user)
    emergency = access.filter(kind=AccessKind.BREAK_GLASS).values("household")
    named = access.filter(kind=AccessKind.NAMED).values("household")
    return ~Q(pk__in=emergency) | Q(project_worker=user) | Q(caseworker=user) | Q(pk__in=named)


def in_units(user: "User", unit_ids: set[int]) -> Q:
    """Households that one of the units works with today."""
    from cases.models import HouseholdUnit

    work = HouseholdUnit.objects.active_on(today()).filter(unit_id__in=unit_ids)
    # A set that is made once (a hashed subplan), not a question for every household.
    return Q(pk__in=work.values("household"))


def referred(user: "User", unit_ids: set[int]) -> Q:
    """Households that somebody has sent to debt advice, and those on which user is named."""
    condition = named_on(user)
    for source in referral_scopes:
        condition |= source(user, unit_ids)
    return condition


def register_scopes() -> None:
    """The scopes that this app knows; upper apps register more (board, tenants).

    A scope takes (user, unit_ids of the granting roles) and gives a Q over households.
    """
    household_scopes.register("authority", lambda user, unit_ids: Q())
    household_scopes.register("units", lambda user, unit_ids: in_units(user, unit_ids) | named_on(user))
    household_scopes.register("named", lambda user, unit_ids: named_on(user))
    household_scopes.register("referred", referred)


def reach(user: "User", permission: str) -> Q | None:
    """Q over the households of user's board that permission reaches; None when it reaches none."""
    units_by_scope: dict[str, set[int]] = {}
    for grant in user.grants.get(permission, ()):
        units = units_by_scope.setdefault(grant.scope, set())
        if grant.unit_id is not None:
            units.add(grant.unit_id)
    if not units_by_scope or user.authority_id is None or not user.is_active:
        return None
    condition = Q()
    if "authority" not in units_by_scope:
        for scope, unit_ids in units_by_scope.items():
            condition |= household_scopes[scope](user, unit_ids)
    return condition & _more_than_in_emergency(user) if permission in NOT_IN_EMERGENCY else condition


def reach_column(permission: str) -> str:
    """Where `with_reach` puts its answer."""
    return "reached_by_" + permission.replace(".", "_")


def responsible_for(user_ids: Iterable[int], unit_ids: Iterable[int] = ()) -> Q:
    """Rows of households of which they take care, as a condition on a model with `household`: see `whose`."""
    from cases.models import HouseholdUnit

    users, units = list(user_ids), list(unit_ids)
    responsible = Q(household__project_worker__in=users) | Q(
        household__project_worker=None, household__caseworker__in=users
    )
    if units:
        work = HouseholdUnit.objects.active_on(today()).filter(unit_id__in=units)
        nobody = Q(household__project_worker=None, household__caseworker=None)
        responsible |= nobody & Q(household__in=work.values("household"))
    return responsible


def whose(user_ids: Iterable[int], unit_ids: Iterable[int] = (), *, field: str = "assigned_to") -> Q:
    """Rows of a household that are for one of these to do, as a condition on a model with `household`.

    Those assigned to one of them in `field`; and, of those assigned to nobody, the ones of households for
    which they are responsible (the project worker, else the caseworker) or, with nobody responsible
    either, with which one of the units works today.
    """
    users = list(user_ids)
    return Q(**{f"{field}__in": users}) | (Q(**{field: None}) & responsible_for(users, unit_ids))
