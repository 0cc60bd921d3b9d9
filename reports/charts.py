"""The two charts of the 2014 report, each with the table of its values."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.dates import MONTHS_3
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.charts import BarChart, Category, Series, bar_chart
from core.money import format_number
from core.periods import Period
from reports.computation import MonthResult, ReportResult, Value
from reports.document import Document
from reports.presentation import NOTHING

AVERAGE, FAMILIES_AVERAGE = "placed_households_average", "placed_families_with_children_average"
HOUSEHOLDS, FAMILIES = "placed_households", "placed_families_with_children"


@dataclass(frozen=True)
class TableRow:
    heading: str
    cells: Sequence[str]


@dataclass(frozen=True)
class ChartWithTable:
    """A chart and what it is drawn from. `is_empty`: there is nothing to draw, and the table says so."""

    chart: BarChart
    caption: str
    note: str
    columns: Sequence[str]
    rows: Sequence[TableRow]
    is_empty: bool


def charts_of(document: Document) -> list[ChartWithTable]:
    """The same period of each year, then month by month over the whole time."""
    return [by_year(document.results), by_month(document.history)]


def by_year(results: Sequence[ReportResult]) -> ChartWithTable:
    """Averages of the report's period and of the years before, the oldest first."""
    oldest_first = list(reversed(results))
    placed = [_number(result.figures[AVERAGE]) for result in oldest_first]
    families = [_number(result.figures[FAMILIES_AVERAGE]) for result in oldest_first]
    title = _("Placed households in %(part)s, by year") % {"part": _part_of_year(results[0].period)}
    names = [_year_name(result.period) for result in oldest_first]
    return ChartWithTable(
        chart=bar_chart(
            chart_id="by-year",
            title=title,
            categories=[Category(name) for name in names],
            series=_series(placed, families),
            stacked=True,
            unit=_("households, average per month"),
            places=2,
            width=520,
            height=300,
        ),
        caption=title,
        note=_("Average number of households per month in acute accommodation"),
        columns=[_("Period"), _("Placed households"), _("Of which families with children")],
        rows=[
            TableRow(name, [format_number(total, 2), format_number(part, 2)])
            for name, total, part in zip(names, placed, families, strict=True)
        ],
        is_empty=not any(placed),
    )


def by_month(history: Sequence[MonthResult]) -> ChartWithTable:
    """Every month so far; in the table a row for each year."""
    placed = [_number(month.figures[HOUSEHOLDS]) for month in history]
    families = [_number(month.figures[FAMILIES]) for month in history]
    title = _("Placed households month by month over the whole time")
    return ChartWithTable(
        chart=bar_chart(
            chart_id="by-month",
            title=title,
            categories=[
                Category(
                    label=_short(month.part.start.month),
                    group=str(month.part.start.year),
                    full_label=month.part.label,
                )
                for month in history
            ],
            series=_series(placed, families),
            stacked=True,
            unit=_("households"),
            width=760,
            height=300,
        ),
        caption=title,
        note=_("Placed households, and in brackets the families with children among them"),
        columns=[pgettext("figures", "Year"), *(_short(number) for number in MONTHS_3)],
        rows=_year_rows(history),
        is_empty=not any(placed),
    )


def _year_rows(history: Sequence[MonthResult]) -> list[TableRow]:
    cells = {
        (month.part.start.year, month.part.start.month): _pair(
            month.figures[HOUSEHOLDS], month.figures[FAMILIES]
        )
        for month in history
    }
    years = dict.fromkeys(year for year, _month in cells)
    return [
        TableRow(str(year), [cells.get((year, number), NOTHING) for number in MONTHS_3]) for year in years
    ]


def _pair(households: Value, families: Value) -> str:
    return f"{households or 0} ({families or 0})"


def _series(placed: Sequence[Decimal], families: Sequence[Decimal]) -> list[Series]:
    others = [total - part for total, part in zip(placed, families, strict=True)]
    return [Series(_("families with children"), families), Series(_("other households"), others)]


def _number(value: Value) -> Decimal:
    return Decimal(value or 0)


def _part_of_year(period: Period) -> str:
    """September–december, december; whole years and free periods have words of their own."""
    if period.kind == "month":
        return date_format(period.start, "F")
    if period.kind == "tertial":
        return f"{date_format(period.start, 'F')}–{date_format(period.end, 'F')}"
    return _("whole years") if period.kind == "year" else _("the same period")


def _year_name(period: Period) -> str:
    return period.short_label if period.kind == "free" else str(period.start.year)


def _short(month: int) -> str:
    return str(MONTHS_3[month]).rstrip(".")
