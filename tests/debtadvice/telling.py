"""Everything that the product tells somebody: each address asked, and each file unpacked to its text."""

import io
import zlib
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

from django.test import Client
from pypdf import PdfReader

from tests.access.test_sweep import ADDRESSES, SHARED, Address
from tests.access.world import World


def texts(content: bytes) -> Iterator[str]:
    """The bytes as text; of a spreadsheet or another archive that of its parts, of a PDF its pages'."""
    yield content.decode("utf-8", "replace")
    if content.startswith(b"PK"):
        with ZipFile(io.BytesIO(content)) as parts:
            for name in parts.namelist():
                yield from texts(parts.read(name))
    elif content.startswith(b"%PDF"):
        yield "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).replace("\n", "")
    elif content.startswith(b"\x1f\x8b"):
        yield from texts(zlib.decompress(content, 16 + zlib.MAX_WBITS))


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def answers(world: World, client: Client) -> Iterator[tuple[str, str]]:
    """The name of every address with what it says: pages in every place, buttons in one."""
    for name in ADDRESSES:
        address = Address(name)
        targets = [None]
        if address.object and address.object not in SHARED:
            places = world.places.values() if address.method == "get" else [world.places["own"]]
            found = (place.objects.get(address.object) for place in places)
            targets = [target for target in found if target is not None]
        for target in targets:
            for text in texts(body_of(address.ask(client, target))):
                yield name, text
