"""A report as tables: for spreadsheets, beside the same period of earlier years, and for programs."""

import io
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.money import round_half_up
from core.registries import Figure
from core.tabular.export import DATA, SPREADSHEET, Sheet, write_csv, write_xlsx
from reports import catalogue
from reports.computation import ReportResult, Value

Cell = str | int | Decimal | None

_LABEL_WIDTH, _VALUE_WIDTH, _DEFINITION_WIDTH = 52, 18, 110


def data_csv(result: ReportResult) -> bytes:
    """One row a value, for programs: a comma between fields, a decimal point, no heading.

    Columns period, month (empty for the period's own figures), figure, value (empty: nothing to
    state), label.
    """
    stream = io.StringIO(newline="")
    write_csv(
        stream, Sheet(_("Figures"), ["period", "month", "figure", "value", "label"], _data(result)), DATA
    )
    return stream.getvalue().encode()


def spreadsheet_csv(results: Sequence[ReportResult], *, boards: str = "") -> bytes:
    """The period's figures beside those of the periods before, as a Swedish spreadsheet opens them."""
    stream = io.StringIO(newline="")
    write_csv(stream, figures_sheet(results, boards=boards), SPREADSHEET)
    return stream.getvalue().encode()


def workbook(results: Sequence[ReportResult], *, boards: str = "") -> bytes:
    """An XLSX workbook: the figures beside those of the periods before, the months, the definitions."""
    stream = io.BytesIO()
    sheets = [
        figures_sheet(results, boards=boards),
        months_sheet(results[0], boards=boards),
        definitions_sheet(),
    ]
    write_xlsx(stream, sheets)
    return stream.getvalue()


def figures_sheet(results: Sequence[ReportResult], *, boards: str = "") -> Sheet:
    """A row for each figure and a column for each result, the first of which is the report's own."""
    return Sheet(
        title=_("Figures"),
        columns=[pgettext("figures", "Figure"), *(result.period.short_label for result in results)],
        rows=[
            [str(figure.label), *(cell(figure, result.figures[figure.key]) for result in results)]
            for figure in catalogue.figures()
        ],
        notes=_notes(results[0], boards),
        widths=[_LABEL_WIDTH, *(_VALUE_WIDTH for _result in results)],
    )


def months_sheet(result: ReportResult, *, boards: str = "") -> Sheet:
    """A row for each month part of the period."""
    figures = catalogue.month_figures()
    return Sheet(
        title=_("Month by month"),
        columns=[pgettext("figures", "Month"), *(str(figure.label) for figure in figures)],
        rows=[
            [month.month, *(cell(figure, month.figures[figure.key]) for figure in figures)]
            for month in result.months
        ],
        notes=_notes(result, boards),
    )


def definitions_sheet() -> Sheet:
    """What each figure means and whom it counts."""
    return Sheet(
        title=_("Definitions"),
        columns=[pgettext("figures", "Figure"), _("Definition"), _("Counts"), _("Name in files")],
        rows=[
            [str(figure.label), str(figure.definition), str(figure.population), figure.key]
            for figure in catalogue.definitions()
        ],
        widths=[_LABEL_WIDTH, _DEFINITION_WIDTH, _LABEL_WIDTH, _LABEL_WIDTH],
    )


def cell(figure: Figure, value: Value) -> Cell:
    """A value with the decimals of its figure; None stays None, an empty cell."""
    places = catalogue.KINDS[figure.kind]
    if value is None:
        return None
    return round_half_up(value, places) if places else int(value)


def _data(result: ReportResult) -> list[list[Cell]]:
    key = result.period.key
    rows: list[list[Cell]] = [
        [key, "", figure.key, cell(figure, result.figures[figure.key]), str(figure.label)]
        for figure in catalogue.figures()
    ]
    for month in result.months:
        rows += [
            [key, month.month, figure.key, cell(figure, month.figures[figure.key]), str(figure.label)]
            for figure in catalogue.month_figures()
        ]
    return rows


def _notes(result: ReportResult, boards: str) -> list[str]:
    notes = [
        result.period.label,
        _("Nights after %(day)s are not counted.") % {"day": result.as_of.isoformat()},
    ]
    return [boards, *notes] if boards else notes
