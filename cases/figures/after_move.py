"""Figures of the time to a home, and of how it is afterwards: what the 2014 project believed, measured."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from cases.enums import OWN_HOME_CONTRACTS
from core import sql
from core.ratios import quotient
from core.registries import Figure, FigureGroup, FigureQuery, FigureValues

_ASKED = _("Households that were asked after their move")
_BOTH = _(
    "Of the households asked in the period, by their latest answers, those of which it is known both before "
    "the move (the latest assessment saved before that day) and after it."
)

DAYS_TO_HOME = Figure(
    key="days_to_home_median",
    label=_("Days to a home of their own, median"),
    definition=_(
        "The median of the days from the opening of the case to the first home of their own, for households "
        "whose first such home is in the period. Not stated when there is none."
    ),
    population=_("Households that moved to a home of their own; a move that was withdrawn is none"),
    kind="days",
)
ASKED = Figure(
    key="after_move_asked",
    label=_("Asked after the move"),
    definition=_("Households that were asked in the period how it is after their move, each counted once."),
    population=_ASKED,
)
INCOME_KNOWN = Figure(
    key="after_move_income_known",
    label=_("Asked after the move, own income known before and after"),
    definition=_BOTH,
    population=_ASKED,
    parent="after_move_asked",
)
INCOME_BEFORE = Figure(
    key="after_move_own_income_before",
    label=_("Own income before the move"),
    definition=_("Of those whose income is known before and after, the ones with an own income before."),
    population=_ASKED,
    parent="after_move_income_known",
)
INCOME_AFTER = Figure(
    key="after_move_own_income_after",
    label=_("Own income after the move"),
    definition=_("Of those whose income is known before and after, the ones with an own income after."),
    population=_ASKED,
    parent="after_move_income_known",
)
MOVES_BEFORE = Figure(
    key="after_move_moves_before",
    label=_("Moves in the year before the assessment"),
    definition=_("The moves in the year before the assessment, added, of households known before and after."),
    population=_ASKED,
    parent="after_move_asked",
)
MOVES_AFTER = Figure(
    key="after_move_moves_after",
    label=_("Moves since the move"),
    definition=_("The moves since, added, of the same households."),
    population=_ASKED,
    parent="after_move_asked",
)
MOVES_KNOWN = Figure(
    key="after_move_moves_known",
    label=_("Asked after the move, moves known before and after"),
    definition=_BOTH,
    population=_ASKED,
    parent="after_move_asked",
)
_PER_YEAR_BEFORE = _("Of the households known before and after, the number before, divided by households.")
_PER_YEAR_AFTER = _(
    "Of the households known before and after, the number since, divided by the years of 365 days from their "
    "moves to the days on which they were asked. Not stated without any such day."
)
MOVES_YEAR_BEFORE = Figure(
    key="after_move_moves_per_year_before",
    label=_("Moves a year and household, before"),
    definition=_PER_YEAR_BEFORE,
    population=_ASKED,
    kind="average",
    parent="after_move_moves_known",
)
MOVES_YEAR_AFTER = Figure(
    key="after_move_moves_per_year_after",
    label=_("Moves a year and household, after"),
    definition=_PER_YEAR_AFTER,
    population=_ASKED,
    kind="average",
    parent="after_move_moves_known",
)
SCHOOL_KNOWN = Figure(
    key="after_move_school_changes_known",
    label=_("Asked after the move, changes of school known before and after"),
    definition=_BOTH,
    population=_ASKED,
    parent="after_move_asked",
)
SCHOOL_YEAR_BEFORE = Figure(
    key="after_move_school_changes_per_year_before",
    label=_("Changes of school a year and household, before"),
    definition=_PER_YEAR_BEFORE,
    population=_ASKED,
    kind="average",
    parent="after_move_school_changes_known",
)
SCHOOL_YEAR_AFTER = Figure(
    key="after_move_school_changes_per_year_after",
    label=_("Changes of school a year and household, after"),
    definition=_PER_YEAR_AFTER,
    population=_ASKED,
    kind="average",
    parent="after_move_school_changes_known",
)
SCHOOL_BEFORE = Figure(
    key="after_move_school_changes_before",
    label=_("Changes of school in the year before the assessment"),
    definition=_(
        "The changes of school or daycare in the year before the assessment, added, of households known "
        "before and after."
    ),
    population=_ASKED,
    parent="after_move_asked",
)
SCHOOL_AFTER = Figure(
    key="after_move_school_changes_after",
    label=_("Changes of school since the move"),
    definition=_("The changes of school or daycare since, added, of the same households."),
    population=_ASKED,
    parent="after_move_asked",
)
FIGURES = [
    DAYS_TO_HOME,
    ASKED,
    INCOME_KNOWN,
    INCOME_BEFORE,
    INCOME_AFTER,
    MOVES_KNOWN,
    MOVES_BEFORE,
    MOVES_AFTER,
    MOVES_YEAR_BEFORE,
    MOVES_YEAR_AFTER,
    SCHOOL_KNOWN,
    SCHOOL_BEFORE,
    SCHOOL_AFTER,
    SCHOOL_YEAR_BEFORE,
    SCHOOL_YEAR_AFTER,
]
_COUNTED = (
    ASKED,
    INCOME_KNOWN,
    INCOME_BEFORE,
    INCOME_AFTER,
    MOVES_KNOWN,
    MOVES_BEFORE,
    MOVES_AFTER,
    SCHOOL_KNOWN,
    SCHOOL_BEFORE,
    SCHOOL_AFTER,
)
DAYS_A_YEAR = 365
_BOTH_INCOMES = "b.has_own_income IS NOT NULL AND l.has_own_income IS NOT NULL"
_BOTH_MOVES = "b.moves_last_year IS NOT NULL AND l.moves IS NOT NULL"
_BOTH_SCHOOLS = "b.school_changes IS NOT NULL AND l.school_changes IS NOT NULL"


def compute(query: FigureQuery) -> FigureValues:
    """Moves and answers of the period. The as-of day plays no part."""
    parameters: sql.Parameters = {"start": query.period.start, "end": query.period.end}
    own = sql.any_of("h.contract", [contract.value for contract in OWN_HOME_CONTRACTS], parameters, "own")
    board = sql.any_of("h.authority_id", query.authority_ids, parameters)
    days = sql.days_between("l.moved_in_on", "l.asked_on")
    row = sql.row(
        f"""
        WITH firsts AS (
            SELECT h.household_id, MIN(h.moved_in_on) AS moved
            FROM cases_home h WHERE h.withdrawn_at IS NULL AND {own} AND {board}
            GROUP BY h.household_id
        ),
        waited AS (
            SELECT days, ROW_NUMBER() OVER (ORDER BY days) AS place, COUNT(*) OVER () AS number
            FROM (
                SELECT {sql.days_between("c.opened_on", "f.moved")} AS days
                FROM firsts f JOIN cases_household c ON c.id = f.household_id
                WHERE f.moved BETWEEN %(start)s AND %(end)s AND f.moved >= c.opened_on
            ) counted
        ),
        asked AS (
            SELECT h.household_id, h.moved_in_on, s.asked_on, s.has_own_income, s.moves, s.school_changes,
                ROW_NUMBER() OVER (PARTITION BY h.household_id ORDER BY s.asked_on DESC, s.id DESC) AS n
            FROM cases_aftermovesurvey s JOIN cases_home h ON h.id = s.home_id
            WHERE s.asked_on BETWEEN %(start)s AND %(end)s AND h.withdrawn_at IS NULL AND {board}
        ),
        latest AS (SELECT * FROM asked WHERE n = 1),
        before AS (
            SELECT a.household_id, a.has_own_income, a.moves_last_year, a.school_changes,
                ROW_NUMBER() OVER (
                    PARTITION BY a.household_id ORDER BY a.version DESC, a.history_id DESC
                ) AS n
            FROM cases_historicalassessment a JOIN latest l ON l.household_id = a.household_id
            WHERE a.saved_at < l.moved_in_on
        )
        SELECT COUNT(l.household_id) AS {ASKED.key},
            COUNT(CASE WHEN {_BOTH_INCOMES} THEN 1 END) AS {INCOME_KNOWN.key},
            COUNT(CASE WHEN {_BOTH_INCOMES} AND b.has_own_income THEN 1 END) AS {INCOME_BEFORE.key},
            COUNT(CASE WHEN {_BOTH_INCOMES} AND l.has_own_income THEN 1 END) AS {INCOME_AFTER.key},
            COUNT(CASE WHEN {_BOTH_MOVES} THEN 1 END) AS {MOVES_KNOWN.key},
            COALESCE(SUM(CASE WHEN {_BOTH_MOVES} THEN {days} END), 0) AS moves_days,
            COUNT(CASE WHEN {_BOTH_SCHOOLS} THEN 1 END) AS {SCHOOL_KNOWN.key},
            COALESCE(SUM(CASE WHEN {_BOTH_SCHOOLS} THEN {days} END), 0) AS school_days,
            COALESCE(SUM(CASE WHEN {_BOTH_MOVES} THEN b.moves_last_year END), 0) AS {MOVES_BEFORE.key},
            COALESCE(SUM(CASE WHEN {_BOTH_MOVES} THEN l.moves END), 0) AS {MOVES_AFTER.key},
            COALESCE(SUM(CASE WHEN {_BOTH_SCHOOLS} THEN b.school_changes END), 0) AS {SCHOOL_BEFORE.key},
            COALESCE(SUM(CASE WHEN {_BOTH_SCHOOLS} THEN l.school_changes END), 0) AS {SCHOOL_AFTER.key},
            (SELECT MIN(days) FROM waited WHERE place = (number + 1) / 2) AS lower_middle,
            (SELECT MIN(days) FROM waited WHERE place = (number + 2) / 2) AS upper_middle
        FROM latest l LEFT JOIN before b ON b.household_id = l.household_id AND b.n = 1
        """,
        parameters,
    )
    lower, upper = row.pop("lower_middle"), row.pop("upper_middle")
    median = None if lower is None else quotient(lower + upper, 2, 1)
    counts = {figure.key: int(row[figure.key]) for figure in _COUNTED}
    moves = _per_year(counts[MOVES_BEFORE.key], counts[MOVES_KNOWN.key], 1)
    schools = _per_year(counts[SCHOOL_BEFORE.key], counts[SCHOOL_KNOWN.key], 1)
    rates = {
        MOVES_YEAR_BEFORE.key: moves,
        MOVES_YEAR_AFTER.key: _per_year(counts[MOVES_AFTER.key], int(row["moves_days"]), DAYS_A_YEAR),
        SCHOOL_YEAR_BEFORE.key: schools,
        SCHOOL_YEAR_AFTER.key: _per_year(counts[SCHOOL_AFTER.key], int(row["school_days"]), DAYS_A_YEAR),
    }
    return FigureValues({DAYS_TO_HOME.key: median, **counts, **rates})


def _per_year(number: int, parts: int, parts_a_year: int) -> Decimal | None:
    """So many a year and household; None where there is nothing to divide by."""
    return quotient(number * parts_a_year, parts, 2) if parts else None


GROUP = FigureGroup(
    name="after_move",
    label=_("Time to a home, and after the move"),
    order=80,
    figures=FIGURES,
    compute=compute,
)
