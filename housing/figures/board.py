"""Figures of the Boråd: what it decided, and how long an applicant waited."""

from django.utils.translation import gettext_lazy as _

from core import sql
from core.ratios import quotient
from core.registries import Figure, FigureGroup, FigureQuery, FigureValues
from housing.enums import Outcome

_DECISIONS = _("Decisions of the Boråd")

APPROVED = Figure(
    key="board_approved",
    label=_("The Boråd: approved"),
    definition=_("Decisions taken in the period that approved the application."),
    population=_DECISIONS,
)
REJECTED = Figure(
    key="board_rejected",
    label=_("The Boråd: rejected"),
    definition=_("Decisions taken in the period that rejected the application."),
    population=_DECISIONS,
)
DEFERRED = Figure(
    key="board_deferred",
    label=_("The Boråd: deferred"),
    definition=_("Decisions taken in the period to take up the application again later."),
    population=_DECISIONS,
)
MEDIAN_DAYS = Figure(
    key="board_median_days_to_decision",
    label=_("The Boråd: median of days to decision"),
    definition=_(
        "The median of the days from application to decision, for decisions in the period that approved or "
        "rejected. Not stated when there is none."
    ),
    population=_DECISIONS,
    kind="days",
)


def compute(query: FigureQuery) -> FigureValues:
    """Decisions by the day they were taken. The as-of day plays no part."""
    parameters: sql.Parameters = {
        "start": query.period.start,
        "end": query.period.end,
        "approved": Outcome.APPROVED.value,
        "rejected": Outcome.REJECTED.value,
        "deferred": Outcome.DEFERRED.value,
    }
    board = sql.any_of("d.authority_id", query.authority_ids, parameters)
    row = sql.row(
        f"""
        WITH decisions AS (
            SELECT d.outcome, {sql.days_between("d.applied_on", "d.decided_on")} AS days
            FROM housing_boarddecision d
            WHERE d.decided_on BETWEEN %(start)s AND %(end)s AND {board}
        ),
        waited AS (
            SELECT days, ROW_NUMBER() OVER (ORDER BY days) AS place, COUNT(*) OVER () AS number
            FROM decisions
            WHERE outcome IN (%(approved)s, %(rejected)s)
        )
        SELECT COUNT(CASE WHEN outcome = %(approved)s THEN 1 END) AS {APPROVED.key},
            COUNT(CASE WHEN outcome = %(rejected)s THEN 1 END) AS {REJECTED.key},
            COUNT(CASE WHEN outcome = %(deferred)s THEN 1 END) AS {DEFERRED.key},
            (SELECT MIN(days) FROM waited WHERE place = (number + 1) / 2) AS lower_middle,
            (SELECT MIN(days) FROM waited WHERE place = (number + 2) / 2) AS upper_middle
        FROM decisions
        """,
        parameters,
    )
    lower, upper = row.pop("lower_middle"), row.pop("upper_middle")
    median = None if lower is None else quotient(lower + upper, 2, 1)
    return FigureValues(row | {MEDIAN_DAYS.key: median})


GROUP = FigureGroup(
    name="board",
    label=_("The Boråd"),
    order=60,
    figures=[APPROVED, REJECTED, DEFERRED, MEDIAN_DAYS],
    compute=compute,
)
