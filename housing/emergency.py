"""When households came to acute accommodation, for whoever asks whether a home has lasted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from housing.models import Placement


def first_nights(household_ids: Sequence[int]) -> Mapping[int, list[date]]:
    """The first night of each placement, with any provider. One query."""
    found: dict[int, list[date]] = defaultdict(list)
    rows = Placement.objects.filter(household__in=household_ids).order_by("first_night")
    for household_id, night in rows.values_list("household", "first_night"):
        found[household_id].append(night)
    return found
