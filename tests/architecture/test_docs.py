"""Docs that can fail: links lead somewhere, commands exist, settings in the examples are real."""

import re
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, files, read

DOCS = files(".md")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
TARGET = re.compile(r"^([a-z-]+):.*## ", re.MULTILINE)
MAKE = re.compile(r"`(?:[A-Z_]+=\S+ )?make ([a-z-]+)")
COMMAND = re.compile(r"manage\.py ([a-z_]+)")


@pytest.mark.parametrize("path", DOCS, ids=str)
def test_links_lead_somewhere(path: Path) -> None:
    missing = [link for link in LINK.findall(read(path)) if not (ROOT / path.parent / link).exists()]
    assert missing == []


def test_make_commands_in_the_docs_exist() -> None:
    targets = set(TARGET.findall(read(Path("Makefile"))))
    named = {name for path in DOCS for name in MAKE.findall(read(path))}
    assert len(named) > 5
    assert named - targets == set()


def test_management_commands_in_the_docs_exist() -> None:
    of_django = {
        "migrate",
        "collectstatic",
        "createsuperuser",
        "makemigrations",
        "shell",
        "check",
        "compilemessages",
    }
    ours = {path.stem for path in files(".py") if path.parent.name == "commands"}
    named = {name for path in DOCS for name in COMMAND.findall(read(path))}
    assert named
    assert named - ours - of_django == set()


def test_every_example_variable_is_documented() -> None:
    documented = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", read(Path("docs/operations.md"))))
    example = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", read(Path(".env.example")), re.MULTILINE))
    assert len(example) > 5
    assert example - documented == set()
