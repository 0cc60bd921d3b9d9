"""Compute a report: every declared figure for a period, as of a day, for some boards or for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.periods import MonthPart, Period
from core.registries import Figure, FigureGroup, FigureQuery, FigureValues
from reports import catalogue

Value = int | Decimal | None

# The report stands beside the same period of so many years before.
COMPARED_YEARS = 2


@dataclass(frozen=True)
class MonthResult:
    """The month figures of one month part, by key."""

    part: MonthPart
    figures: Mapping[str, Value]

    @property
    def month(self) -> str:
        return self.part.month


@dataclass(frozen=True)
class ReportResult:
    """Figures by key, in the order of the catalogue: counts int, amounts and averages Decimal, or None."""

    period: Period
    as_of: date
    figures: Mapping[str, Value]
    months: Sequence[MonthResult]


class FigureError(Exception):
    """A group did not compute just the figures that it declares: a fault in the code."""


def compute_report(
    period: Period, *, as_of: date, authority_ids: Sequence[int] | None = None
) -> ReportResult:
    """The report on a period. Nights after `as_of` are not counted.

    Without `authority_ids` all boards of the installation add up; an empty sequence counts nothing.
    The number of queries depends on neither the rows nor the months. Raises FigureError.
    """
    boards = None if authority_ids is None else tuple(authority_ids)
    query = FigureQuery(period, as_of, boards)
    figures: dict[str, Value] = {}
    parts = period.months()
    months: dict[str, dict[str, Value]] = {part.month: {} for part in parts}
    for group in catalogue.groups():
        values = group.compute(query)
        figures |= _declared(group, group.figures, values.period)
        for month, month_values in months.items():
            month_values |= _declared(group, group.month_figures, _of_month(values, month))
    return ReportResult(
        period=period,
        as_of=as_of,
        figures=figures,
        months=[MonthResult(part, months[part.month]) for part in parts],
    )


def compute_comparison(
    period: Period,
    *,
    as_of: date,
    authority_ids: Sequence[int] | None = None,
    years: int = COMPARED_YEARS,
) -> list[ReportResult]:
    """The report on a period, then on the same period one year before, two years before, and so on.

    Each is what a report on that period alone would say on the same `as_of`.
    """
    periods = [period, *(period.previous_years(year) for year in range(1, years + 1))]
    return [compute_report(each, as_of=as_of, authority_ids=authority_ids) for each in periods]


def _of_month(values: FigureValues, month: str) -> Mapping[str, Value]:
    return values.months.get(month, {})


def _declared(group: FigureGroup, figures: Sequence[Figure], values: Mapping[str, Value]) -> dict[str, Value]:
    """The values in the order of their declaration. Raises FigureError unless they are the same."""
    keys = [figure.key for figure in figures]
    if set(keys) != set(values):
        odd = ", ".join(sorted(set(keys) ^ set(values)))
        raise FigureError(f"group {group.name!r}: declared and computed figures differ in {odd}")
    return {key: values[key] for key in keys}
