"""Error pages: without context, without database, and the same bytes for all that is not to be had."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client

from core.middleware import FailClosedMiddleware
from tests.factories.accounts import UserFactory

PAGES = ["400", "403", "403_csrf", "404", "429", "500", "503"]


@pytest.mark.parametrize("name", PAGES)
def test_error_page_needs_no_context_and_no_database(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert html.count("<h1>") == 1
    for question in ("Det du hade skrivit", "Det här kan du göra"):
        assert question in html


@pytest.mark.parametrize("name", PAGES)
def test_error_page_blames_nobody(name: str) -> None:
    words = re.sub(r"<[^>]+>", " ", render_to_string(f"{name}.html")).lower()
    assert not re.search(r"ogiltig|vänligen|obligatorisk", words)


@pytest.mark.django_db
def test_missing_pages_give_the_same_bytes(client: Client) -> None:
    client.force_login(UserFactory())
    first, second = client.get("/finns-inte/"), client.get("/konto/email/")
    assert (first.status_code, second.status_code) == (404, 404)
    assert first.content == second.content


def test_every_file_that_vendored_files_refer_to_is_there() -> None:
    vendor = Path(settings.BASE_DIR) / "static"
    checked = 0
    for sheet in vendor.rglob("*.css"):
        for target in re.findall(r'url\("?([^")]+)"?\)|sourceMappingURL=(\S+)', sheet.read_text()):
            name = target[0] or target[1]
            if not name.startswith(("data:", "#")):
                checked += 1
                assert (sheet.parent / name).exists(), f"{sheet.name} refers to {name}"
    assert checked >= 8


def test_every_icon_used_is_in_the_sprite() -> None:
    root = Path(settings.BASE_DIR)
    known = set(re.findall(r'<symbol id="([^"]+)"', (root / "static/icons/sprite.svg").read_text()))
    used = {
        name
        for template in (root / "templates").rglob("*.html")
        for name in re.findall(r'components/icon\.html" with name="([^"]+)"', template.read_text())
    }
    assert len(used) > 10
    assert used <= known


def test_database_that_has_no_time_is_a_503_and_every_other_fault_is_not(rf) -> None:
    middleware = FailClosedMiddleware(lambda request: HttpResponse())
    busy = middleware.process_exception(rf.get("/"), OperationalError("database is locked"))
    assert busy is not None
    assert (busy.status_code, busy["Retry-After"]) == (503, "10")
    deadlock, cause = OperationalError("deadlock detected"), Exception()
    cause.pgcode = "40P01"  # type: ignore[attr-defined]  # as psycopg2 gives it
    deadlock.__cause__ = cause
    assert middleware.process_exception(rf.get("/"), deadlock) is not None
    assert middleware.process_exception(rf.get("/"), OperationalError("no such column: x")) is None
    assert middleware.process_exception(rf.get("/"), ValueError("database is locked")) is None
