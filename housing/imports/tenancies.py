"""tenancies.csv: who lives in the board's flats; never two in one flat on one night."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from accounts.imports import BoardImport
from core.clock import today
from core.tabular.columns import Column, day, reference
from core.tabular.faults import Fault
from core.tabular.folder import Importer
from core.tabular.overlaps import Stored, overlap_faults
from core.tabular.reading import Table, TableSpec, last_not_before_first
from core.tabular.upsert import ImportCount, Upserted, in_chunks, known_by_reference, stored, upsert
from housing.enums import TRANSITIONAL_LIMIT_MONTHS, FlatKind
from housing.limits import last_allowed_night
from housing.models import Flat, Tenancy

TABLE = TableSpec(
    "tenancies.csv",
    [
        Column("tenancy", reference(), required=True),
        Column("flat", reference(), required=True, refers_to="flats.csv"),
        Column("household", reference(), required=True, refers_to="households.csv"),
        Column("first_night", day(), required=True),
        Column("last_night", day()),
    ],
    row_checks=[last_not_before_first("first_night", "last_night")],
)
# Long before any tenancy: where a tenancy waits while those around it are moved.
_WAITING_SINCE = date(1, 1, 1)


def check(context: BoardImport, table: Table) -> Iterator[Fault]:
    """Two tenancies of one flat on the same night, in the file or against those that stay.

    Stays that went over their limit are told of.
    """
    _note_stays_over_limit(context, table)
    yield from overlap_faults(
        table, key="flat", start="first_night", end="last_night", stored=_stored(context, table)
    )


def write(context: BoardImport, table: Table) -> ImportCount:
    """Create or update a tenancy for each row."""
    flats, households = context.keys["flats.csv"], context.keys["households.csv"]
    written = upsert(
        Tenancy,
        context,
        table,
        fields=[
            "flat_id",
            "household_id",
            "first_night",
            "last_night",
        ],
        values=lambda row: (flats[row.flat], households[row.household], row.first_night, row.last_night),
        before_write=_make_room,
    )
    return written.count()


def _stored(context: BoardImport, table: Table) -> Iterator[Stored]:
    """The tenancies that the file's flats have; the flats are locked until the import is done."""
    if context.authority.pk is None:
        return
    wanted = {row.flat for rows in (table.rows, table.faulty_rows) for row in rows if row.flat is not None}
    for some in in_chunks(iter(sorted(wanted)), 500):
        flats = Flat.objects.filter(authority=context.authority, reference__in=some).order_by("pk")
        list(flats.select_for_update().values_list("pk"))
        tenancies = Tenancy.objects.filter(flat__in=flats.order_by()).order_by()
        fields = ("reference", "flat__reference", "first_night", "last_night")
        for reference_, flat, first_night, last_night in tenancies.values_list(*fields):
            yield Stored(reference_, flat, first_night, last_night)


def _make_room(written: Upserted) -> None:
    """Let the stored tenancies that change stand aside.

    Otherwise two that change places would meet in the middle of the update, though neither the old
    nor the new state has them meet. Each waits on a night of its own.
    """
    waiting = [
        Tenancy(pk=written.keys[name], first_night=night, last_night=night)
        for number, name in enumerate(sorted(written.updated))
        for night in [_WAITING_SINCE + timedelta(days=number)]
    ]
    Tenancy.objects.bulk_update(waiting, ["first_night", "last_night"], batch_size=200)


def _note_stays_over_limit(context: BoardImport, table: Table) -> None:
    """History is imported as it was; a stay in a transitional flat that is too long is told of."""
    transitional = _transitional_flats(context, {row.flat for row in table.rows})
    for row in table.rows:
        if row.flat not in transitional or row.first_night is None:
            continue
        allowed = last_allowed_night(row.first_night)
        if (row.last_night or today()) > allowed:
            message = _("over the limit of %(months)s months: the last night allowed was %(night)s") % {
                "months": TRANSITIONAL_LIMIT_MONTHS,
                "night": allowed.isoformat(),
            }
            context.note_at(TABLE.filename, row.line, "last_night", message)


def _transitional_flats(context: BoardImport, wanted: set[str]) -> set[str]:
    """References of those flats that are transitional, by the folder's flats.csv before the database."""
    rows = context.tables["flats.csv"].rows if "flats.csv" in context.tables else []
    in_file = {row.flat: row.kind for row in rows}
    known = stored(Flat, context.authority, wanted - in_file.keys(), "kind")
    kinds = in_file | {flat: kind for flat, _pk, kind in known}
    return {flat for flat, kind in kinds.items() if kind == FlatKind.TRANSITIONAL}


TENANCIES = Importer(TABLE, known_by_reference(Tenancy), write, check)
