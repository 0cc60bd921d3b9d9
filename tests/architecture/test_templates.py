"""Templates: no script or style in them, none unused, every one of them parses."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from tests.architecture.repository import APPS, files, read

TEMPLATES = files(".html", ".txt", ".svg", under=("templates",))
INLINE = re.compile(
    r"<style|\sstyle\s*=|\son(?:click|change|submit|input|load|key\w+|mouse\w+|focus|blur)\s*=|javascript:"
    r"|<script(?![^>]*\ssrc=)(?![^>]*type=[\"']application/json)",
    re.IGNORECASE,
)
QUOTED_NAME = re.compile(r"""["']([\w./-]+\.(?:html|txt|svg))["']""")
# Django, allauth and crispy look these up by name, in their own code.
LOOKED_UP_BY_LIBRARIES = (
    "allauth/",
    "account/",
    "mfa/",
    "socialaccount/",
    "bootstrap5/",
    "django_tables2/",
    "usersessions/",
)
ERROR_PAGES = {"429.html", "400.html", "403.html", "403_csrf.html", "404.html", "500.html"}


def inline_code(text: str) -> list[str]:
    return [
        match.group(0)
        for match in INLINE.finditer(re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", text, flags=re.S))
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_template_holds_no_script_or_style(path: Path) -> None:
    # The sheet of a PDF is read by the PDF engine alone, never by a browser.
    assert inline_code(read(path)) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('<p style="color: red">', 1),
        ("<style>p {}</style>", 1),
        ("<script>run()</script>", 1),
        ('<a href="javascript:x()">', 1),
        ('<button onclick="x()">', 1),
        ('<script type="module" src="x.js"></script>', 0),
        ('<p data-style="x">{# <style> #}', 0),
    ],
)
def test_inline_code_is_noticed(text: str, count: int) -> None:
    assert len(inline_code(text)) == count


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_template_parses(path: Path) -> None:
    get_template(str(path.relative_to("templates")))


def test_every_template_is_used() -> None:
    sources = [*files(".py", under=APPS), *TEMPLATES]
    named = {name for path in sources for name in QUOTED_NAME.findall(read(path))}
    unused = [
        name
        for name in (str(path.relative_to("templates")) for path in TEMPLATES)
        if name not in named | ERROR_PAGES and not name.startswith(LOOKED_UP_BY_LIBRARIES)
    ]
    assert len(named) > 10
    assert unused == []
