"""Figures of whether homes last: who came back to acute accommodation after a move."""

from django.utils.translation import gettext_lazy as _

from cases.enums import OWN_HOME_CONTRACTS
from core import sql
from core.registries import Figure, FigureGroup, FigureQuery, FigureValues

_MOVED = _(
    "Households that moved to a home of their own in the period, by the latest of these moves; a move that "
    "was withdrawn is none"
)

WITHIN_6 = Figure(
    key="homes_returned_within_6_months",
    label=_("Back in acute accommodation within 6 months"),
    definition=_(
        "Of the households that moved to a home of their own in the period, those with a placement whose "
        "first night is after the move and on the same date six months later at the latest. Where the "
        "household has split or joined another since, a placement counts with somebody in it who moved. "
        "Nights after the day of the figures are not counted."
    ),
    population=_MOVED,
)
WITHIN_12 = Figure(
    key="homes_returned_within_12_months",
    label=_("Back in acute accommodation within 12 months"),
    definition=_("The same, within twelve months of the move: those within six months are among them."),
    population=_MOVED,
)


def compute(query: FigureQuery) -> FigureValues:
    """Moves of the period; returns up to the as-of day."""
    parameters: sql.Parameters = {
        "start": query.period.start,
        "end": query.period.end,
        "as_of": query.as_of,
    }
    own = sql.any_of("h.contract", [contract.value for contract in OWN_HOME_CONTRACTS], parameters, "own")
    board = sql.any_of("h.authority_id", query.authority_ids, parameters)

    # Also of other households that somebody is in who moved: after a split, or where they joined another.
    values = sql.row(
        f"""
        WITH moves AS (
            SELECT h.household_id, MAX(h.moved_in_on) AS moved
            FROM cases_home h
            WHERE h.moved_in_on BETWEEN %(start)s AND %(end)s AND h.withdrawn_at IS NULL
                AND {own} AND {board}
            GROUP BY h.household_id
        ),
        elsewhere AS (
            SELECT m.household_id, m.moved, later.household_id AS other_id, later.joined_on, later.left_on
            FROM moves m
            JOIN cases_householdmember mover ON mover.household_id = m.household_id
                AND (mover.joined_on IS NULL OR mover.joined_on <= m.moved)
                AND (mover.left_on IS NULL OR mover.left_on > m.moved)
            JOIN cases_householdmember later ON later.person_id = mover.person_id
                AND later.household_id <> mover.household_id
        ),
        back AS (
            SELECT m.household_id, m.moved, p.first_night
            FROM moves m JOIN housing_placement p ON p.household_id = m.household_id
            WHERE p.annulled_at IS NULL AND p.first_night > m.moved AND p.first_night <= %(as_of)s
            UNION ALL
            SELECT e.household_id, e.moved, p.first_night
            FROM elsewhere e JOIN housing_placement p ON p.household_id = e.other_id
                AND (e.joined_on IS NULL OR e.joined_on <= p.first_night)
                AND (e.left_on IS NULL OR e.left_on > p.first_night)
            WHERE p.annulled_at IS NULL AND p.first_night > e.moved AND p.first_night <= %(as_of)s
        ),
        soonest AS (
            SELECT household_id, moved, MIN(first_night) AS night FROM back GROUP BY household_id, moved
        )
        SELECT COUNT(CASE WHEN night <= {sql.add_months("moved", 6)} THEN 1 END) AS {WITHIN_6.key},
            COUNT(CASE WHEN night <= {sql.add_months("moved", 12)} THEN 1 END) AS {WITHIN_12.key}
        FROM soonest
        """,
        parameters,
    )
    return FigureValues(values)


GROUP = FigureGroup(
    name="durability",
    label=_("Whether homes last"),
    order=85,
    figures=[WITHIN_6, WITHIN_12],
    compute=compute,
)
