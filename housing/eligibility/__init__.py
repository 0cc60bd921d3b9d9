"""Who may have what, and why not: rules that take facts and ask the database nothing.

`housing.facts.gather` gets the facts; `find(code, facts)` runs the rule that a criterion names.
"""

from housing.eligibility.facts import Facts, FlatFacts
from housing.eligibility.findings import FAILED, PASSED, RULE_VERSION, UNKNOWN, Assessment, Finding
from housing.eligibility.rules import (
    ACUTE,
    RULES,
    TRANSITIONAL,
    assess_acute,
    assess_flat,
    assess_transitional,
    find,
)

__all__ = [
    "ACUTE",
    "FAILED",
    "PASSED",
    "RULES",
    "RULE_VERSION",
    "TRANSITIONAL",
    "UNKNOWN",
    "Assessment",
    "Facts",
    "Finding",
    "FlatFacts",
    "assess_acute",
    "assess_flat",
    "assess_transitional",
    "find",
]
