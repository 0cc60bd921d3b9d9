"""Reads accounts/permissions.toml: which role may do what, over whom."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from django.utils.translation import get_language

from accounts.enums import Role

WORDS = ("meaning", "betyder")
FILE = Path(__file__).with_name("permissions.toml")


@dataclass(frozen=True)
class Permission:
    """A line of the file: its meaning in words and the scope that each role has it in."""

    name: str
    meaning: str
    betyder: str
    scopes: dict[Role, str]

    @property
    def label(self) -> str:
        """The meaning in the reader's language."""
        return self.betyder if get_language() == "sv" else self.meaning

    @property
    def roles(self) -> list[str]:
        """The names of the roles that have it, in the reader's language."""
        return [str(role.label) for role in self.scopes]


@dataclass(frozen=True)
class Grant:
    """One role's hold on a permission: in which scope, and at which unit (None: at no unit)."""

    scope: str
    role: Role
    unit_id: int | None


@cache
def permissions() -> dict[str, Permission]:
    """Every permission by name. Raises ValueError for a role that does not exist."""
    with FILE.open("rb") as file:
        data = tomllib.load(file)
    return {
        name: Permission(
            name=name,
            meaning=entry["meaning"],
            betyder=entry["betyder"],
            scopes={Role(role): scope for role, scope in entry.items() if role not in WORDS},
        )
        for name, entry in data.items()
    }


@lru_cache(maxsize=1024)
def grants_of(memberships: tuple[tuple[str, int | None], ...]) -> Mapping[str, list[Grant]]:
    """Permission name to grants, for (role, unit id) pairs. A pure function of the file and the pairs."""
    pairs = [(Role(role), unit_id) for role, unit_id in memberships]
    grants: dict[str, list[Grant]] = {}
    for permission in permissions().values():
        for role, unit_id in pairs:
            if role in permission.scopes:
                grants.setdefault(permission.name, []).append(Grant(permission.scopes[role], role, unit_id))
    return MappingProxyType(grants)
