"""Which rules make up which judgement, and each rule by its code."""

from collections.abc import Callable
from typing import Final

from housing.eligibility import flat as of_flat
from housing.eligibility import household as of_household
from housing.eligibility.facts import Facts, FlatFacts
from housing.eligibility.findings import Assessment, Finding
from housing.enums import FlatKind

Rule = Callable[[Facts], Finding]
FlatRule = Callable[[FlatFacts, Facts], Finding]

# By the codes that `Criterion.evidence` names.
RULES: Final[dict[str, Rule]] = {
    "acute_need": of_household.acute_need,
    "contact": of_household.contact,
    "active_contact": of_household.active_contact,
    "options_exhausted": of_household.options_exhausted,
    "project_contact": of_household.project_contact,
    "next_solution": of_household.next_solution,
    "no_substance_abuse": of_household.no_substance_abuse,
    "no_extensive_support": of_household.no_extensive_support,
    "children_heard": of_household.children_heard,
    "willing_to_move": of_household.willing_to_move,
    "searches_elsewhere": of_household.searches_elsewhere,
    "own_income": of_household.own_income,
    "no_rent_arrears": of_household.no_rent_arrears,
}
ACUTE: Final = ("acute_need", "options_exhausted", "contact", "children_heard")
# The four criteria of the report, in its order (report 2014, "Genomgångsbostäder i Rinkeby").
TRANSITIONAL: Final = ("project_contact", "next_solution", "no_substance_abuse", "no_extensive_support")
FLAT_RULES: Final[tuple[FlatRule, ...]] = (
    of_flat.available,
    of_flat.size,
    of_flat.kind,
    of_flat.waiver,
    of_flat.present_stay,
    of_flat.decision,
)


def find(code: str, facts: Facts) -> Finding:
    """What the rule of that code finds. KeyError for a code that no rule has (see `RULES`)."""
    return RULES[code](facts)


def assess_acute(facts: Facts) -> Assessment:
    """Acute accommodation."""
    return Assessment.of(find(code, facts) for code in ACUTE)


def assess_transitional(facts: Facts) -> Assessment:
    """The four criteria, whatever the flat."""
    return Assessment.of(find(code, facts) for code in TRANSITIONAL)


def assess_flat(flat: FlatFacts, facts: Facts) -> Assessment:
    """One flat and one household: the flat's rules, and the criteria of its kind."""
    found = [rule(flat, facts) for rule in FLAT_RULES]
    codes = TRANSITIONAL if flat.kind == FlatKind.TRANSITIONAL else ()
    found += [find(code, facts) for code in (*codes, "children_heard")]
    return Assessment.of(found)
