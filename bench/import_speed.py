"""How long an import takes, against the least that it could: csv and executemany into the same tables.

    DATABASE_URL=... python -m bench.import_speed [--placements 100000] [--rounds 3]

Works on a database that is migrated and may be thrown away (default: a temporary SQLite file). Each round
imports the same folder into a new board, and then writes the same rows with nothing but a CSV reader and
SQL: no validation, no references looked up, no keys for searching. The two alternate; the median of the
rounds' ratios counts. Memory is the peak of this process.
"""

import argparse
import csv
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

PROVIDER_KINDS = ("hotel", "hostel", "emergency_family_home", "quick_housing", "shelter", "other")
GIVEN = ("Åsa", "Amira", "Erik", "Fatima", "Björn", "Ahmed", "Maria", "Johan", "Nadia", "Östen")
FAMILY = ("Lindgren", "Öberg", "Ali", "Demir", "Karlsson", "Hassan", "Åkesson", "Berg")


def generate(folder: Path, placements: int) -> None:
    """Half as many households as placements, 2.25 members each; no identity numbers but test ones."""
    chance = random.Random(2014)
    households = placements // 2
    start = date(2011, 9, 1)

    def day(upto: int = 3000) -> date:
        return start + timedelta(days=chance.randrange(upto))

    _write(
        folder / "households.csv",
        "household,opened_on,closed_on,situation,situation_on,lives_in_district,interpreter_language,"
        "protected,unit,project_worker,caseworker",
        (
            (f"H-{n:07}", opened := day(), "", chance.randint(1, 4), opened, "yes",
             chance.choice(("", "dari")), "none", chance.choice(("Vuxen", "Barn och ungdom")),
             chance.choice(("jonas", "maria")), "eva")
            for n in range(households)
        ),
    )  # fmt: skip
    _write(
        folder / "members.csv",
        "person,household,role,given_name,family_name,born_on,identity_number,joined_on,left_on",
        (
            (f"P-{n:07}", f"H-{n * 4 // 9:07}", chance.choice(("adult", "child")), chance.choice(GIVEN),
             chance.choice(FAMILY), day(9000) - timedelta(days=20000), "", "", "")
            for n in range(households * 9 // 4)
        ),
    )  # fmt: skip
    _write(
        folder / "providers.csv",
        "provider,name,kind",
        ((f"B-{n}", f"Boende {n}", kind) for n, kind in enumerate(PROVIDER_KINDS)),
    )
    _write(
        folder / "placements.csv",
        "placement,household,provider,first_night,last_night,price_sek,price_per",
        (
            (f"A-{n:07}", f"H-{chance.randrange(households):07}", f"B-{n % 6}", first := day(),
             first + timedelta(days=chance.randrange(90)), chance.randrange(400, 1200), "night")
            for n in range(placements)
        ),
    )  # fmt: skip


def _write(path: Path, header: str, rows: Iterator[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(header + "\n")
        csv.writer(file, lineterminator="\n").writerows(rows)


def plain(folder: Path, board: int) -> None:
    """The same rows in the same tables, as fast as SQL takes them."""
    from django.db import connection, transaction  # settings come first

    def rows(name: str) -> list[dict[str, str]]:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def insert(table: str, columns: str, values: list[tuple[object, ...]]) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                from psycopg2.extras import execute_values  # executemany there is one round trip a row

                execute_values(
                    cursor.cursor, f"INSERT INTO {table} ({columns}) VALUES %s", values, page_size=1000
                )
            else:
                marks = ", ".join(["%s"] * (columns.count(",") + 1))
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)

    def keys(table: str, names: list[str]) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
            last = cursor.fetchone()[0]
        return {name: last + number for number, name in enumerate(names, start=1)}

    with transaction.atomic():
        households = rows("households")
        household = keys("cases_household", [row["household"] for row in households])
        insert(
            "cases_household",
            "id, authority_id, reference, case_number, opened_on, entry_reason, lives_in_district, "
            "interpreter_language, protected_identity",
            [(household[row["household"]], board, row["household"], row["household"], row["opened_on"], "",
              row["lives_in_district"] == "yes", row["interpreter_language"], row["protected"])
             for row in households],
        )  # fmt: skip
        situation = keys("cases_situationrecord", list(household))
        insert(
            "cases_situationrecord",
            "id, household_id, situation, valid_from, definition_version",
            [(situation[row["household"]], household[row["household"]], row["situation"], row["situation_on"],
              "2014") for row in households],
        )  # fmt: skip
        members = rows("members")
        person = keys("cases_person", [row["person"] for row in members])
        insert(
            "cases_person",
            "id, authority_id, reference, given_name, family_name, born_on, identity_number, identity_kind, "
            "given_key, family_key, search_key, sort_key",
            [(person[row["person"]], board, row["person"], row["given_name"], row["family_name"],
              row["born_on"], "", "none", row["given_name"], row["family_name"], row["family_name"],
              row["family_name"]) for row in members],
        )  # fmt: skip
        member = keys("cases_householdmember", list(person))
        insert(
            "cases_householdmember",
            "id, household_id, person_id, role",
            [(member[row["person"]], household[row["household"]], person[row["person"]], row["role"])
             for row in members],
        )  # fmt: skip
        providers = rows("providers")
        provider = keys("housing_provider", [row["provider"] for row in providers])
        insert(
            "housing_provider",
            "id, authority_id, reference, name, kind",
            [(provider[row["provider"]], board, *row.values()) for row in providers],
        )
        placements = rows("placements")
        placement = keys("housing_placement", [row["placement"] for row in placements])
        insert(
            "housing_placement",
            "id, authority_id, reference, household_id, provider_id, first_night, last_night, price_sek, "
            "price_per",
            [(placement[row["placement"]], board, row["placement"], household[row["household"]],
              provider[row["provider"]], row["first_night"], row["last_night"], row["price_sek"],
              row["price_per"]) for row in placements],
        )  # fmt: skip


def timed(what: Callable[[], object]) -> float:
    started = time.perf_counter()
    what()
    return time.perf_counter() - started


def measure(folder: Path, rounds: int) -> None:
    from django.core.management import call_command  # settings come first
    from django.core.management.color import no_style
    from django.db import connection

    from accounts.imports import import_records
    from accounts.models import Authority

    def move_sequences() -> None:
        """What was written with keys of its own must not meet the next import's."""
        from django.apps import apps

        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(apps.get_models())):
                cursor.execute(statement)

    call_command("migrate", verbosity=0)
    run = time.strftime("%Y%m%d%H%M%S")
    ratios = []
    for number in range(rounds):
        name = f"Bench {run}-{number}"
        ours = timed(lambda name=name: import_records(folder, name))
        if number == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            again = timed(lambda name=name: import_records(folder, name))
        board = Authority.objects.create(name=f"{name} plain", municipality="Stockholm")
        least = timed(lambda board=board: plain(folder, board.pk))
        move_sequences()
        ratios.append(ours / least)
        print(f"round {number + 1}: import {ours:.1f} s, plain {least:.1f} s, ratio {ratios[-1]:.2f}")
    print(f"{connection.vendor}: median ratio {statistics.median(ratios):.2f} of {rounds} rounds")
    print(f"the same folder again (nothing changes): {again:.1f} s; peak memory of one import {peak} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--placements", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{place}/bench.sqlite3")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeless_project.settings.development")
        os.environ.setdefault("DEBUG", "false")  # DEBUG keeps every query in memory
        import django

        django.setup()
        folder = Path(place) / "records"
        folder.mkdir()
        generate(folder, options.placements)
        sizes = {path.name: f"{path.stat().st_size / 1e6:.1f} MB" for path in sorted(folder.iterdir())}
        print(sizes, file=sys.stderr)
        measure(folder, options.rounds)


if __name__ == "__main__":
    main()
