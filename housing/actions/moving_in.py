"""A household moves into a flat by a decision that it has already."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from cases.actions.locking import locked
from cases.models import Household
from housing.actions.leaving import leave_placements
from housing.actions.recording import refuse_closed
from housing.actions.tenancies import start_tenancy
from housing.models import Flat, Tenancy


@transaction.atomic
def move_in(*, household: Household, flat: Flat, first_night: date, by: User, **terms: Any) -> Tenancy:
    """Start the stay, and end the household's placements the night before, as an approval does.

    `terms`: what else `start_tenancy` takes; raises ActionRefused as it does, and after the case was closed.
    Sent twice it is done once.
    """
    refuse_closed(locked(household, by), first_night, "first_night")
    tenancy = start_tenancy(household=household, flat=flat, first_night=first_night, by=by, **terms)
    leave_placements(tenancy.household, first_night, by)
    return tenancy
