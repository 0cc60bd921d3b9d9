"""debt_cases.csv: advice to residents, households of ours or not."""

from accounts.imports import BoardImport
from core.tabular.columns import Column, choice, day, reference, yes_no
from core.tabular.folder import Importer
from core.tabular.reading import Table, TableSpec, last_not_before_first
from core.tabular.upsert import ImportCount, known_by_reference, upsert
from debtadvice.enums import Entry
from debtadvice.models import DebtCase

TABLE = TableSpec(
    "debt_cases.csv",
    [
        Column("debt_case", reference(), required=True),
        Column("household", reference(), refers_to="households.csv"),
        Column("opened_on", day(), required=True),
        Column("closed_on", day()),
        Column("housing_problem", yes_no(), required=True),
        Column("entry", choice(Entry.values)),
        Column("has_children", yes_no()),
    ],
    row_checks=[last_not_before_first("opened_on", "closed_on")],
)


def write(context: BoardImport, table: Table) -> ImportCount:
    """Create or update a debt case for each row."""
    households = context.keys["households.csv"]
    written = upsert(
        DebtCase,
        context,
        table,
        fields=[
            "household_id",
            "opened_on",
            "closed_on",
            "has_housing_problem",
            "entry",
            "has_children",
        ],
        values=lambda row: (
            households[row.household] if row.household else None,
            row.opened_on,
            row.closed_on,
            row.housing_problem,
            row.entry or "",
            row.has_children,
        ),
    )
    return written.count()


DEBT_CASES = Importer(TABLE, known_by_reference(DebtCase), write)
