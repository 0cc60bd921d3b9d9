"""Counting together what Django has no word for on both engines."""

from typing import Any

from django.db.models import Aggregate, TextField


class CodesField(TextField):
    """Codes with commas between them, read as a list; NULL is an empty one."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> list[str]:
        return value.split(",") if value else []


class CodeList(Aggregate):
    """The codes of a group as a list, in no order. Codes hold no comma."""

    function = "STRING_AGG"
    name = "CodeList"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = CodesField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **extra)
