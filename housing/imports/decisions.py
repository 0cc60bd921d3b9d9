"""decisions.csv: what the Boråd decided."""

from collections.abc import Iterator

from accounts.imports import SHORT_NAME_LENGTH, BoardImport
from core.tabular.columns import Column, choice, day, reference, text
from core.tabular.faults import Fault
from core.tabular.folder import Importer
from core.tabular.reading import Table, TableSpec, last_not_before_first
from core.tabular.upsert import ImportCount, known_by_reference, upsert
from housing.enums import IMPORTED_OUTCOMES
from housing.models import BoardDecision

TABLE = TableSpec(
    "decisions.csv",
    [
        Column("decision", reference(), required=True),
        Column("household", reference(), required=True, refers_to="households.csv"),
        Column("applied_on", day(), required=True),
        Column("decided_on", day(), required=True),
        Column("outcome", choice([outcome.value for outcome in IMPORTED_OUTCOMES]), required=True),
        Column("accommodation", text(60, repeats=True)),
        Column("valid_from", day()),
        Column("valid_until", day()),
        Column("decided_by", text(SHORT_NAME_LENGTH, repeats=True)),
        Column("reason", text(repeats=True)),
    ],
    row_checks=[
        last_not_before_first("applied_on", "decided_on"),
        last_not_before_first("valid_from", "valid_until"),
    ],
)
FIELDS = [
    "household_id",
    "applied_on",
    "decided_on",
    "outcome",
    "accommodation",
    "valid_from",
    "valid_until",
    "decided_by_id",
    "reason",
]


def check(context: BoardImport, table: Table) -> Iterator[Fault]:
    """No faults between rows; takes note of who has decided."""
    context.expect_staff(row.decided_by or "" for row in [*table.rows, *table.faulty_rows])
    return iter(())


def write(context: BoardImport, table: Table) -> ImportCount:
    """Create or update a decision for each row."""
    households, staff = context.keys["households.csv"], context.staff
    written = upsert(
        BoardDecision,
        context,
        table,
        fields=FIELDS,
        values=lambda row: (
            households[row.household],
            row.applied_on,
            row.decided_on,
            row.outcome,
            row.accommodation,
            row.valid_from,
            row.valid_until,
            staff[row.decided_by] if row.decided_by else None,
            row.reason,
        ),
    )
    return written.count()


DECISIONS = Importer(TABLE, known_by_reference(BoardDecision), write, check)
