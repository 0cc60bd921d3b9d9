"""Tables written as CSV and XLSX: real numbers and dates, formulas inert, filters and row count told.

Rows are taken from an iterator and never held together, so that a list of any length can be sent.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any, TextIO

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

# What spreadsheets take for the beginning of a formula, in their full-width forms too.
_FORMULA_STARTS = "=+-@\uff1d\uff0b\uff0d\uff20\u2212|%"
# Neither XML nor a spreadsheet can hold these. Tab, newline and return are white space.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_EXCEL_TEXT_LIMIT = 32_767
_SHEET_NAME_SIGNS = re.compile(r"[\[\]:*?/\\]")
_SHEET_NAME_LENGTH = 31

_DAY_FORMAT, _MOMENT_FORMAT, _TIME_FORMAT = "yyyy\\-mm\\-dd", "yyyy\\-mm\\-dd\\ hh:mm", "hh:mm"
_WHOLE_FORMAT, _DECIMAL_FORMAT = "#,##0", "#,##0.00"


@dataclass(frozen=True)
class CsvStyle:
    """How a CSV file is written."""

    delimiter: str
    decimal_sign: str
    has_bom: bool
    has_heading: bool  # title, filters and row count above and below the table


# Opens right in a Swedish spreadsheet program.
SPREADSHEET = CsvStyle(delimiter=";", decimal_sign=",", has_bom=True, has_heading=True)
# For programs: what figures.md calls data and nothing else.
DATA = CsvStyle(delimiter=",", decimal_sign=".", has_bom=False, has_heading=False)


@dataclass(frozen=True)
class Sheet:
    """A table to export. `rows` may be a generator; it is read once.

    `filters` are sentences that say what was left out ("Unit: Vuxen"); none says that all is there.
    `notes` are printed under the title. Cells are str, int, Decimal, bool, date, datetime, time or
    None.
    """

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]
    filters: Sequence[str] = ()
    notes: Sequence[str] = ()
    widths: Sequence[int] = field(default=())

    def heading(self) -> Iterator[str]:
        yield self.title
        yield from self.notes
        yield (
            _("Filters: %(filters)s") % {"filters": "; ".join(self.filters)}
            if self.filters
            else _("Filters: none")
        )


def inert_text(value: str) -> str:
    """Text that no spreadsheet program runs: an apostrophe before what may begin a formula.

    Control characters are taken out. White space at the beginning is looked through, since some
    programs do.
    """
    clean = _CONTROLS.sub("", value)
    bare = clean.lstrip()
    begins_with_control = clean[:1] in ("\t", "\r", "\n")
    if begins_with_control or bare[:1] in tuple(_FORMULA_STARTS):
        return f"'{clean}"
    return clean


def write_csv(stream: TextIO, sheet: Sheet, style: CsvStyle = SPREADSHEET) -> int:
    """Write the table to a text stream opened with newline="". Returns the number of rows."""
    if style.has_bom:
        stream.write("\ufeff")
    writer = csv.writer(stream, delimiter=style.delimiter, lineterminator="\r\n")
    if style.has_heading:
        writer.writerows([inert_text(line)] for line in sheet.heading())
        writer.writerow([])
    writer.writerow([inert_text(name) for name in sheet.columns])
    count = 0
    for row in sheet.rows:
        writer.writerow([_csv_cell(value, style) for value in row])
        count += 1
    if style.has_heading:
        writer.writerow([])
        writer.writerow([_row_count(count)])
    return count


def write_xlsx(stream: IO[bytes], sheets: Sequence[Sheet], *, creator: str = "Hemväg") -> int:
    """Write a workbook with a sheet for each table. Returns the number of rows in all."""
    book = Workbook(write_only=True)
    book.properties.creator = creator
    book.properties.title = sheets[0].title
    names: set[str] = set()
    count = sum(_write_worksheet(book, sheet, _sheet_name(sheet.title, names)) for sheet in sheets)
    book.save(stream)
    return count


def _write_worksheet(book: Any, sheet: Sheet, name: str) -> int:
    page = book.create_sheet(name)
    heading = list(sheet.heading())
    header_row = len(heading) + 2
    page.freeze_panes = f"A{header_row + 1}"
    page.print_title_rows = f"{header_row}:{header_row}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9  # A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    for index, column in enumerate(sheet.columns):
        width = sheet.widths[index] if index < len(sheet.widths) else min(max(len(column) + 3, 12), 40)
        page.column_dimensions[get_column_letter(index + 1)].width = width
    for index, line in enumerate(heading):
        page.append([_xlsx_text(page, line, bold=index == 0)])
    page.append([])
    page.append([_xlsx_text(page, column, bold=True) for column in sheet.columns])
    count = 0
    for row in sheet.rows:
        page.append([_xlsx_cell(page, value) for value in row])
        count += 1
    page.append([])
    page.append([_xlsx_text(page, _row_count(count))])
    return count


def _csv_cell(value: Any, style: CsvStyle) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _yes_or_no(value)
    if isinstance(value, int | Decimal):
        return f"{value:f}".replace(".", style.decimal_sign) if isinstance(value, Decimal) else str(value)
    if isinstance(value, datetime):
        return f"{_local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return inert_text(str(value))


def _xlsx_cell(page: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, bool):
        return _xlsx_text(page, _yes_or_no(value))
    if isinstance(value, int | Decimal):
        # As the value was given: Decimal("600.00") shows its öre, Decimal("600") none.
        has_decimals = isinstance(value, Decimal) and f"{value:f}".find(".") > 0
        return _formatted(page, value, _DECIMAL_FORMAT if has_decimals else _WHOLE_FORMAT)
    if isinstance(value, datetime):
        return _formatted(page, _local(value).replace(tzinfo=None), _MOMENT_FORMAT)
    if isinstance(value, date):
        return _formatted(page, value, _DAY_FORMAT)
    if isinstance(value, time):
        return _formatted(page, value, _TIME_FORMAT)
    return _xlsx_text(page, str(value))


def _formatted(page: Any, value: Any, number_format: str) -> Any:
    cell = WriteOnlyCell(page, value=value)
    cell.number_format = number_format
    return cell


def _xlsx_text(page: Any, text: str, *, bold: bool = False) -> Any:
    shown = inert_text(text)[:_EXCEL_TEXT_LIMIT]
    if not shown:
        return None
    cell = WriteOnlyCell(page, value=shown)
    cell.data_type = "s"  # never a formula nor an error value, whatever it looks like
    if bold:
        cell.font = Font(bold=True)
    if "\n" in shown:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _sheet_name(title: str, taken: set[str]) -> str:
    base = _SHEET_NAME_SIGNS.sub(" ", _CONTROLS.sub("", title)).strip(" '") or "Hemväg"
    name, number = base[:_SHEET_NAME_LENGTH], 1
    while name.casefold() in taken:
        number += 1
        ending = f" ({number})"
        name = base[: _SHEET_NAME_LENGTH - len(ending)] + ending
    taken.add(name.casefold())
    return name


def _row_count(count: int) -> str:
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": count}


def _yes_or_no(value: bool) -> str:
    return _("Yes") if value else _("No")


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment
