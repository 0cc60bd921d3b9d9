"""Figures of budget and debt advice: cases, whether or not they concern a household of ours."""

from django.utils.translation import gettext_lazy as _

from core import sql
from core.ratios import percent
from core.registries import Figure, FigureGroup, FigureQuery, FigureValues

_CASES = _("Debt-advice cases, also those of people who are not households of ours")
_ACTIVE = _("Debt-advice cases active at the end of the period")

OPEN = Figure(
    key="debt_cases",
    label=_("Debt-advice cases"),
    definition=_(
        "Cases that were open on some day of the period: opened on or before its last day, and not closed "
        "before its first. A case that was closed on the first day is counted."
    ),
    population=_CASES,
)
ACTIVE = Figure(
    key="debt_cases_active_at_end",
    label=_("Debt-advice cases active at the end"),
    definition=_("Cases opened on or before the last day of the period and not closed on or before it."),
    population=_CASES,
    parent="debt_cases",
)
HOUSING_PROBLEM = Figure(
    key="debt_cases_active_with_housing_problem",
    label=_("Active debt-advice cases with a housing problem"),
    definition=_("Of the cases active at the end of the period, those with a housing problem."),
    population=_ACTIVE,
    parent="debt_cases_active_at_end",
)
HOUSING_PROBLEM_PERCENT = Figure(
    key="debt_cases_active_with_housing_problem_percent",
    label=_("Active debt-advice cases with a housing problem, per cent"),
    definition=_(
        "Cases with a housing problem as a share of those active at the end of the period, in whole per "
        "cent. Not stated when no case is active."
    ),
    population=_ACTIVE,
    kind="percent",
    parent="debt_cases_active_at_end",
)


def compute(query: FigureQuery) -> FigureValues:
    """Cases of the period. The as-of day plays no part: a case without a last day goes on."""
    parameters: sql.Parameters = {"start": query.period.start, "end": query.period.end}
    board = sql.any_of("c.authority_id", query.authority_ids, parameters)
    values = sql.row(
        f"""
        SELECT COUNT(*) AS {OPEN.key},
            COUNT(CASE WHEN c.active THEN 1 END) AS {ACTIVE.key},
            COUNT(CASE WHEN c.active AND c.has_housing_problem THEN 1 END) AS {HOUSING_PROBLEM.key}
        FROM (
            SELECT c.has_housing_problem, c.closed_on IS NULL OR c.closed_on > %(end)s AS active
            FROM debtadvice_debtcase c
            WHERE c.opened_on <= %(end)s AND (c.closed_on IS NULL OR c.closed_on >= %(start)s) AND {board}
        ) c
        """,
        parameters,
    )
    share = percent(values[HOUSING_PROBLEM.key], values[ACTIVE.key])
    return FigureValues(values | {HOUSING_PROBLEM_PERCENT.key: share})


GROUPS = [
    FigureGroup(
        name="debt_advice",
        label=_("Budget and debt advice"),
        order=40,
        figures=[OPEN, ACTIVE, HOUSING_PROBLEM, HOUSING_PROBLEM_PERCENT],
        compute=compute,
    )
]
