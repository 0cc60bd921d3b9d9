"""One number, one place: page, PDF, spreadsheet, CSV and JSON say the same of every figure."""

import csv
import io
import json
import re
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.models import Authority
from core.clock import today
from core.periods import parse_period
from reports import catalogue
from reports.document import build
from reports.pdf import document_pdf

PERIODS = ["2013-T3", "2013", "2013-12", "2011-09-01..2013-12-31"]
FIGURES = [figure.key for figure in catalogue.figures()]


def plain(text: str) -> str:
    """As a person copies it: any white space is one space."""
    return re.sub(r"\s+", " ", text).strip()


def number(text: str) -> Decimal | None:
    """The value that a shown or a Swedish spreadsheet's text says; None for a dash or nothing."""
    bare = text.replace("\u00a0", "").replace("kr", "").replace("%", "").replace("−", "-").strip()
    return None if bare in ("", "–") else Decimal(bare.replace(",", "."))


def on_page(client: Client, key: str) -> dict[str, list[str]]:
    html = client.get(f"/rapporter/{key}/").content.decode()
    rows = re.findall(r'<tr data-figure="(\w+)">(.*?)</tr>', html, re.DOTALL)
    return {
        figure: [unescape(cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        for figure, row in rows
    }


def in_csv(client: Client, key: str) -> dict[str, list[Decimal | None]]:
    text = client.get(f"/rapporter/{key}/fil/csv/").content.decode("utf-8-sig")
    labels = {str(figure.label): figure.key for figure in catalogue.figures()}
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=";") if row and row[0] in labels]
    return {labels[row[0]]: [number(cell) for cell in row[1:]] for row in rows}


def in_xlsx(client: Client, key: str) -> dict[str, list[Decimal | None]]:
    book = load_workbook(io.BytesIO(client.get(f"/rapporter/{key}/fil/xlsx/").content))
    labels = {str(figure.label): figure.key for figure in catalogue.figures()}
    return {
        labels[row[0]]: [None if cell is None else Decimal(str(cell)) for cell in row[1:4]]
        for row in book.worksheets[0].iter_rows(values_only=True)
        if row[0] in labels
    }


def in_json(client: Client, key: str) -> dict[str, Decimal | None]:
    figures = json.loads(client.get(f"/rapporter/{key}/fil/json/").content)["figures"]
    return {name: None if value is None else Decimal(str(value)) for name, value in figures.items()}


def pdf_text(board: Authority, key: str) -> str:
    content = document_pdf(build(parse_period(key), as_of=today(), board=board))
    return plain(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


@pytest.mark.parametrize("key", PERIODS)
def test_page_pdf_spreadsheet_csv_and_json_say_the_same(
    key: str, golden_board: Authority, golden_client: Client
) -> None:
    page, text = on_page(golden_client, key), pdf_text(golden_board, key)
    from_csv, from_xlsx = in_csv(golden_client, key), in_xlsx(golden_client, key)
    from_json = in_json(golden_client, key)
    assert list(page) == list(from_csv) == list(from_xlsx) == list(from_json) == FIGURES
    for figure in catalogue.figures():
        shown = page[figure.key]
        values = [number(value) for value in shown]
        assert len(values) == 3
        assert from_csv[figure.key] == values
        assert [None if v is None else round(v, 2) for v in from_xlsx[figure.key]] == values
        assert from_json[figure.key] == values[0]
        assert plain(f"{figure.label} {' '.join(shown)}") in text


def test_tertial_of_2013_as_published(golden_board: Authority) -> None:
    text = pdf_text(golden_board, "2013-T3")
    for published in ("12,75", "6,25", "676 000 kr", "169 000 kr", "30,25", "19,50"):
        assert published in text


def test_page_and_pdf_hold_every_definition(golden_board: Authority, golden_client: Client) -> None:
    html = plain(unescape(golden_client.get("/rapporter/2013-T3/").content.decode()))
    text = pdf_text(golden_board, "2013-T3")
    definitions = catalogue.definitions()
    assert len(definitions) >= len(FIGURES)
    for figure in definitions:
        assert plain(str(figure.definition)) in html
        # A line of the PDF may end at a hyphen within a word.
        assert plain(str(figure.definition)).replace("- ", "-") in text.replace("- ", "-")


def test_exports_say_period_board_day_filters_and_rows(golden_client: Client) -> None:
    day = today().isoformat()
    text = golden_client.get("/rapporter/2013-T3/fil/csv/").content.decode("utf-8-sig")
    for said in ("Hässelby-Vällingby", "Tertial 3 2013", day, "Filter: inga", f"{len(FIGURES)} rader"):
        assert said in text
    book = load_workbook(io.BytesIO(golden_client.get("/rapporter/2013-T3/fil/xlsx/").content))
    cells = {str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell}
    assert {"Hässelby-Vällingby", f"{len(FIGURES)} rader"} <= cells
    data = json.loads(golden_client.get("/rapporter/2013-T3/fil/json/").content)
    assert (data["board"], data["as_of"], data["filters"]) == ("Hässelby-Vällingby", day, [])
    assert data["rows"] == len(FIGURES)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
def test_files_are_attachments_that_no_cache_keeps(suffix: str, golden_client: Client) -> None:
    response = golden_client.get(f"/rapporter/2013-T3/fil/{suffix}/")
    name = f"hemvag-hasselby-vallingby-2013-T3.{suffix}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in response["Cache-Control"]


def test_pdf_is_tagged_and_numbered(golden_board: Authority) -> None:
    content = document_pdf(build(parse_period("2013-T3"), as_of=today(), board=golden_board))
    reader = PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    assert len(reader.pages) <= 9
    for index, page in enumerate(reader.pages, start=1):
        assert f"{index}/{len(reader.pages)}" in page.extract_text()
