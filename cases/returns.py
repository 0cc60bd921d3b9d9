"""Whether homes last: who came back to emergency housing within 6 or 12 months of the move."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cases.models import Home
from core.periods import add_months
from core.registries import emergency_stays

SOON_MONTHS, LATER_MONTHS = 6, 12


@dataclass(frozen=True)
class Return:
    """The first night in emergency housing after a move, and within how many months that was."""

    first_night: date
    months: int


def returns_of(homes: Sequence[Home]) -> dict[int, Return]:
    """By home, those that a return within 12 months followed. One query for each source."""
    ids = sorted({home.household_id for home in homes})
    nights: dict[int, list[date]] = defaultdict(list)
    for source in emergency_stays if ids else ():
        for household_id, days in source(ids).items():
            nights[household_id] += days
    found = {}
    for home in homes:
        after = sorted(day for day in nights[home.household_id] if day > home.moved_in_on)
        if after and after[0] <= add_months(home.moved_in_on, LATER_MONTHS):
            soon = after[0] <= add_months(home.moved_in_on, SOON_MONTHS)
            found[home.pk] = Return(after[0], SOON_MONTHS if soon else LATER_MONTHS)
    return found
