"""When households came to acute accommodation, for whoever asks whether a home has lasted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from core.clock import today
from housing.models import Placement


def first_nights(household_ids: Sequence[int]) -> Mapping[int, list[date]]:
    """The first night of each placement that counts and has begun, with any provider. One query."""
    found: dict[int, list[date]] = defaultdict(list)
    rows = (
        Placement.objects.counted()
        .filter(household__in=household_ids, first_night__lte=today())
        .order_by("first_night")
    )
    for household_id, night in rows.values_list("household", "first_night"):
        found[household_id].append(night)
    return found
