"""How tests ask for figures: as the JSON of a report has them, so that an example reads as a report."""

from collections.abc import Sequence
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


def day(text: str) -> date:
    """2013-11-20 as a date."""
    return date.fromisoformat(text)
