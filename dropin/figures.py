"""Figures of the drop-in desk. A visit that was undone is never counted."""

from django.utils.translation import gettext_lazy as _

from core import sql
from core.registries import Figure, FigureGroup, FigureQuery, FigureValues
from dropin.enums import VisitKind

DROP_IN = Figure(
    key="drop_in_visits",
    label=_("Drop-in visits"),
    definition=_("Visits without a booking in the period, also anonymous ones."),
    population=_("Visits"),
)
ANONYMOUS = Figure(
    key="drop_in_visits_anonymous",
    label=_("Drop-in visits, anonymous"),
    definition=_(
        "Of the drop-in visits, those without a household. A visit that was attached to a household later "
        "is not anonymous any more."
    ),
    population=_("Visits"),
    parent="drop_in_visits",
)
NEW_HOUSEHOLDS = Figure(
    key="new_households",
    label=_("New households"),
    definition=_("Households whose first visit ever, drop-in or booked, was in the period."),
    population=_("Households that have visited"),
)


RETURNING = Figure(
    key="returning_households",
    label=_("Returning households"),
    definition=_("Households with a visit in the period, drop-in or booked, and another before it."),
    population=_("Households that have visited"),
)


def compute(query: FigureQuery) -> FigureValues:
    """Visits of the period. The as-of day plays no part: a visit is a day, not nights."""
    parameters: sql.Parameters = {
        "start": query.period.start,
        "end": query.period.end,
        "drop_in": VisitKind.DROP_IN.value,
    }
    board = sql.any_of("v.authority_id", query.authority_ids, parameters)
    values = sql.row(
        f"""
        WITH visits AS (
            SELECT v.household_id, v.kind
            FROM dropin_visit v
            WHERE v.visited_on BETWEEN %(start)s AND %(end)s AND v.undone_at IS NULL AND {board}
        )
        SELECT
            COUNT(CASE WHEN v.kind = %(drop_in)s THEN 1 END) AS {DROP_IN.key},
            COUNT(CASE WHEN v.kind = %(drop_in)s AND v.household_id IS NULL THEN 1 END)
                AS {ANONYMOUS.key},
            (
                SELECT COUNT(*)
                FROM (SELECT DISTINCT household_id FROM visits WHERE household_id IS NOT NULL) seen
                WHERE NOT EXISTS (
                    SELECT 1 FROM dropin_visit e
                    WHERE e.household_id = seen.household_id AND e.visited_on < %(start)s
                        AND e.undone_at IS NULL
                )
            ) AS {NEW_HOUSEHOLDS.key},
            COUNT(DISTINCT v.household_id) AS {RETURNING.key}
        FROM visits v
        """,
        parameters,
    )
    # Every household of the period has either visited before or is new.
    values[RETURNING.key] -= values[NEW_HOUSEHOLDS.key]
    return FigureValues(values)


GROUPS = [
    FigureGroup(
        name="drop_in",
        label=_("Drop-in"),
        order=20,
        figures=[DROP_IN, ANONYMOUS, NEW_HOUSEHOLDS, RETURNING],
        compute=compute,
    )
]
