"""CSV and XLSX: what goes out can be counted with, and nothing in it runs."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.tabular.export import DATA, SPREADSHEET, CsvStyle, Sheet, inert_text, write_csv, write_xlsx

HOSTILE = [
    "=1+1",
    "+46 70 123 45 67",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\x00=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "＝1+1",
    "−1",
    "\x1b=cmd|' /C calc'!A0",
    "=HYPERLINK(\"http://x\")",
    "|cmd",
    "\u200b\x00=1",
]  # fmt: skip


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def as_csv(sheet: Sheet, style: CsvStyle = DATA) -> str:
    stream = io.StringIO(newline="")
    write_csv(stream, sheet, style)
    return stream.getvalue()


def as_workbook(*sheets: Sheet) -> Any:
    stream = io.BytesIO()
    write_xlsx(stream, sheets)
    stream.seek(0)
    return load_workbook(stream)


def one_cell(value: Any) -> Sheet:
    return Sheet("Visits", ["Note"], [[value]])


@pytest.mark.parametrize("text", [*HOSTILE[:-1]])
def test_what_may_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert inert_text(text).startswith("'")
    assert not set(inert_text(text)) & {"\x00", "\x1b"}
    cell = list(csv.reader(io.StringIO(as_csv(one_cell(text)), newline="")))[1][0]
    assert cell.startswith("'")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_a_workbook_is_a_formula(text: str) -> None:
    cell = as_workbook(one_cell(text)).active["A5"]
    assert cell.data_type == "s"
    assert not cell.value.startswith(("=", "+", "-", "@", "\t", "\r", "\x00"))


@pytest.mark.parametrize("text", ["Åsa", "1=1", "a-b", "", "Öst + väst", "#N/A", "'quoted"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert inert_text(text) == text


def test_negative_numbers_stay_numbers() -> None:
    assert as_csv(one_cell(-5)) == "Note\r\n-5\r\n"
    cell = as_workbook(one_cell(Decimal("-5.50"))).active["A5"]
    assert (cell.value, cell.data_type) == (-5.5, "n")


def test_hostile_titles_headers_and_filters_are_inert_too() -> None:
    sheet = Sheet("=1+1", ["=2"], [], filters=["=3"], notes=["@4"])
    assert [line for line in as_csv(sheet, SPREADSHEET).splitlines() if line.startswith(("=", "@"))] == []
    page = as_workbook(sheet).active
    assert [cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None] == ["s"] * 5


ROWS = [
    ["Åsa; Öberg", 12000, Decimal("12.50"), date(2024, 2, 29), True, None],
    ['"citat"', 0, Decimal(600), datetime(2024, 3, 31, 1, 30, tzinfo=UTC), False, time(9, 5)],
]
COLUMNS = ["Name", "Count", "Amount", "Day", "Known", "Time"]


def test_csv_for_a_swedish_spreadsheet() -> None:
    written = as_csv(Sheet("Visits", COLUMNS, iter(ROWS), filters=["Unit: Vuxen"]), SPREADSHEET)
    assert written == (
        "\ufeffVisits\r\nFilters: Unit: Vuxen\r\n\r\n"
        "Name;Count;Amount;Day;Known;Time\r\n"
        '"Åsa; Öberg";12000;12,50;2024-02-29;Yes;\r\n'
        '"""citat""";0;600;2024-03-31 03:30;No;09:05\r\n'  # the clock had gone forward
        "\r\n2 rows\r\n"
    )


def test_csv_as_data_holds_the_table_and_nothing_else() -> None:
    lines = as_csv(Sheet("Visits", COLUMNS, ROWS)).split("\r\n")
    assert lines[0] == "Name,Count,Amount,Day,Known,Time"
    assert lines[1] == "Åsa; Öberg,12000,12.50,2024-02-29,Yes,"
    assert len(lines) == 4


def test_workbook_has_real_numbers_and_days() -> None:
    page = as_workbook(Sheet("Visits", COLUMNS, iter(ROWS), notes=["Made today"])).active
    table = [[cell.value for cell in row] for row in page.iter_rows()]
    assert [row[0] for row in table[:4]] == ["Visits", "Made today", "Filters: none", None]
    assert table[4] == COLUMNS
    assert table[5] == ["Åsa; Öberg", 12000, 12.5, datetime.fromisoformat("2024-02-29"), "Yes", None]
    assert table[6] == ['"citat"', 0, 600, datetime.fromisoformat("2024-03-31T03:30"), "No", time(9, 5)]
    assert table[8][0] == "2 rows"
    assert page.freeze_panes == "A6"
    assert page["B6"].number_format == "#,##0"
    assert page["C6"].number_format == "#,##0.00"
    assert page["C7"].number_format == "#,##0"
    assert page["D6"].is_date


def test_row_count_of_one_and_none() -> None:
    assert as_csv(one_cell("x"), SPREADSHEET).endswith("1 row\r\n")
    assert as_csv(Sheet("Visits", ["Note"], []), SPREADSHEET).endswith("0 rows\r\n")


def test_sheet_names_are_what_excel_allows() -> None:
    long = "Hushåll i akut boende: september/december 2013"
    names = as_workbook(Sheet(long, [], []), Sheet(long, [], []), Sheet("'[]'", [], [])).sheetnames
    assert names == ["Hushåll i akut boende  septembe", "Hushåll i akut boende  sept (2)", "Hemväg"]


def test_writers_tell_how_many_rows() -> None:
    assert write_csv(io.StringIO(), Sheet("A", ["a"], iter([[1], [2]]))) == 2
    assert write_xlsx(io.BytesIO(), [Sheet("A", ["a"], iter([[1]])), Sheet("B", ["b"], [[2], [3]])]) == 3


@given(st.text(max_size=40))
def test_any_text_can_be_written_and_read(text: str) -> None:
    cell = as_workbook(one_cell(text)).active["A5"]
    assert cell.data_type in ("s", "n")
    assert cell.data_type == "s" or cell.value is None
    shown = list(csv.reader(io.StringIO(as_csv(one_cell(text)), newline="")))
    as_csv(one_cell(text)).encode()
    assert not shown[-1] or not shown[-1][0].startswith(("=", "+", "-", "@", "\t", "\r", "\x00"))


def test_text_longer_than_a_cell_is_cut() -> None:
    assert len(as_workbook(one_cell("x" * 40_000)).active["A5"].value) == 32_767
