"""A move to a home."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.locking import locked
from cases.enums import HomeContract
from cases.errors import ActionRefused
from cases.models import Home, Household
from core.audit import record_event


@transaction.atomic
def record_home(
    *, household: Household, moved_in_on: date, contract: HomeContract, municipality: str, by: User
) -> Home:
    """Record that household moved in somewhere. An empty municipality is unknown, and counts as such.

    Raises ActionRefused for a move before the case was opened.
    """
    household = locked(household, by)
    if moved_in_on < household.opened_on:
        raise ActionRefused(_("The household moved in before its case was opened."), "moved_in_on")
    home = Home.objects.create(
        authority_id=household.authority_id,
        household=household,
        moved_in_on=moved_in_on,
        contract=contract,
        municipality=municipality.strip(),
    )
    record_event(
        "home.recorded",
        by=by,
        authority_id=household.authority_id,
        subject=home,
        household_id=household.pk,
        details={"contract": contract},
    )
    return home
