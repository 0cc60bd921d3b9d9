"""What matters for a lease of one's own (report 2014, Slutord), told without creditors or amounts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from debtadvice.models import DebtCase


@dataclass(frozen=True)
class Fact:
    """A condition: `is_met` is None where it is not known; `evidence` says what it rests on."""

    label: str | Promise
    is_met: bool | None
    evidence: str | Promise = ""


def readiness_of(case: DebtCase, today: date) -> list[Fact]:
    """Each condition with its evidence."""
    return []


def plan_in_words(case: DebtCase, today: date) -> dict[str, Any] | None:
    """How the repayment plan goes: the month's money, the last month, whether it is kept."""
    return None
