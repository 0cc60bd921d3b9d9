"""HTML templates to tagged PDF. The engine reads static files of ours and nothing else."""

import mimetypes
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousOperation
from django.template.loader import render_to_string
from django.utils import translation

# A host that cannot exist (RFC 2606). Templates name their files relative to it: href="css/pdf.css".
_STATIC_HOST = "static.invalid"
_BASE_URL = f"https://{_STATIC_HOST}/"

DEFAULT_VARIANT = "pdf/ua-1"


class ForbiddenResource(ValueError):
    """A document asked for something that is no static file of ours."""


def render_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    pdf_variant: str = DEFAULT_VARIANT,
    lang: str = "sv",
) -> bytes:
    """The PDF that a template under templates/pdf/ makes in that language.

    The template extends pdf/base.html and gives it a title. Files are named relative to the static
    root (`css/pdf.css`); whatever else a document points to is left out and logged, never fetched.
    """
    # Imported here so that web workers, which make no PDF, do not carry its 60 MB.
    from weasyprint import HTML

    with translation.override(lang):
        markup = render_to_string(template, {**context, "pdf_language": lang})
    document = HTML(string=markup, base_url=_BASE_URL, url_fetcher=_static_fetcher())
    result: bytes = document.write_pdf(pdf_variant=pdf_variant)
    return result


def static_file(url: str) -> Path:
    """The static file that a document's URL names. Raises ForbiddenResource for everything else."""
    parts = urlsplit(url)
    name = unquote(parts.path).lstrip("/")
    if parts.scheme != "https" or parts.netloc != _STATIC_HOST or "\x00" in name or not name:
        raise ForbiddenResource("only static files can be used in a PDF")
    try:
        found = finders.find(name)
    except SuspiciousOperation:  # a way out of the static folders
        found = None
    if not isinstance(found, str) or not Path(found).is_file():
        raise ForbiddenResource("no such static file")
    return Path(found)


@lru_cache(maxsize=32)
def _unpacked(path: Path) -> bytes:
    """A web font as the engine wants it; it would unpack every one of them anew for each document."""
    from fontTools.ttLib import woff2  # not loaded in web workers, see above

    unpacked = BytesIO()
    woff2.decompress(BytesIO(path.read_bytes()), unpacked)
    return unpacked.getvalue()


def _static_fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # not loaded in web workers, see above

    class StaticFetcher(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            path = static_file(url)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            content = _unpacked(path) if path.suffix == ".woff2" else path.read_bytes()
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return StaticFetcher()
