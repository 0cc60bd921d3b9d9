"""What lists call their households, for a whole page in one query and without a model for every member."""

from collections import defaultdict
from collections.abc import Iterable

from cases.models import Household, HouseholdMember
from cases.models.household import Named, label_of
from core.clock import today

_COLUMNS = (
    "household",
    "pk",
    "role",
    "person__given_name",
    "person__family_name",
    "person__born_on",
    "person__adult_on",
)


def labelled(households: Iterable[Household]) -> list[Household]:
    """The households, each with its `label` of today."""
    rows, day = list(households), today()
    members: defaultdict[int, list[Named]] = defaultdict(list)
    theirs = HouseholdMember.objects.filter(household__in=[row.pk for row in rows]).in_household_on(day)
    for household, pk, role, given, family, born, adult in theirs.values_list(*_COLUMNS) if rows else ():
        is_child = born is not None and adult is not None and born <= day < adult
        members[household].append(Named(role, born, pk, f"{family} {given}".strip(), is_child))
    for row in rows:
        row.known_label = label_of(row.case_number, members[row.pk])
    return rows
