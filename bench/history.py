"""Ten years of made-up history of any size, generated inside the database.

N households, 2.25 N members, 2 N placements, 10 N visits, and the rest in proportion. Everything is
arithmetic on the row number, so that both engines and every run hold the same rows.
"""

from datetime import datetime

from django.apps import apps
from django.db import connection, transaction

from core import sql

AUTHORITY = "Bench"
FIRST_DAY = "2014-01-01"
DAYS = 3650
GIVEN = ("Amira", "Erik", "Fatima", "Ahmed", "Maria", "Johan", "Nadia", "Sara")
FAMILY = ("Lindgren", "Ali", "Demir", "Karlsson", "Hassan", "Berg", "Nilsson")
LETTERS = "aeiou"


def fill_unless_there(households: int) -> None:
    """Fill an empty, migrated database, or leave one that holds this history of this size.

    Raises SystemExit for any other: nobody's records are touched.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cases_household")
        (there,) = cursor.fetchone()
        cursor.execute("SELECT COUNT(*) FROM accounts_authority WHERE name = %s", [AUTHORITY])
        (ours,) = cursor.fetchone()
    if ours and there == households:
        return
    if there:
        raise SystemExit("The database holds something else: name a new one in DATABASE_URL.")
    _fill(households)


def _fill(households: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_authority (name, municipality, is_active) VALUES (%s, 'Stockholm', %s)",
            [AUTHORITY, True],
        )
        for statement in _statements(households):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if sql.is_postgresql() else "ANALYZE")


def _day(number: str) -> str:
    """The day so many days after the first."""
    if sql.is_postgresql():
        return f"(DATE '{FIRST_DAY}' + CAST({number} AS integer))"
    return f"date('{FIRST_DAY}', ({number}) || ' days')"


def _mixed(seed: int, below: int, i: str = "i") -> str:
    """A number from 0 to below - 1 that looks random and follows from the row's number i."""
    return f"((({i} * {seed} + 12345) % 1000003 * 7919 + {i}) % {below})"


def _one_of(names: tuple[str, ...], number: str) -> str:
    """One of the names and a letter, so that not everybody is called the same."""
    cases = " ".join(f"WHEN {n} THEN '{name}'" for n, name in enumerate(names))
    letter = f"SUBSTR('{LETTERS}', CAST({number} % {len(LETTERS)} AS integer) + 1, 1)"
    return f"(CASE ({number}) / 10 % {len(names)} {cases} END || {letter})"


def _series(rows: int) -> str:
    return (
        f"WITH RECURSIVE n(i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) "
    )


def _insert(table: str, rows: int, columns: dict[str, str]) -> str:
    columns = columns | _the_rest(table, columns)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) {_series(rows)}"
        f"SELECT {', '.join(columns.values())} FROM n"
    )


def _the_rest(table: str, columns: dict[str, str]) -> dict[str, str]:
    """What the model fills in where nothing is said: the database has no defaults of its own."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and not field.null]
    return {
        field.column: _literal(field.get_default())
        for field in fields
        if field.column not in columns and not field.generated
    }


def _literal(value: object) -> str:
    if value is None or isinstance(value, datetime):
        return "CURRENT_TIMESTAMP"
    if isinstance(value, bool) and not sql.is_postgresql():
        return str(int(value))
    return str(value) if isinstance(value, bool | int) else f"'{value}'"


def _statements(households: int) -> list[str]:
    board = f"(SELECT id FROM accounts_authority WHERE name = '{AUTHORITY}')"
    base = "(SELECT MIN(id) - 1 FROM cases_household)"
    true, false = ("TRUE", "FALSE") if sql.is_postgresql() else ("1", "0")
    # 32 × 7919 + 1 has no factor in common with a round number: everybody gets as many placements.
    household = f"{base} + 1 + {_mixed(32, households)}"
    visitor = f"{base} + (i + 9) / 10"
    start, length = _mixed(17, DAYS), f"({_mixed(53, 119)})"
    people = households * 9 // 4
    person_base = "(SELECT MIN(id) - 1 FROM cases_person)"
    born = f"(CASE WHEN i % 9 < 5 THEN -{_mixed(7, 6000)} + 3000 ELSE -8000 - {_mixed(7, 12000)} END)"
    born_day = _day(born)
    adult = (
        f"CAST({born_day} + INTERVAL '18 years' AS date)"
        if sql.is_postgresql()
        else f"date({born_day}, '+18 years')"
    )
    given, family = _one_of(GIVEN, _mixed(29, 1000)), _one_of(FAMILY, _mixed(43, 1000))
    empty = {"reference": "NULL", "authority_id": board}
    return [
        _insert(
            "cases_household",
            households,
            {
                **empty,
                "case_number": "'B-' || i",
                "opened_on": _day(_mixed(17, DAYS)),
                "entry_reason": "''",
                "interpreter_language": "''",
                "protected_identity": "'none'",
            },
        ),
        _insert(
            "cases_person",
            people,
            {
                **empty,
                "given_name": f"({given})",
                "family_name": f"({family})",
                "born_on": born_day,
                "adult_on": adult,
                "identity_number": "''",
                "identity_kind": "'none'",
                "given_key": f"LOWER({given})",
                "family_key": f"LOWER({family})",
                "search_key": f"LOWER({family} || ' ' || {given} || ' ' || {family})",
                "sort_key": f"LOWER({family} || ' ' || {given})",
            },
        ),
        _insert(
            "cases_householdmember",
            people,
            {
                "household_id": f"{base} + 1 + (i - 1) * 4 / 9",
                "person_id": f"{person_base} + i",
                "role": "CASE WHEN i % 9 < 5 THEN 'child' ELSE 'adult' END",
                "joined_on": "NULL",
                "left_on": f"CASE WHEN i % 20 = 0 THEN {_day(_mixed(11, DAYS))} END",
            },
        ),
        _insert("housing_provider", 1, {**empty, "name": "'Bench'", "kind": "'hotel'"}),
        _insert(
            "housing_placement",
            2 * households,
            {
                **empty,
                "household_id": household,
                "provider_id": "(SELECT MIN(id) FROM housing_provider)",
                "first_night": _day(start),
                "last_night": f"CASE WHEN {start} + {length} < {DAYS} THEN {_day(f'{start} + {length}')} END",
                "price_sek": "500 + i % 700",
                "price_per": "CASE WHEN i % 5 = 0 THEN 'month' ELSE 'night' END",
            },
        ),
        _insert(
            "dropin_visit",
            10 * households,
            {
                **empty,
                # Ten visits a household, the first when it was opened; one in twenty is anonymous.
                "household_id": f"CASE WHEN i % 20 = 0 THEN NULL ELSE {visitor} END",
                "kind": "CASE WHEN i % 3 = 0 THEN 'booked' ELSE 'drop_in' END",
                "place": "'desk'",
                "visited_on": _day(f"{_mixed(17, DAYS, '((i + 9) / 10)')} + (i - 1) % 10 * 25"),
                "referred_by": "''",
                "homeless_timing": "''",
                "note": "'Samtal om kötid, avgift och lediga lägenheter. Återbesök om två veckor.'",
                "next_step": "'nothing'",
                "referred_to": "''",
                "is_first": false,
                "logged_at": "CURRENT_TIMESTAMP",
            },
        ),
        _insert(
            "cases_home",
            households // 4,
            {
                **empty,
                "household_id": household,
                "moved_in_on": _day(_mixed(29, DAYS)),
                "contract": "CASE WHEN i % 3 = 0 THEN 'first_hand' WHEN i % 3 = 1 THEN 'second_hand' "
                "ELSE 'short_term' END",
                "municipality": "CASE WHEN i % 4 = 0 THEN 'Västerås' ELSE 'Stockholm' END",
            },
        ),
        _insert(
            "debtadvice_debtcase",
            households // 2,
            {
                **empty,
                "opened_on": _day(start),
                "closed_on": f"CASE WHEN i % 10 > 0 THEN {_day(f'{start} + 300')} END",
                "has_housing_problem": f"CASE WHEN i % 3 = 0 THEN {true} ELSE {false} END",
                "entry": "''",
            },
        ),
        _insert(
            "housing_flat",
            max(households // 100, 1),
            {
                **empty,
                "kind": "CASE WHEN i % 4 = 0 THEN 'transitional' ELSE 'trial' END",
                "address": "'Gata ' || i",
                "monthly_rent_sek": "5000",
                "available_from": f"{_day('0')}",
            },
        ),
        _insert(
            "housing_tenancy",
            max(households // 100, 1) * 30,
            {
                **empty,
                "flat_id": "(SELECT MIN(id) FROM housing_flat) + (i - 1) / 30",
                "household_id": household,
                "first_night": _day("((i - 1) % 30) * 120"),
                "last_night": _day(f"((i - 1) % 30) * 120 + 20 + {_mixed(37, 95)}"),
            },
        ),
        _insert(
            "housing_boarddecision",
            2 * households,
            {
                **empty,
                "household_id": household,
                "applied_on": _day(f"{start} - {_mixed(41, 30)}"),
                "decided_on": _day(start),
                "outcome": "CASE WHEN i % 7 = 0 THEN 'rejected' WHEN i % 11 = 0 THEN 'deferred' "
                "ELSE 'approved' END",
                "accommodation": "''",
                "reason": "''",
            },
        ),
    ]
