"""Role × address × object × method: everybody gets what the reviewed files say, and nothing else."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.functional import cached_property

from accounts.enums import Role
from accounts.permissions import permissions
from core.models import ReadEvent
from tests.access.world import ABSENT, PLACES, World

FILE = Path(__file__).with_name("addresses.toml")
DATA = tomllib.loads(FILE.read_text(encoding="utf-8"))
PREFIXES = tuple(DATA.pop("prefixes"))
ADDRESSES: dict[str, dict[str, str]] = DATA
# What an address of these kinds shows is the same for everybody who may open it.
SHARED = {
    "accommodation": "acute",
    "day": "2031-05-06",
    "file_format": "xlsx",
    "material": ("brochure", "sv"),
    "period": "2013-T3",
    "table_kind": "norm",
    "report_file": ("2013-T3", "csv"),
}
# Objects of the installation, not of a board or household.
INSTALLATION = {"user", "membership", "authority", "unit"}
# Objects that belong to a board as a whole, whatever the unit.
OF_BOARD = {
    "anonymous_visit",
    "closed_day",
    "delegation",
    "flat",
    "hours",
    "incoming_transfer",
    "meeting",
    "phrase",
    "programme",
    "provider",
    "provider_price",
    "skipped",
    "landlord",
    "vacancy",
}
# Objects that belong to a person.
OF_OWNER = {"absence", "job"}
# Addresses with two numbers: the household's and that of something on it.
PAIRS = (
    "member",
    "unit_link",
    "named_access",
    "plan_step",
    "series",
    "programme_time",
    "information",
    "note",
    "attachment",
    "home_for",
    "condition",
)
REFUSED = (403, 404)


def _names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _names(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{namespace}{entry.name}"


class Address:
    """A line of addresses.toml."""

    def __init__(self, name: str) -> None:
        self.name = name
        entry = ADDRESSES[name]
        self.needs, self.object, self.method = entry["needs"], entry.get("object"), entry.get("method", "get")

    def url(self, target: Any = None) -> str:
        if self.object is None:
            return reverse(self.name)
        target = SHARED.get(self.object, target)
        parts = target if isinstance(target, tuple) else (target,)
        return reverse(self.name, args=[self._part(part) for part in parts])

    def _part(self, part: Any) -> Any:
        if isinstance(part, int | str):
            return part
        if self.object == "closed_day":
            return part.day.isoformat()
        return getattr(part, "public_id", part.pk)

    @cached_property
    def absent(self) -> Any:
        absent = {
            "closed_day": "2031-05-07",
            "duty": ("cases.follow_ups", ABSENT),
            **dict.fromkeys(("job", "document"), "00000000-0000-4000-8000-000000000000"),
            **dict.fromkeys(PAIRS, (ABSENT, ABSENT)),
        }
        return absent.get(self.object or "", ABSENT)

    def ask(self, client: Client, target: Any = None) -> Any:
        """The answer. What the request wrote is taken back, so that each finds the world as it was made."""
        url = self.url(target)
        if self.method == "get":
            return client.get(url)
        with transaction.atomic():
            response = client.post(url, {})
            transaction.set_rollback(True)
        return response


def _scope(role: Role, permission: str) -> str | None:
    return permissions()[permission].scopes.get(role)


def _is_reached(scope: str, kind: str, place: str) -> bool:
    """Whether an object of that kind in that place lies in the scope."""
    if kind in INSTALLATION:
        return True
    if kind in OF_OWNER or place == "other_board":
        return False
    if kind in OF_BOARD:
        return True
    if place == "protected":
        return False
    # "named": the reader is named on nothing here; "board", "tenants", "referred": only `own` is tied.
    return scope == "authority" or (place == "own" and scope != "named")


@pytest.fixture
def world(db: None) -> World:
    return World()


def _client(user: Any) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


def test_every_address_is_listed_and_every_line_exists():
    names = {name for name in _names(get_resolver()) if not name.startswith(PREFIXES)}
    assert names == set(ADDRESSES)


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_guard_on_the_view_is_the_one_in_the_file(name):
    needs = ADDRESSES[name]["needs"]
    match = _patterns()[name].callback
    assert getattr(match, "permission", needs if needs in ("public", "signed_in") else None) == needs


def _patterns() -> dict[str, URLPattern]:
    found: dict[str, URLPattern] = {}

    def walk(resolver: URLResolver, namespace: str = "") -> None:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                walk(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
            elif entry.name:
                found[f"{namespace}{entry.name}"] = entry

    walk(get_resolver())
    return found


def _guarded(role: Role) -> Iterator[tuple[Address, str | None]]:
    """Every address that needs a permission, with the scope in which role has it (None: not at all)."""
    for name, entry in ADDRESSES.items():
        if "." in entry["needs"]:
            yield Address(name), _scope(role, entry["needs"])


def test_whoever_has_not_signed_in_gets_the_sign_in_page(world):
    wrong = []
    for address in map(Address, ADDRESSES):
        target = world.places["own"].objects.get(address.object)
        response = address.ask(Client(), target if target is not None else address.absent)
        asked = response.status_code == 302 and response.url.startswith(reverse("account_login"))
        if asked is (address.needs == "public"):
            wrong.append(address.name)
    assert wrong == []


@pytest.mark.parametrize("role", Role)
def test_a_role_without_the_permission_is_refused_whatever_the_object(role, world):
    client = _client(world.reader(role))
    wrong = []
    for address, scope in _guarded(role):
        for place in world.places.values() if scope is None else ():
            target = place.objects.get(address.object)
            status = address.ask(client, target if target is not None else address.absent).status_code
            if status != 403:
                wrong.append((address.name, place.name, status))
    assert wrong == []


@pytest.mark.parametrize("role", Role)
def test_a_role_with_the_permission_reaches_its_scope_and_nothing_else(role, world):
    client = _client(world.reader(role))
    wrong = [
        fault
        for address, scope in _guarded(role)
        if scope is not None
        for fault in _faults(address, scope, client, world)
    ]
    assert wrong == []


def _faults(address: Address, scope: str, client: Client, world: World) -> Iterator[tuple[Any, ...]]:
    if address.object is None or address.object in SHARED:
        status = address.ask(client).status_code
        if status in REFUSED:
            yield address.name, status
        return
    absent = address.ask(client, address.absent)
    if absent.status_code != 404:
        yield address.name, "absent", absent.status_code
    for place in world.places.values():
        target = place.objects.get(address.object)
        if target is None:
            continue
        response = address.ask(client, target)
        if _is_reached(scope, address.object, place.name):
            if response.status_code in REFUSED:
                yield address.name, place.name, response.status_code
        elif response.status_code != 404 or response.content != absent.content:
            yield address.name, place.name, response.status_code, "differs from what does not exist"


@pytest.mark.parametrize("role", Role)
def test_no_page_shows_a_name_outside_the_readers_scope(role, world):
    """Canaries: each household's name is its own; whoever sees one is entitled, and is in the read log."""
    user = world.reader(role)
    client = _client(user)
    scope = _scope(role, "household.read")
    seen: set[str] = set()
    answers = 0
    for name in ADDRESSES:
        address = Address(name)
        if address.method == "post":
            continue
        targets: list[Any] = [None]
        if address.object and address.object not in SHARED:
            targets = [place.objects.get(address.object) for place in world.places.values()]
        for target in targets:
            if target is None and address.object and address.object not in SHARED:
                continue
            body = address.ask(client, target).content.decode(errors="replace")
            answers += 1
            seen |= {place.name for place in world.places.values() if place.canary in body}
    entitled = {place for place in PLACES if scope is not None and _is_reached(scope, "household", place)}
    assert seen <= entitled, f"{seen - entitled} in {answers} answers"
    logged = set(ReadEvent.objects.filter(actor=user).values_list("household_id", flat=True))
    assert {world.places[name].household.pk for name in seen} <= logged


def test_the_canaries_are_really_there(world):
    """The search for an absence means something: a project worker does see the household of the place."""
    client = _client(world.reader(Role.PROJECT_WORKER))
    body = client.get(reverse("cases:household_detail", args=[world.places["own"].household.pk])).content
    assert world.places["own"].canary in body.decode()
