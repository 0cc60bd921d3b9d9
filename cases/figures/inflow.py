"""Figures of who comes, and of how the households are housed on the last day of the period."""

from django.utils.translation import gettext_lazy as _

from cases.enums import OWN_HOME_CONTRACTS
from cases.figures.homes import family_with_children
from core import sql
from core.registries import Figure, FigureGroup, FigureQuery, FigureValues

_OPENED = _("Cases of households; a double that has been merged into another is none")
_AT_END = _("Households whose case is open on the last day of the period")

OPENED = Figure(
    key="cases_opened",
    label=_("Cases opened"),
    definition=_("Households whose case was opened in the period. A reopened one is not counted again."),
    population=_OPENED,
)
OPENED_FAMILIES = Figure(
    key="cases_opened_families_with_children",
    label=_("Cases opened, families with children"),
    definition=_("Of these, the households with somebody under 18 on the day when the case was opened."),
    population=_OPENED,
    parent="cases_opened",
)
OPEN_AT_END = Figure(
    key="cases_open_at_end",
    label=_("Cases open at the end"),
    definition=_(
        "Households whose case was opened on or before the last day of the period and was open on that day. "
        "In a period that goes on, the day of the figures is its last. A case that was closed and reopened "
        "counts as open in between."
    ),
    population=_AT_END,
)
SITUATIONS = [
    Figure(
        key="situation_1_at_end",
        label=_("Situation 1 at the end: acute homelessness"),
        definition=_(
            "Of these, the households whose latest situation on that day is 1, and that have moved to no "
            "home of their own since."
        ),
        population=_AT_END,
        parent="cases_open_at_end",
    ),
    Figure(
        key="situation_2_at_end",
        label=_("Situation 2 at the end: in an institution"),
        definition=_(
            "Of these, the households whose latest situation on that day is 2, and that have moved to no "
            "home of their own since."
        ),
        population=_AT_END,
        parent="cases_open_at_end",
    ),
    Figure(
        key="situation_3_at_end",
        label=_("Situation 3 at the end: municipal solution"),
        definition=_(
            "Of these, the households whose latest situation on that day is 3, and that have moved to no "
            "home of their own since."
        ),
        population=_AT_END,
        parent="cases_open_at_end",
    ),
    Figure(
        key="situation_4_at_end",
        label=_("Situation 4 at the end: temporarily with others"),
        definition=_(
            "Of these, the households whose latest situation on that day is 4, and that have moved to no "
            "home of their own since."
        ),
        population=_AT_END,
        parent="cases_open_at_end",
    ),
    Figure(
        key="situation_5_at_end",
        label=_("Situation 5 at the end: young person"),
        definition=_(
            "Of these, the households whose latest situation on that day is 5, and that have moved to no "
            "home of their own since."
        ),
        population=_AT_END,
        parent="cases_open_at_end",
    ),
]
UNKNOWN_SITUATION = Figure(
    key="situation_unknown_at_end",
    label=_("Situation not recorded"),
    definition=_(
        "Of these, the households for which neither a situation nor a move to a home of their own is "
        "recorded on or before that day."
    ),
    population=_AT_END,
    parent="cases_open_at_end",
)
HOUSED = Figure(
    key="housed_at_end",
    label=_("In a home of their own at the end"),
    definition=_(
        "Of these, the households that have moved to a home of their own (a first-hand contract, a sublease "
        "or lodgings) on or before that day, with no situation recorded from a later day."
    ),
    population=_AT_END,
    parent="cases_open_at_end",
)

# In a home of their own on the day, with no later situation; "Eget boende" in the report.
_CONTRACTS = ", ".join(f"'{contract.value}'" for contract in OWN_HOME_CONTRACTS)


def compute(query: FigureQuery) -> FigureValues:
    """Cases by their days; situations as they were on the last day, or the as-of day if that is earlier."""
    parameters: sql.Parameters = {
        "start": query.period.start,
        "end": query.period.end,
        "day": min(query.period.end, query.as_of),
    }
    board = sql.any_of("h.authority_id", query.authority_ids, parameters)
    by_situation = ", ".join(
        f"COUNT(CASE WHEN situation = {number} THEN 1 END) AS {figure.key}"
        for number, figure in enumerate(SITUATIONS, start=1)
    )
    values = sql.row(
        f"""
        WITH cases AS (
            SELECT h.id, h.opened_on, h.closed_on
            FROM cases_household h
            WHERE h.opened_on <= %(end)s AND {board} AND NOT EXISTS (
                SELECT 1 FROM cases_casemerge m WHERE m.source_id = h.id AND m.undone_at IS NULL
            )
        ),
        homes AS (
            SELECT m.household_id, MAX(m.moved_in_on) AS moved FROM cases_home m
            WHERE m.moved_in_on <= %(day)s AND m.contract IN ({_CONTRACTS}) AND m.withdrawn_at IS NULL
            GROUP BY m.household_id
        ),
        latest AS (
            SELECT s.household_id, s.situation, s.valid_from,
                ROW_NUMBER() OVER (PARTITION BY s.household_id ORDER BY s.valid_from DESC, s.id DESC) AS n
            FROM cases_situationrecord s WHERE s.valid_from <= %(day)s
        ),
        open_ones AS (
            SELECT CASE WHEN h.moved IS NOT NULL AND (l.valid_from IS NULL OR l.valid_from <= h.moved)
                THEN 0 ELSE l.situation END AS situation
            FROM cases c
            LEFT JOIN homes h ON h.household_id = c.id
            LEFT JOIN latest l ON l.household_id = c.id AND l.n = 1
            WHERE c.opened_on <= %(day)s AND (c.closed_on IS NULL OR c.closed_on >= %(day)s)
        ),
        opened AS (
            SELECT c.id, c.opened_on FROM cases c WHERE c.opened_on BETWEEN %(start)s AND %(end)s
        )
        SELECT (SELECT COUNT(*) FROM opened) AS {OPENED.key},
            (SELECT COUNT(*) FROM opened o WHERE {family_with_children("o.id", "o.opened_on")})
                AS {OPENED_FAMILIES.key},
            COUNT(*) AS {OPEN_AT_END.key},
            {by_situation},
            COUNT(CASE WHEN situation = 0 THEN 1 END) AS {HOUSED.key},
            COUNT(CASE WHEN situation IS NULL THEN 1 END) AS {UNKNOWN_SITUATION.key}
        FROM open_ones
        """,
        parameters,
    )
    return FigureValues(values)


GROUP = FigureGroup(
    name="inflow",
    label=_("Who comes, and how they are housed"),
    order=70,
    figures=[OPENED, OPENED_FAMILIES, OPEN_AT_END, *SITUATIONS, HOUSED, UNKNOWN_SITUATION],
    compute=compute,
)
