"""Stays as people live them: nights that follow upon each other are one stay, whatever provider or price."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter

from housing.models import Placement

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class UnbrokenStay:
    """The placements of a household that hang together, in order of their first night."""

    rows: tuple[Placement, ...]

    @property
    def first_night(self) -> date:
        return self.rows[0].first_night

    @property
    def latest(self) -> Placement:
        return self.rows[-1]

    @property
    def last_night(self) -> date | None:
        """The last counted night; None while one of the placements goes on."""
        nights = [row.last_night for row in self.rows if row.last_night is not None]
        return max(nights) if len(nights) == len(self.rows) else None

    def rows_on(self, night: date) -> list[Placement]:
        """Those in force on a night: two where a family is in two places."""
        return [row for row in self.rows if row.first_night <= night <= (row.last_night or date.max)]

    def hangs_together_with(self, row: Placement) -> bool:
        """Whether the row's first night is one of the stay's nights, or the night after."""
        last = self.last_night
        return last is None or row.first_night <= last + ONE_DAY


def unbroken_on(
    household_ids: Collection[int], day: date, *, with_provider: bool = True
) -> dict[int, UnbrokenStay]:
    """The stay of each household that has a night on day, back to its first night; one query.

    `with_provider` False: for who only counts nights and costs, of thousands of households.
    """
    placements = Placement.objects.counted().filter(household__in=household_ids, first_night__lte=day)
    if with_provider:
        placements = placements.select_related("provider")
    own = groupby(placements.order_by("household", "first_night", "pk"), key=attrgetter("household_id"))
    stays = {pk: joined(rows)[-1] for pk, rows in own}
    return {pk: stay for pk, stay in stays.items() if (stay.last_night or date.max) >= day}


def joined(rows: Iterable[Placement]) -> list[UnbrokenStay]:
    """The stays that a household's placements, in order of their first night, are parts of."""
    stays: list[UnbrokenStay] = []
    for row in rows:
        if stays and stays[-1].hangs_together_with(row):
            stays[-1] = UnbrokenStay((*stays[-1].rows, row))
        else:
            stays.append(UnbrokenStay((row,)))
    return stays
