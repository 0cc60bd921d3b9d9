"""The answer of a rule, and of all rules together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from django.utils.translation import gettext as _

from housing.enums import CriterionOutcome

PASSED, FAILED, UNKNOWN = CriterionOutcome.PASSED, CriterionOutcome.FAILED, CriterionOutcome.UNKNOWN
# Goes up when a rule changes, so that a kept judgement says by which rules it was made.
RULE_VERSION = "2026-2"


@dataclass(frozen=True)
class Finding:
    """What one rule found: `text` is its evidence in words, `day` and `source` tell where it comes from."""

    code: str
    label: str
    outcome: CriterionOutcome
    text: str
    day: date | None = None
    source: str = ""
    is_sensitive: bool = False

    def shown_to(self, may_read_sensitive: bool) -> Self:
        """Itself; of a sensitive one that is answered, others learn only that the assessment has an answer.

        How it turned out would say what it holds, so that is not known to them either.
        """
        if not self.is_sensitive or may_read_sensitive or self.outcome == UNKNOWN:
            return self
        words = _("Is in the assessment. Ask somebody who is named on the household.")
        return replace(self, outcome=UNKNOWN, text=words, day=None, source="")


@dataclass(frozen=True)
class Assessment:
    """All findings. One that failed fails the whole; else one that is unknown leaves it unknown."""

    outcome: CriterionOutcome
    findings: tuple[Finding, ...]
    rule_version: str = RULE_VERSION

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Self:
        found = tuple(findings)
        outcomes = {one.outcome for one in found}
        worst = next((one for one in (FAILED, UNKNOWN) if one in outcomes), PASSED)
        return cls(worst, found)

    def count(self, outcome: CriterionOutcome) -> int:
        return sum(one.outcome == outcome for one in self.findings)

    def shown_to(self, may_read_sensitive: bool) -> Self:
        """What a reader may know of it, the outcome too."""
        return self.of(one.shown_to(may_read_sensitive) for one in self.findings)

    @property
    def failed(self) -> int:
        return self.count(FAILED)

    @property
    def unknown(self) -> int:
        return self.count(UNKNOWN)
