"""Rows that can be added and read but neither changed nor deleted, enforced by the database.

The one way round is disposal (gallring) that the law orders: `with disposal_allowed(): ...`. PostgreSQL
asks a setting that lasts for the transaction, SQLite a function that only this application defines, so
that a plain SQLite client can't delete the rows either.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models.constraints import BaseConstraint

disposing: ContextVar[bool] = ContextVar("disposing", default=False)


def install_disposal_switch(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Signal handler of connection_created: gives SQLite the function that the triggers ask."""
    if connection.vendor == "sqlite":
        raw: sqlite3.Connection = connection.connection
        raw.create_function("hemvag_disposal", 0, lambda: int(disposing.get()))


@contextmanager
def disposal_allowed(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Within this block, in one transaction, append-only rows may be deleted."""
    token = disposing.set(True)
    try:
        with transaction.atomic(using=using):
            connection = connections[using]
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL hemvag.disposal = 'on'")
            yield
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL hemvag.disposal = 'off'")
    finally:
        disposing.reset(token)


class AppendOnly(BaseConstraint):
    """A model constraint: UPDATE and DELETE raise an error that names the constraint.

    `frozen_when` names a nullable field: only rows in which it is set are kept from changing.
    """

    def __init__(self, *, name: str, frozen_when: str = "") -> None:
        self.frozen_when = frozen_when
        super().__init__(name=name)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | ({"frozen_when": self.frozen_when} if self.frozen_when else {})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AppendOnly) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.frozen_when))

    def _is_frozen(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> str:
        """A condition on the row as it was; empty when all rows are frozen."""
        if not self.frozen_when:
            return ""
        field = model._meta.get_field(self.frozen_when)
        assert isinstance(field, models.Field)
        assert field.column is not None
        return f"OLD.{editor.quote_name(field.column)} IS NOT NULL"

    def _sqlite(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> Iterator[Statement]:
        frozen = self._is_frozen(model, editor)
        for verb in ("update", "delete"):
            yield Statement(
                f"CREATE TRIGGER {editor.quote_name(f'{self.name}_{verb}')} BEFORE {verb.upper()} "
                f"ON %(table)s WHEN hemvag_disposal() = 0 {f'AND {frozen} ' if frozen else ''}"
                f"BEGIN SELECT RAISE(ABORT, 'append only: {self.name}'); END",
                table=Table(model._meta.db_table, editor.quote_name),
            )

    def _postgresql(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> Iterator[Statement]:
        table = Table(model._meta.db_table, editor.quote_name)
        function = editor.quote_name(f"{self.name}_guard")
        frozen = self._is_frozen(model, editor)
        yield Statement(
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF current_setting('hemvag.disposal', true) = 'on' THEN "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF; "
            f"RAISE EXCEPTION 'append only: {self.name}' USING ERRCODE = 'integrity_constraint_violation'; "
            "END $$; "
            f"CREATE TRIGGER {editor.quote_name(self.name)} BEFORE UPDATE OR DELETE ON %(table)s "
            f"FOR EACH ROW {f'WHEN ({frozen}) ' if frozen else ''}EXECUTE FUNCTION {function}()",
            table=table,
        )

    def _statements(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> Iterator[Statement]:
        if editor.connection.vendor == "postgresql":
            return self._postgresql(model, editor)
        return self._sqlite(model, editor)

    def constraint_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:  # type: ignore[override]
        # Deferred, so that SQLite's triggers land on the final table also after a remake.
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))
        return ""

    def create_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> None:  # type: ignore[override]
        for statement in self._statements(model, schema_editor):
            schema_editor.execute(statement, params=None)

    def remove_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> None:  # type: ignore[override]
        quote = schema_editor.quote_name
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"DROP TRIGGER {quote(self.name)} ON {quote(model._meta.db_table)}; "
                f"DROP FUNCTION {quote(f'{self.name}_guard')}()",
                params=None,
            )
            return
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {quote(f'{self.name}_{verb}')}", params=None)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Nothing that a form could check: adding is always allowed."""
