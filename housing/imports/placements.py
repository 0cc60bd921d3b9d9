"""providers.csv and placements.csv: acute accommodation and who sells it."""

from accounts.imports import BoardImport
from core.tabular.columns import Column, amount_sek, choice, day, reference, text
from core.tabular.folder import Importer
from core.tabular.reading import Table, TableSpec, last_not_before_first
from core.tabular.upsert import ImportCount, known_by_reference, upsert
from housing.enums import PricePer, ProviderKind
from housing.models import Placement, Provider

PROVIDER_TABLE = TableSpec(
    "providers.csv",
    [
        Column("provider", reference(), required=True),
        Column("name", text(120), required=True),
        Column("kind", choice(ProviderKind.values), required=True),
    ],
)

PLACEMENT_TABLE = TableSpec(
    "placements.csv",
    [
        Column("placement", reference(), required=True),
        Column("household", reference(), required=True, refers_to="households.csv"),
        Column("provider", reference(), required=True, refers_to="providers.csv"),
        Column("first_night", day(), required=True),
        Column("last_night", day()),
        Column("price_sek", amount_sek(), required=True),
        Column("price_per", choice(PricePer.values), required=True),
    ],
    row_checks=[last_not_before_first("first_night", "last_night")],
)


def write_providers(context: BoardImport, table: Table) -> ImportCount:
    """Create or update a provider for each row."""
    written = upsert(
        Provider,
        context,
        table,
        fields=[
            "name",
            "kind",
        ],
        values=lambda row: (row.name, row.kind),
    )
    return written.count()


def write_placements(context: BoardImport, table: Table) -> ImportCount:
    """Create or update a placement for each row."""
    households, providers = context.keys["households.csv"], context.keys["providers.csv"]
    written = upsert(
        Placement,
        context,
        table,
        fields=[
            "household_id",
            "provider_id",
            "first_night",
            "last_night",
            "price_sek",
            "price_per",
        ],
        values=lambda row: (
            households[row.household],
            providers[row.provider],
            row.first_night,
            row.last_night,
            row.price_sek,
            row.price_per,
        ),
    )
    return written.count()


PROVIDERS = Importer(PROVIDER_TABLE, known_by_reference(Provider), write_providers)
PLACEMENTS = Importer(PLACEMENT_TABLE, known_by_reference(Placement), write_placements)
