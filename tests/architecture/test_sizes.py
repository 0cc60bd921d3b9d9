"""A file that grows past its size is split by noun, not given a longer one."""

from pathlib import Path

import pytest

from tests.architecture.repository import APPS, files, read

LIMITS = [
    (
        "code",
        [path for path in files(".py", under=(*APPS, "scripts")) if "migrations" not in path.parts],
        400,
    ),
    ("tests", files(".py", under=("tests",)), 600),
    ("templates", files(".html", under=("templates",)), 150),
    ("scripts", files(".sh", under=("scripts",)), 150),
]


@pytest.mark.parametrize(("kind", "paths", "limit"), LIMITS, ids=[kind for kind, _, _ in LIMITS])
def test_files_stay_below_their_size(kind: str, paths: list[Path], limit: int) -> None:
    assert paths
    sizes = {str(path): len(read(path).splitlines()) for path in paths}
    assert {path: lines for path, lines in sizes.items() if lines >= limit} == {}


def test_no_module_is_called_after_nothing() -> None:
    vague = {"utils.py", "helpers.py", "misc.py", "common.py"}
    assert [str(path) for path in files(".py") if path.name in vague] == []
