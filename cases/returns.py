"""Whether homes last: who came back to emergency housing within 6 or 12 months of the move.

That a household came back is a fact, and is counted: also for a night with somebody who moved in and has
gone to another household since, as housing.figures.durability counts. Whether a household is homeless again
is for a person to decide: until then the return is undecided, and asks to be. It asks of the household's own
nights alone, since the answer is its own situation.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from cases.enums import OWN_HOME_CONTRACTS
from cases.models import Home, Household, HouseholdMember, SituationRecord
from core.clock import today
from core.periods import add_months
from core.registries import emergency_stays

if TYPE_CHECKING:
    from accounts.models import User
    from cases.querysets import OfHouseholdQuerySet

SOON_MONTHS, LATER_MONTHS = 6, 12
# A return that nobody has decided about for so long after the move is asked about no more.
ASKED_ABOUT_MONTHS = 24


@dataclass(frozen=True)
class Return:
    """The first night in emergency housing after a move, and within how many months that was.

    `household_id`: whose night it was; not the home's own where people who moved in have gone to another.
    """

    first_night: date
    months: int
    household_id: int


def returns_of(homes: Sequence[Home], *, user: "User") -> dict[int, Return]:
    """By home, those that a return within 12 months followed, wherever the people are that user may see.

    One query for those, and one for each source.
    """
    elsewhere = _elsewhere(homes, user)
    nights = _nights(homes, elsewhere)
    return _found(homes, nights, {home.pk: home.moved_in_on for home in homes})


def ours_elsewhere(homes: Sequence[Home], returns: Mapping[int, Return]) -> dict[int, Household]:
    """By home, the other household that the night of its return was in, of those that `returns_of` found."""
    other = {
        home.pk: found.household_id
        for home in homes
        if (found := returns.get(home.pk)) is not None and found.household_id != home.household_id
    }
    households = Household.objects.in_bulk(set(other.values())) if other else {}
    return {pk: households[household_id] for pk, household_id in other.items()}


def undecided_returns(homes: Sequence[Home]) -> dict[int, Return]:
    """As `returns_of`, those that nobody has decided about, of homes of `may_have_returned`."""
    nights = _nights(homes, {})
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


@dataclass(frozen=True)
class _Stay:
    """Somebody who moved in to the home was in another household, from one day until another."""

    household_id: int
    joined_on: date | None
    left_on: date | None

    def holds(self, day: date) -> bool:
        return (self.joined_on is None or self.joined_on <= day) and (
            self.left_on is None or day < self.left_on
        )


def _elsewhere(homes: Sequence[Home], user: "User") -> dict[int, list[_Stay]]:
    """By home, the other households that those who moved in have been in, as far as user sees them."""
    ids = {home.household_id for home in homes}
    if not ids:
        return {}
    people = HouseholdMember.objects.filter(household__in=ids).values("person")
    seen = Q(household__in=ids) | Q(household__in=Household.objects.visible_to(user, "search.read"))
    rows = HouseholdMember.objects.filter(seen, person__in=people)
    memberships: dict[int, list[tuple[int, _Stay]]] = defaultdict(list)
    by_person: dict[int, list[_Stay]] = defaultdict(list)
    for person_id, household_id, joined_on, left_on in rows.values_list(
        "person", "household", "joined_on", "left_on"
    ):
        stay = _Stay(household_id, joined_on, left_on)
        memberships[stay.household_id].append((person_id, stay))
        by_person[person_id].append(stay)
    return {
        home.pk: [
            other
            for person_id, stay in memberships[home.household_id]
            if stay.holds(home.moved_in_on)
            for other in by_person[person_id]
            if other.household_id != home.household_id
        ]
        for home in homes
    }


_Nights = dict[int, list[tuple[date, int]]]


def _nights(homes: Sequence[Home], elsewhere: Mapping[int, Sequence[_Stay]]) -> _Nights:
    """By home, the first nights of its household and of those elsewhere, with whose they are."""
    households = {home.household_id for home in homes}
    households |= {stay.household_id for stays in elsewhere.values() for stay in stays}
    nights: dict[int, list[date]] = defaultdict(list)
    for source in emergency_stays if households else ():
        for household_id, days in source(sorted(households)).items():
            nights[household_id] += days
    found: _Nights = {}
    for home in homes:
        found[home.pk] = [(day, home.household_id) for day in nights[home.household_id]]
        found[home.pk] += [
            (day, stay.household_id)
            for stay in elsewhere.get(home.pk, ())
            for day in nights[stay.household_id]
            if stay.holds(day)
        ]
    return found


def _found(homes: Sequence[Home], nights: _Nights, after: Mapping[int, date]) -> dict[int, Return]:
    """The first night after the day in `after`, and within how many months of the move it was."""
    found = {}
    for home in homes:
        later = [(day, whose != home.household_id, whose) for day, whose in nights[home.pk]]
        first = min((night for night in later if night[0] > after[home.pk]), default=None)
        if first is not None and first[0] <= add_months(home.moved_in_on, LATER_MONTHS):
            soon = first[0] <= add_months(home.moved_in_on, SOON_MONTHS)
            found[home.pk] = Return(first[0], SOON_MONTHS if soon else LATER_MONTHS, first[2])
    return found
