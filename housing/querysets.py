"""Questions to stays, flats and prices; which households the Boråd and the flat coordinator work with."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.querysets import AuthorityOwnedQuerySet
from cases.querysets import DatedQuerySet, OfHouseholdQuerySet, named_on
from core.clock import today
from core.registries import household_scopes
from housing.enums import ApplicationState

if TYPE_CHECKING:
    from accounts.models import User


class StayQuerySet(OfHouseholdQuerySet):
    """Placements and tenancies: nights from a first to a last one, both counted."""

    def counted(self) -> Self:
        """Without those that were annulled: what never was true counts nowhere."""
        return self.filter(annulled_at=None)

    def on_night(self, night: date) -> Self:
        """Counted ones in force on the night."""
        return self.between(night, night)

    def between(self, first: date, last: date) -> Self:
        """Counted ones with a night from first to last, both included."""
        ongoing = Q(last_night=None) | Q(last_night__gte=first)
        return self.counted().filter(ongoing, first_night__lte=last)


class OfTenancyQuerySet(models.QuerySet):
    """Rows about a tenancy, seen by those who see its household."""

    def visible_to(self, user: "User", permission: str = "housing.read") -> Self:
        from housing.models import Tenancy  # querysets lie below the models

        return self.filter(tenancy__in=Tenancy.objects.visible_to(user, permission))


class DatedPriceQuerySet(DatedQuerySet):
    """Lines of price lists; `active_on(day)` gives what holds."""


class FlatQuerySet(AuthorityOwnedQuerySet):
    def available_on(self, day: date) -> Self:
        """Flats that the board has on day, lived in or not."""
        return self.available_between(day, day)

    def available_between(self, first: date, last: date) -> Self:
        """Flats that the board has on some day from first to last, both included."""
        return self.filter(Q(available_until=None) | Q(available_until__gte=first), available_from__lte=last)

    def free_on(self, night: date) -> Self:
        """Available flats without a tenant on the night."""
        from housing.models import Tenancy  # querysets lie below the models

        return self.available_on(night).exclude(pk__in=Tenancy.objects.on_night(night).values("flat"))


def before_the_board(user: "User", unit_ids: set[int]) -> Q:
    """Households with an application, an item or a decision in the Boråd, and those where one is named."""
    from housing.models import AgendaItem, Application, BoardDecision  # querysets lie below the models

    decided = BoardDecision.objects.of_authority(user).values("household")
    applied = Application.objects.of_authority(user).exclude(state=ApplicationState.DRAFT).values("household")
    items = AgendaItem.objects.of_authority(user).exclude(household=None).values("household")
    return Q(pk__in=decided) | Q(pk__in=applied) | Q(pk__in=items) | named_on(user)


def in_our_flats(user: "User", unit_ids: set[int]) -> Q:
    """Households that live in a flat today or later or were granted one, and those where one is named."""
    from housing.models import BoardDecision, Tenancy  # querysets lie below the models

    living = Tenancy.objects.of_authority(user).counted()
    living = living.filter(Q(last_night=None) | Q(last_night__gte=today()))
    granted = BoardDecision.objects.of_authority(user).exclude(flat=None)
    granted = granted.filter(replaced_by=None, valid_until__gte=today())
    return Q(pk__in=living.values("household")) | Q(pk__in=granted.values("household")) | named_on(user)


def register_scopes() -> None:
    """The scopes of accounts/permissions.toml that housing knows."""
    household_scopes.register("board", before_the_board)
    household_scopes.register("tenants", in_our_flats)
