"""Whether a vacant home may suit a household. People decide and households apply; this only shows reasons.

Facts in, findings out, no queries. What nobody has answered is unknown, never no.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.assessment_facts import AssessmentFacts, Fact
from cases.eligibility.findings import FAILED, PASSED, UNKNOWN, Finding
from cases.enums import IncomeSource
from cases.municipalities import municipality_named
from core.money import format_sek

# Two people to each room but one: the norm of overcrowding ("norm 2"), kitchen and living room not counted.
PEOPLE_PER_BEDROOM = 2
HUNDRED = 100


@dataclass(frozen=True)
class HomeFacts:
    """What is asked for a vacant home; of a landlord, None is not known."""

    municipality: str
    rooms: Decimal | None = None
    rent_sek: Decimal | None = None
    apply_by: date | None = None
    landlord: str = ""
    requires_own_income: bool | None = None
    accepts_income_support: bool | None = None
    requires_references: bool | None = None
    accepts_default_record: bool | None = None
    income_times_rent: Decimal | None = None


@dataclass(frozen=True)
class SeekerFacts:
    """A household that looks for a home. `people` 0: the members are not known."""

    people: int
    children: int
    home_municipality: str
    rent_percent: int
    known: AssessmentFacts = field(default_factory=AssessmentFacts)


def assess_home(home: HomeFacts, seeker: SeekerFacts, *, today: date) -> tuple[Finding, ...]:
    """Every rule, in the order in which one talks about a home."""
    dated = () if home.apply_by is None or home.apply_by >= today else (_too_late(home.apply_by),)
    return (*dated, *(rule(home, seeker) for rule in RULES))


def _too_late(apply_by: date) -> Finding:
    return Finding("apply_by", _("Time to apply"), FAILED, _("The last day was %(day)s.") % {"day": apply_by})


def size(home: HomeFacts, seeker: SeekerFacts) -> Finding:
    label = _("Size")
    if not seeker.people:
        return Finding("size", label, UNKNOWN, _("The members of the household are not known."))
    if home.rooms is None:
        return Finding("size", label, UNKNOWN, _("The number of rooms is not noted."))
    most = PEOPLE_PER_BEDROOM * max(int(home.rooms) - 1, 1)
    who = ngettext("%(n)s person", "%(n)s people", seeker.people) % {"n": seeker.people}
    text = _("%(who)s; %(rooms)s rooms hold %(most)s, two to a bedroom.") % {
        "who": who,
        "rooms": f"{home.rooms.normalize():f}".replace(".", ","),
        "most": most,
    }
    return Finding("size", label, PASSED if seeker.people <= most else FAILED, text)


def rent(home: HomeFacts, seeker: SeekerFacts) -> Finding:
    """The landlord's own measure where it is known, else the share of the income that the setting names."""
    label, income = _("Rent against means"), seeker.known.income_sek
    if home.rent_sek is None:
        return Finding("rent", label, UNKNOWN, _("The rent is not noted."))
    if seeker.known.income_source.value == IncomeSource.INCOME_SUPPORT:
        text = _("Lives on income support: ask income support whether a rent of %(rent)s is reasonable.")
        return _of(income, "rent", label, UNKNOWN, text % {"rent": format_sek(home.rent_sek)})
    if income.value is None:
        return Finding("rent", label, UNKNOWN, _("The household's income is not known."))
    amounts = {"rent": format_sek(home.rent_sek), "income": format_sek(income.value)}
    if home.income_times_rent is not None:
        needed = home.rent_sek * home.income_times_rent
        state = PASSED if income.value >= needed else FAILED
        text = _("Income %(income)s; the landlord asks for %(needed)s.") % {
            **amounts,
            "needed": format_sek(needed),
        }
        return _of(income, "rent", label, state, text)
    most = income.value * seeker.rent_percent / HUNDRED
    text = _("Rent %(rent)s, income %(income)s; at most %(percent)s %% of it.") % {
        **amounts,
        "percent": seeker.rent_percent,
    }
    return _of(income, "rent", label, PASSED if home.rent_sek <= most else FAILED, text)


def municipality(home: HomeFacts, seeker: SeekerFacts) -> Finding:
    label, known = _("Municipality"), seeker.known
    if home.municipality == seeker.home_municipality:
        return Finding("municipality", label, PASSED, _("In the home municipality."))
    willing = known.willing_to_move
    if willing.value is None:
        return Finding(
            "municipality", label, UNKNOWN, _("Whether the household is willing to move is not known.")
        )
    if not willing.value:
        return _of(willing, "municipality", label, FAILED, _("Not willing to move."))
    if known.able_to_move.value is False:
        return _of(known.able_to_move, "municipality", label, FAILED, _("Not able to move."))
    wishes = known.where_to_move.value
    if not wishes:
        return _of(willing, "municipality", label, PASSED, _("Willing to move."))
    text = _("Willing to move: %(where)s") % {"where": wishes}
    state = PASSED if _names(wishes, home.municipality) else UNKNOWN
    return _of(willing, "municipality", label, state, text)


def _names(wishes: str, name: str) -> bool:
    """Whether the wishes name the municipality, or none at all ("anywhere", "where there is work")."""
    words = wishes.replace(",", " ").replace(";", " ").replace("/", " ").replace(".", " ").split()
    pairs = [" ".join(pair) for pair in pairwise(words)]
    named = {found for text in (*words, *pairs) if (found := municipality_named(text)) is not None}
    return not named or name in named


def own_income(home: HomeFacts, seeker: SeekerFacts) -> Finding:
    """What the landlord says of incomes, held against what the household lives on."""
    label, known = _("Kind of income"), seeker.known
    lives_on = known.has_own_income
    if lives_on.value:
        return _of(lives_on, "income", label, PASSED, _("Has an income of its own."))
    if home.requires_own_income is False or home.accepts_income_support:
        return Finding(
            "income", label, PASSED, _("The landlord accepts income support."), None, home.landlord
        )
    refuses = home.requires_own_income or home.accepts_income_support is False
    if not refuses:
        return Finding("income", label, UNKNOWN, _("What the landlord asks of incomes is not known."))
    if lives_on.value is None:
        return Finding("income", label, UNKNOWN, _("The landlord asks for an own income; it is not known."))
    return _of(lives_on, "income", label, FAILED, _("The landlord asks for an own income; there is none."))


def references(home: HomeFacts, seeker: SeekerFacts) -> Finding:
    label, has = _("References"), seeker.known.has_references
    if has.value:
        return _of(has, "references", label, PASSED, _("Has references."))
    if home.requires_references is False:
        return Finding("references", label, PASSED, _("The landlord asks for none."), None, home.landlord)
    if home.requires_references is None:
        return Finding(
            "references", label, UNKNOWN, _("Whether the landlord asks for references is not known.")
        )
    if has.value is None:
        return Finding("references", label, UNKNOWN, _("Asked for; whether there are any is not known."))
    return _of(has, "references", label, FAILED, _("Asked for, and there are none."))


def rent_arrears(home: HomeFacts, seeker: SeekerFacts) -> Finding:
    """Rent arrears stop nearly every lease (report 2014, Slutord), whoever the landlord is."""
    label, owes = _("No rent arrears"), seeker.known.rent_arrears
    if owes.value is None:
        return Finding("arrears", label, UNKNOWN, _("Whether rent is owed is not known."))
    if owes.value:
        return _of(owes, "arrears", label, FAILED, _("Rent is owed: landlords say no."))
    return _of(owes, "arrears", label, PASSED, _("No rent is owed."))


def default_record(home: HomeFacts, seeker: SeekerFacts) -> Finding:
    label, has = _("Payment default record"), seeker.known.has_default_record
    if has.value is False:
        return _of(has, "default", label, PASSED, _("None."))
    if home.accepts_default_record:
        return Finding("default", label, PASSED, _("The landlord accepts one."), None, home.landlord)
    if has.value is None:
        return Finding("default", label, UNKNOWN, _("Whether there is one is not known."))
    if home.accepts_default_record is None:
        return _of(has, "default", label, UNKNOWN, _("There is one; what the landlord says is not known."))
    return _of(has, "default", label, FAILED, _("There is one, and the landlord does not accept it."))


def _of(fact: Fact, code: str, label: str, state: str, text: str) -> Finding:
    """A finding that rests on a fact of the assessment."""
    source = _("Assessment, %(who)s") % {"who": fact.noted_by} if fact.noted_by else ""
    return Finding(code, label, state, text, fact.noted_on, source)


Rule = Callable[[HomeFacts, SeekerFacts], Finding]
RULES: Final[tuple[Rule, ...]] = (
    size,
    rent,
    municipality,
    own_income,
    references,
    rent_arrears,
    default_record,
)
