"""flats.csv: the flats that the board rents out."""

from accounts.imports import BoardImport
from core.tabular.columns import Column, amount_sek, choice, day, reference, text, whole_number
from core.tabular.folder import Importer
from core.tabular.reading import Table, TableSpec, last_not_before_first
from core.tabular.upsert import ImportCount, known_by_reference, upsert
from housing.enums import FlatKind
from housing.models import Flat

_MOST_ROOMS = 99

TABLE = TableSpec(
    "flats.csv",
    [
        Column("flat", reference(), required=True),
        Column("kind", choice(FlatKind.values), required=True),
        Column("address", text(160), required=True),
        Column("rooms", whole_number(least=0, most=_MOST_ROOMS)),
        Column("monthly_rent_sek", amount_sek(), required=True),
        Column("available_from", day(), required=True),
        Column("available_until", day()),
    ],
    row_checks=[last_not_before_first("available_from", "available_until")],
)
FIELDS = ["kind", "address", "rooms", "monthly_rent_sek", "available_from", "available_until"]


def write(context: BoardImport, table: Table) -> ImportCount:
    """Create or update a flat for each row."""
    written = upsert(
        Flat,
        context,
        table,
        fields=FIELDS,
        values=lambda row: (
            row.kind,
            row.address,
            row.rooms,
            row.monthly_rent_sek,
            row.available_from,
            row.available_until,
        ),
    )
    return written.count()


FLATS = Importer(TABLE, known_by_reference(Flat), write)
