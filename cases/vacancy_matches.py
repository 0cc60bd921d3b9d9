"""Vacant homes held against households: the best first, each with its reasons. Nobody is chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from cases.assessment_facts import AssessmentFacts, latest_facts
from cases.eligibility.findings import FAILED, ORDER, UNKNOWN, Finding, count, outcome_of
from cases.eligibility.vacancy import HomeFacts, SeekerFacts, assess_home
from cases.models import Household, Vacancy
from core.clock import today


@dataclass(frozen=True)
class Match:
    """A home and a household. `findings`: what fails first."""

    vacancy: Vacancy
    household: Household
    findings: tuple[Finding, ...]
    is_family: bool

    @property
    def outcome(self) -> str:
        return outcome_of(self.findings)

    @property
    def failed(self) -> int:
        return count(self.findings, FAILED)

    @property
    def unknown(self) -> int:
        return count(self.findings, UNKNOWN)


def matches(vacancies: Sequence[Vacancy], households: Sequence[Household]) -> list[Match]:
    """Every home with every household: fewest failed first, fewest unknown, families, the oldest case.

    Needs with_label() and the landlord. One query.
    """
    day = today()
    seekers = seekers_of(households, day)
    homes = {vacancy.pk: facts_of(vacancy) for vacancy in vacancies}
    found = [
        _match(vacancy, household, assess_home(homes[vacancy.pk], seekers[household.pk], today=day), seekers)
        for vacancy in vacancies
        for household in households
    ]
    return sorted(
        found,
        key=lambda one: (
            one.failed,
            one.unknown,
            not one.is_family,
            one.household.opened_on,
            -one.vacancy.pk,
            one.household.pk,
        ),
    )


def seekers_of(households: Iterable[Household], day: date) -> dict[int, SeekerFacts]:
    """What is known of each household that looks for a home. One query."""
    rows = list(households)
    known = latest_facts([row.pk for row in rows])
    return {row.pk: _seeker(row, known[row.pk], day) for row in rows}


def _seeker(household: Household, known: AssessmentFacts, day: date) -> SeekerFacts:
    members = household.members_on(day)
    return SeekerFacts(
        people=len(members),
        children=sum(member.is_child_on(day) for member in members),
        home_municipality=settings.HOME_MUNICIPALITY,
        rent_percent=settings.RENT_PERCENT_OF_INCOME,
        known=known,
    )


def facts_of(vacancy: Vacancy) -> HomeFacts:
    """The home with what its landlord asks for."""
    landlord = vacancy.landlord
    asked = {} if landlord is None else {name: getattr(landlord, name) for name in _ASKED}
    return HomeFacts(
        municipality=vacancy.municipality,
        rooms=vacancy.rooms,
        rent_sek=vacancy.rent_sek,
        apply_by=vacancy.apply_by,
        landlord=landlord.name if landlord is not None else "",
        **asked,
    )


def _match(
    vacancy: Vacancy,
    household: Household,
    findings: tuple[Finding, ...],
    seekers: dict[int, SeekerFacts],
) -> Match:
    ordered = tuple(sorted(findings, key=lambda finding: ORDER[finding.state]))
    return Match(vacancy, household, ordered, bool(seekers[household.pk].children))


_ASKED = (
    "requires_own_income",
    "accepts_income_support",
    "requires_references",
    "accepts_default_record",
    "income_times_rent",
)
