"""Whether a home may suit a household: each rule by a table of worked cases."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases.assessment_facts import AssessmentFacts, Fact
from cases.eligibility.findings import FAILED, PASSED, UNKNOWN, Finding, outcome_of
from cases.eligibility.vacancy import HomeFacts, SeekerFacts, assess_home

TODAY = date(2013, 12, 9)
HOME = HomeFacts("Västerås", Decimal(3), Decimal(6000), landlord="Mimer")


def known(**facts: Any) -> AssessmentFacts:
    return AssessmentFacts(**{name: Fact(value, TODAY, "Maria") for name, value in facts.items()})


def seeker(people: int = 2, **facts: Any) -> SeekerFacts:
    return SeekerFacts(people, 0, "Stockholm", 40, known(**facts))


def found(code: str, home: HomeFacts, who: SeekerFacts) -> Finding:
    return next(finding for finding in assess_home(home, who, today=TODAY) if finding.code == code)


@pytest.mark.parametrize(
    ("rooms", "people", "state"),
    [
        (Decimal(1), 2, PASSED),
        (Decimal(1), 3, FAILED),
        (Decimal(2), 2, PASSED),
        (Decimal(3), 4, PASSED),
        (Decimal(3), 5, FAILED),
        (Decimal("3.5"), 5, FAILED),
        (Decimal(4), 6, PASSED),
        (None, 2, UNKNOWN),
        (Decimal(3), 0, UNKNOWN),
    ],
)
def test_size(rooms: Decimal | None, people: int, state: str) -> None:
    assert found("size", replace(HOME, rooms=rooms), seeker(people)).state == state


@pytest.mark.parametrize(
    ("rent", "times", "facts", "state"),
    [
        (6000, None, {"income_sek": Decimal(15000)}, PASSED),  # 40 per cent is 6 000
        (6001, None, {"income_sek": Decimal(15000)}, FAILED),
        (6000, 3, {"income_sek": Decimal(18000)}, PASSED),
        (6000, 3, {"income_sek": Decimal(17999)}, FAILED),
        (6000, None, {}, UNKNOWN),
        (None, None, {"income_sek": Decimal(15000)}, UNKNOWN),
        (6000, 3, {"income_sek": Decimal(9000), "income_source": "income_support"}, UNKNOWN),
    ],
)
def test_rent_against_means(rent: int | None, times: int | None, facts: dict[str, Any], state: str) -> None:
    home = replace(
        HOME,
        rent_sek=Decimal(rent) if rent is not None else None,
        income_times_rent=Decimal(times) if times else None,
    )
    assert found("rent", home, seeker(**facts)).state == state


@pytest.mark.parametrize(
    ("where", "facts", "state"),
    [
        ("Stockholm", {"willing_to_move": False}, PASSED),
        ("Västerås", {}, UNKNOWN),
        ("Västerås", {"willing_to_move": False}, FAILED),
        ("Västerås", {"willing_to_move": True}, PASSED),
        ("Västerås", {"willing_to_move": True, "able_to_move": False}, FAILED),
        ("Västerås", {"willing_to_move": True, "where_to_move": "Köping, västerås"}, PASSED),
        ("Västerås", {"willing_to_move": True, "where_to_move": "Där det finns jobb"}, PASSED),
        ("Västerås", {"willing_to_move": True, "where_to_move": "Köping eller Sala"}, UNKNOWN),
        ("Upplands Väsby", {"willing_to_move": True, "where_to_move": "Upplands Väsby"}, PASSED),
    ],
)
def test_municipality(where: str, facts: dict[str, Any], state: str) -> None:
    assert found("municipality", replace(HOME, municipality=where), seeker(**facts)).state == state


@pytest.mark.parametrize(
    ("asks", "accepts", "own", "state"),
    [
        (None, None, True, PASSED),
        (True, False, True, PASSED),
        (None, None, None, UNKNOWN),
        (None, None, False, UNKNOWN),
        (False, None, False, PASSED),
        (None, True, False, PASSED),
        (True, None, False, FAILED),
        (None, False, False, FAILED),
        (True, None, None, UNKNOWN),
    ],
)
def test_kind_of_income(asks: bool | None, accepts: bool | None, own: bool | None, state: str) -> None:
    home = replace(HOME, requires_own_income=asks, accepts_income_support=accepts)
    facts = {} if own is None else {"has_own_income": own}
    assert found("income", home, seeker(**facts)).state == state


@pytest.mark.parametrize(
    ("asks", "has", "state"),
    [
        (True, True, PASSED),
        (True, False, FAILED),
        (True, None, UNKNOWN),
        (False, False, PASSED),
        (False, None, PASSED),
        (None, True, PASSED),
        (None, False, UNKNOWN),
    ],
)
def test_references(asks: bool | None, has: bool | None, state: str) -> None:
    facts = {} if has is None else {"has_references": has}
    assert found("references", replace(HOME, requires_references=asks), seeker(**facts)).state == state


@pytest.mark.parametrize(("owes", "state"), [(False, PASSED), (True, FAILED), (None, UNKNOWN)])
def test_rent_arrears(owes: bool | None, state: str) -> None:
    assert found("arrears", HOME, seeker(**({} if owes is None else {"rent_arrears": owes}))).state == state


@pytest.mark.parametrize(
    ("accepts", "has", "state"),
    [
        (None, False, PASSED),
        (True, True, PASSED),
        (True, None, PASSED),
        (False, True, FAILED),
        (None, True, UNKNOWN),
        (False, None, UNKNOWN),
    ],
)
def test_default_record(accepts: bool | None, has: bool | None, state: str) -> None:
    facts = {} if has is None else {"has_default_record": has}
    assert found("default", replace(HOME, accepts_default_record=accepts), seeker(**facts)).state == state


def test_the_last_day_for_applying_counts_and_the_day_after_fails() -> None:
    codes = [finding.code for finding in assess_home(replace(HOME, apply_by=TODAY), seeker(), today=TODAY)]
    assert "apply_by" not in codes
    late = replace(HOME, apply_by=date(2013, 12, 8))
    assert found("apply_by", late, seeker()).state == FAILED


def test_nothing_known_leaves_everything_open_and_evidence_has_day_and_source() -> None:
    findings = assess_home(HOME, seeker(0), today=TODAY)
    assert {finding.state for finding in findings} == {UNKNOWN}
    assert outcome_of(findings) == UNKNOWN
    finding = found("arrears", HOME, seeker(rent_arrears=False))
    assert (finding.day, finding.source) == (TODAY, "Kartläggning, Maria")
