"""Rules about several rows that the database itself keeps, alike on PostgreSQL and SQLite.

`NoOverlap` says that periods of the same thing never share a night. Both ends of a period are
included, as everywhere in Hemväg, and an end that is NULL means that the period goes on.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.core import checks
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, IntegrityError, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models.constraints import BaseConstraint
from django.utils.translation import gettext_lazy as _

# Later than any end that is stored; compared as text on SQLite.
_OPEN_END = "9999-12-31"

_TRIGGER = (
    "CREATE TRIGGER {name} AFTER {event} ON %(table)s {when}BEGIN "
    "SELECT RAISE(ABORT, 'exclusion constraint failed: {constraint}') WHERE EXISTS ("
    "SELECT 1 FROM %(table)s o WHERE o.%(key)s = NEW.%(key)s AND o.%(pk)s <> NEW.%(pk)s{live} "
    "AND o.%(start)s <= COALESCE(NEW.%(end)s, '" + _OPEN_END + "') "
    "AND NEW.%(start)s <= COALESCE(o.%(end)s, '" + _OPEN_END + "')); END"
)

# Triggers see only new rows. This refuses the migration when rows that are there already overlap,
# as PostgreSQL does: a CHECK is the only way to raise outside a trigger.
_SCRATCH = (
    "CREATE TEMP TABLE {scratch} (ok integer CONSTRAINT {name} CHECK (ok))",
    "INSERT INTO {scratch} SELECT NOT EXISTS (SELECT 1 FROM ("
    "SELECT %(start)s AS s, MAX(COALESCE(%(end)s, '" + _OPEN_END + "')) OVER ("
    "PARTITION BY %(key)s ORDER BY %(start)s, %(pk)s "
    "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached "
    "FROM %(table)s WHERE {rows}) WHERE s <= reached)",
    "DROP TABLE {scratch}",
)


class NoOverlap(BaseConstraint):
    """No two live rows with the same `key` have a night in common.

    `start` and `end` are date fields and both of those nights count; an `end` of None is open
    ended. A row is left out when `void` (a nullable field, such as a moment of cancellation) is
    set, or when its key or start is NULL. Violated, the database raises IntegrityError and
    `violated_constraint` gives this constraint's name; `validate` raises ValidationError on the
    start field with `violation_error_message`.

    The table should also have a CheckConstraint that end is not before start: without it
    PostgreSQL answers such a row with DataError.
    """

    def __init__(
        self,
        *,
        name: str,
        key: str,
        start: str,
        end: str,
        void: str | None = None,
        violation_error_code: str | None = None,
        violation_error_message: Any = None,
    ) -> None:
        if not re.fullmatch(r"[a-z0-9_]+", name):
            raise ValueError(f"NoOverlap name {name!r}: use a-z, 0-9 and _")
        self.key, self.start, self.end, self.void = key, start, end, void
        super().__init__(
            name=name,
            violation_error_code=violation_error_code,
            violation_error_message=violation_error_message,
        )

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        kwargs |= {"key": self.key, "start": self.start, "end": self.end}
        if self.void:
            kwargs["void"] = self.void
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        if isinstance(other, NoOverlap):
            return self.deconstruct() == other.deconstruct()
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self.name, self.key, self.start, self.end, self.void))

    def __repr__(self) -> str:
        return (
            f"<NoOverlap: name={self.name!r} key={self.key!r} "
            f"start={self.start!r} end={self.end!r} void={self.void!r}>"
        )

    # What the schema editor asks for

    def constraint_sql(  # type: ignore[override]  # the stubs forget that None means no clause
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> str | None:
        """The part of CREATE TABLE.

        On SQLite nothing: triggers wait in `deferred_sql`, which runs on the finished table, also
        after the table is remade for an unrelated change.
        """
        if _is_postgresql(schema_editor):
            return self._exclude_clause(model, schema_editor)
        schema_editor.deferred_sql.extend(self._sqlite_statements(model, schema_editor))
        return None

    def create_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement | None:
        """Add the constraint to a table that exists."""
        if _is_postgresql(schema_editor):
            return Statement(
                "ALTER TABLE %(table)s ADD %(clause)s",
                table=Table(model._meta.db_table, schema_editor.quote_name),
                clause=self._exclude_clause(model, schema_editor),
            )
        for statement in self._sqlite_statements(model, schema_editor):
            schema_editor.execute(statement, params=None)
        return None

    def remove_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement | None:
        quote = schema_editor.quote_name
        if _is_postgresql(schema_editor):
            return Statement(
                "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
                table=Table(model._meta.db_table, quote),
                name=quote(self.name),
            )
        for event in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {quote(f'{self.name}_{event}')}")
        return None

    def _exclude_clause(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        column = _columns(model, schema_editor)
        key, start, end = column(self.key), column(self.start), column(self.end)
        rows = self._row_conditions(model, column)
        return (
            f"CONSTRAINT {schema_editor.quote_name(self.name)} EXCLUDE USING gist "
            # A one-number range compares a whole number in GiST without an extension.
            f"(int8range({key}, {key}, '[]') WITH &&, daterange({start}, {end}, '[]') WITH &&)"
        ) + (f" WHERE ({rows})" if rows else "")

    def _row_conditions(self, model: type[models.Model], column: Any) -> str:
        """Which rows take part: NULL as a range bound would mean "without limit"."""
        conditions = [
            f"{column(name)} IS NOT NULL"
            for name in (self.key, self.start)
            if model._meta.get_field(name).null
        ]
        if self.void:
            conditions.append(f"{column(self.void)} IS NULL")
        return " AND ".join(conditions)

    def _sqlite_statements(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Iterator[Statement]:
        quote, column = schema_editor.quote_name, _columns(model, schema_editor)
        names = {"key": self.key, "start": self.start, "end": self.end, "pk": model._meta.pk.name}
        if self.void:
            names["void"] = self.void
        parts: dict[str, Any] = {part: column(name) for part, name in names.items()}
        # As a reference: a remade table is renamed before these statements run.
        parts["table"] = Table(model._meta.db_table, quote)
        watched = ", ".join(f"%({part})s" for part in names if part != "pk")
        for event, suffix in (("INSERT", "insert"), (f"UPDATE OF {watched}", "update")):
            sql = _TRIGGER.format(
                name=quote(f"{self.name}_{suffix}"),
                event=event,
                when="WHEN NEW.%(void)s IS NULL " if self.void else "",
                live=" AND o.%(void)s IS NULL" if self.void else "",
                constraint=self.name,
            )
            yield Statement(sql, **parts)
        rows = "%(key)s IS NOT NULL" + (" AND %(void)s IS NULL" if self.void else "")
        scratch = quote(f"{self.name}_check")
        for template in _SCRATCH:
            sql = template.format(scratch=scratch, name=quote(self.name), rows=rows)
            yield Statement(sql, **parts)

    # What forms ask for

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Collection[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Raise ValidationError on the start field when the row would share a night.

        A courtesy to the person at the form; simultaneous writers are stopped by the database.
        """
        if exclude and {self.key, self.start, self.end} & set(exclude):
            return
        key = getattr(instance, _field(model, self.key).attname)
        start, end = getattr(instance, self.start), getattr(instance, self.end)
        if key is None or start is None or (self.void and getattr(instance, self.void)):
            return
        others = model._base_manager.using(using).filter(
            models.Q(**{self.end: None}) | models.Q(**{f"{self.end}__gte": start}),
            **{self.key: key},
        )
        if self.void:
            others = others.filter(**{self.void: None})
        if end is not None:
            others = others.filter(**{f"{self.start}__lte": end})
        if others.exclude(pk=instance.pk).exists():
            message = ValidationError(self.get_violation_error_message(), code=self.violation_error_code)
            raise ValidationError({self.start: message})

    def _check(self, model: type[models.Model], connection: Any) -> list[checks.CheckMessage]:
        errors: list[checks.CheckMessage] = []
        for name in (self.start, self.end):
            field = model._meta.get_field(name)
            if not isinstance(field, models.DateField) or isinstance(field, models.DateTimeField):
                errors.append(
                    checks.Error(
                        f"NoOverlap '{self.name}' needs '{name}' to be a DateField.",
                        obj=model,
                        id="core.E001",
                    )
                )
        if self.void and not model._meta.get_field(self.void).null:
            errors.append(
                checks.Error(
                    f"NoOverlap '{self.name}' needs '{self.void}' to be nullable: NULL is live.",
                    obj=model,
                    id="core.E002",
                )
            )
        return errors

    default_violation_error_message = _("The dates overlap another period that is already there.")


def violated_constraint(error: IntegrityError) -> str | None:
    """The name of the constraint that the database refused with, the same on both engines.

    None when the engine does not tell: a NOT NULL, on SQLite also foreign keys, `unique=True` on
    a field, and two unique constraints over the same columns.
    """
    diagnostics = getattr(error.__cause__, "diag", None)
    if diagnostics is not None:
        name: str | None = diagnostics.constraint_name
        return name
    text = str(error)
    if named := re.match(r"(?:exclusion|CHECK) constraint failed: (\w+)$", text):
        return named[1]
    if index := re.match(r"UNIQUE constraint failed: index '(.+)'$", text):
        return index[1]
    if columns := re.match(r"UNIQUE constraint failed: (.+)$", text):
        return _unique_constraint_over(frozenset(columns[1].split(", ")))
    return None


def _unique_constraint_over(columns: frozenset[str]) -> str | None:
    found = [
        constraint.name
        for model in apps.get_models(include_auto_created=True)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
        and constraint.fields
        and columns == {f"{model._meta.db_table}.{_field(model, name).column}" for name in constraint.fields}
    ]
    return found[0] if len(found) == 1 else None


def _is_postgresql(schema_editor: BaseDatabaseSchemaEditor) -> bool:
    return bool(schema_editor.connection.vendor == "postgresql")


def _columns(model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Callable[[str], str]:
    return lambda name: schema_editor.quote_name(str(_field(model, name).column))


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    """A field with a column of its own; a constraint can name no other."""
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field
