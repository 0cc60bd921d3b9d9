"""What the system already knows about each criterion, for the one who judges. Never a judgement itself.

It is what the rules of housing.eligibility find, so that the Boråd and "Varför inte?" say the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cases.models import Household
from core.clock import today
from housing.eligibility import RULES, Finding, find
from housing.enums import CriterionOutcome
from housing.facts import gather_for

if TYPE_CHECKING:
    from accounts.models import User

# Who may read what an assessment holds of substance abuse and need of support.
SENSITIVE = "assessment.causes"


@dataclass(frozen=True)
class Evidence:
    """What is known, and what it says. Unknown is not failed.

    `kept`: what is written down beside the judgement, which everybody who sees the decision reads.
    """

    outcome: str = CriterionOutcome.UNKNOWN
    text: str = ""
    kept: Finding | None = None

    @classmethod
    def of(cls, finding: Finding, *, may_read_sensitive: bool) -> "Evidence":
        shown = finding.shown_to(may_read_sensitive)
        return cls(shown.outcome, _words(shown), finding.shown_to(may_read_sensitive=False))

    @property
    def kept_outcome(self) -> str:
        return self.kept.outcome if self.kept else CriterionOutcome.UNKNOWN

    @property
    def kept_text(self) -> str:
        return _words(self.kept) if self.kept else ""


def _words(finding: Finding) -> str:
    parts = (str(part) for part in (finding.source, finding.day) if part)
    where = " ".join(part for part in parts if part not in finding.text)
    return f"{finding.text} {where}".strip()


def evidence_for(household: Household, user: "User") -> Mapping[str, Evidence]:
    """By the rule that a criterion names in `evidence`, as user may know it; a fixed number of queries.

    `household` was read `with_label()`.
    """
    facts = gather_for([household], day=today())[household.pk]
    may_read = household.pk in sensitive_for(user, [household.pk])
    return {code: Evidence.of(find(code, facts), may_read_sensitive=may_read) for code in RULES}


def sensitive_for(user: "User", ids: Iterable[int]) -> set[int]:
    """Those of the households of which user may know what is sensitive."""
    reach = Household.objects.visible_to(user, SENSITIVE)
    return set(reach.filter(pk__in=list(ids)).values_list("pk", flat=True))
