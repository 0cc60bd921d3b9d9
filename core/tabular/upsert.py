"""Writing many records by reference: those that are there are updated, the others created.

No change history is written row by row, since a bulk import is one event and not somebody's change:
the audit log has one event for each file, and the file itself is the record of what it held.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from django.db import models

from core.tabular.reading import Row, Table

Progress = Callable[[str, int, int], None]
Item = TypeVar("Item")

# Rows in one go: enough that the round trips cost little, few enough that memory stays flat.
CHUNK = 2_000
# Up to so many references are looked up by name; more, by reading all that the board has.
_FEW = 5_000
_IN_ONE_QUERY = 500


def no_progress(label: str, done: int, total: int) -> None:
    """Says nothing."""


@dataclass(frozen=True)
class ImportCount:
    """What one file led to."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass
class Upserted:
    """`created` and `updated`: references. `before`: the stored values of rows that were there."""

    rows: int
    keys: dict[str, int]
    created: set[str] = field(default_factory=set)
    updated: set[str] = field(default_factory=set)
    before: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    def count(self) -> ImportCount:
        created, updated = len(self.created), len(self.updated - self.created)
        return ImportCount(created, updated, self.rows - created - updated)


def in_chunks(items: Sequence[Item] | Iterator[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """Lists of at most `size` items, in order."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def stored(
    model: type[models.Model], authority: Any, references: Collection[str], *fields: str
) -> Iterator[tuple[Any, ...]]:
    """(reference, primary key, *fields) of a board's records among `references`."""
    if authority.pk is None or not references:
        return
    mine = model._default_manager.filter(authority=authority, reference__isnull=False)
    mine = mine.order_by()
    names = ("reference", "pk", *fields)
    if len(references) <= _FEW:
        for some in in_chunks(iter(references), _IN_ONE_QUERY):
            yield from mine.filter(reference__in=some).values_list(*names)
        return
    wanted = references if isinstance(references, set | dict) else set(references)
    for row in mine.values_list(*names).iterator(chunk_size=CHUNK):
        if row[0] in wanted:
            yield row


def known_by_reference(model: type[models.Model]) -> Callable[[Any, Collection[str]], dict[str, int]]:
    """Reference to primary key, for those of the board's records that are there: an Importer's `known`."""

    def known(context: Any, references: Collection[str]) -> dict[str, int]:
        return dict(stored(model, context.authority, references))

    return known


def upsert(
    model: type[models.Model],
    context: Any,
    table: Table,
    *,
    fields: Sequence[str],
    values: Callable[[Row], tuple[Any, ...]],
    derive: Callable[[Any], None] | None = None,
    derived_fields: Sequence[str] = (),
    before_write: Callable[[Upserted], None] | None = None,
) -> Upserted:
    """Create or update a record for each row, found by authority and reference.

    `values(row)` gives the values of `fields` (names of columns, so `household_id`), and a record
    that has them already is not written. `derive(record)` fills `derived_fields` in before a write.
    `before_write` is called when what is stored has been compared and nothing is written yet.
    Leaves the primary keys in `context.keys` and reports progress.
    """
    rows, filename = table.rows, table.spec.filename
    result = Upserted(len(rows), context.keys.setdefault(filename, {}))
    before = {row[0]: row[1:] for row in stored(model, context.authority, {row[1] for row in rows}, *fields)}
    for row in rows:
        old = before.get(row[1])
        if old is None:
            result.created.add(row[1])
            continue
        result.keys[row[1]] = old[0]
        result.before[row[1]] = old[1:]
        if old[1:] != values(row):
            result.updated.add(row[1])
    if before_write is not None:
        before_write(result)
    touched = result.created | result.updated
    done = 0
    for chunk in in_chunks(rows):
        records = [
            model(
                authority_id=context.authority.pk,
                reference=row[1],
                **dict(zip(fields, values(row), strict=True)),
            )
            for row in chunk
            if row[1] in touched
        ]
        for record in _write(model, records, derive, [*fields, *derived_fields]):
            result.keys[record.reference] = record.pk
        done += len(chunk)
        context.progress(filename, done, len(rows))
    return result


def _write(
    model: type[models.Model],
    records: list[Any],
    derive: Callable[[Any], None] | None,
    columns: Sequence[str],
) -> list[Any]:
    if derive is not None:
        for record in records:
            derive(record)
    if not records:
        return records
    return model._default_manager.bulk_create(
        records,
        update_conflicts=True,
        unique_fields=["authority", "reference"],
        update_fields=columns,
    )
