"""What corrections of placements kept, in words that people read: names for ids, amounts, days."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Unit
from core.money import format_sek
from housing.enums import PlacementEnd, PricePer
from housing.models import BoardDecision, Placement, PlacementCorrection, Provider


@dataclass(frozen=True)
class Change:
    """A field that said something else before."""

    label: str
    before: str
    after: str


def changes_of(rows: Sequence[PlacementCorrection]) -> list[list[Change]]:
    """For each correction the fields that differ; none for an annulment. At most three queries."""
    names = _names(rows)
    return [
        [
            Change(
                _label(field), _words(field, row.before.get(field, ""), names), _words(field, after, names)
            )
            for field, after in row.after.items()
        ]
        for row in rows
    ]


def _label(field: str) -> str:
    words = str(getattr(Placement._meta.get_field(field), "verbose_name", field))
    if field == "provider":
        words = _("provider")
    return words[:1].upper() + words[1:]


def _names(rows: Sequence[PlacementCorrection]) -> dict[tuple[str, str], str]:
    """What the kept ids of rows are called today."""
    found: dict[tuple[str, str], str] = {}
    sources: dict[str, tuple[Any, Any]] = {
        "provider": (Provider, lambda row: row.name),
        "paying_unit": (Unit, lambda row: row.name),
        "decision": (BoardDecision, lambda row: row.decided_on.isoformat()),
    }
    for field, (model, name) in sources.items():
        ids = {text for row in rows for text in (row.before.get(field), row.after.get(field)) if text}
        if ids:
            found |= {(field, str(row.pk)): name(row) for row in model.objects.filter(pk__in=ids)}
    return found


def _words(field: str, text: str, names: dict[tuple[str, str], str]) -> str:
    if not text:
        return "–"
    if field == "price_sek":
        return format_sek(Decimal(text))
    if field == "price_per":
        return str(PricePer(text).label)
    if field == "end_reason":
        return str(PlacementEnd(text).label)
    return names.get((field, text), text)
