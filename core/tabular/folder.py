"""Importing a folder of declared files: all of it or nothing, every fault of every file first.

Each app declares its files as Importers, registered in `core.registries.importers`. The order of
the files follows from which file's column refers to which.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.tabular.columns import shortened
from core.tabular.faults import WHOLE_ROW, Fault
from core.tabular.reading import Row, Table, TableSpec, read_table


@dataclass
class ImportContext:
    """What importers share: for whom, by whom, and the primary keys behind references so far.

    `keys["households.csv"]["H-0001"]` is the primary key of a row that was in the database before
    or that an earlier file of this import has written.
    """

    authority: Any
    by: Any = None
    keys: dict[str, dict[str, int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    progress: Callable[[str, int, int], None] = lambda filename, done, total: None

    def note(self, message: str) -> None:
        """Something that the person who imports should be told, and that is no fault."""
        self.notes.append(message)


@dataclass(frozen=True)
class ImportCount:
    """What one file led to."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class Importer:
    """How one file becomes records.

    `known(context)` gives reference → primary key of the authority's records of this kind.
    `check(context, rows)` yields faults that a single row can't show: against each other and
    against the database; `context.keys` holds what the database knows. It writes nothing.
    `write(context, rows)` creates and updates, and leaves `context.keys[filename]` complete. It is
    called once, inside the import's transaction, after all files have been found faultless.
    """

    table: TableSpec
    known: Callable[[ImportContext], dict[str, int]]
    write: Callable[[ImportContext, Sequence[Row]], ImportCount]
    check: Callable[[ImportContext, Sequence[Row]], Iterable[Fault]] = lambda context, rows: ()

    @property
    def filename(self) -> str:
        return self.table.filename

    @property
    def refers_to(self) -> set[str]:
        return {column.refers_to for column in self.table.columns if column.refers_to}


@dataclass
class ImportResult:
    """`faults` in order of file and line; when there are any, nothing was written."""

    faults: list[Fault] = field(default_factory=list)
    counts: dict[str, ImportCount] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)


def import_folder(
    folder: Path,
    importers: Iterable[Importer],
    context: ImportContext,
    *,
    check_only: bool = False,
) -> ImportResult:
    """Import the declared files that `folder` holds, in one transaction.

    Files that are not there are passed over; a folder with none of them is a fault. With
    `check_only`, and when there are faults, nothing is written. What a write raises rolls all back.
    """
    ordered = in_order(importers)
    tables = {
        importer.filename: read_table(importer.table, (folder / importer.filename).read_bytes())
        for importer in ordered
        if (folder / importer.filename).is_file()
    }
    result = ImportResult(rows={name: len(table.rows) for name, table in tables.items()})
    if not tables:
        names = ", ".join(importer.filename for importer in ordered)
        message = _("no file to import; expected at least one of: %(names)s") % {"names": names}
        result.faults.append(Fault(str(folder), 1, WHOLE_ROW, message))
        return result
    with transaction.atomic():
        result.faults.extend(_all_faults(ordered, tables, context))
        if not result.faults and not check_only:
            for importer in ordered:
                if importer.filename in tables:
                    rows = tables[importer.filename].rows
                    result.counts[importer.filename] = importer.write(context, rows)
    return result


def in_order(importers: Iterable[Importer]) -> list[Importer]:
    """Files that others refer to first; otherwise as registered."""
    by_name = {importer.filename: importer for importer in importers}
    graph = {
        name: sorted(importer.refers_to & by_name.keys() - {name}, key=list(by_name).index)
        for name, importer in by_name.items()
    }
    return [by_name[name] for name in TopologicalSorter(graph).static_order()]


def _all_faults(
    ordered: Sequence[Importer], tables: Mapping[str, Table], context: ImportContext
) -> list[Fault]:
    involved = set(tables).union(*(i.refers_to for i in ordered if i.filename in tables))
    for importer in ordered:
        if importer.filename in involved:
            context.keys[importer.filename] = importer.known(context)
    faults: list[Fault] = []
    for importer in ordered:
        if table := tables.get(importer.filename):
            here = [*table.faults, *_dangling(table, tables, context)]
            here.extend(importer.check(context, table.rows))
            faults.extend(sorted(here, key=lambda fault: fault.line))
    return faults


def _dangling(table: Table, tables: Mapping[str, Table], context: ImportContext) -> Iterator[Fault]:
    """References to rows that are neither in the folder nor in the database.

    A faulty row can be referred to: its own fault is enough.
    """
    for column in table.spec.columns:
        if column.refers_to is None:
            continue
        there = tables[column.refers_to].references if column.refers_to in tables else {}
        known: Collection[str] = context.keys.get(column.refers_to, {})
        for row in (*table.rows, *table.faulty_rows):
            value = getattr(row, column.name)
            if value is not None and value not in there and value not in known:
                message = _(
                    "“%(value)s” is not known; expected a reference in %(file)s or one imported before"
                )
                yield Fault(
                    table.spec.filename,
                    row.line,
                    column.name,
                    message % {"value": shortened(value), "file": column.refers_to},
                )
