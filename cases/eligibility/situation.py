"""Which homelessness situation the facts of an assessment point to. A person decides; this only proposes.

The five situations are those of the 2014 report (Bakgrund), with its limits: situation 2 for a discharge
within three months, situation 4 for a contract with less than three months left, situation 5 for somebody
of 18 or younger. Whoever has lived too long where they should have left counts as within the three months.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases.enums import HousingNow, Situation
from core.periods import add_months

RULE_VERSION = "2014-1"
MONTHS_LEFT = 3
# "18 år eller yngre": not the age of majority.
YOUNG_THROUGH_AGE = 18

PASSED, FAILED, UNKNOWN = "passed", "failed", "unknown"


@dataclass(frozen=True)
class SituationFacts:
    """What the rule looks at. `oldest_age`: of the household's members; None when a birth date is missing."""

    housing_now: str = ""
    housing_until: date | None = None
    oldest_age: int | None = None


@dataclass(frozen=True)
class Reason:
    """One step of the rule: what was looked at, and whether it held."""

    state: str
    text: str


@dataclass(frozen=True)
class Proposal:
    """`situation` None: the facts point to none of the five, or something is not known (see the reasons)."""

    situation: Situation | None
    reasons: tuple[Reason, ...]
    rule_version: str = RULE_VERSION

    @property
    def is_unknown(self) -> bool:
        return any(reason.state == UNKNOWN for reason in self.reasons)


_ALONE = frozenset(
    {HousingNow.ROUGH_SLEEPING, HousingNow.SHELTER, HousingNow.EMERGENCY, HousingNow.WITH_OTHERS}
)


def propose_situation(facts: SituationFacts, *, today: date) -> Proposal:
    """The situation that the facts point to on `today`, with each reason."""
    if not facts.housing_now:
        return Proposal(None, (Reason(UNKNOWN, _("How the household lives now is not known.")),))
    housing = HousingNow(facts.housing_now)
    lives = Reason(PASSED, _("Lives now: %(housing)s.") % {"housing": housing.label})
    if facts.oldest_age is not None and facts.oldest_age <= YOUNG_THROUGH_AGE and housing in _ALONE:
        young = Reason(
            PASSED, _("Nobody in the household is older than %(age)s.") % {"age": YOUNG_THROUGH_AGE}
        )
        return Proposal(Situation.YOUNG_PERSON, (lives, young))
    if (situation := _PLAIN.get(housing)) is not None:
        return Proposal(situation, (lives,))
    pointed_to, reason = _JUDGED[housing](facts, today)
    return Proposal(pointed_to, (lives, reason))


def _discharge(facts: SituationFacts, today: date) -> "Judged":
    limit, until = add_months(today, MONTHS_LEFT), facts.housing_until
    if until is None:
        return None, Reason(UNKNOWN, _("The day of leaving is not known. Write until when they can stay."))
    if until < today:
        text = _("Should have left %(day)s, and stays for lack of a home.")
        return Situation.INSTITUTION, Reason(PASSED, text % {"day": until})
    if until <= limit:
        text = _("Leaves within three months, %(day)s.")
        return Situation.INSTITUTION, Reason(PASSED, text % {"day": until})
    return None, Reason(FAILED, _("Leaves later than three months from now, %(day)s.") % {"day": until})


def _contract(facts: SituationFacts, today: date) -> "Judged":
    limit, until = add_months(today, MONTHS_LEFT), facts.housing_until
    if until is None:
        return None, Reason(
            UNKNOWN, _("The contract's last day is not known. Write until when they can stay.")
        )
    if until < limit:
        text = _("Less than three months are left of the contract, to %(day)s.")
        return Situation.TEMPORARY, Reason(PASSED, text % {"day": until})
    text = _("Three months or more are left of the contract, to %(day)s.")
    return None, Reason(FAILED, text % {"day": until})


def _own(facts: SituationFacts, today: date) -> "Judged":
    return None, Reason(FAILED, _("Who has a contract of their own is not homeless."))


def _other(facts: SituationFacts, today: date) -> "Judged":
    return None, Reason(UNKNOWN, _("Read the description of the housing and choose."))


Judged = tuple[Situation | None, Reason]

_PLAIN: dict[HousingNow, Situation] = {
    HousingNow.ROUGH_SLEEPING: Situation.ACUTE,
    HousingNow.SHELTER: Situation.ACUTE,
    HousingNow.EMERGENCY: Situation.ACUTE,
    HousingNow.MUNICIPAL: Situation.MUNICIPAL_SOLUTION,
    HousingNow.WITH_OTHERS: Situation.TEMPORARY,
}
_JUDGED: dict[HousingNow, Callable[[SituationFacts, date], Judged]] = {
    HousingNow.INSTITUTION: _discharge,
    HousingNow.SUPPORTED: _discharge,
    HousingNow.SHORT_CONTRACT: _contract,
    HousingNow.OWN_CONTRACT: _own,
    HousingNow.OTHER: _other,
}
