"""Whether homes last: who came back to emergency housing within 6 or 12 months of the move.

That a household came back is a fact, and is counted. Whether it is homeless again is for a person to decide:
until then the return is undecided, and asks to be.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from cases.enums import OWN_HOME_CONTRACTS
from cases.models import Home, SituationRecord
from core.clock import today
from core.periods import add_months
from core.registries import emergency_stays

if TYPE_CHECKING:
    from cases.querysets import OfHouseholdQuerySet

SOON_MONTHS, LATER_MONTHS = 6, 12
# A return that nobody has decided about for so long after the move is asked about no more.
ASKED_ABOUT_MONTHS = 24


@dataclass(frozen=True)
class Return:
    """The first night in emergency housing after a move, and within how many months that was."""

    first_night: date
    months: int


def returns_of(homes: Sequence[Home]) -> dict[int, Return]:
    """By home, those that a return within 12 months followed. One query for each source."""
    nights = _nights(homes)
    return _found(homes, nights, {home.pk: home.moved_in_on for home in homes})


def undecided_returns(homes: Sequence[Home]) -> dict[int, Return]:
    """As `returns_of`, those that nobody has decided about, of homes of `may_have_returned`."""
    nights = _nights(homes)
    return _found(homes, nights, {home.pk: home.kept_despite_night or home.moved_in_on for home in homes})


def may_have_returned(homes: "OfHouseholdQuerySet") -> "OfHouseholdQuerySet":
    """Where an open household lives as far as is written: its latest home, and no situation since."""
    since = today()
    later_situations = SituationRecord.objects.filter(
        household=OuterRef("household"), valid_from__gt=OuterRef("moved_in_on")
    )
    later_homes = Home.objects.kept().filter(
        household=OuterRef("household"),
        contract__in=OWN_HOME_CONTRACTS,
        moved_in_on__gt=OuterRef("moved_in_on"),
        moved_in_on__lte=since,
    )
    return homes.filter(
        ~Exists(later_situations),
        ~Exists(later_homes),
        withdrawn_at=None,
        household__closed_on=None,
        contract__in=OWN_HOME_CONTRACTS,
        moved_in_on__gt=add_months(since, -ASKED_ABOUT_MONTHS),
        moved_in_on__lte=since,
    )


def undecided_of(home: Home) -> Return | None:
    """The return of the home that waits for a decision, if any."""
    rows = may_have_returned(Home.objects.filter(pk=home.pk))
    return undecided_returns(list(rows)).get(home.pk)


def _nights(homes: Sequence[Home]) -> dict[int, list[date]]:
    ids = sorted({home.household_id for home in homes})
    nights: dict[int, list[date]] = defaultdict(list)
    for source in emergency_stays if ids else ():
        for household_id, days in source(ids).items():
            nights[household_id] += days
    return nights


def _found(homes: Sequence[Home], nights: dict[int, list[date]], after: dict[int, date]) -> dict[int, Return]:
    """The first night after the day in `after`, and within how many months of the move it was."""
    found = {}
    for home in homes:
        days = sorted(day for day in nights[home.household_id] if day > after[home.pk])
        if days and days[0] <= add_months(home.moved_in_on, LATER_MONTHS):
            soon = days[0] <= add_months(home.moved_in_on, SOON_MONTHS)
            found[home.pk] = Return(days[0], SOON_MONTHS if soon else LATER_MONTHS)
    return found
