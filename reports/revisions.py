"""What differs between two revisions of a report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.registries import Text
from reports import catalogue

Payload = Mapping[str, Any]
PlainValue = int | str | None


@dataclass(frozen=True)
class ChangedValue:
    """A figure that is another than before; `month` is empty for the figures of the whole period."""

    key: str
    label: Text
    month: str
    before: PlainValue
    after: PlainValue


def changes(before: Payload, after: Payload) -> list[ChangedValue]:
    """The values that differ, in the order of the report. A figure that one of them lacks is no change."""
    return [
        ChangedValue(key, _label(key), month, old[key], new[key])
        for month, old, new in _pairs(before, after)
        for key in old
        if key in new and old[key] != new[key]
    ]


def _pairs(before: Payload, after: Payload) -> Iterator[tuple[str, Payload, Payload]]:
    yield "", before["figures"], after["figures"]
    months = {month["month"]: month for month in after["months"]}
    for old in before["months"]:
        if new := months.get(old["month"]):
            yield old["month"], old, new


def _label(key: str) -> Text:
    try:
        return catalogue.figure(key).label
    except KeyError:
        return key
