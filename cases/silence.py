"""Silent cases: open households without contact for more days than the board has set for their situation.

One definition, for the warning on the household's page, the worklist and the weekly mail. Days are counted
from the latest contact or, when there was none, from the day the case was opened. A household with a booked
visit ahead is silent too, and the list says when the visit is. One in a home of its own is homeless no more:
the situation it left says nothing, and it has a limit of its own, which is off until the board sets it,
since it is followed up 1, 6 and 12 months after the move anyway.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings

from cases.contacts import latest_contacts, next_contacts
from cases.enums import HOUSED, HOUSED_DAYS, NO_SITUATION, Situation
from cases.models import Household, SilenceLimit

if TYPE_CHECKING:
    from cases.querysets import HouseholdQuerySet

# More than one worker or unit has open; beyond that the board's own figures tell more than a list.
MOST_HOUSEHOLDS = 3000


@dataclass(frozen=True)
class Silent:
    """`contact` None: none since the case was opened. `booked`: the next booked visit, if any."""

    household: Household
    contact: date | None
    days: int
    limit: int
    booked: date | None


def limits_on(authority_id: int, day: date) -> dict[int, int]:
    """Days by situation, NO_SITUATION and HOUSED; where the board has set none, the installation's."""
    limits = dict.fromkeys([NO_SITUATION, *Situation.values], settings.NO_CONTACT_DAYS)
    limits[HOUSED] = HOUSED_DAYS
    rows = SilenceLimit.objects.filter(authority=authority_id, valid_from__lte=day).order_by("valid_from")
    limits.update(rows.values_list("situation", "days"))
    return limits


def limit_key(household: Household) -> int:
    """Which limit holds for a household of `with_situation()`."""
    if household.housed_on is not None:  # type: ignore[attr-defined]  # from with_situation()
        return HOUSED
    return household.situation_now or NO_SITUATION  # type: ignore[attr-defined]  # from with_situation()


def days_silent(household: Household, contact: date | None, day: date) -> int:
    """How long nobody has been in contact."""
    return (day - (contact or household.opened_on)).days


def silent_among(households: "HouseholdQuerySet", authority_id: int, day: date) -> list[Silent]:
    """The silent ones of these households, the longest silence first. The others are left out.

    A number of queries that depends on the sources of contacts only.
    """
    open_ones = households.filter(closed_on=None).with_label().with_situation()
    found = list(
        open_ones.select_related("project_worker", "caseworker").order_by("opened_on", "pk")[:MOST_HOUSEHOLDS]
    )
    ids = [household.pk for household in found]
    contacts, booked = latest_contacts(ids), next_contacts(ids, day)
    limits = limits_on(authority_id, day)
    silent = [
        Silent(
            household,
            contacts.get(household.pk),
            days_silent(household, contacts.get(household.pk), day),
            limits[limit_key(household)],
            booked.get(household.pk),
        )
        for household in found
    ]
    over = [one for one in silent if one.limit and one.days > one.limit]
    return sorted(over, key=lambda one: (one.booked is not None, -one.days, one.household.pk))
