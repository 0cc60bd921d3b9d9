"""Figures of households: moves to homes of their own, and what makes a family with children."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cases.enums import OWN_HOME_CONTRACTS, HomeContract
from core import sql
from core.registries import Figure, FigureGroup, FigureQuery, FigureValues

_MOVED = _("Households that moved to a home of their own; a move that was withdrawn is none")
_FAMILY_ON_MOVE = _(
    "Of these, the households with somebody under 18 among their members on the day of the latest move "
    "that is counted."
)

HOMES = Figure(
    key="homes",
    label=_("Homes of their own"),
    definition=_(
        "Households that moved in during the period with a first-hand contract, a second-hand contract or "
        "as lodgers. A household that moved more than once is counted once."
    ),
    population=_MOVED,
)
HOMES_FAMILIES = Figure(
    key="homes_families_with_children",
    label=_("Homes of their own, families with children"),
    definition=_FAMILY_ON_MOVE,
    population=_MOVED,
    parent="homes",
)
FIRST_HAND = Figure(
    key="homes_first_hand",
    label=_("First-hand contracts"),
    definition=_("Households that moved in during the period with a first-hand contract, each counted once."),
    population=_MOVED,
    parent="homes",
)
FIRST_HAND_FAMILIES = Figure(
    key="homes_first_hand_families_with_children",
    label=_("First-hand contracts, families with children"),
    definition=_FAMILY_ON_MOVE,
    population=_MOVED,
    parent="homes_first_hand",
)
OTHER_MUNICIPALITY = Figure(
    key="homes_other_municipality",
    label=_("Moves to another municipality"),
    definition=_(
        "Households that moved to a home of their own in another municipality than ours during the period, "
        "each counted once. A move without a named municipality is not counted."
    ),
    population=_MOVED,
    parent="homes",
)
OTHER_MUNICIPALITY_FAMILIES = Figure(
    key="homes_other_municipality_families_with_children",
    label=_("Moves to another municipality, families with children"),
    definition=_FAMILY_ON_MOVE,
    population=_MOVED,
    parent="homes_other_municipality",
)


# Members with the four days that decide whether they are children in the household.
_MEMBERS = (
    "SELECT m.household_id, p.born_on, p.adult_on, m.joined_on, m.left_on "
    "FROM cases_householdmember m JOIN cases_person p ON p.id = m.person_id"
)


def family_with_children(household: str, day: str, members: str = f"({_MEMBERS})") -> str:
    """SQL: whether the household has a child on day (both are columns; a NULL day is no).

    A child is a member who belongs to the household, is born on or before day and becomes 18 after it,
    whatever their role. `left_on` is the first day outside the household. The same rule as
    `Household.is_family_with_children_on`. `members` is every member or a relation by `minors`.
    """
    return (
        f"EXISTS (SELECT 1 FROM {members} c WHERE c.household_id = {household} "
        f"AND c.born_on <= {day} AND c.adult_on > {day} "
        f"AND (c.joined_on IS NULL OR c.joined_on <= {day}) "
        f"AND (c.left_on IS NULL OR c.left_on > {day}))"
    )


def minors(households: str, start: str, end: str) -> str:
    """SQL: the members of some households who are under 18 on some day from start to end.

    `households` is a query of ids. Where a household is asked about on many days, its members are
    looked up once this way instead of once a day.
    """
    return (
        f"{_MEMBERS} WHERE p.adult_on > {start} AND p.born_on <= {end} AND m.household_id IN ({households})"
    )


def compute_homes(query: FigureQuery) -> FigureValues:
    """Moves in the period. The as-of day plays no part: a move is a day that is known or not."""
    parameters: sql.Parameters = {
        "start": query.period.start,
        "end": query.period.end,
        "first_hand": HomeContract.FIRST_HAND.value,
        "home_municipality": settings.HOME_MUNICIPALITY,
    }
    own_home = sql.any_of(
        "h.contract", [contract.value for contract in OWN_HOME_CONTRACTS], parameters, "own"
    )
    board = sql.any_of("h.authority_id", query.authority_ids, parameters)
    elsewhere = "TRIM(h.municipality) NOT IN ('', %(home_municipality)s)"
    values = sql.row(
        f"""
        WITH latest AS (
            SELECT h.household_id,
                MAX(h.moved_in_on) AS moved,
                MAX(CASE WHEN h.contract = %(first_hand)s THEN h.moved_in_on END) AS first_hand,
                MAX(CASE WHEN {elsewhere} THEN h.moved_in_on END) AS elsewhere
            FROM cases_home h
            WHERE h.moved_in_on BETWEEN %(start)s AND %(end)s AND h.withdrawn_at IS NULL
                AND {own_home} AND {board}
            GROUP BY h.household_id
        )
        SELECT COUNT(*) AS {HOMES.key},
            COUNT(CASE WHEN {family_with_children("l.household_id", "l.moved")} THEN 1 END)
                AS {HOMES_FAMILIES.key},
            COUNT(l.first_hand) AS {FIRST_HAND.key},
            COUNT(CASE WHEN {family_with_children("l.household_id", "l.first_hand")} THEN 1 END)
                AS {FIRST_HAND_FAMILIES.key},
            COUNT(l.elsewhere) AS {OTHER_MUNICIPALITY.key},
            COUNT(CASE WHEN {family_with_children("l.household_id", "l.elsewhere")} THEN 1 END)
                AS {OTHER_MUNICIPALITY_FAMILIES.key}
        FROM latest l
        """,
        parameters,
    )
    return FigureValues(values)


GROUPS = [
    FigureGroup(
        name="homes",
        label=_("Homes of their own"),
        order=30,
        figures=[
            HOMES,
            HOMES_FAMILIES,
            FIRST_HAND,
            FIRST_HAND_FAMILIES,
            OTHER_MUNICIPALITY,
            OTHER_MUNICIPALITY_FAMILIES,
        ],
        compute=compute_homes,
    )
]
