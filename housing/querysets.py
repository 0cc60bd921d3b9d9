"""Which households the Boråd and the flat coordinator work with."""

from typing import TYPE_CHECKING

from django.db.models import Q

from cases.querysets import named_on
from core.clock import today
from core.registries import household_scopes

if TYPE_CHECKING:
    from accounts.models import User


def before_the_board(user: "User", unit_ids: set[int]) -> Q:
    """Households with a decision in the Boråd, and those where one is named."""
    from housing.models import BoardDecision  # querysets lie below the models

    decided = BoardDecision.objects.of_authority(user)
    return Q(pk__in=decided.values("household")) | named_on(user)


def in_our_flats(user: "User", unit_ids: set[int]) -> Q:
    """Households with a tenancy that holds today or later, and those where one is named."""
    from housing.models import Tenancy  # querysets lie below the models

    living = Tenancy.objects.of_authority(user).filter(Q(last_night=None) | Q(last_night__gte=today()))
    return Q(pk__in=living.values("household")) | named_on(user)


def register_scopes() -> None:
    """The scopes of accounts/permissions.toml that housing knows."""
    household_scopes.register("board", before_the_board)
    household_scopes.register("tenants", in_our_flats)
