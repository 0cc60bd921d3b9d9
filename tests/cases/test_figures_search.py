"""Who comes, leads, and after the move: worked examples, each counted by hand."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounts.enums import Role
from cases.enums import HomeContract
from cases.models import Household
from cases.search_enums import LeadOutcome, LeadStep
from tests.factories.accounts import staff
from tests.factories.cases import (
    CaseMergeFactory,
    HomeFactory,
    HouseholdFactory,
    SituationRecordFactory,
    family,
)
from tests.factories.casework import AssessmentFactory
from tests.factories.search import AfterMoveSurveyFactory, LeadEventFactory, LeadFactory
from tests.reports.asking import ask, day

pytestmark = pytest.mark.django_db


def opened(on: str, **more: Any) -> Household:
    return HouseholdFactory(opened_on=day(on), **more)


def test_cases_opened_at_both_ends_of_the_period() -> None:
    for on in ("2013-10-31", "2013-11-01", "2013-11-30", "2013-12-01"):
        opened(on)
    family(date(1995, 11, 5), opened_on=day("2013-11-05"))  # turns 18 that day
    family(date(1995, 11, 6), opened_on=day("2013-11-05"))
    figures = ask("2013-11")
    assert figures["cases_opened"] == 4
    assert figures["cases_opened_families_with_children"] == 1


def test_a_merged_double_is_no_case_until_it_is_undone() -> None:
    double = opened("2013-11-05")
    merge = CaseMergeFactory(source=double, target=opened("2013-01-01"))
    assert ask("2013-11")["cases_opened"] == 0
    merge.undone_at, merge.undone_by = merge.merged_at, merge.merged_by
    merge.save()
    assert ask("2013-11")["cases_opened"] == 1


def test_situations_are_those_of_the_last_day() -> None:
    moved_on = opened("2013-09-01")
    SituationRecordFactory(household=moved_on, situation=1, valid_from=day("2013-09-01"))
    SituationRecordFactory(household=moved_on, situation=3, valid_from=day("2013-11-30"))
    SituationRecordFactory(household=moved_on, situation=4, valid_from=day("2013-12-01"))
    for number in (1, 2, 4, 5):
        SituationRecordFactory(household=opened("2013-10-01"), situation=number, valid_from=day("2013-10-01"))
    opened("2013-11-30")  # nothing recorded
    opened("2013-09-01", closed_on=day("2013-11-29"))
    opened("2013-09-01", closed_on=day("2013-11-30"))  # its last day
    opened("2013-12-01")
    figures = ask("2013-11")
    assert figures["cases_open_at_end"] == 7
    assert figures["situation_1_at_end"] == 1
    assert figures["situation_2_at_end"] == 1
    assert figures["situation_3_at_end"] == 1
    assert figures["situation_4_at_end"] == 1
    assert figures["situation_5_at_end"] == 1
    assert figures["situation_unknown_at_end"] == 2
    then = ask("2013-11", as_of=day("2013-11-15"))  # the period goes on
    assert (then["situation_1_at_end"], then["situation_3_at_end"]) == (2, 0)


def test_who_has_a_home_of_their_own_is_in_no_situation_until_one_is_recorded() -> None:
    def housed(on: str, contract: HomeContract = HomeContract.FIRST_HAND) -> Household:
        household = opened("2013-09-01")
        SituationRecordFactory(household=household, situation=1, valid_from=day("2013-09-01"))
        HomeFactory(household=household, moved_in_on=day(on), contract=contract)
        return household

    housed("2013-11-30")
    housed("2013-11-05", HomeContract.LODGER)
    housed("2013-12-01")
    housed("2013-11-05", HomeContract.SUPPORTED_HOUSING)
    SituationRecordFactory(household=housed("2013-11-05"), situation=4, valid_from=day("2013-11-06"))
    SituationRecordFactory(household=housed("2013-11-05"), situation=4, valid_from=day("2013-12-01"))
    figures = ask("2013-11")
    assert (figures["cases_open_at_end"], figures["housed_at_end"]) == (6, 3)
    assert (figures["situation_1_at_end"], figures["situation_4_at_end"]) == (2, 1)
    assert figures["situation_unknown_at_end"] == 0


def lead(household: Household, *steps: tuple[LeadStep, str], **more: Any) -> None:
    made = LeadFactory(household=household, opened_on=day(steps[0][1]), **more)
    for step, on in steps:
        LeadEventFactory(lead=made, step=step, on_day=day(on))


def test_leads_step_by_step() -> None:
    household = family(opened_on=day("2013-09-01"))
    signer = household.members.get().person
    signed = {
        "step": LeadStep.SIGNED,
        "outcome": LeadOutcome.SIGNED,
        "ended_on": day("2013-11-30"),
        "signed_by": signer,
    }
    lead(
        household,
        (LeadStep.DETAILS_GIVEN, "2013-10-31"),
        (LeadStep.OFFERED, "2013-11-01"),
        (LeadStep.SIGNED, "2013-11-30"),
        **signed,
    )
    lead(household, (LeadStep.DETAILS_GIVEN, "2013-11-01"), (LeadStep.CONTACTED, "2013-12-01"))
    lead(
        household,
        (LeadStep.DETAILS_GIVEN, "2013-11-02"),
        outcome=LeadOutcome.MISTAKE,
        ended_on=day("2013-11-02"),
    )
    figures = ask("2013-11")
    assert figures["leads_given"] == 1
    assert figures["leads_contacted"] == 1  # by the offer, which it skipped to
    assert figures["leads_viewing"] == 1
    assert figures["leads_offered"] == 1
    assert figures["leads_accepted"] == 1
    assert figures["leads_contract_checked"] == 1
    assert figures["leads_signed"] == 1
    assert ask("2013-12")["leads_contacted"] == 1
    assert ask("2013-12")["leads_signed"] == 0


def test_days_to_the_first_home() -> None:
    for waited, home_on in ((10, "2013-11-11"), (29, "2013-11-30"), (30, "2013-12-01")):
        HomeFactory(household=opened("2013-11-01"), moved_in_on=day(home_on))
        assert waited
    earlier = opened("2013-01-01")
    HomeFactory(household=earlier, moved_in_on=day("2013-06-01"))
    HomeFactory(household=earlier, moved_in_on=day("2013-11-15"))  # not the first one
    HomeFactory(household=opened("2013-11-01"), moved_in_on=day("2013-11-03"), contract="short_term")
    assert ask("2013-11")["days_to_home_median"] == "19.5"
    assert ask("2012")["days_to_home_median"] is None


def asked(
    before: dict[str, Any], after: dict[str, Any], saved_on: str = "2013-06-01", on: str = "2013-11-05"
) -> None:
    """A household that moved on 1 September 2013, with an assessment and answers afterwards."""
    household = opened("2013-01-01")
    moment = datetime.fromisoformat(saved_on).replace(hour=10, tzinfo=UTC)
    AssessmentFactory(household=household, first_saved_at=moment, saved_at=moment, **before)
    home = HomeFactory(household=household, moved_in_on=day("2013-09-01"))
    AfterMoveSurveyFactory(home=home, asked_on=day(on), **after)


def test_what_has_changed_after_the_move() -> None:
    asked(
        {"has_own_income": False, "moves_last_year": 4, "school_changes": 2},
        {"has_own_income": True, "moves": 0, "school_changes": 1},
    )
    asked(
        {"has_own_income": True, "moves_last_year": 3, "school_changes": None},
        {"has_own_income": True, "moves": 1, "school_changes": 3},
    )
    asked({"has_own_income": None, "moves_last_year": 9}, {"has_own_income": True})
    asked({"has_own_income": False}, {"has_own_income": True}, saved_on="2013-09-01")  # not before the move
    asked({"has_own_income": False}, {"has_own_income": True}, on="2013-12-01")  # asked later
    figures = ask("2013-11")
    assert figures["after_move_asked"] == 4
    assert figures["after_move_income_known"] == 2
    assert figures["after_move_own_income_before"] == 1
    assert figures["after_move_own_income_after"] == 2
    assert figures["after_move_moves_before"] == 7
    assert figures["after_move_moves_after"] == 1
    assert figures["after_move_school_changes_before"] == 2
    assert figures["after_move_school_changes_after"] == 1


def test_the_latest_answers_and_the_latest_assessment_before_count() -> None:
    household = opened("2013-01-01")
    moment = datetime(2013, 6, 1, 10, tzinfo=UTC)
    row = AssessmentFactory(household=household, first_saved_at=moment, saved_at=moment, has_own_income=True)
    row.version, row.has_own_income, row.saved_at = 2, False, datetime(2013, 8, 1, 10, tzinfo=UTC)
    row.save()
    row.version, row.has_own_income, row.saved_at = 3, True, datetime(2013, 10, 1, 10, tzinfo=UTC)
    row.save()
    home = HomeFactory(household=household, moved_in_on=day("2013-09-01"))
    AfterMoveSurveyFactory(home=home, asked_on=day("2013-11-02"), has_own_income=False)
    AfterMoveSurveyFactory(home=home, asked_on=day("2013-11-20"), has_own_income=True)
    figures = ask("2013-11")
    assert figures["after_move_asked"] == 1
    assert figures["after_move_own_income_before"] == 0
    assert figures["after_move_own_income_after"] == 1


def test_moves_and_school_changes_a_year() -> None:
    # Asked 5 November, 65 days after the move; and 73 days after it: 138 days, 0.378 years.
    asked({"moves_last_year": 4, "school_changes": 2}, {"moves": 0, "school_changes": 1})
    asked({"moves_last_year": 3, "school_changes": None}, {"moves": 1, "school_changes": 3}, on="2013-11-13")
    asked({"moves_last_year": None}, {"moves": 7})  # not known before
    figures = ask("2013-11")
    assert figures["after_move_moves_known"] == 2
    assert figures["after_move_moves_per_year_before"] == "3.50"  # 7 / 2
    assert figures["after_move_moves_per_year_after"] == "2.64"  # 1 × 365 / 138 = 2.6449
    assert figures["after_move_school_changes_known"] == 1
    assert figures["after_move_school_changes_per_year_before"] == "2.00"
    assert figures["after_move_school_changes_per_year_after"] == "5.62"  # 1 × 365 / 65 = 5.6154
    assert ask("2012")["after_move_moves_per_year_after"] is None


def said(household: Household, *answers: tuple[str, bool | None]) -> None:
    """An assessment and its versions: the day of each, and whether there is an own income."""
    row = None
    for version, (on, has_own_income) in enumerate(answers, start=1):
        moment = datetime.fromisoformat(on).replace(hour=10, tzinfo=UTC)
        if row is None:
            row = AssessmentFactory(
                household=household, first_saved_at=moment, saved_at=moment, has_own_income=has_own_income
            )
        else:
            row.version, row.saved_at, row.has_own_income = version, moment, has_own_income
            row.save()


def housed(on: str, *answers: tuple[str, bool | None], told: str = "", **home: Any) -> None:
    """A household that moved on that day; `told`: asked then, it had an own income."""
    household = opened("2013-01-01")
    said(household, *answers)
    made = HomeFactory(household=household, moved_in_on=day(on), **home)
    if told:
        AfterMoveSurveyFactory(home=made, asked_on=day(told), has_own_income=True)


def test_how_soon_an_own_income_comes_with_a_home() -> None:
    no = ("2013-02-01", False)
    housed("2013-10-02", no, told="2013-11-01")  # 30 days, the first day of the period
    housed("2013-10-31", no, ("2013-11-30", True))  # 30 days by the assessment, its last day
    housed("2013-09-01", no, ("2013-11-10", True), told="2013-11-20")  # 70 days: the earlier one counts
    housed("2013-11-05", no, told="2013-11-05")  # the day of the move: 0
    housed("2013-10-01", no, told="2013-10-31")  # before the period
    housed("2013-10-01", no, told="2013-12-01")  # after it
    housed("2013-10-01", no, ("2013-09-01", True), told="2013-11-10")  # had one before the move
    housed("2013-10-01", told="2013-11-10")  # not known before
    housed("2013-10-01", no, told="2013-11-10", contract="short_term")  # no home of their own
    figures = ask("2013-11")
    assert figures["own_income_after_home"] == 4
    assert figures["own_income_after_home_days_median"] == "30.0"  # 0, 30, 30, 70
    assert ask("2012")["own_income_after_home_days_median"] is None


def test_how_soon_an_own_income_comes_without_a_home() -> None:
    for answers in (
        [("2013-10-02", False), ("2013-11-01", True)],  # 30 days
        [("2013-09-01", False), ("2013-10-01", None), ("2013-10-15", False), ("2013-11-30", True)],  # 90
        [("2013-10-02", False), ("2013-10-31", True), ("2013-11-10", True)],  # before the period
        [("2013-10-02", False), ("2013-12-01", True)],  # after it
        [("2013-11-02", True)],  # never said no
    ):
        said(opened("2013-01-01"), *answers)
    housed("2013-11-10", ("2013-10-01", False), ("2013-11-10", True))  # has a home by then
    housed("2013-11-11", ("2013-11-01", False), ("2013-11-10", True))  # not yet: 9 days
    figures = ask("2013-11")
    assert figures["own_income_without_home"] == 3
    assert figures["own_income_without_home_days_median"] == "30.0"  # 9, 30, 90
    assert figures["own_income_after_home"] == 1


def test_withdrawn_moves_and_their_answers_count_nowhere() -> None:
    household = opened("2013-01-01")
    said(household, ("2013-02-01", False))
    by = staff(Role.PROJECT_WORKER)
    gone = {
        "withdrawn_at": datetime(2013, 11, 20, 10, tzinfo=UTC),
        "withdrawn_by": by,
        "withdraw_reason": "Fel hushåll",
    }
    home = HomeFactory(household=household, moved_in_on=day("2013-11-05"), **gone)
    AfterMoveSurveyFactory(home=home, asked_on=day("2013-11-10"), has_own_income=True, moves=1)
    figures = ask("2013-11")
    for key in ("homes", "after_move_asked", "own_income_after_home", "housed_at_end"):
        assert figures[key] == 0, key
    assert figures["days_to_home_median"] is None
