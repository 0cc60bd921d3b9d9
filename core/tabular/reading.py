"""Reading one declared CSV file: rows with values, and every fault on its line."""

import csv
import io
import re
from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from core.tabular.columns import Column, shortened
from core.tabular.faults import WHOLE_ROW, Fault, FieldFault

# A row with an attribute for each declared column, and `line`. Made per table.
Row = Any
# Gives (column, message) for each thing wrong in the row. Values that are missing or could not be
# read are None, and a check lets those pass: their own fault is reported already.
RowCheck = Callable[[Row], Iterable[tuple[str, str]]]

_SURROGATES = re.compile("[\ud800-\udfff]")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_FIELD_LIMIT = 131_072  # the csv module's own


@dataclass(frozen=True)
class TableSpec:
    """A file that can be imported. The first column is the row's reference, once in the file."""

    filename: str
    columns: Sequence[Column]
    row_checks: Sequence[RowCheck] = ()

    @cached_property
    def row_type(self) -> Any:
        names = ["line", *(column.name for column in self.columns)]
        return namedtuple(f"{Path(self.filename).stem.title().replace('_', '')}Row", names)

    @property
    def reference(self) -> Column:
        return self.columns[0]


@dataclass
class Table:
    """What a file held. `rows` are those without a fault; in `faulty_rows` what could be read is there.

    `references` maps the references of all rows, faulty ones too, to their lines; without
    `has_references` they are unknown, and so is whether what refers to them is right. `columns` are
    the declared ones that the file has.
    """

    spec: TableSpec
    rows: list[Row] = field(default_factory=list)
    faulty_rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    references: dict[str, int] = field(default_factory=dict)
    columns: frozenset[str] = frozenset()

    @property
    def has_references(self) -> bool:
        return self.spec.reference.name in self.columns

    def fault(self, line: int, column: str, message: str) -> None:
        self.faults.append(Fault(self.spec.filename, line, column, message))

    def readable(self, *columns: str) -> Iterator[Row]:
        """The rows of which none of these fields has a fault, whatever else is wrong with them.

        For rules between rows: a fault elsewhere in a row must not hide another one.
        """
        yield from self.rows
        wrong = {(fault.line, fault.column) for fault in self.faults}
        for row in self.faulty_rows:
            if not any((row.line, column) in wrong for column in columns):
                yield row


def read_table(spec: TableSpec, data: bytes) -> Table:
    """Read the bytes of a file. Never raises for what they hold: see `Table.faults`."""
    table = Table(spec)
    if data.startswith(_UTF16_MARKS):
        table.fault(1, WHOLE_ROW, _("the file is UTF-16; expected UTF-8"))
        return table
    text = data.decode("utf-8-sig", errors="surrogateescape")
    records = _records(table, text)
    header = next(records, None)
    if header is None:
        if not table.faults:
            table.fault(1, WHOLE_ROW, _("the file is empty; expected a first line with the columns' names"))
        return table
    line, names = header
    suspect = "\x00" in text or _SURROGATES.search(text) is not None
    positions = _positions(table, line, [name.strip() for name in names])
    table.columns = frozenset(positions)
    _RowReader(table, positions, len(names), suspect).read(records)
    table.faults.sort(key=lambda fault: fault.line)
    return table


def last_not_before_first(first: str, last: str) -> RowCheck:
    """A row check: the second column's day is not before the first's. The same day is fine."""

    def check(row: Row) -> Iterator[tuple[str, str]]:
        start, end = getattr(row, first), getattr(row, last)
        if start is not None and end is not None and end < start:
            yield (
                last,
                _("%(end)s is before %(first)s, %(start)s; expected that day or a later one")
                % {"end": end.isoformat(), "first": first, "start": start.isoformat()},
            )

    return check


def _records(table: Table, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line where it begins. Blank lines are passed over."""
    stream = io.StringIO(text, newline="")
    delimiter = ";" if _semicolons(text) else ","
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            table.fault(line, WHOLE_ROW, _quoting_fault(str(error)))
            continue
        if record:
            yield line, record


def _semicolons(text: str) -> bool:
    header = text.lstrip("\r\n").splitlines()[0] if text.strip() else ""
    return header.count(";") > header.count(",")


def _quoting_fault(error: str) -> str:
    if "field limit" in error:
        return _("a field is longer than %(most)s characters; is a quotation mark missing?") % {
            "most": _FIELD_LIMIT
        }
    return _('the quotation marks do not pair; expected “"” at both ends of a field and doubled within it')


def _positions(table: Table, line: int, names: list[str]) -> dict[str, int]:
    """Where each declared column stands in the file; faults of the header."""
    declared = {column.name: column for column in table.spec.columns}
    positions: dict[str, int] = {}
    for position, name in enumerate(names):
        if not name:
            table.fault(
                line,
                WHOLE_ROW,
                _("column %(number)s has no name; expected one of: %(names)s")
                % {"number": position + 1, "names": ", ".join(declared)},
            )
        elif name not in declared:
            shown = shortened(name).encode("utf-8", "replace").decode()
            table.fault(
                line,
                shown,
                _("unknown column; expected one of: %(names)s") % {"names": ", ".join(declared)},
            )
        elif name in positions:
            table.fault(line, name, _("the column is there twice; expected it once"))
        else:
            positions[name] = position
    for column in table.spec.columns:
        if column.required and column.name not in positions:
            table.fault(line, column.name, _("the column is missing; expected it in the first line"))
    return positions


class _RowReader:
    """Turns records into rows. One object per file, so that the loop has everything at hand."""

    def __init__(self, table: Table, positions: dict[str, int], width: int, suspect: bool) -> None:
        self.table = table
        self.width = width
        self.suspect = suspect  # somewhere in the file are bytes or characters that no text holds
        self.names = {position: name for name, position in positions.items()}
        # (position or None when the file lacks the column, column, values met before)
        self.plan: list[tuple[int | None, Column, dict[str, Any]]] = [
            (positions.get(column.name), column, {}) for column in table.spec.columns
        ]

    def read(self, records: Iterator[tuple[int, list[str]]]) -> None:
        table, row_type = self.table, self.table.spec.row_type
        checks = table.spec.row_checks
        for line, record in records:
            before = len(table.faults)
            if len(record) != self.width:
                self._wrong_width(line, record)
                continue
            unreadable = self._unreadable(line, record) if self.suspect else ()
            row = row_type(line, *self._values(line, record, unreadable))
            self._note_reference(line, row[1])
            for check in checks:
                for column, message in check(row):
                    table.fault(line, column, message)
            (table.rows if len(table.faults) == before else table.faulty_rows).append(row)

    def _wrong_width(self, line: int, record: list[str]) -> None:
        if len(record) > self.width:
            message = _("too many fields, %(found)s; expected %(expected)s as in the first line")
        else:
            message = _("too few fields, %(found)s; expected %(expected)s as in the first line")
        self.table.fault(line, WHOLE_ROW, message % {"found": len(record), "expected": self.width})
        position = self.plan[0][0]
        if position is not None and position < len(record):
            self._note_reference(line, record[position].strip() or None)

    def _unreadable(self, line: int, record: list[str]) -> set[int]:
        """Positions of fields that no text can hold, their faults reported."""
        found = set()
        for position, value in enumerate(record):
            if _SURROGATES.search(value):
                message = _("the text is not UTF-8; expected a file saved as UTF-8")
            elif "\x00" in value:
                message = _("the field holds a NUL character; expected text")
            else:
                continue
            self.table.fault(line, self.names.get(position, WHOLE_ROW), message)
            found.add(position)
        return found

    def _values(self, line: int, record: list[str], unreadable: Collection[int]) -> Iterator[Any]:
        for position, column, seen in self.plan:
            kind = column.kind
            text = record[position].strip() if position is not None else ""
            if not text:
                if column.required and position is not None:
                    self.table.fault(line, column.name, _("the field is empty; expected a value"))
                yield kind.empty
            elif text in seen:
                yield seen[text]
            elif position in unreadable:
                yield None
            else:
                try:
                    value = kind.parse(text)
                except FieldFault as fault:
                    self.table.fault(line, column.name, str(fault))
                    yield None
                    continue
                if kind.repeats:
                    seen[text] = value
                yield value

    def _note_reference(self, line: int, reference: str | None) -> None:
        if reference is None:
            return
        first_line = self.table.references.setdefault(reference, line)
        if first_line != line:
            self.table.fault(
                line,
                self.table.spec.reference.name,
                _("“%(reference)s” is on line %(line)s already; expected each reference once")
                % {"reference": shortened(reference), "line": first_line},
            )
