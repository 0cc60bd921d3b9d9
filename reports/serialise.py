"""A report as data: the JSON that other tools read."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from core.money import round_half_up
from core.registries import Figure
from reports import catalogue
from reports.computation import ReportResult, Value


def to_dict(result: ReportResult) -> dict[str, Any]:
    """The report as JSON has it: counts and per cents as numbers, amounts and averages as strings."""
    period = result.period
    return {
        "period": {
            "key": period.key,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
        },
        "figures": _texts(catalogue.figures(), result.figures),
        "months": [
            {"month": month.month, **_texts(catalogue.month_figures(), month.figures)}
            for month in result.months
        ],
    }


def to_json(result: ReportResult) -> str:
    """The report as JSON, with a newline at its end."""
    return json.dumps(to_dict(result), indent=1, ensure_ascii=False) + "\n"


def plain(figure: Figure, value: Value) -> int | str | None:
    """A value as data: a whole number, or a text with a decimal point and the figure's decimals."""
    places = catalogue.KINDS[figure.kind]
    if value is None:
        return None
    return str(round_half_up(value, places)) if places else int(value)


def _texts(figures: Iterable[Figure], values: Mapping[str, Value]) -> dict[str, int | str | None]:
    return {figure.key: plain(figure, values[figure.key]) for figure in figures}
