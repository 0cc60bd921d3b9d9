"""The command as it is run: exit codes, clean standard output, --check, what is said and where."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper
from django.db import IntegrityError
from django.utils import translation

from accounts import imports
from cases.models import Household
from core.progress import ProgressBar
from tests.imports.folders import GOLDEN, everything, refused, run, write_folder


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.django_db
def test_check_writes_nothing_whatever_it_finds(tmp_path: Path) -> None:
    before = everything()
    said = run(GOLDEN, "--check")
    assert everything() == before
    assert "households.csv: 485" in said
    run(GOLDEN)
    imported = everything()
    run(GOLDEN, "--check")
    write_folder(tmp_path, providers=["B-1,,hotel"])
    refused(tmp_path, "--check")
    assert everything() == imported
    assert imported != before


@pytest.mark.django_db
def test_check_and_import_refuse_alike(tmp_path: Path) -> None:
    write_folder(tmp_path, providers=["B-1,,hotel"], homes=["E-1,H-1,2013-02-30,first_hand,"])
    assert refused(tmp_path) == refused(tmp_path, "--check")
    assert len(refused(tmp_path)) == 3


@pytest.mark.django_db
def test_folders_that_hold_nothing(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "away"):
        with pytest.raises(CommandError) as refusal:
            call_command("import_records", str(folder))
        assert refusal.value.returncode == 1
        assert str(folder) in str(refusal.value)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "  ", "x" * 121])
def test_a_board_without_a_usable_name(tmp_path: Path, name: str) -> None:
    write_folder(tmp_path, providers=["B-1,Hotell,hotel"])
    with pytest.raises(CommandError):
        call_command("import_records", str(tmp_path), authority=name)


@pytest.mark.django_db
def test_swedish_is_spoken_whoever_calls(tmp_path: Path) -> None:
    write_folder(tmp_path, providers=["B-1,,hotel"])
    with translation.override("en"):
        english = refused(tmp_path)
    assert english == refused(tmp_path)


@pytest.mark.django_db
def test_records_changed_meanwhile_are_told_of_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(tmp_path, providers=["B-1,Hotell,hotel"])

    def meets_another(*args: object, **options: object) -> None:
        raise IntegrityError("duplicate key")

    monkeypatch.setattr(imports, "import_folder", meets_another)
    with pytest.raises(CommandError) as refusal:
        call_command("import_records", str(tmp_path))
    assert "duplicate key" not in str(refusal.value)


@pytest.mark.django_db
def test_a_progress_bar_on_a_terminal_and_none_otherwise(tmp_path: Path) -> None:
    write_folder(tmp_path, providers=["B-1,Hotell,hotel"])
    terminal = Terminal()
    call_command("import_records", str(tmp_path), stderr=terminal, no_color=True)
    assert "providers.csv" in terminal.getvalue().partition("\x1b[K")[2]
    assert "#" in terminal.getvalue()
    assert "\x1b" not in run(tmp_path)


def test_the_bar_grows_and_goes_away() -> None:
    terminal = Terminal()
    with ProgressBar(OutputWrapper(terminal)) as progress:
        progress("visits.csv", 0, 4)
        progress("visits.csv", 4, 4)
        progress("homes.csv", 0, 0)
    drawn = terminal.getvalue().split("\r\x1b[K")
    assert "[" + "." * 30 + "] 0/4" in drawn[1]
    assert "[" + "#" * 30 + "] 4/4" in drawn[2]
    assert drawn[-1] == ""
    assert "\n" not in terminal.getvalue()


def test_no_bar_where_nobody_watches() -> None:
    quiet = io.StringIO()
    with ProgressBar(OutputWrapper(quiet)) as progress:
        progress("visits.csv", 0, 4)
    assert quiet.getvalue() == ""


# --- as another program runs it ----------------------------------------------------------------------
def manage(database: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "homeless_project.settings.development",
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_exit_codes_and_standard_output(tmp_path: Path) -> None:
    database = tmp_path / "records.sqlite3"
    folder = write_folder(tmp_path / "records", providers=["B-1,Hotell,hotel"])
    unprepared = manage(database, "import_records", str(folder))
    assert (unprepared.returncode, unprepared.stdout) == (1, "")
    assert "Traceback" not in unprepared.stderr
    assert manage(database, "migrate", "--verbosity", "0").returncode == 0
    for arguments, code in [
        ([str(folder), "--check"], 0),
        ([str(folder)], 0),
        ([str(tmp_path / "away")], 1),
        ([], 1),
    ]:
        done = manage(database, "import_records", *arguments)
        assert (done.returncode, done.stdout) == (code, ""), done.stderr
        assert "Traceback" not in done.stderr
        assert done.stderr
    write_folder(folder, providers=["B-1,Hotell,hotel", "B-2,,castle"])
    done = manage(database, "import_records", str(folder))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("providers.csv:3: name: ")
    assert done.stderr.splitlines()[1].startswith("providers.csv:3: kind: ")


@pytest.mark.django_db
def test_nothing_is_left_when_a_write_breaks_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything()

    def breaks(*args: object, **options: object) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr(imports, "record_event", breaks)
    with pytest.raises(RuntimeError):
        call_command("import_records", str(GOLDEN))
    assert everything() == before
    assert Household.objects.count() == 0
