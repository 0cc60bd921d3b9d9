"""Queries that are built once and asked many times: Django's building of them costs more than their answer.

A page used all day asks the same questions about one household after another. What differs between two
times are a few values (slots: a key, a day), which are bound anew; what the reader may see, and the day, are
part of the statement's key, so a right that is taken away is gone at the next request (ADR 0019).
"""

from collections.abc import Callable, Hashable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.core.signals import setting_changed
from django.db import connections
from django.db.models import Model, QuerySet, Value
from django.db.models.expressions import Col
from django.db.models.query import get_related_populators
from django.utils.translation import get_language

from core.clock import today

RowT = TypeVar("RowT", bound=Model)
# Keys and days that no row has; they mark in the statement where the values go.
KEYS = tuple(-9_151_314_442_816_847_000 - number for number in range(4))
DAYS = tuple(date(1, 1, 1 + number) for number in range(4))
READER = KEYS[0] - 1
GREATEST_KEY = 2**63 - 1
MOST_STATEMENTS = 256


@dataclass(frozen=True)
class Statement(Generic[RowT]):
    """The SQL of one queryset, and how its rows become objects."""

    sql: str
    parameters: tuple[Any, ...]
    database: str
    model: type[RowT]
    names: list[str]
    first: int
    end: int
    populators: list[Any]
    annotations: dict[str, int]
    converters: list[tuple[int, list[Any], Any]]
    places: list[tuple[int, int]]  # of a parameter, and of the slot that goes there

    @classmethod
    def of(cls, queryset: QuerySet[RowT], marks: Sequence[int | date]) -> "Statement[RowT] | None":
        """None where the queryset can have no rows. Raises ValueError for a slot that it does not use."""
        compiler = queryset.query.get_compiler(queryset.db)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        adapted = [_adapt(mark, connections[queryset.db]) for mark in marks]
        places = [(at, adapted.index(one)) for at, one in enumerate(parameters) if one in adapted]
        used = {slot for _at, slot in places}
        if any(slot not in used and mark != READER for slot, mark in enumerate(marks)):
            raise ValueError(f"A slot is not used by the statement: {sql}")
        select, info = compiler.select, compiler.klass_info
        fields = info["select_fields"]
        converters = compiler.get_converters([column[0] for column in select[: compiler.col_count]])
        return cls(
            sql,
            tuple(parameters),
            queryset.db,
            queryset.model,
            [column[0].target.attname for column in select[fields[0] : fields[-1] + 1]],
            fields[0],
            fields[-1] + 1,
            get_related_populators(info, select, queryset.db),  # type: ignore[call-arg]  # the stubs are ahead
            dict(compiler.annotation_col_map or {}),
            [(at, list(convert), _light(expression)) for at, (convert, expression) in converters.items()],
            places,
        )

    def rows(self, slots: Sequence[int | date]) -> list[RowT]:
        """The objects that it finds with these values in the slots."""
        connection = connections[self.database]
        parameters = list(self.parameters)
        for at, slot in self.places:
            parameters[at] = _adapt(slots[slot], connection)
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            found = cursor.fetchall()
        return [self._object(list(row), connection) for row in found]

    def _object(self, row: list[Any], connection: Any) -> RowT:
        for at, convert, expression in self.converters:
            for one in convert:
                row[at] = one(row[at], expression, connection)
        made = self.model.from_db(self.database, self.names, row[self.first : self.end])
        for populator in self.populators:
            populator.populate(row, made)
        for name, at in self.annotations.items():
            setattr(made, name, row[at])
        return made


class Prepared(Generic[RowT]):
    """A question to the database, kept as a statement for each key of those who ask it.

    `build` takes the slots, keys of rows (int) or days, and then what is fixed, by name; it gives the
    queryset, without prefetches. With a reader it gets `reader`: somebody with the same rights whose key is a
    slot too, so that all who have them share the statement. What it asks in other ways has to be in `key`,
    except the day and the language, which always are.
    """

    def __init__(self, build: Callable[..., QuerySet[RowT]]) -> None:
        self.build = build
        self.kept: dict[Hashable, Statement[RowT] | None] = {}
        setting_changed.connect(self._forget, weak=False)

    def rows(self, *slots: int | date, key: Hashable = None, reader: Any = None, **fixed: Any) -> list[RowT]:
        """The objects, in the queryset's order. One query, or none where there can be no rows."""
        if any(isinstance(slot, int) and abs(slot) > GREATEST_KEY for slot in slots):
            return []
        rights = None if reader is None else reader.access_key
        whole = (key, rights, today(), get_language(), tuple(map(type, slots)))
        kept = self.kept  # the dictionary itself: another thread may put an empty one in its place
        if whole not in kept:
            if len(kept) >= MOST_STATEMENTS:
                kept = self.kept = {}
            kept[whole] = self._built(slots, reader, fixed)
        statement = kept[whole]
        if statement is None:
            return []
        return statement.rows(slots if reader is None else (*slots, reader.pk))

    def _built(
        self, slots: Sequence[int | date], reader: Any, fixed: dict[str, Any]
    ) -> Statement[RowT] | None:
        marks = _marks(slots)
        if reader is None:
            return Statement.of(self.build(*marks, **fixed), marks)
        anybody = copy(reader)
        anybody.pk = READER
        return Statement.of(self.build(*marks, reader=anybody, **fixed), [*marks, READER])

    def _forget(self, **_kwargs: Any) -> None:
        self.kept = {}


def keep_related(instance: Model, name: str, rows: Sequence[Model]) -> None:
    """Keep rows as what the reverse relation `name` of instance holds, as a prefetch does."""
    related = getattr(instance, name)
    for row in rows:
        setattr(row, related.field.name, instance)
    found = related.all()
    found._result_cache, found._prefetch_done = list(rows), True
    kept = getattr(instance, "_prefetched_objects_cache", {})
    instance._prefetched_objects_cache = kept | {name: found}  # type: ignore[attr-defined]  # of Django's own


def _marks(slots: Sequence[int | date]) -> list[int | date]:
    keys, days = iter(KEYS), iter(DAYS)
    return [next(days) if isinstance(slot, date) else next(keys) for slot in slots]


def _light(expression: Any) -> Any:
    """What a converter asks of an expression, without the query behind an annotation."""
    return expression if isinstance(expression, Col) else Value(None, output_field=expression.output_field)


def _adapt(value: int | date, connection: Any) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
