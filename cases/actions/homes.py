"""A move to a home: what is recorded of it, and where it is."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.locking import locked
from cases.enums import HomeContract
from cases.errors import ActionRefused
from cases.models import Home, Household, Lead
from core.audit import record_event
from core.clock import today

if TYPE_CHECKING:
    from cases.models import Landlord


@transaction.atomic
def record_home(
    *,
    household: Household,
    moved_in_on: date,
    contract: HomeContract,
    municipality: str,
    by: User,
    address: str = "",
) -> Home:
    """Record that household moved in somewhere. An empty municipality is unknown, and counts as such.

    Raises ActionRefused for a move before the case was opened, and for the address of a household whose
    identity is protected.
    """
    household = locked(household, by)
    refuse_home(household, moved_in_on=moved_in_on, address=address)
    home = Home.objects.create(
        authority_id=household.authority_id,
        household=household,
        moved_in_on=moved_in_on,
        contract=contract,
        municipality=municipality.strip(),
        address=address.strip(),
        recorded_on=today(),
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


def refuse_withdrawn(home: Home) -> None:
    """What was withdrawn is changed no more."""
    if home.withdrawn_at is not None:
        raise ActionRefused(_("The move has been withdrawn. Record it anew if it was right."))


def refuse_home(
    household: Household, *, moved_in_on: date, address: str = "", landlord: "Landlord | None" = None
) -> None:
    """What no home of the household can be like."""
    if landlord is not None and landlord.authority_id != household.authority_id:
        raise ActionRefused(_("Choose a landlord in the list."), "landlord")
    if moved_in_on < household.opened_on:
        raise ActionRefused(_("The household moved in before its case was opened."), "moved_in_on")
    if address.strip() and household.is_protected:
        raise ActionRefused(_("The household's identity is protected: write no address."), "address")


def forget_addresses(household: Household) -> int:
    """Where the household lives is kept no more: its identity is protected. How many addresses there were.

    Nor which home the lead was about that led there. The caller holds the household.
    """
    homes = Home.objects.filter(household=household)
    Lead.objects.filter(home__in=homes).update(title="", vacancy=None)
    return homes.exclude(address="").update(address="")
