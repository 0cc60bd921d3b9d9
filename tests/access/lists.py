"""Every page of a world with one of everything and with three hundred: what each asks the database.

tests/access/lists.toml names every address that is opened: as a list, with its filters, or as none.
"""

import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from core.clock import today
from tests.access.test_sweep import ADDRESSES, SHARED, Address, _scope
from tests.access.world import World, debt_canary

LISTS: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("lists.toml").read_text(encoding="utf-8")
)
# Whoever leads has the widest lists; the others open what those may not.
ORDER = [Role.UNIT_MANAGER, Role.TEAM_LEADER, Role.PROJECT_WORKER, Role.FLAT_COORDINATOR, Role.DEBT_ADVISER]
# Several statements of one insert, for many rows, and what only frames a transaction.
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "INSERT")
ROWS = (b"<tr", b"<li", b"<article", b"<option", b"\n")


@dataclass(frozen=True)
class Asked:
    """One page as it was answered."""

    status: int
    queries: tuple[str, ...]
    size: int
    seconds: float


@dataclass(frozen=True)
class Page:
    """An address with a filter, and who opens it. `body`: what is sent by POST where that chooses rows."""

    name: str
    query: str
    role: Role
    body: str = ""

    def ask(self, client: Client, world: World) -> Asked:
        kind = Address(self.name).object
        return self.ask_of(client, world.places["own"].objects.get(kind) if kind else None)

    def ask_of(self, client: Client, target: Any) -> Asked:
        """The page about that thing; None for one that is about none."""
        url = Address(self.name).url(target) + (f"?{self.query}" if self.query else "")
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as caught:
            response = client.post(url, _sent(self.body)) if self.body else client.get(url)
            body = (
                b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
            )
        told = tuple(one["sql"] for one in caught.captured_queries)
        counted = tuple(sql for sql in told if not sql.startswith(NOT_COUNTED))
        return Asked(response.status_code, counted, len(body), time.perf_counter() - began)


def opened() -> list[str]:
    """The addresses that one opens: those that take GET."""
    return [name for name, entry in ADDRESSES.items() if entry.get("method", "get") == "get"]


def searched() -> list[str]:
    """The addresses about nothing in particular that take POST only: some answer with what they find."""
    posts = [name for name, entry in ADDRESSES.items() if entry.get("method") == "post"]
    return [name for name in posts if "object" not in ADDRESSES[name]]


def _sent(body: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in body.split("&"))


def pages(world: World) -> Iterator[Page]:
    """Every address with each of its filters and searches, for the first role that may open it."""
    asked = {
        "worker": world.readers[Role.UNIT_MANAGER].pk,
        "programme": world.places["own"].objects["programme"].pk,
        "board": world.board.pk,
        "day": today().isoformat(),
        "quarter": f"{today().year}-K{(today().month + 2) // 3}",
        "name": world.places["own"].canary,
        "debtor": debt_canary("own"),
        "number": world.places["own"].household.case_number,
    }
    for name in opened():
        for query in LISTS.get(name, {}).get("list", [""]):
            yield Page(name, query.format(**asked), role_for(name))
    for name, entry in LISTS.items():
        for body in entry.get("found", []):
            yield Page(name, "", role_for(name), body.format(**asked))


def role_for(name: str) -> Role:
    """Whoever leads, or the first other that may open it."""
    needs = ADDRESSES[name]["needs"]
    if "." not in needs:
        return ORDER[0]
    able = [role for role in Role if _scope(role, needs) is not None]
    return min(able, key=lambda role: ORDER.index(role) if role in ORDER else len(ORDER))


def ask_all(world: World, clients: dict[Role, Client]) -> dict[Page, Asked]:
    return {page: page.ask(clients[page.role], world) for page in pages(world)}


def clients_of(world: World) -> dict[Role, Client]:
    found = {}
    for role in Role:
        client = Client(raise_request_exception=True)
        client.force_login(world.reader(role))
        found[role] = client
    return found


__all__ = [
    "ADDRESSES",
    "LISTS",
    "SHARED",
    "Asked",
    "Page",
    "ask_all",
    "clients_of",
    "opened",
    "pages",
    "role_for",
    "searched",
]
