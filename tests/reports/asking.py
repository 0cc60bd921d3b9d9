"""How tests ask for figures: as the JSON of a report has them, so that an example reads as a report."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.periods import parse_period
from reports.computation import compute_report
from reports.serialise import to_dict

# Later than every example: by default all nights are counted.
LATER = date(2026, 1, 1)


def ask(period: str, *, as_of: date = LATER, boards: Sequence[int] | None = None) -> dict[str, Any]:
    """The figures of the period by key, and under "months" a dict of month figures for each month."""
    report = to_dict(compute_report(parse_period(period), as_of=as_of, authority_ids=boards))
    return {
        **report["figures"],
        "months": {month.pop("month"): month for month in report["months"]},
    }


def within(told: Mapping[str, Any], expected: Mapping[str, Any]) -> dict[str, Any]:
    """Of what is told, that which is expected by name, at every depth, in the order in which it is told.

    The contract of the JSON lets further keys be added (docs/figures.md), and renames none.
    """
    kept: dict[str, Any] = {}
    for key, value in told.items():
        if key not in expected:
            continue
        wanted = expected[key]
        if isinstance(value, dict):
            kept[key] = within(value, wanted)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            kept[key] = [within(one, each) for one, each in zip(value, wanted, strict=True)]
        else:
            kept[key] = value
    return kept


def day(text: str) -> date:
    """2013-11-20 as a date."""
    return date.fromisoformat(text)
