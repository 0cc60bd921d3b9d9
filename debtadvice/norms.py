"""What a household needs by the national norm, and what rent is reasonable. Numbers in, numbers out.

The norm of a household is the personal costs of its members and the common costs by their number; couples
have one amount for both. A child who has lunch away from home five days a week has an amount of its own. From
the eighth person on, the difference between six and seven is added for each (socialtjänstförordningen
2025:468, 12 kap. 2 and 3 §§; until June 2025 2001:937, 2 kap. 1 §).

What rent is reasonable each board says for itself, by adults and, where there are children, by their number.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from debtadvice.enums import TableKind

MOST_COMMON = 7
MOST_CHILDREN = 5
OLDEST = 20
# The oldest who has an amount without lunch.
OLDEST_OUT = 6
OUT = "_out"
# (code, first and last year of age, words)
AGES: list[tuple[str, int, int, Promise]] = [
    ("child_0", 0, 0, _("Child under 1")),
    ("child_1", 1, 2, _("Child, 1–2 years")),
    ("child_3", 3, 3, _("Child, 3 years")),
    ("child_4", 4, 6, _("Child, 4–6 years")),
    ("child_7", 7, 10, _("Child, 7–10 years")),
    ("child_11", 11, 14, _("Child, 11–14 years")),
    ("child_15", 15, 18, _("Child, 15–18 years")),
    ("child_19", 19, 20, _("At school, 19–20 years")),
]
CODES: dict[str, list[tuple[str, Promise]]] = {
    TableKind.NORM: [
        ("adult_single", _("Single adult")),
        ("adult_couple", _("Couple, both together")),
        *((code, words) for code, _first, _last, words in AGES),
        ("child_0_out", _("Child under 1, lunch away from home")),
        ("child_1_out", _("Child, 1–2 years, lunch away from home")),
        ("child_3_out", _("Child, 3 years, lunch away from home")),
        ("child_4_out", _("Child, 4–6 years, lunch away from home")),
        ("common_1", _("Common costs, 1 person")),
        ("common_2", _("Common costs, 2 persons")),
        ("common_3", _("Common costs, 3 persons")),
        ("common_4", _("Common costs, 4 persons")),
        ("common_5", _("Common costs, 5 persons")),
        ("common_6", _("Common costs, 6 persons")),
        ("common_7", _("Common costs, 7 persons")),
    ],
    TableKind.RENT: [
        ("adults_1", _("1 adult")),
        ("adults_2", _("2 adults")),
        ("children_1", _("1–2 adults and 1 child")),
        ("children_2", _("1–2 adults and 2 children")),
        ("children_3", _("1–2 adults and 3 children")),
        ("children_4", _("1–2 adults and 4 children")),
        ("children_5", _("1–2 adults and 5 children or more")),
    ],
    TableKind.MINIMUM: [("minimum", _("Kronor a month"))],
}


@dataclass(frozen=True)
class Norm:
    """`total_sek` is None when the table lacks an amount that is needed; `missing` names those codes."""

    total_sek: Decimal | None
    missing: tuple[str, ...] = ()


def norm_of(
    amounts: Mapping[str, Decimal], adults: int, child_ages: Sequence[int], lunch_ages: Sequence[int] = ()
) -> Norm:
    """The norm of one or two adults and children of these ages, 0 to 20.

    `lunch_ages`: the ages of those of them who have lunch away from home on weekdays, 0 to 6.
    """
    persons = adults + len(child_ages)
    common = f"common_{min(persons, MOST_COMMON)}"
    codes = ["adult_couple" if adults > 1 else "adult_single", *_codes_of(child_ages, lunch_ages), common]
    more = max(persons - MOST_COMMON, 0)
    needed = codes + (["common_6"] if more else [])
    missing = tuple(dict.fromkeys(code for code in needed if code not in amounts))
    if missing:
        return Norm(None, missing)
    total = sum((amounts[code] for code in codes), Decimal(0))
    if more:
        total += more * (amounts["common_7"] - amounts["common_6"])
    return Norm(total)


def reasonable_rent(amounts: Mapping[str, Decimal], adults: int, children: int) -> Decimal | None:
    """The highest rent that is reasonable for so many; None where the table does not say."""
    code = f"children_{min(children, MOST_CHILDREN)}" if children else f"adults_{adults}"
    return amounts.get(code)


def _codes_of(child_ages: Sequence[int], lunch_ages: Sequence[int]) -> list[str]:
    away, codes = Counter(lunch_ages), []
    for age in child_ages:
        code = next(code for code, first, last, _words in AGES if first <= age <= last)
        if away[age] and age <= OLDEST_OUT:
            away[age] -= 1
            code += OUT
        codes.append(code)
    return codes
