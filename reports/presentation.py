"""Figures as a reader sees them, alike on the page and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.money import MINUS, NO_BREAK_SPACE, format_number, format_sek, round_half_up
from core.periods import MonthPart, Period
from core.registries import Figure, Text
from reports import catalogue
from reports.computation import ReportResult, Value
from reports.revisions import ChangedValue, PlainValue

NOTHING = "–"


@dataclass(frozen=True)
class FigureRow:
    """A figure beside those of earlier periods. `depth` counts the figures that it is a part of."""

    key: str
    label: Text
    definition: Text
    population: Text
    depth: int
    values: Sequence[str]


@dataclass(frozen=True)
class GroupTable:
    """The figures of one area. `is_empty`: nothing happened in the report's own period."""

    name: str
    label: Text
    rows: Sequence[FigureRow]
    is_empty: bool


@dataclass(frozen=True)
class KeyFigure:
    """One of the few figures that stand first."""

    label: Text
    value: str
    note: str


def show(figure: Figure, value: Value) -> str:
    """12,75 · 676 000 kr · 39 % · 6,0, with no-break spaces; a dash when there is nothing to state."""
    if value is None:
        return NOTHING
    if figure.kind == "amount":
        return format_sek(value)
    text = format_number(value, catalogue.KINDS[figure.kind])
    return f"{text}{NO_BREAK_SPACE}%" if figure.kind == "percent" else text


def group_tables(results: Sequence[ReportResult]) -> list[GroupTable]:
    """Every group of the catalogue, also those without anything to tell."""
    return [
        GroupTable(
            name=group.name,
            label=group.label,
            rows=[_row(figure, results) for figure in group.figures],
            is_empty=not any(results[0].figures[figure.key] for figure in group.figures),
        )
        for group in catalogue.groups()
    ]


def definitions_by_group() -> list[tuple[Text, list[Figure]]]:
    """Each group's name and each of its figures once, those told month by month too."""
    return [(group.label, catalogue.declared(group)) for group in catalogue.groups()]


def key_figures(results: Sequence[ReportResult]) -> list[KeyFigure]:
    """The four that the 2014 report opens with."""
    own, oldest = results[0], results[-1]
    return [
        KeyFigure(
            _("Placed households, per month"),
            _value(own, "placed_households_average"),
            _("%(families)s families with children · %(period)s: %(before)s")
            % {
                "families": _value(own, "placed_families_with_children_average"),
                "period": oldest.period.short_label,
                "before": _value(oldest, "placed_households_average"),
            },
        ),
        KeyFigure(
            _("Acute accommodation, cost per month"),
            _value(own, "acute_cost_sek_monthly_average"),
            _change(own, oldest, "acute_cost_sek_monthly_average"),
        ),
        KeyFigure(
            _("Homes of their own"),
            _value(own, "homes"),
            _("%(first_hand)s first-hand contracts · %(families)s families with children")
            % {
                "first_hand": _value(own, "homes_first_hand"),
                "families": _value(own, "homes_families_with_children"),
            },
        ),
        KeyFigure(
            _("Drop-in visits"),
            _value(own, "drop_in_visits"),
            _("%(count)s new households") % {"count": _value(own, "new_households")},
        ),
    ]


def _value(result: ReportResult, key: str) -> str:
    return show(catalogue.figure(key), result.figures[key])


def _change(own: ReportResult, earlier: ReportResult, key: str) -> str:
    """−72 % against T3 2011; the earlier value itself where there is nothing to divide by."""
    new, old = own.figures[key], earlier.figures[key]
    period = earlier.period.short_label
    if not old or new is None:
        return f"{period}: {_value(earlier, key)}"
    per_cent = round_half_up((Decimal(new) - Decimal(old)) * 100 / Decimal(old), 0)
    sign = "+" if per_cent > 0 else MINUS if per_cent < 0 else "±"
    return _("%(change)s against %(period)s") % {
        "change": f"{sign}{format_number(abs(per_cent))}{NO_BREAK_SPACE}%",
        "period": period,
    }


def _row(figure: Figure, results: Sequence[ReportResult]) -> FigureRow:
    return FigureRow(
        key=figure.key,
        label=figure.label,
        definition=figure.definition,
        population=figure.population,
        depth=_depth(figure),
        values=[show(figure, result.figures[figure.key]) for result in results],
    )


def _depth(figure: Figure) -> int:
    return 1 + _depth(catalogue.figure(figure.parent)) if figure.parent else 0


@dataclass(frozen=True)
class MonthTable:
    """The month figures of the period: a column for each figure, a row for each month part."""

    columns: Sequence[Figure]
    rows: Sequence[tuple[str, Sequence[tuple[Figure, str]]]]


@dataclass(frozen=True)
class PeriodLink:
    """A period to choose. `is_open`: it has begun but is not over."""

    period: Period
    label: str
    is_open: bool


@dataclass(frozen=True)
class YearOfPeriods:
    whole: PeriodLink
    tertials: Sequence[PeriodLink]
    months: Sequence[PeriodLink]


@dataclass(frozen=True)
class ShownChange:
    """A value that is another than in the latest revision. `month` is empty for the whole period's."""

    label: Text
    month: str
    before: str
    after: str


def shown_changes(changed: Sequence[ChangedValue]) -> list[ShownChange]:
    """Changed values as a reader sees them. A figure that is declared no more is left out."""
    known = {figure.key: figure for figure in catalogue.definitions()}
    return [
        ShownChange(
            change.label,
            change.month,
            show(known[change.key], _value_of(change.before)),
            show(known[change.key], _value_of(change.after)),
        )
        for change in changed
        if change.key in known
    ]


def _value_of(plain: PlainValue) -> Value:
    return Decimal(plain) if isinstance(plain, str) else plain


def month_table(result: ReportResult) -> MonthTable:
    """What happened in each month part of the period."""
    figures = catalogue.month_figures()
    return MonthTable(
        columns=figures,
        rows=[
            (
                _part_name(month.part),
                [(figure, show(figure, month.figures[figure.key])) for figure in figures],
            )
            for month in result.months
        ],
    )


def period_grid(first_day: date, today: date) -> list[YearOfPeriods]:
    """The years from first_day to today, the latest first, with the months and tertials that have begun."""
    return [_year_of_periods(year, today) for year in range(today.year, first_day.year - 1, -1)]


def _year_of_periods(year: int, today: date) -> YearOfPeriods:
    tertials = [Period.tertial(year, number) for number in (1, 2, 3)]
    months = [Period.month(year, number) for number in range(1, 13)]

    def link(period: Period, label: str) -> PeriodLink:
        return PeriodLink(period, label, is_open=period.end >= today)

    return YearOfPeriods(
        whole=link(Period.year(year), str(year)),
        tertials=[link(each, each.short_label[:2]) for each in tertials if each.start <= today],
        months=[
            link(each, date_format(each.start, "M").rstrip(".")) for each in months if each.start <= today
        ],
    )


def _part_name(part: MonthPart) -> str:
    """September 2013, and its days where the period holds only some of them."""
    if part.days == part.days_in_month:
        return part.label
    return f"{part.label} ({part.start.day}–{part.end.day})"
