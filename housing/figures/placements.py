"""Figures of acute accommodation, month by month: households, nights, costs.

Everything is counted in one query over the month parts; the period's figures follow from the months.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.figures import family_with_children, minors
from core import sql
from core.money import from_ore
from core.periods import MonthPart
from core.ratios import quotient
from core.registries import Figure, FigureGroup, FigureQuery, FigureValues
from housing.enums import PricePer

_HOUSEHOLDS = _("Households placed in acute accommodation")
_PLACEMENTS = _("Placements in acute accommodation, with any provider")

HOUSEHOLDS = Figure(
    key="placed_households",
    label=_("Placed households"),
    definition=_(
        "Households with at least one night in acute accommodation in the month, or in the part of it that "
        "lies in the period. A single person, a couple or a family is one household, and a household with "
        "two placements is counted once."
    ),
    population=_HOUSEHOLDS,
)
FAMILIES = Figure(
    key="placed_families_with_children",
    label=_("Placed families with children"),
    definition=_(
        "Of the placed households, those with somebody under 18 among their members on their last placed "
        "night in the month."
    ),
    population=_HOUSEHOLDS,
    parent="placed_households",
)
NIGHTS = Figure(
    key="acute_nights",
    label=_("Nights in acute accommodation"),
    definition=_(
        "Nights of all placements; the first and the last night are both counted. Two placements of one "
        "household on one night are two nights. Nights after the day of the figures are not counted."
    ),
    population=_PLACEMENTS,
)
COST = Figure(
    key="acute_cost_sek",
    label=_("Cost of acute accommodation"),
    definition=_(
        "For each placement and month: nights times the price when it is per night; when it is per month, "
        "the price times nights divided by the days of the whole month. Rounded to öre, then added."
    ),
    population=_PLACEMENTS,
    kind="amount",
)
HOUSEHOLDS_AVERAGE = Figure(
    key="placed_households_average",
    label=_("Placed households, average per month"),
    definition=_("The placed households of each month, added and divided by the number of months."),
    population=_HOUSEHOLDS,
    kind="average",
)
FAMILIES_AVERAGE = Figure(
    key="placed_families_with_children_average",
    label=_("Placed families with children, average per month"),
    definition=_(
        "The placed families with children of each month, added and divided by the number of months."
    ),
    population=_HOUSEHOLDS,
    kind="average",
    parent="placed_households_average",
)
COST_AVERAGE = Figure(
    key="acute_cost_sek_monthly_average",
    label=_("Cost of acute accommodation, average per month"),
    definition=_("The costs of each month, added and divided by the number of months."),
    population=_PLACEMENTS,
    kind="amount",
)

MONTH_FIGURES = [HOUSEHOLDS, FAMILIES, NIGHTS, COST]


def compute(query: FigureQuery) -> FigureValues:
    """Nights from the period's first day to its last, or to the as-of day when that is before."""
    parts = query.period.months()
    totals = _by_month(query, parts)
    households = sum(month["households"] for month in totals)
    families = sum(month["families"] for month in totals)
    cost_ore = sum(month["cost_ore"] for month in totals)
    return FigureValues(
        period={
            HOUSEHOLDS_AVERAGE.key: quotient(households, len(parts), 2),
            FAMILIES_AVERAGE.key: quotient(families, len(parts), 2),
            NIGHTS.key: sum(month["nights"] for month in totals),
            COST.key: from_ore(cost_ore),
            COST_AVERAGE.key: from_ore(int(quotient(cost_ore, len(parts), 0))),
        },
        months={
            part.month: {
                HOUSEHOLDS.key: month["households"],
                FAMILIES.key: month["families"],
                NIGHTS.key: month["nights"],
                COST.key: from_ore(month["cost_ore"]),
            }
            for part, month in zip(parts, totals, strict=True)
        },
    )


def _by_month(query: FigureQuery, parts: list[MonthPart]) -> list[Mapping[str, int]]:
    """Whole numbers for every month part: households, families, nights, cost_ore."""
    counted = [replace(part, end=min(part.end, query.as_of)) for part in parts if part.start <= query.as_of]
    found = {row["n"]: row for row in _rows(query, counted)} if counted else {}
    return [{name: int(found[n][name]) if n in found else 0 for name in _COUNTED} for n in range(len(parts))]


_COUNTED = ("households", "families", "nights", "cost_ore")


def _rows(query: FigureQuery, parts: list[MonthPart]) -> list[dict[str, Any]]:
    parameters: sql.Parameters = {
        "start": query.period.start,
        "night_end": min(query.period.end, query.as_of),
        "per_night": PricePer.NIGHT.value,
    }
    return sql.rows(
        f"""
        WITH months (n, year, first, last, days) AS ({sql.month_table(parts, parameters)}),
        years AS (SELECT year, MIN(first) AS first, MAX(last) AS last FROM months GROUP BY year),
        stays AS ({_stays(query, parameters)}),
        households AS (
            SELECT n, household_id, MAX(last) AS last, SUM(nights) AS nights,
                SUM(CASE WHEN price_per = %(per_night)s THEN nights * price_ore
                    ELSE (2 * nights * price_ore + days) / (2 * days) END) AS cost_ore
            FROM stays
            GROUP BY n, household_id
        ),
        minors AS MATERIALIZED (
            {minors("SELECT household_id FROM stays", "%(start)s", "%(night_end)s")}
        ),
        families AS (
            SELECT h.n, COUNT(*) AS families
            FROM households h
            WHERE {family_with_children("h.household_id", "h.last", "minors")}
            GROUP BY h.n
        )
        SELECT h.n, COUNT(*) AS households, SUM(h.nights) AS nights, SUM(h.cost_ore) AS cost_ore,
            COALESCE(MAX(f.families), 0) AS families
        FROM households h LEFT JOIN families f ON f.n = h.n
        GROUP BY h.n
        """,
        parameters,
    )


def _stays(query: FigureQuery, parameters: sql.Parameters) -> str:
    """Each placement's counted nights in each month part. An ongoing one lasts to the last counted night.

    Two branches, because one condition with OR keeps PostgreSQL from reading the index alone. By way of
    the years, so that a long period does not hold every placement against every month.
    """
    board = sql.any_of("p.authority_id", query.authority_ids, parameters)
    columns = "p.household_id, p.first_night, p.price_sek, p.price_per"
    first, last = sql.greatest("p.first_night", "m.first"), sql.least("p.last_night", "m.last")
    return f"""
        SELECT m.n, m.days, p.household_id, p.price_per, {sql.ore("p.price_sek")} AS price_ore,
            {last} AS last, {sql.nights(first, last)} AS nights
        FROM (
            SELECT {columns}, p.last_night
            FROM housing_placement p
            WHERE p.last_night >= %(start)s AND p.first_night <= %(night_end)s AND p.annulled_at IS NULL
                AND {board}
            UNION ALL
            SELECT {columns}, {sql.day("night_end")}
            FROM housing_placement p
            WHERE p.last_night IS NULL AND p.first_night <= %(night_end)s AND p.annulled_at IS NULL
                AND {board}
        ) p
        JOIN years y ON p.first_night <= y.last AND p.last_night >= y.first
        JOIN months m ON m.year = y.year AND p.first_night <= m.last AND p.last_night >= m.first
        """


GROUP = FigureGroup(
    name="placements",
    label=_("Acute accommodation"),
    order=10,
    figures=[HOUSEHOLDS_AVERAGE, FAMILIES_AVERAGE, NIGHTS, COST, COST_AVERAGE],
    month_figures=MONTH_FIGURES,
    compute=compute,
)
