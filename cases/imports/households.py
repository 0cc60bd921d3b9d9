"""households.csv: the household, its situation and the unit that works with it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.imports import SHORT_NAME_LENGTH, BoardImport
from cases.enums import Protection, Situation
from cases.models import Household, HouseholdUnit, SituationRecord
from core.tabular.columns import Column, choice, day, reference, shortened, text, yes_no
from core.tabular.faults import Fault
from core.tabular.folder import Importer
from core.tabular.reading import Row, Table, TableSpec, last_not_before_first
from core.tabular.upsert import ImportCount, Upserted, in_chunks, known_by_reference, stored, upsert

TABLE = TableSpec(
    "households.csv",
    [
        Column("household", reference(), required=True),
        Column("opened_on", day(), required=True),
        Column("closed_on", day()),
        Column("situation", choice({str(value): value for value in Situation.values})),
        Column("situation_on", day()),
        Column("lives_in_district", yes_no()),
        Column("interpreter_language", text(60, repeats=True)),
        Column("protected", choice(Protection.values)),
        Column("unit", text(SHORT_NAME_LENGTH, repeats=True)),
        Column("project_worker", text(SHORT_NAME_LENGTH, repeats=True)),
        Column("caseworker", text(SHORT_NAME_LENGTH, repeats=True)),
    ],
    row_checks=[last_not_before_first("opened_on", "closed_on")],
)

FIELDS = [
    "case_number",
    "opened_on",
    "closed_on",
    "lives_in_district",
    "interpreter_language",
    "protected_identity",
    "project_worker_id",
    "caseworker_id",
]
OPENED_ON = FIELDS.index("opened_on")
PROTECTED = FIELDS.index("protected_identity")


def check(context: BoardImport, table: Table) -> Iterator[Fault]:
    """Case numbers that somebody else has, and situations that were recorded by hand."""
    rows = [*table.rows, *table.faulty_rows]
    context.expect_units(row.unit or "" for row in rows)
    context.expect_staff(name or "" for row in rows for name in (row.project_worker, row.caseworker))
    for row in rows:
        if row.situation_on is not None and row.situation is None:
            message = _("a day without a situation; it is not imported")
            context.note_at(TABLE.filename, row.line, "situation_on", message)
    if context.authority.pk is None:
        return
    yield from _case_number_faults(context, table)
    yield from _situation_faults(context, table)


def write(context: BoardImport, table: Table) -> ImportCount:
    """Create or update a household for each row, with its situation and its unit."""
    staff = context.staff

    def values(row: Row) -> tuple[Any, ...]:
        return (
            row.household,
            row.opened_on,
            row.closed_on,
            row.lives_in_district,
            row.interpreter_language,
            row.protected or Protection.NONE.value,
            staff[row.project_worker] if row.project_worker else None,
            staff[row.caseworker] if row.caseworker else None,
        )

    written = upsert(Household, context, table, fields=FIELDS, values=values)
    _note_lowered_protection(context, written, table)
    for chunk in in_chunks(table.rows):
        _write_situations(written, chunk)
        _write_units(context, written, chunk)
    return written.count()


def situation_day(row: Row) -> date:
    """The day from which the row's situation holds: when none is named, the day the case was opened."""
    day: date = row.situation_on or row.opened_on
    return day


def _note_lowered_protection(context: BoardImport, written: Upserted, table: Table) -> None:
    """To take a protection away is what the file says, but nobody should do it without noticing."""
    for row in table.rows:
        before = written.before.get(row.household)
        new = row.protected or Protection.NONE.value
        order = Protection.values
        if before is not None and order.index(new) < order.index(before[PROTECTED]):
            message = _("the protection was %(before)s and is %(after)s now") % {
                "before": before[PROTECTED],
                "after": new,
            }
            context.note_at(TABLE.filename, row.line, "protected", message)


def _case_number_faults(context: BoardImport, table: Table) -> Iterator[Fault]:
    """A household entered by hand keeps its case number; an imported one can't have the same."""
    for some in in_chunks(iter(table.references), 500):
        taken = Household.objects.filter(authority=context.authority, case_number__in=some)
        for number, reference_ in taken.values_list("case_number", "reference"):
            if reference_ != number:
                message = _("“%(number)s” is the case number of another household; expected one that is free")
                yield Fault(
                    TABLE.filename,
                    table.references[number],
                    "household",
                    message % {"number": shortened(number)},
                )


def _situation_faults(context: BoardImport, table: Table) -> Iterator[Fault]:
    """A situation recorded by hand stays: the import can't say something else of the same day."""
    keys = dict(stored(Household, context.authority, table.references))
    for chunk in in_chunks(table.readable("household", "situation", "situation_on", "opened_on")):
        others = _situations(keys[row.household] for row in chunk if row.household in keys)[1]
        for row in chunk:
            there = others.get((keys.get(row.household, 0), situation_day(row)))
            if row.situation is not None and there not in (None, row.situation):
                message = _(
                    "situation %(there)s was recorded by hand for that day; expected the same, or another day"
                )
                yield Fault(TABLE.filename, row.line, "situation", message % {"there": there})


def _situations(
    households: Iterable[int],
) -> tuple[dict[int, SituationRecord], dict[tuple[int, date], int]]:
    """The imported situation of each household, and the situations of its other records by day.

    Nobody has recorded the imported one; should there be several of those, it is the first.
    """
    imported: dict[int, SituationRecord] = {}
    others: dict[tuple[int, date], int] = {}
    for some in in_chunks(iter(households), 500):
        for record in SituationRecord.objects.filter(household_id__in=some).order_by("pk"):
            if record.recorded_by_id is None and record.household_id not in imported:
                imported[record.household_id] = record
            else:
                others[record.household_id, record.valid_from] = record.situation
    return imported, others


def _write_situations(written: Upserted, rows: Sequence[Row]) -> None:
    """One imported situation for each household; where one of the same day was made by hand, none."""
    imported, others = _situations(
        written.keys[row.household] for row in rows if row.household not in written.created
    )
    new, changed, gone = [], [], []
    for row in rows:
        key = written.keys[row.household]
        there = imported.get(key)
        day = situation_day(row)
        if row.situation is None or (key, day) in others:
            if there is None:
                continue
            gone.append(there.pk)
        elif there is None:
            new.append(SituationRecord(household_id=key, situation=row.situation, valid_from=day))
        elif (there.situation, there.valid_from) != (row.situation, day):
            there.situation, there.valid_from = row.situation, day
            changed.append(there)
        else:
            continue
        written.updated.add(row.household)
    SituationRecord.objects.filter(pk__in=gone).delete()
    SituationRecord.objects.bulk_update(changed, ["situation", "valid_from"], batch_size=200)
    SituationRecord.objects.bulk_create(new)


def _write_units(context: BoardImport, written: Upserted, rows: Sequence[Row]) -> None:
    """The unit that a household was imported with, from the day its case was opened.

    The imported link is known by that day and by being open; a link that was made or ended by hand
    is left as it is.
    """
    links: dict[int, list[HouseholdUnit]] = defaultdict(list)
    keys = [written.keys[row.household] for row in rows if row.household not in written.created]
    for some in in_chunks(keys, 500):
        for link in HouseholdUnit.objects.filter(household_id__in=some).order_by("pk"):
            links[link.household_id].append(link)
    new, changed, gone = [], [], []
    for row in rows:
        key = written.keys[row.household]
        there = links.get(key, [])
        wanted = (context.units[row.unit], row.opened_on) if row.unit else None
        if wanted in [(link.unit_id, link.first_day) for link in there]:
            continue
        before = written.before[row.household][OPENED_ON] if row.household in written.before else None
        imported = next((link for link in there if link.first_day == before and link.last_day is None), None)
        if wanted is None:
            if imported is None:
                continue
            gone.append(imported.pk)
        elif imported is not None:
            imported.unit_id, imported.first_day = wanted
            changed.append(imported)
        else:
            new.append(HouseholdUnit(household_id=key, unit_id=wanted[0], first_day=wanted[1]))
        written.updated.add(row.household)
    HouseholdUnit.objects.filter(pk__in=gone).delete()
    HouseholdUnit.objects.bulk_update(changed, ["unit", "first_day"], batch_size=200)
    HouseholdUnit.objects.bulk_create(new)


HOUSEHOLDS = Importer(TABLE, known_by_reference(Household), write, check)
