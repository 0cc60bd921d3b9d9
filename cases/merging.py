"""Two people wrote in the same thing: what goes together, and where both changed the same field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Merged:
    """`values` are mine, with theirs wherever I changed nothing; `clashes` names fields that both changed."""

    values: dict[str, Any]
    clashes: tuple[str, ...]


def merge(*, base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> Merged:
    """Bring together what two writers made of `base`, the text that both had begun from.

    A field that only one of them changed is taken from that one; the same change by both is no clash.
    """
    values, clashes = dict(mine), []
    for name, value in mine.items():
        if value == base[name]:
            values[name] = theirs[name]
        elif theirs[name] not in (base[name], value):
            clashes.append(name)
    return Merged(values, tuple(clashes))
