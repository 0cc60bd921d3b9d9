"""The little SQL that PostgreSQL and SQLite spell differently, and a way to run the rest.

Fragments come from code; every value is a bound parameter, named `%(name)s`. Days are `date` on
PostgreSQL and ISO text on SQLite, which sort and compare alike. A percent sign must be doubled.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

from core.periods import MonthPart

Parameters = dict[str, Any]


def rows(sql: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Run one query and give its rows by column name. Days may be given as `date`."""
    bound = {name: bind(value) for name, value in parameters.items()}
    with connection.cursor() as cursor:
        cursor.execute(sql, bound)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def row(sql: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The only row of a query that always has one, such as a row of totals."""
    (only,) = rows(sql, parameters)
    return only


def bind(value: Any) -> Any:
    """A value as the database's driver takes it."""
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def refresh_statistics() -> None:
    """Tell PostgreSQL how much there is now; until it looks by itself, it plans for empty tables.

    Without the right to (tables that are another role's) it warns and goes on. SQLite needs none of it.
    """
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def day(name: str) -> str:
    """A bound day where the engine can't tell its type by itself: in VALUES, or next to arithmetic."""
    return f"CAST(%({name})s AS date)" if is_postgresql() else f"%({name})s"


def nights(first: str, last: str) -> str:
    """The number of nights from first to last, both counted; 0 or less when last is before first."""
    return f"({days_between(first, last)} + 1)"


def days_between(earlier: str, later: str) -> str:
    """Whole days from one day to another, negative when the later one is before."""
    if is_postgresql():
        return f"({later} - {earlier})"
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


def local_day(moment: str) -> str:
    """The day of a moment where we are."""
    zone = settings.TIME_ZONE
    if is_postgresql():
        return f"CAST({moment} AT TIME ZONE '{zone}' AS date)"
    return f"django_datetime_cast_date({moment}, '{zone}', 'UTC')"


def least(*values: str) -> str:
    """The smallest value. None of them may be NULL: the engines differ on that."""
    return f"{'LEAST' if is_postgresql() else 'MIN'}({', '.join(values)})"


def greatest(*values: str) -> str:
    """The largest value. None of them may be NULL: the engines differ on that."""
    return f"{'GREATEST' if is_postgresql() else 'MAX'}({', '.join(values)})"


def add_days(value: str, days: int) -> str:
    """The day so many days later, or earlier when negative."""
    if is_postgresql():
        return f"({value} + {days:d})"
    return f"date({value}, '{days:+d} days')"


def add_months(value: str, months: int) -> str:
    """The same date so many months later; a day that the month lacks becomes its last."""
    if is_postgresql():
        return f"CAST({value} + INTERVAL '{months:d} months' AS date)"
    # SQLite lets 30 February run over into March.
    return (
        f"MIN(date({value}, '+{months:d} months'), "
        f"date({value}, 'start of month', '+{months + 1:d} months', '-1 day'))"
    )


def ore(amount: str) -> str:
    """An amount in kronor with two decimals as whole öre, exactly."""
    if is_postgresql():
        return f"CAST({amount} * 100 AS bigint)"
    # Stored as binary floating point: the rounding takes back its error, which is far below an öre.
    return f"CAST(ROUND({amount} * 100) AS INTEGER)"


def month_table(parts: Sequence[MonthPart], parameters: Parameters) -> str:
    """The body of a CTE of month parts (n, year, first, last, days); adds its days to the parameters.

    `days` is the number of days in the whole calendar month. There must be at least one part.
    """
    lines = []
    for n, part in enumerate(parts):
        first, last = f"month_{n}_first", f"month_{n}_last"
        parameters |= {first: part.start, last: part.end}
        lines.append(f"({n:d}, {part.start.year:d}, {day(first)}, {day(last)}, {part.days_in_month:d})")
    return f"VALUES {', '.join(lines)}"


def any_of(
    column: str, values: Sequence[int | str] | None, parameters: Parameters, name: str = "board"
) -> str:
    """A condition that column is one of the values, which are added to the parameters under name.

    None is no condition at all; an empty sequence never holds.
    """
    if values is None:
        return "1 = 1"
    if not values:
        return "1 = 0"
    names = [f"{name}_{n}" for n in range(len(values))]
    parameters |= dict(zip(names, values, strict=True))
    return f"{column} IN ({', '.join(f'%({each})s' for each in names)})"
