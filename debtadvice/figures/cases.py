"""Figures of budget and debt advice: cases, whether or not they concern a household of ours."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import sql
from core.ratios import percent, quotient
from core.registries import Figure, FigureGroup, FigureQuery, FigureValues
from debtadvice.models import LONGEST_WAIT_DAYS

_CASES = _("Debt-advice cases, also those of people who are not households of ours")
_ACTIVE = _("Debt-advice cases active at the end of the period")
_OFFERED = _("Debt-advice cases whose first time was offered in the period")
_ADVICE = _("Advice that was given")

OPEN = Figure(
    key="debt_cases",
    label=_("Debt-advice cases"),
    definition=_(
        "Cases that were open on some day of the period: opened on or before its last day, and not closed "
        "before its first. A case that was closed on the first day is counted. A case that was closed and "
        "then reopened is not open in between."
    ),
    population=_CASES,
)
ACTIVE = Figure(
    key="debt_cases_active_at_end",
    label=_("Debt-advice cases active at the end"),
    definition=_(
        "Cases opened on or before the last day of the period and not closed on or before it, or reopened "
        "on or before it."
    ),
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
NEW = Figure(
    key="debt_cases_new",
    label=_("New debt-advice cases"),
    definition=_(
        "Cases whose first day lies in the period, or in the month. A case that is reopened is not new."
    ),
    population=_CASES,
)
CLOSED = Figure(
    key="debt_cases_closed",
    label=_("Closed debt-advice cases"),
    definition=_(
        "Cases that were closed on a day in the period, or in the month, also those reopened later. A case "
        "that was closed twice is counted once."
    ),
    population=_CASES,
)
EVICTION = Figure(
    key="debt_cases_active_at_risk_of_eviction",
    label=_("Active debt-advice cases with a risk of eviction"),
    definition=_(
        "Of the cases active at the end of the period, those with a risk of eviction: the first priority."
    ),
    population=_ACTIVE,
    parent="debt_cases_active_at_end",
)
WITH_CHILDREN = Figure(
    key="debt_cases_active_with_children",
    label=_("Active debt-advice cases with children"),
    definition=_("Of the cases active at the end of the period, those with children in the household."),
    population=_ACTIVE,
    parent="debt_cases_active_at_end",
)
TAKEOVER = Figure(
    key="debt_cases_active_that_stop_a_takeover",
    label=_("Active debt-advice cases where debts stop a takeover"),
    definition=_(
        "Of the cases active at the end of the period, those where debts stop the household from taking over "
        "the lease of its flat."
    ),
    population=_ACTIVE,
    parent="debt_cases_active_at_end",
)
CHILDREN = Figure(
    key="debt_case_children",
    label=_("Children in active debt-advice cases"),
    definition=_(
        "The children of the cases active at the end of the period, where their number is known, added."
    ),
    population=_ACTIVE,
)
WAITED = Figure(
    key="debt_cases_median_days_waited",
    label=_("Days waited for debt advice, median"),
    definition=_(
        "Days from when advice was asked for to the first time that was offered, for cases whose first time "
        "was offered in the period. The middle value, or the mean of the two middle ones, with one decimal. "
        "Not stated when there is none."
    ),
    population=_OFFERED,
    kind="days",
)
WAITED_LONG = Figure(
    key="debt_cases_waited_over_four_weeks",
    label=_("Waited more than four weeks for debt advice"),
    definition=_(
        "Cases whose first time was offered in the period, more than 28 days after advice was asked for. "
        "Konsumentverket recommends four weeks at most."
    ),
    population=_OFFERED,
)
CONTACTS = Figure(
    key="debt_advice_contacts",
    label=_("Advice given"),
    definition=_("Times that advice was given on a day in the period, in a case or without a name."),
    population=_ADVICE,
)
ANONYMOUS = Figure(
    key="debt_advice_contacts_anonymous",
    label=_("Advice given without a name"),
    definition=_("Of these, the times that advice was given to somebody who gave no name and has no case."),
    population=_ADVICE,
    parent="debt_advice_contacts",
)

_TOTALS = (OPEN, ACTIVE, HOUSING_PROBLEM, NEW, CLOSED, EVICTION, WITH_CHILDREN, TAKEOVER, CHILDREN)
_ALONE = (WAITED_LONG, CONTACTS, ANONYMOUS)


def compute(query: FigureQuery) -> FigureValues:
    """Cases of the period. The as-of day plays no part: a case without a last day goes on."""
    parts = query.period.months()
    parameters: sql.Parameters = {
        "start": query.period.start,
        "end": query.period.end,
        "longest": LONGEST_WAIT_DAYS,
    }
    board = sql.any_of("c.authority_id", query.authority_ids, parameters)
    rows = sql.rows(
        f"""
        WITH months (n, year, first, last, days) AS ({sql.month_table(parts, parameters)}),
        cases AS ({_cases(board)}),
        closings AS (
            SELECT id, closed_on FROM cases WHERE closed_on BETWEEN %(start)s AND %(end)s
            UNION
            SELECT k.case_id, k.closed_on FROM debtadvice_earlierclosure k
            JOIN cases c ON c.id = k.case_id
            WHERE k.closed_on BETWEEN %(start)s AND %(end)s
        ),
        totals AS ({_totals()}),
        waited AS ({_waited(board)}),
        advice AS (
            SELECT COUNT(*) AS {CONTACTS.key},
                COUNT(CASE WHEN c.case_id IS NULL THEN 1 END) AS {ANONYMOUS.key}
            FROM debtadvice_advicecontact c
            WHERE c.undone_at IS NULL AND c.on_day BETWEEN %(start)s AND %(end)s AND {board}
        )
        SELECT m.n,
            (SELECT COUNT(*) FROM cases c WHERE c.opened_on BETWEEN m.first AND m.last) AS month_new,
            (SELECT COUNT(DISTINCT k.id) FROM closings k WHERE k.closed_on BETWEEN m.first AND m.last)
                AS month_closed,
            t.*, a.*,
            (SELECT COUNT(*) FROM waited WHERE days > %(longest)s) AS {WAITED_LONG.key},
            (SELECT MIN(days) FROM waited WHERE place = (number + 1) / 2) AS lower_middle,
            (SELECT MIN(days) FROM waited WHERE place = (number + 2) / 2) AS upper_middle
        FROM months m CROSS JOIN totals t CROSS JOIN advice a
        ORDER BY m.n
        """,
        parameters,
    )
    months = {
        part.month: {NEW.key: row["month_new"], CLOSED.key: row["month_closed"]}
        for part, row in zip(parts, rows, strict=True)
    }
    return FigureValues(_period(rows[0]), months)


def _cases(board: str) -> str:
    """Cases that may have been open in the period, with whether they were on some day and at its end."""
    return f"""
        SELECT c.*,
            NOT EXISTS (
                SELECT 1 FROM debtadvice_earlierclosure k
                WHERE k.case_id = c.id AND k.closed_on < %(start)s AND k.reopened_on > %(end)s
            ) AS was_open,
            (c.closed_on IS NULL OR c.closed_on > %(end)s) AND NOT EXISTS (
                SELECT 1 FROM debtadvice_earlierclosure k
                WHERE k.case_id = c.id AND k.closed_on <= %(end)s AND k.reopened_on > %(end)s
            ) AS is_active
        FROM debtadvice_debtcase c
        WHERE c.opened_on <= %(end)s AND (c.closed_on IS NULL OR c.closed_on >= %(start)s) AND {board}
    """


def _totals() -> str:
    return f"""
        SELECT COUNT(CASE WHEN c.was_open THEN 1 END) AS {OPEN.key},
            COUNT(CASE WHEN c.is_active THEN 1 END) AS {ACTIVE.key},
            COUNT(CASE WHEN c.is_active AND c.has_housing_problem THEN 1 END) AS {HOUSING_PROBLEM.key},
            COUNT(CASE WHEN c.opened_on >= %(start)s THEN 1 END) AS {NEW.key},
            (SELECT COUNT(DISTINCT k.id) FROM closings k) AS {CLOSED.key},
            COUNT(CASE WHEN c.is_active AND c.risks_eviction THEN 1 END) AS {EVICTION.key},
            COUNT(CASE WHEN c.is_active AND c.has_children THEN 1 END) AS {WITH_CHILDREN.key},
            COUNT(CASE WHEN c.is_active AND c.blocks_takeover THEN 1 END) AS {TAKEOVER.key},
            COALESCE(SUM(CASE WHEN c.is_active THEN c.children END), 0) AS {CHILDREN.key}
        FROM cases c
    """


def _waited(board: str) -> str:
    days = sql.days_between("c.asked_on", "c.first_offered_on")
    return f"""
        SELECT days, ROW_NUMBER() OVER (ORDER BY days) AS place, COUNT(*) OVER () AS number
        FROM (
            SELECT {days} AS days FROM debtadvice_debtcase c
            WHERE c.asked_on IS NOT NULL AND c.first_offered_on BETWEEN %(start)s AND %(end)s AND {board}
        ) w
    """


def _period(row: Mapping[str, Any]) -> dict[str, Any]:
    values = {figure.key: row[figure.key] for figure in (*_TOTALS, *_ALONE)}
    lower, upper = row["lower_middle"], row["upper_middle"]
    return values | {
        HOUSING_PROBLEM_PERCENT.key: percent(values[HOUSING_PROBLEM.key], values[ACTIVE.key]),
        WAITED.key: None if lower is None else quotient(lower + upper, 2, 1),
    }


GROUP = FigureGroup(
    name="debt_advice",
    label=_("Budget and debt advice"),
    order=40,
    figures=[
        OPEN,
        ACTIVE,
        HOUSING_PROBLEM,
        HOUSING_PROBLEM_PERCENT,
        EVICTION,
        WITH_CHILDREN,
        TAKEOVER,
        CHILDREN,
        NEW,
        CLOSED,
        WAITED,
        WAITED_LONG,
        CONTACTS,
        ANONYMOUS,
    ],
    month_figures=[NEW, CLOSED],
    compute=compute,
)
