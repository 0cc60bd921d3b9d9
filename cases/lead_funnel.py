"""The funnel of leads: how many came as far as each step. One definition for the page and the figures."""

from collections.abc import Sequence

from cases.search_enums import LEAD_STEPS, LeadOutcome
from core import sql
from core.periods import MonthPart, Period


def funnel_by_month(period: Period, authority_ids: Sequence[int] | None) -> dict[str, dict[str, int]]:
    """For every month part of the period, by step, the leads that first came as far as that in it.

    A lead that skipped a step came as far as it with the later one. What was taken back does not count,
    nor does a lead that was entered by mistake. Keys are "2013-09" and the codes of the steps. One query.
    """
    parts = period.months()
    months = {part.month: dict.fromkeys((step.value for step in LEAD_STEPS), 0) for part in parts}
    for row in _counted(parts, authority_ids):
        months[parts[row["n"]].month][LEAD_STEPS[row["place"]].value] = row["leads"]
    return months


def _counted(parts: Sequence[MonthPart], authority_ids: Sequence[int] | None) -> list[dict[str, int]]:
    parameters: sql.Parameters = {
        "mistake": LeadOutcome.MISTAKE.value,
        "start": parts[0].start,
        "end": parts[-1].end,
    }
    months = sql.month_table(parts, parameters)
    board = sql.any_of("l.authority_id", authority_ids, parameters)
    places = " ".join(f"WHEN '{step.value}' THEN {place}" for place, step in enumerate(LEAD_STEPS))
    return sql.rows(
        f"""
        WITH months (n, year, first, last, days) AS ({months}),
        steps (place) AS (VALUES {", ".join(f"({place})" for place in range(len(LEAD_STEPS)))}),
        reached AS (
            SELECT e.lead_id, CASE e.step {places} END AS place, MIN(e.on_day) AS on_day
            FROM cases_leadevent e JOIN cases_lead l ON l.id = e.lead_id
            WHERE e.taken_back_at IS NULL AND l.outcome <> %(mistake)s AND {board}
                AND e.lead_id IN (
                    SELECT lead_id FROM cases_leadevent WHERE on_day BETWEEN %(start)s AND %(end)s
                )
            GROUP BY e.lead_id, e.step
        ),
        firsts AS (
            SELECT r.lead_id, s.place, MIN(r.on_day) AS on_day
            FROM steps s JOIN reached r ON r.place >= s.place
            GROUP BY r.lead_id, s.place
        )
        SELECT m.n, f.place, COUNT(*) AS leads
        FROM months m JOIN firsts f ON f.on_day BETWEEN m.first AND m.last
        GROUP BY m.n, f.place
        """,  # noqa: S608 - the codes of the steps; every value is bound
        parameters,
    )
