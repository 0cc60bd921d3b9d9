"""What a rule found, and on what evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

PASSED, FAILED, UNKNOWN = "passed", "failed", "unknown"
ORDER = {FAILED: 0, UNKNOWN: 1, PASSED: 2}


@dataclass(frozen=True)
class Finding:
    """One rule's outcome: `text` is its evidence in words, `day` and `source` tell where it comes from."""

    code: str
    label: str
    state: str
    text: str
    day: date | None = None
    source: str = ""

    @property
    def tone(self) -> str:
        return {PASSED: "ok", FAILED: "bad", UNKNOWN: "warn"}[self.state]


def count(findings: Sequence[Finding], state: str) -> int:
    return sum(finding.state == state for finding in findings)


def outcome_of(findings: Sequence[Finding]) -> str:
    """One that failed fails the whole; else one that is unknown leaves it unknown."""
    states = {finding.state for finding in findings}
    return next((state for state in (FAILED, UNKNOWN) if state in states), PASSED)
