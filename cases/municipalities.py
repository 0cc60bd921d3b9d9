"""Sweden's municipalities by name and code (Statistics Sweden, "Län och kommuner i kodnummerordning").

The list holds all 290; the last change of it was Knivsta's becoming a municipality of its own in 2003. The
first two digits of a code are the county's.
"""

import csv
from functools import cache
from pathlib import Path

from core.names import sort_key

FILE = Path(__file__).parent / "data" / "municipalities.csv"
COUNTY_DIGITS = 2


@cache
def codes_by_name() -> dict[str, str]:
    """Name → code, in the order of the codes: by county."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return {row["name"]: row["code"] for row in csv.DictReader(rows)}


@cache
def municipality_names() -> list[str]:
    """Every name, in the order of the Swedish alphabet."""
    return sorted(codes_by_name(), key=sort_key)


@cache
def _names_by_key() -> dict[str, str]:
    return {_key(name): name for name in codes_by_name()}


def municipality_named(text: str) -> str | None:
    """The official name of what was typed ("västerås", "Västerås kommun", "Stockholms stad"), or None."""
    key = _key(text)
    names = _names_by_key()
    for suffix in ("", " kommun", " stad"):
        stem = key.removesuffix(suffix)
        if (name := names.get(stem) or names.get(stem.removesuffix("s"))) is not None:
            return name
    return None


def is_same_county(one: str, other: str) -> bool:
    """Whether two municipalities, by their official names, lie in the same county."""
    codes = codes_by_name()
    if one not in codes or other not in codes:
        return False
    return codes[one][:COUNTY_DIGITS] == codes[other][:COUNTY_DIGITS]


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
