"""PDF: tagged, readable, numbered, and deaf to everything but our static files."""

import io
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from pypdf import PdfReader
from weasyprint.urls import URLFetcher

from core.pdf import ForbiddenResource, render_pdf, static_file

TEMPLATE = """{% extends "pdf/base.html" %}
{% block title %}Tertialrapport 3 2013{% endblock %}
{% block description %}Figurer{% endblock %}
{% block running %}Hässelby-Vällingby{% endblock %}
{% block content %}<h1>Tertialrapport 3 2013</h1>
<p>{{ note }}</p>{{ markup|safe }}
<table><caption>Nyckeltal</caption><tr><th scope="col">Mått</th></tr><tr><td>12,75</td></tr></table>
<h2 class="page-break">Nästa sida</h2>{% endblock %}
"""


@pytest.fixture
def make(tmp_path: Path, settings: LazySettings) -> Callable[..., PdfReader]:
    (tmp_path / "document.html").write_text(TEMPLATE)
    templates: Any = settings.TEMPLATES
    settings.TEMPLATES = [{**templates[0], "DIRS": [*templates[0]["DIRS"], tmp_path]}]

    def make(note: str = "Åsa Öberg", markup: str = "", **options: Any) -> PdfReader:
        data = render_pdf("document.html", {"note": note, "markup": markup}, **options)
        return PdfReader(io.BytesIO(data))

    return make


def test_text_can_be_extracted(make: Callable[..., PdfReader]) -> None:
    reader = make("Åsa Öberg betalar 12 000 kr; Łódź − 39 %")
    text = reader.pages[0].extract_text()
    assert "Åsa Öberg betalar" in text
    assert "Łódź" in text
    assert "12,75" in text


def test_every_page_has_its_number_and_title(make: Callable[..., PdfReader]) -> None:
    reader = make()
    assert len(reader.pages) == 2
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert f"{number}/2" in text
        assert "Hässelby-Vällingby" in text
        assert "Tertialrapport 3 2013" in text


def test_document_is_tagged_and_says_what_it_is(make: Callable[..., PdfReader]) -> None:
    root: Any = make().trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    metadata = make().metadata
    assert metadata is not None
    assert (metadata.title, metadata.author, metadata.subject) == (
        "Tertialrapport 3 2013", "Hemväg", "Figurer",
    )  # fmt: skip


def test_variant_and_language_can_be_chosen(make: Callable[..., PdfReader]) -> None:
    root: Any = make(pdf_variant="pdf/ua-2", lang="en").trailer["/Root"]
    assert root["/Lang"] == "en"
    assert (
        b"<pdfuaid:part>2<" in root["/Metadata"].get_data()
        or b'pdfuaid:part="2"' in root["/Metadata"].get_data()
    )


def test_the_font_is_our_own(make: Callable[..., PdfReader]) -> None:
    resources: Any = make("Łódź").pages[0]["/Resources"]
    names = {font.get_object()["/BaseFont"] for font in resources["/Font"].values()}
    assert names
    assert all("Source-Sans-3" in name or "SourceSans3" in name for name in names), names


def test_fonts_are_unpacked_once(make: Callable[..., PdfReader], monkeypatch: pytest.MonkeyPatch) -> None:
    make()
    monkeypatch.setattr("fontTools.ttLib.woff2.decompress", lambda *_: pytest.fail("unpacked again"))
    make()


SECRET = "kanariefågel"
HOSTILE = [
    '<img src="{url}" alt="x">',
    '<object data="{url}"></object>',
    '<embed src="{url}">',
    '<link rel="stylesheet" href="{url}">',
    "<style>@import '{url}'; p {{ background: url({url}); content: url({url}) }}</style>",
    '<a rel="attachment" href="{url}">x</a>',
    '<link rel="attachment" href="{url}">',
    '<svg width="9" height="9"><title>x</title><image href="{url}" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><title>x</title><use href="{url}#a"/></svg>',
    '<iframe src="{url}"></iframe>',
    '<base href="{url}"><img src="secret.txt" alt="x">',
]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is opened that has no business to be: the secret file, and any connection."""
    found: list[str] = []
    real_open = io.open

    def watched(file: Any, *args: Any, **kwargs: Any) -> Any:
        if str(file).endswith("secret.txt"):
            found.append(str(file))
        return real_open(file, *args, **kwargs)

    monkeypatch.setattr("io.open", watched)
    monkeypatch.setattr("builtins.open", watched)
    monkeypatch.setattr("socket.socket.connect", lambda self, address: found.append(str(address)))
    return found


def secret_url(scheme: str, folder: Path) -> str:
    secret = folder / "secret.txt"
    secret.write_text(SECRET)
    return {
        "file": secret.as_uri(),
        "http": "http://127.0.0.1:9/secret",
        "relative": "../" * 30 + str(secret).lstrip("/"),
        "data": f"data:text/plain,{SECRET}",
    }[scheme]


@pytest.mark.parametrize("markup", ["".join(HOSTILE[:-1]), HOSTILE[-1]], ids=["elements", "base"])
@pytest.mark.parametrize("scheme", ["file", "http", "relative", "data"])
def test_nothing_outside_static_is_read(
    make: Callable[..., PdfReader], tmp_path: Path, markup: str, scheme: str, opened: list[str]
) -> None:
    url = secret_url(scheme, tmp_path)
    assert opened, "the watch sees nothing, not even how the file is made"
    opened.clear()
    reader = make(markup=markup.format(url=url))
    assert opened == []
    assert "1/2" in reader.pages[0].extract_text()  # our own style sheet was still found
    assert SECRET not in "".join(page.extract_text() for page in reader.pages)
    assert SECRET.encode() not in b"".join(data for files in reader.attachments.values() for data in files)


@pytest.mark.parametrize("scheme", ["file", "http"])
def test_the_engines_own_fetcher_would_have_read_it(
    make: Callable[..., PdfReader],
    tmp_path: Path,
    scheme: str,
    opened: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.pdf._static_fetcher", lambda: URLFetcher(timeout=1))
    url = secret_url(scheme, tmp_path)
    opened.clear()
    make(markup="".join(HOSTILE[:-1]).format(url=url))
    assert opened


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://static.invalid/css/pdf.css",
        "https://static.invalid.example/css/pdf.css",
        "https://user@static.invalid/css/pdf.css",
        "https://static.invalid/",
        "https://static.invalid/css",
        "https://static.invalid/../../etc/passwd",
        "https://static.invalid/%2e%2e/%2e%2e/manage.py",
        "https://static.invalid/css/../../manage.py",
        "https://static.invalid//etc/passwd",
        "https://static.invalid/css/none.css",
        "https://static.invalid/css/pdf.css%00.txt",
        "data:text/css,p{}",
        "css/pdf.css",
        "",
    ],
)
def test_static_file_refuses(url: str) -> None:
    with pytest.raises(ForbiddenResource):
        static_file(url)


def test_static_file_is_found() -> None:
    assert static_file("https://static.invalid/css/pdf.css?v=1").name == "pdf.css"


def test_our_own_document_misses_nothing(
    make: Callable[..., PdfReader], caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("weasyprint").propagate = True
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        make(markup='<img src="css/missing.png" alt="x">')
        assert [record for record in caplog.records if record.name == "weasyprint"], "the log is deaf"
        caplog.clear()
        make()
    assert [record.getMessage() for record in caplog.records if record.name == "weasyprint"] == []


def test_the_engine_is_not_loaded_with_the_module() -> None:
    code = "import sys, core.pdf; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
