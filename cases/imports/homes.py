"""homes.csv: moves to housing that the household itself holds."""

from accounts.imports import BoardImport
from cases.enums import HomeContract
from cases.models import Home
from core.tabular.columns import Column, choice, day, reference, text
from core.tabular.folder import Importer
from core.tabular.reading import Table, TableSpec
from core.tabular.upsert import ImportCount, known_by_reference, upsert

TABLE = TableSpec(
    "homes.csv",
    [
        Column("home", reference(), required=True),
        Column("household", reference(), required=True, refers_to="households.csv"),
        Column("moved_in_on", day(), required=True),
        Column("contract", choice(HomeContract.values), required=True),
        Column("municipality", text(80, repeats=True)),
    ],
)


def write(context: BoardImport, table: Table) -> ImportCount:
    """Create or update a home for each row."""
    households = context.keys["households.csv"]
    written = upsert(
        Home,
        context,
        table,
        fields=[
            "household_id",
            "moved_in_on",
            "contract",
            "municipality",
        ],
        values=lambda row: (households[row.household], row.moved_in_on, row.contract, row.municipality),
    )
    return written.count()


HOMES = Importer(TABLE, known_by_reference(Home), write)
