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
from core.tabular.reading import Table, TableSpec, read_table
from core.tabular.upsert import ImportCount, Progress, no_progress


class FolderError(Exception):
    """The folder as a whole can't be imported. The message is translated."""


@dataclass
class ImportContext:
    """What importers share: for whom, by whom, and the primary keys behind references so far.

    `keys["households.csv"]["H-0001"]` is the primary key of a row that was in the database before
    or that an earlier file of this import has written. `tables` are the files of the folder that
    are not written yet. `authority` has no primary key yet when the
    import is the first thing that a board does.
    """

    authority: Any
    by: Any = None
    keys: dict[str, dict[str, int]] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    progress: Progress = no_progress

    def note(self, message: str) -> None:
        """Something that the person who imports should be told, and that is no fault."""
        self.notes.append(message)

    def note_at(self, filename: str, line: int, column: str, message: str) -> None:
        """A note about one field."""
        self.note(str(Fault(filename, line, column, message)))

    def opened(self) -> None:
        """Called first inside the import's transaction: the place to lock what must hold still."""

    def writing(self) -> None:
        """Called before the first file is written, when all files have been found faultless."""

    def written(self, filename: str, rows: int, count: ImportCount) -> None:
        """Called after each file, in the same transaction: the place to log it."""


@dataclass(frozen=True)
class Importer:
    """How one file becomes records.

    `known(context, references)` gives reference → primary key, of those of the board's records that
    are there (see `upsert.known_by_reference`).
    `check(context, table)` yields faults that a single row can't show: against each other and
    against the database. It writes nothing, and may leave notes.
    `write(context, table)` creates and updates, and leaves `context.keys[filename]` complete for its
    rows. It is called once, inside the import's transaction, when no file has a fault.
    """

    table: TableSpec
    known: Callable[[Any, Collection[str]], dict[str, int]]
    write: Callable[[Any, Table], ImportCount]
    check: Callable[[Any, Table], Iterable[Fault]] = lambda context, table: ()

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

    Declared files that are not there are passed over; any other CSV file is a fault, since a file
    whose name is misspelt would be lost unseen. With `check_only`, and when there are faults,
    nothing is written. What a write raises rolls all back. Raises FolderError for a folder that is
    not there, can't be read or holds no CSV file.
    """
    ordered = in_order(importers)
    result = ImportResult()
    context.tables = tables = _read_folder(folder, ordered, context, result)
    result.rows = {name: len(table.rows) for name, table in tables.items()}
    with transaction.atomic():
        context.opened()
        result.faults.extend(_all_faults(ordered, tables, context))
        result.faults.sort(key=lambda fault: (fault.file, fault.line))
        if not result.faults and not check_only:
            context.writing()
            for importer in ordered:
                if table := tables.pop(importer.filename, None):
                    count = importer.write(context, table)
                    result.counts[importer.filename] = count
                    context.written(importer.filename, len(table.rows), count)
    return result


def in_order(importers: Iterable[Importer]) -> list[Importer]:
    """Files that others refer to first; otherwise as registered."""
    by_name = {importer.filename: importer for importer in importers}
    graph = {
        name: sorted(importer.refers_to & by_name.keys() - {name}, key=list(by_name).index)
        for name, importer in by_name.items()
    }
    return [by_name[name] for name in TopologicalSorter(graph).static_order()]


def _read_folder(
    folder: Path, ordered: Sequence[Importer], context: ImportContext, result: ImportResult
) -> dict[str, Table]:
    """The tables of the files that are there; faults of files that can't be read or are unknown."""
    names = {importer.filename for importer in ordered}
    try:
        found = sorted(
            path.name
            for path in folder.iterdir()
            if path.suffix.lower() == ".csv" and not path.name.startswith(".")
        )
    except OSError as error:
        raise FolderError(
            _("%(folder)s can't be read (%(reason)s); expected a folder with CSV files")
            % {"folder": folder, "reason": _reason(error)}
        ) from error
    declared = ", ".join(importer.filename for importer in ordered)
    if not found:
        raise FolderError(
            _("%(folder)s holds no CSV file; expected at least one of: %(names)s")
            % {"folder": folder, "names": declared}
        )
    for name in found:
        if name not in names:
            message = _("unknown file; expected one of: %(names)s") % {"names": declared}
            result.faults.append(Fault(name, 1, WHOLE_ROW, message))
    tables = {}
    present = [importer for importer in ordered if importer.filename in found]
    for number, importer in enumerate(present):
        context.progress(_("Reading"), number, len(present))
        try:
            data = (folder / importer.filename).read_bytes()
        except OSError as error:
            message = _("the file can't be read (%(reason)s); expected a readable file")
            tables[importer.filename] = Table(importer.table)
            tables[importer.filename].fault(1, WHOLE_ROW, message % {"reason": _reason(error)})
        else:
            tables[importer.filename] = read_table(importer.table, data)
    return tables


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return _("it is not there")
    if isinstance(error, IsADirectoryError):
        return _("it is a folder")
    if isinstance(error, NotADirectoryError):
        return _("it is no folder")
    if isinstance(error, PermissionError):
        return _("access is denied")
    return error.strerror or type(error).__name__


def _all_faults(
    ordered: Sequence[Importer], tables: Mapping[str, Table], context: ImportContext
) -> Iterator[Fault]:
    for importer in ordered:
        wanted = _references_out(importer.filename, tables)
        context.keys[importer.filename] = importer.known(context, wanted) if wanted else {}
    for importer in ordered:
        if table := tables.get(importer.filename):
            _note_absent_columns(table, context)
            yield from table.faults
            yield from _dangling(table, tables, context)
            yield from importer.check(context, table)


def _note_absent_columns(table: Table, context: ImportContext) -> None:
    """A column that is left out says "unknown or none" of every row, as an empty field does."""
    absent = [column.name for column in table.spec.columns if column.name not in table.columns]
    if absent and table.rows:
        message = _("left out, so read as empty in every row: %(names)s") % {"names": ", ".join(absent)}
        context.note_at(table.spec.filename, 1, WHOLE_ROW, message)


def _references_out(filename: str, tables: Mapping[str, Table]) -> set[str]:
    """References to rows of a file that the file in the folder, if any, does not hold."""
    wanted: set[str] = set()
    for table in tables.values():
        for column in table.spec.columns:
            if column.refers_to == filename:
                for rows in (table.rows, table.faulty_rows):
                    wanted.update(getattr(row, column.name) for row in rows)
    wanted.discard(None)  # an empty field
    if filename in tables:
        wanted.difference_update(tables[filename].references)
    return wanted


def _dangling(table: Table, tables: Mapping[str, Table], context: ImportContext) -> Iterator[Fault]:
    """References to rows that are neither in the folder nor in the database.

    A row with another fault is looked at too, and a faulty row can still be referred to. Nothing is
    said of references to a file whose own could not be read at all.
    """
    for column in table.spec.columns:
        if column.refers_to is None:
            continue
        target = tables.get(column.refers_to)
        if target is not None and not target.has_references:
            continue
        there = target.references if target is not None else {}
        known = context.keys[column.refers_to]
        for rows in (table.rows, table.faulty_rows):
            for row in rows:
                value = getattr(row, column.name)
                if value is not None and value not in there and value not in known:
                    message = _(
                        "“%(value)s” is not known; expected a reference in %(file)s or one imported before"
                    ) % {"value": shortened(value), "file": column.refers_to}
                    yield Fault(table.spec.filename, row.line, column.name, message)
