"""Which situation the facts point to, at each limit."""

from datetime import date, timedelta

import pytest

from cases.eligibility.situation import PASSED, UNKNOWN, SituationFacts, propose_situation
from cases.enums import HousingNow, Situation
from core.periods import add_months

TODAY = date(2024, 11, 30)
# 30 November and three months: the last day of February in a year without 29.
IN_THREE_MONTHS = date(2025, 2, 28)


def propose(housing: str, until: date | None = None, oldest: int | None = 34) -> Situation | None:
    facts = SituationFacts(housing_now=housing, housing_until=until, oldest_age=oldest)
    return propose_situation(facts, today=TODAY).situation


def test_the_limit_is_three_calendar_months() -> None:
    assert add_months(TODAY, 3) == IN_THREE_MONTHS


@pytest.mark.parametrize(
    ("housing", "expected"),
    [
        (HousingNow.ROUGH_SLEEPING, 1),
        (HousingNow.SHELTER, 1),
        (HousingNow.EMERGENCY, 1),
        (HousingNow.MUNICIPAL, 3),
        (HousingNow.WITH_OTHERS, 4),
        (HousingNow.OWN_CONTRACT, None),
        (HousingNow.OTHER, None),
        ("", None),
    ],
)
def test_how_one_lives_alone_decides(housing: str, expected: int | None) -> None:
    assert propose(housing) == expected


@pytest.mark.parametrize("housing", [HousingNow.INSTITUTION, HousingNow.SUPPORTED])
@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (TODAY - timedelta(days=1), 2),
        (TODAY, 2),
        (IN_THREE_MONTHS, 2),
        (IN_THREE_MONTHS + timedelta(days=1), None),
        (None, None),
    ],
)
def test_a_discharge_within_three_months_counts(
    housing: HousingNow, until: date | None, expected: int | None
) -> None:
    assert propose(housing, until) == expected


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (IN_THREE_MONTHS - timedelta(days=1), 4),
        (IN_THREE_MONTHS, None),
        (TODAY, 4),
        (None, None),
    ],
)
def test_a_contract_with_less_than_three_months_left_counts(until: date | None, expected: int | None) -> None:
    assert propose(HousingNow.SHORT_CONTRACT, until) == expected


@pytest.mark.parametrize(
    ("oldest", "housing", "expected"),
    [
        (18, HousingNow.WITH_OTHERS, 5),
        (17, HousingNow.ROUGH_SLEEPING, 5),
        (19, HousingNow.WITH_OTHERS, 4),
        (None, HousingNow.WITH_OTHERS, 4),
        (17, HousingNow.MUNICIPAL, 3),
    ],
)
def test_eighteen_or_younger_on_their_own(
    oldest: int | None, housing: HousingNow, expected: int | None
) -> None:
    assert propose(housing, oldest=oldest) == expected


def test_what_is_not_known_is_said_to_be_unknown_and_is_no_no() -> None:
    proposal = propose_situation(SituationFacts(), today=TODAY)
    assert proposal.is_unknown
    without_day = propose_situation(SituationFacts(HousingNow.SHORT_CONTRACT), today=TODAY)
    assert [reason.state for reason in without_day.reasons] == [PASSED, UNKNOWN]


@pytest.mark.parametrize("housing", HousingNow)
def test_every_way_of_living_has_a_reason_in_words(housing: HousingNow) -> None:
    proposal = propose_situation(SituationFacts(housing), today=TODAY)
    assert all(reason.text for reason in proposal.reasons)
    assert str(housing.label) in proposal.reasons[0].text
