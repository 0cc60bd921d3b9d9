"""What rules of other apps may ask of assessments: facts with their day and who knew them. One query.

Unknown is not no: a fact that nobody has answered has the value None. Of the two sensitive facts only those
with the permission `assessment.causes` learn anything; to others a rule may say no more than that there is an
answer, for how it turned out would be the answer.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, TypeVar

from django.utils.timezone import localdate

from cases.enums import SubstanceAbuse, SupportNeed
from cases.models import Assessment

Value = TypeVar("Value")


@dataclass(frozen=True)
class Fact(Generic[Value]):
    """`value` None: not known, and then there is no day and nobody who knew."""

    value: Value | None = None
    noted_on: date | None = None
    noted_by: str = ""


@dataclass(frozen=True)
class AssessmentFacts:
    """The latest saved assessment of a household, as rules see it."""

    housing_until: Fact[date] = Fact()
    other_options_exhausted: Fact[bool] = Fact()
    willing_to_move: Fact[bool] = Fact()
    searches_elsewhere: Fact[bool] = Fact()
    has_own_income: Fact[bool] = Fact()
    rent_arrears: Fact[bool] = Fact()
    income_source: Fact[str] = Fact()
    income_sek: Fact[Decimal] = Fact()
    other_debts: Fact[bool] = Fact()
    pays_enforcement_authority: Fact[bool] = Fact()
    has_default_record: Fact[bool] = Fact()
    in_housing_queue: Fact[bool] = Fact()
    queue_fee_paid: Fact[bool] = Fact()
    able_to_move: Fact[bool] = Fact()
    where_to_move: Fact[str] = Fact()
    has_references: Fact[bool] = Fact()
    # Sensitive: abuse that is ongoing or extensive; a need of support that is extensive.
    substance_abuse: Fact[bool] = Fact()
    support_need: Fact[bool] = Fact()


NOTHING_KNOWN = AssessmentFacts()
_HARD_ABUSE = (SubstanceAbuse.ONGOING, SubstanceAbuse.EXTENSIVE)
_PLAIN = (
    "housing_until",
    "other_options_exhausted",
    "willing_to_move",
    "searches_elsewhere",
    "has_own_income",
    "rent_arrears",
    "income_source",
    "income_sek",
    "other_debts",
    "pays_enforcement_authority",
    "has_default_record",
    "in_housing_queue",
    "queue_fee_paid",
    "able_to_move",
    "where_to_move",
    "has_references",
)


def latest_facts(household_ids: Collection[int]) -> dict[int, AssessmentFacts]:
    """The facts of each household; `NOTHING_KNOWN` for one without an assessment. One query.

    The caller has reached the households already (`visible_to`) and logs that they were read.
    """
    rows = Assessment.objects.filter(household__in=household_ids).select_related(
        "saved_by", "sensitive__saved_by"
    )
    known = {row.household_id: _facts_of(row) for row in rows}
    return {pk: known.get(pk, NOTHING_KNOWN) for pk in household_ids}


def _facts_of(row: Assessment) -> AssessmentFacts:
    facts = {name: _fact(getattr(row, name), row.saved_at, row.saved_by.full_name) for name in _PLAIN}
    sensitive = getattr(row, "sensitive", None)
    if sensitive is not None:
        for name, hard in (("substance_abuse", _HARD_ABUSE), ("support_need", (SupportNeed.EXTENSIVE,))):
            answer = getattr(sensitive, name)
            value = answer in hard if answer else None
            facts[name] = _fact(value, sensitive.saved_at, sensitive.saved_by.full_name)
    return AssessmentFacts(**facts)


def _fact(value: Value | None, at: datetime, who: str) -> Fact[Value]:
    return Fact() if value in (None, "") else Fact(value, localdate(at), who)
