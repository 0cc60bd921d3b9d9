"""Stays as people live them: nights that follow upon each other are one stay, whatever provider or price."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db.models import QuerySet

from housing.models import Placement
from housing.querysets import StayQuerySet

ONE_DAY = timedelta(days=1)


class StayRow(NamedTuple):
    """What lists and costs ask of a placement: rows by the hundred are read as these, not as models."""

    pk: int
    household_id: int
    first_night: date
    last_night: date | None
    planned_last_night: date | None
    price_sek: Decimal
    price_per: str
    provider_id: int
    provider_name: str


_COLUMNS = (
    "pk",
    "household_id",
    "first_night",
    "last_night",
    "planned_last_night",
    "price_sek",
    "price_per",
    "provider_id",
    "provider__name",
)


@dataclass(frozen=True)
class UnbrokenStay:
    """The placements of a household that hang together, in order of their first night."""

    rows: tuple[StayRow, ...]

    @property
    def first_night(self) -> date:
        return self.rows[0].first_night

    @property
    def latest(self) -> StayRow:
        return self.rows[-1]

    @property
    def last_night(self) -> date | None:
        """The last counted night; None while one of the placements goes on."""
        nights = [row.last_night for row in self.rows if row.last_night is not None]
        return max(nights) if len(nights) == len(self.rows) else None

    def rows_on(self, night: date) -> list[StayRow]:
        """Those in force on a night: two where a family is in two places."""
        return [row for row in self.rows if row.first_night <= night <= (row.last_night or date.max)]

    def hangs_together_with(self, row: StayRow) -> bool:
        """Whether the row's first night is one of the stay's nights, or the night after."""
        last = self.last_night
        return last is None or row.first_night <= last + ONE_DAY


def unbroken_on(households: Collection[int] | QuerySet, day: date) -> dict[int, UnbrokenStay]:
    """The stay of each household that has a night on day, back to its first night; one query.

    `households`: their numbers, or a query for them.
    """
    placements = Placement.objects.counted().filter(household__in=households, first_night__lte=day)
    own = groupby(stay_rows(placements), key=attrgetter("household_id"))
    stays = {pk: joined(rows)[-1] for pk, rows in own}
    return {pk: stay for pk, stay in stays.items() if (stay.last_night or date.max) >= day}


def stay_rows(placements: StayQuerySet) -> list[StayRow]:
    """The placements household by household, in order of their first night; one query."""
    ordered = placements.order_by("household", "first_night", "pk")
    return [StayRow._make(values) for values in ordered.values_list(*_COLUMNS)]


def joined(rows: Iterable[StayRow]) -> list[UnbrokenStay]:
    """The stays that a household's placements, in order of their first night, are parts of."""
    stays: list[UnbrokenStay] = []
    for row in rows:
        if stays and stays[-1].hangs_together_with(row):
            stays[-1] = UnbrokenStay((*stays[-1].rows, row))
        else:
            stays.append(UnbrokenStay((row,)))
    return stays
