"""Docs that can fail: links lead somewhere, commands exist, settings in the examples are real."""

import re
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, files, read

DOCS = files(".md")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
TARGET = re.compile(r"^([a-z-]+):.*## ", re.MULTILINE)
MAKE = re.compile(r"(?:`|^)(?:[A-Z_]+=\S+ )?make ([a-z-]+)(?=[`\s])", re.MULTILINE)
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
ANCHOR = re.compile(r"\]\(([^)\s]*)#([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
# Names of the environment in the text: `SECRET_KEY`, or SECRET_KEY=… in an example.
VARIABLE = re.compile(
    r"`([A-Z][A-Z0-9]*_[A-Z0-9_]+)`|^(?:export )?([A-Z][A-Z0-9]*_[A-Z0-9_]+)=", re.MULTILINE
)
# Read by Django itself, by docker-compose.yml and by the scripts.
READ_BY_OTHERS = ("docker-compose.yml", "scripts", "manage.py", "homeless_project")
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


def anchor_of(heading: str) -> str:
    """The anchor that a forge gives the heading: small letters, no signs, hyphens for spaces."""
    return re.sub(r"[^\w -]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("path", DOCS, ids=str)
def test_links_to_headings_lead_to_one(path: Path) -> None:
    for target, anchor in ANCHOR.findall(read(path)):
        if "://" not in target:
            page = ROOT / path.parent / target if target else ROOT / path
            assert anchor in {anchor_of(heading) for heading in HEADING.findall(page.read_text("utf-8"))}


def test_a_heading_becomes_its_anchor() -> None:
    assert anchor_of("Boendesituation 1–5") == "boendesituation-15"
    assert anchor_of("PDF, Excel, CSV och JSON") == "pdf-excel-csv-och-json"


def test_pictures_are_there_small_and_told_in_words() -> None:
    pictures = [(path, *found) for path in DOCS for found in IMAGE.findall(read(path))]
    assert len(pictures) >= 3
    for path, words, address in pictures:
        picture = ROOT / path.parent / address
        assert len(words.split()) > 3
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size < 200_000


def test_every_variable_in_the_docs_is_read_somewhere() -> None:
    named = {name for path in DOCS for found in VARIABLE.findall(read(path)) for name in found if name}
    sources = [path for path in files(".py", ".sh", ".yml", ".html") if str(path).startswith(READ_BY_OTHERS)]
    code = "\n".join(read(path) for path in sources)
    read_there = set(re.findall(r"[A-Z][A-Z0-9]*_[A-Z0-9_]+", code))
    assert len(named) > 15
    assert named - read_there == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`make test`", ["test"]),
        ("make demo    # all", ["demo"]),
        ("and make a choice", []),
        ("`A=1 make x`", ["x"]),
    ],
)
def test_a_make_command_is_noticed(text: str, found: list[str]) -> None:
    assert MAKE.findall(text) == found
