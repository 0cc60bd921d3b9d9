"""The repository stands alone, says what its settings are, and speaks Swedish all through."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.repository import APPS, ROOT, files, read, tracked_files

TEXT = {
    ".py",
    ".html",
    ".txt",
    ".md",
    ".toml",
    ".yml",
    ".yaml",
    ".sh",
    ".css",
    ".js",
    ".json",
    ".cfg",
    ".ini",
    ".po",
    "",
}
REGISTRIES = re.compile(
    r"(?:files\.)?python"
    r"hosted\.org|\bpypi\.(?:org|python)|registry\.(?:npmjs|yarnpkg)|file:///(?:opt|home|root)"
)
BEYOND = re.compile(r"\.\./shared|/work/(?:shared|main|wt|tmp)")
ENVIRONMENT = re.compile(
    r"""\benv(?:\.\w+)?\(\s*["']([A-Z][A-Z0-9_]+)["']|environ(?:\.get\(|\[)["']([A-Z][A-Z0-9_]+)["']"""
)
CLOCK = re.compile(r"\bnow\(\)\.date\(\)|\bdate\.today\(\)|\butcnow\(\)")
# Said to others, or only where Django and Python themselves ask for it.
NOT_SETTINGS = {"DJANGO_ALLOW_ASYNC_UNSAFE"}


def texts() -> list[tuple[Path, str]]:
    this = Path(__file__).relative_to(ROOT)
    return [
        (path, (ROOT / path).read_text(encoding="utf-8", errors="replace"))
        for path in tracked_files()
        if path.suffix in TEXT and "vendor" not in path.parts and path != this
    ]


@pytest.mark.parametrize("pattern", [REGISTRIES, BEYOND], ids=["registries", "places outside"])
def test_repository_stands_alone(pattern: re.Pattern[str]) -> None:
    sources = texts()
    assert len(sources) > 100
    assert [f"{path}: {match.group(0)}" for path, text in sources for match in pattern.finditer(text)] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    entries = [line for line in read(Path(name)).splitlines() if line and not line.startswith(("#", " "))]
    assert len(entries) > 40
    assert [line for line in entries if not re.fullmatch(r"[\w.-]+==[\w.]+ \\", line)] == []


def test_no_made_file_is_committed() -> None:
    made = {".mo", ".pyc", ".sqlite3", ".db", ".log"}
    assert [str(path) for path in tracked_files() if path.suffix in made or path.name == ".env"] == []


def test_every_environment_variable_is_documented() -> None:
    named = {
        name
        for path in files(".py", under=APPS)
        for pair in ENVIRONMENT.findall(read(path))
        for name in pair
        if name
    } - NOT_SETTINGS
    documented = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", read(Path("docs/operations.md"))))
    assert len(named) > 10
    assert named - documented == set()


def test_days_come_from_the_clock() -> None:
    assert [
        f"{path}: {match.group(0)}"
        for path in files(".py", under=APPS)
        if path != Path("core/clock.py")
        for match in CLOCK.finditer(re.sub(r"\"\"\".*?\"\"\"|#.*", "", read(path), flags=re.S))
    ] == []


def test_catalogues_are_complete() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/check_catalogues.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
