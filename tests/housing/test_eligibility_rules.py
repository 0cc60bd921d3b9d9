"""Worked cases of every rule: each outcome, and both days at each limit."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import Situation
from housing.eligibility import (
    FAILED,
    PASSED,
    RULES,
    UNKNOWN,
    Assessment,
    Facts,
    Finding,
    FlatFacts,
    assess_acute,
    assess_flat,
    assess_transitional,
    find,
)
from housing.eligibility import flat as of_flat
from housing.eligibility.facts import Answers, Applied, Decided, Known, Lives, NextHome, Placed
from housing.enums import FlatKind

DAY = date(2013, 12, 2)
FACTS = Facts(household_id=1, day=DAY, adults=1, contacts=1)
FLAT = FlatFacts(flat_id=1, kind=FlatKind.TRANSITIONAL, address="Rinkeby 1", available_from=date(2012, 12, 1))
HOME = Lives(1, "trial", "Rinkeby 2", date(2013, 10, 1))
APPLIED = Applied(1, "transitional", "submitted", date(2013, 11, 14))


def knows(**answers):
    return replace(
        FACTS, answers=Answers(**{name: Known(value, DAY, "Maria") for name, value in answers.items()})
    )


HOUSEHOLD_CASES = [
    ("acute_need", FACTS, UNKNOWN),
    ("acute_need", replace(FACTS, placed=Placed("Hotell", DAY)), PASSED),
    ("acute_need", replace(FACTS, lives=HOME), FAILED),
    ("acute_need", replace(FACTS, situation=Situation.ACUTE), PASSED),
    ("acute_need", knows(housing_until=date(2013, 12, 16)), PASSED),
    ("acute_need", knows(housing_until=date(2013, 12, 17)), FAILED),
    ("contact", replace(FACTS, contacts=None), UNKNOWN),
    ("contact", replace(FACTS, contacts=0), FAILED),
    ("contact", replace(FACTS, contacts=0, next_visit=DAY), FAILED),
    ("contact", replace(FACTS, contacts=2, latest_contact=DAY), PASSED),
    ("active_contact", replace(FACTS, contacts=None), UNKNOWN),
    ("active_contact", replace(FACTS, contacts=0), FAILED),
    ("active_contact", replace(FACTS, contacts=2, latest_contact=date(2013, 11, 2)), PASSED),
    ("active_contact", replace(FACTS, contacts=2, latest_contact=date(2013, 11, 1)), FAILED),
    ("options_exhausted", replace(FACTS, application=replace(APPLIED, tried_written=True)), UNKNOWN),
    ("project_contact", knows(other_options_exhausted=True), PASSED),
    ("project_contact", knows(other_options_exhausted=False), FAILED),
    ("project_contact", FACTS, UNKNOWN),
    ("project_contact", replace(knows(other_options_exhausted=True), contacts=0), FAILED),
    ("next_solution", FACTS, UNKNOWN),
    ("next_solution", replace(FACTS, next_home=NextHome("Sundbyberg")), UNKNOWN),
    ("next_solution", replace(FACTS, next_home=NextHome("Sundbyberg", date(2014, 3, 1))), PASSED),
    ("next_solution", replace(FACTS, next_home=NextHome("Sundbyberg", date(2014, 3, 2))), FAILED),
    ("children_heard", FACTS, PASSED),
    ("children_heard", replace(FACTS, children=1), UNKNOWN),
    ("children_heard", replace(FACTS, children=1, application=APPLIED), UNKNOWN),
    (
        "children_heard",
        replace(
            FACTS,
            children=1,
            application=replace(APPLIED, best_interests_written=True, child_heard_written=True),
        ),
        PASSED,
    ),
]
ANSWERS = [
    ("options_exhausted", "other_options_exhausted", True),
    ("willing_to_move", "willing_to_move", True),
    ("searches_elsewhere", "searches_elsewhere", True),
    ("own_income", "has_own_income", True),
    ("no_rent_arrears", "rent_arrears", False),
    ("no_substance_abuse", "substance_abuse", False),
    ("no_extensive_support", "support_need", False),
]


@pytest.mark.parametrize(("code", "facts", "outcome"), HOUSEHOLD_CASES)
def test_a_rule_about_a_household_turns_out_as_worked(code, facts, outcome):
    assert find(code, facts).outcome == outcome


@pytest.mark.parametrize(("code", "answer", "passing"), ANSWERS)
def test_an_answer_of_the_assessment_passes_fails_or_is_unknown(code, answer, passing):
    found = [find(code, knows(**{answer: value})) for value in (passing, not passing, None)]
    assert [one.outcome for one in found] == [PASSED, FAILED, UNKNOWN]
    assert (found[0].day, "Maria" in found[0].source) == (DAY, True)


def test_the_limit_of_three_months_ends_with_a_short_february():
    moving = replace(FACTS, application=replace(APPLIED, wanted_from=date(2015, 11, 30)))
    outcomes = [
        find("next_solution", replace(moving, next_home=NextHome("Sala", day))).outcome
        for day in (date(2016, 2, 28), date(2016, 2, 29))
    ]
    assert outcomes == [PASSED, FAILED]


FLAT_CASES = [
    (of_flat.size, replace(FLAT, most_people=2), replace(FACTS, children=1), PASSED),
    (of_flat.size, replace(FLAT, most_people=2), replace(FACTS, children=2), FAILED),
    (of_flat.size, replace(FLAT, rooms=2), replace(FACTS, children=1), PASSED),
    (of_flat.size, replace(FLAT, rooms=2), replace(FACTS, children=2), FAILED),
    (of_flat.size, replace(FLAT, rooms=1), replace(FACTS, children=1), PASSED),
    (of_flat.size, FLAT, FACTS, UNKNOWN),
    (of_flat.size, replace(FLAT, rooms=2), replace(FACTS, adults=0), UNKNOWN),
    (of_flat.kind, FLAT, FACTS, PASSED),
    (of_flat.kind, replace(FLAT, kind=FlatKind.TRAINING), FACTS, UNKNOWN),
    (of_flat.kind, replace(FLAT, kind=FlatKind.TRIAL), FACTS, FAILED),
    (of_flat.kind, replace(FLAT, kind=FlatKind.EMERGENCY), replace(FACTS, children=1), PASSED),
    (of_flat.kind, replace(FLAT, kind=FlatKind.TRIAL), replace(FACTS, unknown_ages=1), UNKNOWN),
    (of_flat.available, FLAT, FACTS, PASSED),
    (of_flat.available, replace(FLAT, taken=True), FACTS, FAILED),
    (of_flat.available, replace(FLAT, available_from=DAY), FACTS, PASSED),
    (of_flat.available, replace(FLAT, available_from=date(2013, 12, 3)), FACTS, FAILED),
    (of_flat.available, replace(FLAT, available_until=DAY), FACTS, PASSED),
    (of_flat.available, replace(FLAT, available_until=date(2013, 12, 1)), FACTS, FAILED),
    (of_flat.waiver, FLAT, FACTS, UNKNOWN),
    (of_flat.waiver, replace(FLAT, waiver_approved_on=DAY), FACTS, PASSED),
    (of_flat.present_stay, FLAT, FACTS, PASSED),
    (of_flat.present_stay, FLAT, replace(FACTS, lives=HOME), PASSED),
    (of_flat.present_stay, FLAT, replace(FACTS, lives=replace(HOME, kind="transitional")), FAILED),
    (of_flat.present_stay, FLAT, replace(FACTS, placed=Placed("Hotell", DAY), days_placed=1), PASSED),
    (of_flat.decision, FLAT, FACTS, UNKNOWN),
    (of_flat.decision, FLAT, replace(FACTS, application=APPLIED), UNKNOWN),
]


@pytest.mark.parametrize(("rule", "flat", "facts", "outcome"), FLAT_CASES)
def test_a_rule_about_a_flat_turns_out_as_worked(rule, flat, facts, outcome):
    assert rule(flat, facts).outcome == outcome


@pytest.mark.parametrize(
    ("kind", "expires", "outcome"),
    [
        (FlatKind.TRANSITIONAL, date(2014, 3, 1), PASSED),
        (FlatKind.TRANSITIONAL, date(2014, 2, 28), FAILED),
        (FlatKind.TRIAL, DAY, PASSED),
        (FlatKind.TRIAL, date(2013, 12, 1), FAILED),
    ],
)
def test_a_waiver_holds_for_as_long_as_the_kind_needs(kind, expires, outcome):
    flat = replace(FLAT, kind=kind, waiver_approved_on=date(2012, 12, 1), waiver_expires_on=expires)
    assert of_flat.waiver(flat, FACTS).outcome == outcome


@pytest.mark.parametrize(
    ("outcome", "first", "last", "expected"),
    [
        ("approved", DAY, DAY, PASSED),
        ("approved", None, None, PASSED),
        ("approved", date(2013, 12, 3), None, UNKNOWN),
        ("approved", None, date(2013, 12, 1), UNKNOWN),
        ("rejected", None, None, FAILED),
        ("deferred", None, None, UNKNOWN),
    ],
)
def test_a_decision_counts_on_the_days_on_which_it_holds(outcome, first, last, expected):
    decided = Decided(outcome, "transitional", date(2013, 11, 20), first, last)
    assert of_flat.decision(FLAT, replace(FACTS, decisions=(decided,))).outcome == expected


def test_one_failure_fails_the_whole_and_one_unknown_leaves_it_open():
    def of(*outcomes):
        return Assessment.of(Finding("a", "A", one, "") for one in outcomes)

    assert of(PASSED, UNKNOWN, FAILED).outcome == FAILED
    assert of(PASSED, UNKNOWN).outcome == UNKNOWN
    assert of(PASSED, PASSED).outcome == PASSED
    assert (of(FAILED, UNKNOWN, UNKNOWN).failed, of(FAILED, UNKNOWN, UNKNOWN).unknown) == (1, 2)


@pytest.mark.parametrize("answer", [True, False])
@pytest.mark.parametrize(
    ("code", "name"),
    [("no_substance_abuse", "substance_abuse"), ("no_extensive_support", "support_need")],
)
def test_others_learn_only_that_a_sensitive_question_is_answered(code, name, answer):
    """Neither words nor outcome: yes and no look the same."""
    found = find(code, knows(**{name: answer}))
    assert found.shown_to(True) == found
    hidden = found.shown_to(False)
    assert hidden.outcome == UNKNOWN
    assert (hidden.text, hidden.day, hidden.source) == (
        "Finns i kartläggningen. Fråga någon som är angiven på hushållet.",
        None,
        "",
    )
    assert hidden == find(code, knows(**{name: not answer})).shown_to(False)
    unanswered = find(code, FACTS)
    assert unanswered.shown_to(False) == unanswered
    plain = find("own_income", knows(has_own_income=True))
    assert plain.shown_to(False) == plain


def test_the_whole_does_not_tell_what_a_part_may_not():
    good = replace(
        knows(other_options_exhausted=True, substance_abuse=False, support_need=False),
        next_home=NextHome("Sundbyberg", date(2014, 2, 1)),
    )
    bad = replace(good, answers=replace(good.answers, substance_abuse=Known(True, DAY, "Maria")))
    outcomes = [assess_transitional(facts).outcome for facts in (good, bad)]
    assert outcomes == [PASSED, FAILED]
    assert [assess_transitional(facts).shown_to(False) for facts in (good, bad)] == [
        assess_transitional(good).shown_to(False)
    ] * 2


def test_all_four_criteria_of_the_report_are_required():
    facts = replace(
        knows(other_options_exhausted=True, substance_abuse=False, support_need=False),
        next_home=NextHome("Sundbyberg", date(2014, 2, 1)),
    )
    assert assess_transitional(facts).outcome == PASSED
    for answer in ("substance_abuse", "support_need"):
        worse = replace(facts, answers=replace(facts.answers, **{answer: Known(True)}))
        assert assess_transitional(worse).outcome == FAILED


@given(
    st.sampled_from(FlatKind),
    st.fixed_dictionaries({field.name: st.sampled_from([True, False]) for field in fields(Answers)}),
)
def test_what_is_not_known_never_fails(kind, hidden):
    """However much is known: taking an answer away never makes a rule fail."""
    good = knows(
        other_options_exhausted=True,
        willing_to_move=True,
        searches_elsewhere=True,
        has_own_income=True,
        rent_arrears=False,
        substance_abuse=False,
        support_need=False,
        housing_until=DAY,
    )
    left = {name: Known() for name, away in hidden.items() if away}
    facts = replace(good, answers=replace(good.answers, **left))
    flat = FlatFacts(flat_id=1, kind=kind, address="A", available_from=DAY)
    unknown_people = replace(facts, adults=0, unknown_ages=1, contacts=None)
    for one in (facts, unknown_people):
        findings = [find(code, one) for code in RULES] + list(assess_acute(one).findings)
        assert FAILED not in {found.outcome for found in findings}
    assert assess_flat(flat, unknown_people).failed == 0
