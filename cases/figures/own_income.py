"""Figures of how soon an own income comes, with a home and without (report 2014, "Målsättning")."""

from django.utils.translation import gettext_lazy as _

from cases.enums import OWN_HOME_CONTRACTS
from core import sql
from core.ratios import quotient
from core.registries import Figure, FigureGroup, FigureQuery, FigureValues

_HOUSED = _(
    "Households with a home of their own whose latest assessment saved before the first such move says that "
    "there is no own income"
)
_UNHOUSED = _("Households without any home of their own of which an assessment has said that there is none")

AFTER_HOME = Figure(
    key="own_income_after_home",
    label=_("Own income after a home of their own"),
    definition=_(
        "Those of which an own income is first told, in an assessment or after the move, on a day of the "
        "period on or after the move."
    ),
    population=_HOUSED,
)
AFTER_HOME_DAYS = Figure(
    key="own_income_after_home_days_median",
    label=_("Days from the home to an own income, median"),
    definition=_(
        "Of these, the median of the days from the move to the day on which the income was first told. Not "
        "stated when there is none."
    ),
    population=_HOUSED,
    kind="days",
    parent="own_income_after_home",
)
WITHOUT_HOME = Figure(
    key="own_income_without_home",
    label=_("Own income without a home of their own"),
    definition=_(
        "Those of which an assessment saved in the period is the first, after one that said no, to say that "
        "there is an own income, and that had moved to no home of their own by then."
    ),
    population=_UNHOUSED,
)
WITHOUT_HOME_DAYS = Figure(
    key="own_income_without_home_days_median",
    label=_("Days to an own income without a home, median"),
    definition=_(
        "Of these, the median of the days from the first assessment that said no to the one that said yes. "
        "Not stated when there is none."
    ),
    population=_UNHOUSED,
    kind="days",
    parent="own_income_without_home",
)
FIGURES = [AFTER_HOME, AFTER_HOME_DAYS, WITHOUT_HOME, WITHOUT_HOME_DAYS]


def compute(query: FigureQuery) -> FigureValues:
    """Days on which an income was first told, in the period. The as-of day plays no part."""
    parameters: sql.Parameters = {"start": query.period.start, "end": query.period.end}
    own = sql.any_of("h.contract", [contract.value for contract in OWN_HOME_CONTRACTS], parameters, "own")
    board = sql.any_of("h.authority_id", query.authority_ids, parameters)
    household = sql.any_of("c.authority_id", query.authority_ids, parameters, "of_board")
    row = sql.row(
        f"""
        WITH said AS (
            SELECT a.household_id, {sql.local_day("a.saved_at")} AS on_day, a.has_own_income,
                a.version, a.history_id
            FROM cases_historicalassessment a JOIN cases_household c ON c.id = a.household_id
            WHERE a.has_own_income IS NOT NULL AND {household}
        ),
        firsts AS (
            SELECT h.household_id, MIN(h.moved_in_on) AS moved
            FROM cases_home h WHERE h.withdrawn_at IS NULL AND {own} AND {board}
            GROUP BY h.household_id
        ),
        before AS (
            SELECT f.household_id, f.moved, s.has_own_income,
                ROW_NUMBER() OVER (
                    PARTITION BY f.household_id ORDER BY s.version DESC, s.history_id DESC
                ) AS n
            FROM firsts f JOIN said s ON s.household_id = f.household_id AND s.on_day < f.moved
        ),
        told AS (
            SELECT household_id, on_day FROM said WHERE has_own_income
            UNION ALL
            SELECT h.household_id, v.asked_on
            FROM cases_aftermovesurvey v JOIN cases_home h ON h.id = v.home_id
            WHERE v.has_own_income AND h.withdrawn_at IS NULL
        ),
        housed AS (
            SELECT b.household_id, b.moved, MIN(t.on_day) AS income
            FROM before b JOIN told t ON t.household_id = b.household_id AND t.on_day >= b.moved
            WHERE b.n = 1 AND NOT b.has_own_income
            GROUP BY b.household_id, b.moved
        ),
        lacking AS (
            SELECT household_id, MIN(on_day) AS since FROM said WHERE NOT has_own_income GROUP BY household_id
        ),
        unhoused AS (
            SELECT l.household_id, l.since, MIN(s.on_day) AS income
            FROM lacking l JOIN said s ON s.household_id = l.household_id AND s.on_day > l.since
            WHERE s.has_own_income
            GROUP BY l.household_id, l.since
        ),
        counted AS (
            SELECT 1 AS is_housed, {sql.days_between("moved", "income")} AS days
            FROM housed WHERE income BETWEEN %(start)s AND %(end)s
            UNION ALL
            SELECT 0, {sql.days_between("u.since", "u.income")}
            FROM unhoused u LEFT JOIN firsts f ON f.household_id = u.household_id AND f.moved <= u.income
            WHERE u.income BETWEEN %(start)s AND %(end)s AND f.household_id IS NULL
        ),
        placed AS (
            SELECT is_housed, days,
                ROW_NUMBER() OVER (PARTITION BY is_housed ORDER BY days) AS place,
                COUNT(*) OVER (PARTITION BY is_housed) AS number
            FROM counted
        )
        SELECT COUNT(CASE WHEN is_housed = 1 THEN 1 END) AS housed,
            COUNT(CASE WHEN is_housed = 0 THEN 1 END) AS unhoused,
            {_middle(1, 1)} AS housed_lower, {_middle(1, 2)} AS housed_upper,
            {_middle(0, 1)} AS unhoused_lower, {_middle(0, 2)} AS unhoused_upper
        FROM placed
        """,
        parameters,
    )
    return FigureValues(
        {
            AFTER_HOME.key: int(row["housed"]),
            AFTER_HOME_DAYS.key: _median(row["housed_lower"], row["housed_upper"]),
            WITHOUT_HOME.key: int(row["unhoused"]),
            WITHOUT_HOME_DAYS.key: _median(row["unhoused_lower"], row["unhoused_upper"]),
        }
    )


def _middle(is_housed: int, further: int) -> str:
    """SQL: the lower (1) or upper (2) one of the two in the middle, the same one where the number is odd."""
    return f"MIN(CASE WHEN is_housed = {is_housed:d} AND place = (number + {further:d}) / 2 THEN days END)"


def _median(lower: int | None, upper: int | None) -> object:
    return None if lower is None or upper is None else quotient(lower + upper, 2, 1)


GROUP = FigureGroup(
    name="own_income",
    label=_("Own income, with and without a home"),
    order=82,
    figures=FIGURES,
    compute=compute,
)
