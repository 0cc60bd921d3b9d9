"""The repository's own files as the sweeps see them: what git tracks, and what it would."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# From the top down; apps in one tuple are siblings that never meet (docs/adr/0001).
LAYERS = (
    ("homeless_project",),
    ("demo",),
    ("reports",),
    ("dropin", "housing", "debtadvice"),
    ("cases",),
    ("accounts",),
    ("core",),
)
APPS = tuple(app for layer in LAYERS for app in layer)
HEIGHT = {app: height for height, layer in enumerate(reversed(LAYERS)) for app in layer}


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file of the repository, relative to its root; new ones that git does not ignore too."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\0")
    return tuple(sorted(Path(name) for name in listed if name and (ROOT / name).is_file()))


def files(*suffixes: str, under: tuple[str, ...] = ()) -> list[Path]:
    """Tracked files with one of the suffixes, in one of the top folders (all when none is named)."""
    return [
        path
        for path in tracked_files()
        if path.suffix in suffixes and (not under or path.parts[0] in under) and "vendor" not in path.parts
    ]


def read(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def may_know(app: str, other: str) -> bool:
    """May a file of app name something of the other app? Its own and what lies below; never a sibling."""
    return app == other or HEIGHT[other] < HEIGHT[app]
