"""The way to a lease of one's own (report 2014, Slutord): each condition on evidence, with day and source.

Facts in, findings out, no queries. What nobody knows is unknown: it is asked about, not held against anybody.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from cases.assessment_facts import NOTHING_KNOWN, AssessmentFacts, Fact
from cases.eligibility.findings import FAILED, PASSED, UNKNOWN, Finding
from core.registries import ReadinessFact

if TYPE_CHECKING:
    from cases.queue_state import Standing

IN_QUEUE, FEE_PAID, NO_ARREARS, PAYS_ENFORCEMENT = "in_queue", "fee_paid", "no_arrears", "pays_enforcement"
DEBTS_PLANNED, NO_NEW_DEBTS, OWN_INCOME, REFERENCES = (
    "debts_planned",
    "no_new_debts",
    "own_income",
    "references",
)
CODES: Final = (
    IN_QUEUE,
    FEE_PAID,
    NO_ARREARS,
    PAYS_ENFORCEMENT,
    DEBTS_PLANNED,
    NO_NEW_DEBTS,
    OWN_INCOME,
    REFERENCES,
)


@dataclass(frozen=True)
class ReadinessFacts:
    """What the rule looks at: the queues that run, the assessment, and what the debt adviser may tell."""

    standings: Sequence["Standing"] = ()
    known: AssessmentFacts = NOTHING_KNOWN
    told: Mapping[str, ReadinessFact] | None = None
    enforcement_sek: int = 100

    def by_adviser(self, code: str) -> ReadinessFact | None:
        """What an app above knows of the condition; None where it says nothing or does not know."""
        fact = (self.told or {}).get(code)
        return fact if fact is not None and fact.is_met is not None else None


def assess_readiness(facts: ReadinessFacts) -> tuple[Finding, ...]:
    """Every condition, in the order of the report."""
    found = (RULES[code](facts) for code in CODES)
    return tuple(replace(one, label=_label(one.code, facts)) for one in found)


def _label(code: str, facts: ReadinessFacts) -> str:
    told = facts.by_adviser(code)
    return str(told.label) if told is not None and told.label else label_of(code, facts.enforcement_sek)


def label_of(code: str, enforcement_sek: int = 100) -> str:
    """What the condition is called."""
    return {
        IN_QUEUE: _("In a housing queue"),
        FEE_PAID: _("Queue fee paid"),
        NO_ARREARS: _("No rent arrears"),
        PAYS_ENFORCEMENT: _("Pays the Enforcement Authority at least %(sek)s kr a month")
        % {"sek": enforcement_sek},
        DEBTS_PLANNED: _("Other debts are paid by a plan"),
        NO_NEW_DEBTS: _("No new debts"),
        OWN_INCOME: _("An income of one's own"),
        REFERENCES: _("References"),
    }[code]


def to_do(code: str) -> str:
    """What one does about a condition that is missing."""
    return {
        IN_QUEUE: _("Register in a housing queue"),
        FEE_PAID: _("See that the queue fee is paid"),
        NO_ARREARS: _("Settle the rent arrears, with budget and debt advice if needed"),
        PAYS_ENFORCEMENT: _("Agree on a monthly payment to the Enforcement Authority"),
        DEBTS_PLANNED: _("Make a repayment plan with budget and debt advice"),
        NO_NEW_DEBTS: _("Look the economy over so that no new debts arise"),
        OWN_INCOME: _("Plan for an income of one's own"),
        REFERENCES: _("Get references from landlords or others"),
    }[code]


def _in_queue(facts: ReadinessFacts) -> Finding:
    counting = [one for one in facts.standings if one.counts]
    if counting:
        queue = min((one.queue for one in counting), key=lambda queue: queue.registered_on)
        return _found(IN_QUEUE, PASSED, f"{queue.agency}.", queue.registered_on, _("Housing queues"))
    if facts.standings:
        lost = max((one.lapses_on for one in facts.standings if one.lapses_on is not None), default=None)
        return _found(IN_QUEUE, FAILED, _("The queue time is lost."), lost, _("Housing queues"))
    told = facts.known.in_housing_queue
    if told.value is None:
        return _found(IN_QUEUE, UNKNOWN, _("No queue is noted."))
    text = _("The household says so; no queue is noted.") if told.value else _("No.")
    return _by(told, IN_QUEUE, UNKNOWN if told.value else FAILED, text)


def _fee_paid(facts: ReadinessFacts) -> Finding:
    counting = [one for one in facts.standings if one.counts]
    late = next((one for one in counting if one.is_paid is False), None)
    if late is not None:
        due_on = late.unpaid.due_on if late.unpaid is not None else None
        return _found(FEE_PAID, FAILED, _of_queue(late, late.words), due_on, _("Housing queues"))
    settled = [one for one in counting if one.is_paid]
    if settled:
        best = next((one for one in settled if one.paid is not None), settled[0])
        if best.paid is None:
            return _found(FEE_PAID, PASSED, _nothing_due(best), best.noted_on, _("Housing queues"))
        return _found(FEE_PAID, PASSED, _of_queue(best, best.words), best.paid.paid_on, _("Housing queues"))
    if facts.standings and not counting:
        # What somebody said before the queue time was lost is no evidence any more.
        lost = max(facts.standings, key=lambda one: one.lapses_on or date.min)
        return _found(FEE_PAID, FAILED, _of_queue(lost, lost.words), lost.lapses_on, _("Housing queues"))
    told = facts.known.queue_fee_paid
    if told.value is None:
        return _found(FEE_PAID, UNKNOWN, _("No fee is noted."))
    return _by(told, FEE_PAID, PASSED if told.value else FAILED, _yes_no(told.value))


def _of_queue(standing: "Standing", words: str) -> str:
    return f"{standing.queue.agency}. {words}"


def _nothing_due(standing: "Standing") -> str:
    """No payment is noted, and none has been missed: the next fee lies ahead."""
    words = _("No fee is late.")
    return _of_queue(standing, f"{words} {standing.words}")


def _no_arrears(facts: ReadinessFacts) -> Finding:
    return _adviser_first(
        facts,
        NO_ARREARS,
        facts.known.rent_arrears,
        lambda owes: (FAILED, _("Rent is owed.")) if owes else (PASSED, _("No rent is owed.")),
    )


def _pays_enforcement(facts: ReadinessFacts) -> Finding:
    """Where the adviser tells nothing, the assessment's yes is a sign, but not of how much.

    Who owes nobody has nothing to pay.
    """
    known, told = facts.known, facts.by_adviser(PAYS_ENFORCEMENT)
    owes_nobody = known.other_debts.value is False and known.rent_arrears.value is False
    if told is None and known.pays_enforcement_authority.value is None and owes_nobody:
        return _by(known.other_debts, PAYS_ENFORCEMENT, PASSED, _("There are no debts."))
    return _adviser_first(
        facts,
        PAYS_ENFORCEMENT,
        facts.known.pays_enforcement_authority,
        lambda pays: (
            (UNKNOWN, _("Pays every month, as the household tells; how much is not known."))
            if pays
            else (FAILED, _("Does not pay."))
        ),
    )


def _debts_planned(facts: ReadinessFacts) -> Finding:
    return _adviser_first(
        facts,
        DEBTS_PLANNED,
        facts.known.other_debts,
        lambda owes: (
            (UNKNOWN, _("There are other debts; whether there is a plan is not known."))
            if owes
            else (PASSED, _("There are no other debts."))
        ),
    )


def _no_new_debts(facts: ReadinessFacts) -> Finding:
    told = facts.by_adviser(NO_NEW_DEBTS)
    if told is not None:
        return _told(told)
    if facts.known.other_debts.value is False and facts.known.rent_arrears.value is False:
        return _by(facts.known.other_debts, NO_NEW_DEBTS, PASSED, _("There are no debts."))
    return _found(NO_NEW_DEBTS, UNKNOWN, _("Not known; budget and debt advice can tell, with consent."))


def _own_income(facts: ReadinessFacts) -> Finding:
    told = facts.known.has_own_income
    if told.value is None:
        return _found(OWN_INCOME, UNKNOWN, _("Not known."))
    return _by(told, OWN_INCOME, PASSED if told.value else FAILED, _yes_no(told.value))


def _references(facts: ReadinessFacts) -> Finding:
    told = facts.known.has_references
    if told.value is None:
        return _found(REFERENCES, UNKNOWN, _("Not known."))
    return _by(told, REFERENCES, PASSED if told.value else FAILED, _yes_no(told.value))


def _adviser_first(
    facts: ReadinessFacts, code: str, known: Fact[bool], judge: Callable[[bool], tuple[str, str]]
) -> Finding:
    """What the debt adviser knows goes before what the household has told."""
    told = facts.by_adviser(code)
    if told is not None:
        return _told(told)
    if known.value is None:
        return _found(code, UNKNOWN, _("Not known."))
    state, text = judge(known.value)
    return _by(known, code, state, text)


def _told(fact: ReadinessFact) -> Finding:
    state = PASSED if fact.is_met else FAILED
    return _found(fact.code, state, str(fact.evidence), fact.day, str(fact.source))


def _by(fact: Fact[bool], code: str, state: str, text: str) -> Finding:
    return _found(code, state, text, fact.noted_on, _("Assessment, %(who)s") % {"who": fact.noted_by})


def _found(code: str, state: str, text: str, day: date | None = None, source: str = "") -> Finding:
    return Finding(code, label_of(code), state, text, day, source)


def _yes_no(value: bool) -> str:
    return _("Yes.") if value else _("No.")


Rule = Callable[[ReadinessFacts], Finding]
RULES: Final[Mapping[str, Rule]] = {
    IN_QUEUE: _in_queue,
    FEE_PAID: _fee_paid,
    NO_ARREARS: _no_arrears,
    PAYS_ENFORCEMENT: _pays_enforcement,
    DEBTS_PLANNED: _debts_planned,
    NO_NEW_DEBTS: _no_new_debts,
    OWN_INCOME: _own_income,
    REFERENCES: _references,
}
