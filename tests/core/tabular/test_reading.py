"""One file read to the letter: every fault on its line, and values alike whatever the format."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.tabular.columns import (
    Column,
    amount_sek,
    choice,
    choices,
    day,
    identity_number,
    reference,
    text,
    whole_number,
    yes_no,
)
from core.tabular.faults import Fault
from core.tabular.reading import Table, TableSpec, last_not_before_first, read_table

STAYS = TableSpec(
    "stays.csv",
    columns=[
        Column("stay", reference(), required=True),
        Column("house", reference(), required=True, refers_to="houses.csv"),
        Column("first_night", day(), required=True),
        Column("last_night", day()),
        Column("price_sek", amount_sek(), required=True),
        Column("price_per", choice(["night", "month"]), required=True),
        Column("beds", whole_number(1, 9)),
        Column("topics", choices(["queue", "debts", "other"])),
        Column("warm", yes_no()),
        Column("guest", identity_number()),
        Column("note", text(max_length=200)),
    ],
    row_checks=[last_not_before_first("first_night", "last_night")],
)
HEADER = "stay,house,first_night,last_night,price_sek,price_per,beds,topics,warm,guest,note"
GOOD = "S-1,H-1,2013-01-01,2013-01-02,585.50,night,2,queue|debts,yes,19880927-9808,Hej"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def read(*lines: str, newline: str = "\n") -> Table:
    return read_table(STAYS, (newline.join(lines) + newline).encode())


def where(table: Table) -> list[tuple[int, str]]:
    return [(fault.line, fault.column) for fault in table.faults]


def test_values_have_types() -> None:
    table = read(HEADER, GOOD, "S-2,H-1,2012-02-29,,600,month,,,,,")
    assert table.faults == []
    one, two = table.rows
    assert (one.stay, one.house, one.line) == ("S-1", "H-1", 2)
    assert (one.first_night, one.last_night) == (date(2013, 1, 1), date(2013, 1, 2))
    assert (one.price_sek, one.price_per, one.beds) == (Decimal("585.50"), "night", 2)
    assert (one.topics, one.warm, one.note) == (("queue", "debts"), True, "Hej")
    assert (one.guest.number, one.guest.kind) == ("198809279808", "personnummer")
    assert (two.last_night, two.beds, two.topics, two.warm, two.guest, two.note) == (
        None, None, (), None, None, "",
    )  # fmt: skip
    assert table.references == {"S-1": 2, "S-2": 3}


def values(table: Table) -> list[tuple[object, ...]]:
    return [row[1:] for row in table.rows]


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_the_same_values_in_every_format(bom: bytes, newline: str, delimiter: str) -> None:
    plain = read(HEADER, GOOD, 'S-2,H-1,2012-02-29,,600,month,,,,,"Å, ä; ö\nrad två ""citat"""')
    lines = [HEADER, GOOD.replace("585.50", "585,50" if delimiter == ";" else "585.50")]
    lines = [line.replace(",", ";") if delimiter == ";" else line for line in lines]
    if delimiter == ";":
        lines[1] = lines[1].replace("585;50", "585,50")
    last = "S-2,H-1,2012-02-29,,600,month,,,,,".replace(",", delimiter)
    lines.append(f'{last}"Å, ä; ö{newline}rad två ""citat"""')
    table = read_table(STAYS, bom + (newline.join(lines) + newline).encode())
    assert table.faults == []
    assert values(table) == values(plain)
    assert plain.rows[1].note == 'Å, ä; ö\nrad två "citat"'


def test_column_order_is_free_and_optional_columns_may_be_absent() -> None:
    table = read("price_per,price_sek,first_night,house,stay", "night,5,2013-01-01,H-1,S-1")
    assert table.faults == []
    assert (table.rows[0].stay, table.rows[0].price_sek, table.rows[0].last_night) == ("S-1", 5, None)


def test_line_is_where_the_row_begins() -> None:
    table = read(
        HEADER,
        'S-1,H-1,2013-01-01,,5,night,,,,,"two\nlines"',
        "",
        'S-2,H-1,2013-01-01,,5,night,,,,,"three\n\nlines"',
        "S-3,H-1,2013-02-30,,5,night,,,,,",
        newline="\n",
    )
    assert [row.line for row in table.rows] == [2, 5]
    assert where(table) == [(8, "first_night")]


def row(**changes: str) -> str:
    fields = dict(zip(HEADER.split(","), GOOD.split(","), strict=True)) | changes
    return ",".join(fields.values())


@pytest.mark.parametrize(
    ("changes", "column", "message"),
    [
        ({"first_night": "2013-02-30"}, "first_night", "“2013-02-30” is not in the calendar; expected"),
        ({"first_night": "2013-02-29"}, "first_night", "is not in the calendar"),
        ({"first_night": "02/28/2013"}, "first_night", "is not a date as written here; expected YYYY-MM-DD"),
        ({"first_night": "2013-1-2"}, "first_night", "expected YYYY-MM-DD"),
        ({"first_night": "20130102"}, "first_night", "expected YYYY-MM-DD"),
        ({"first_night": "2013-W01-1"}, "first_night", "expected YYYY-MM-DD"),
        ({"first_night": "2013-01-01T10:00"}, "first_night", "expected YYYY-MM-DD"),
        ({"first_night": "0013-01-01"}, "first_night", "the year 0013 is not possible"),
        ({"last_night": "9999-12-31"}, "last_night", "the year 9999 is not possible"),
        ({"last_night": "2012-12-31"}, "last_night", "2012-12-31 is before first_night, 2013-01-01"),
        ({"price_sek": "-1"}, "price_sek", "“-1” is negative; expected"),
        ({"price_sek": '"12,000.00"'}, "price_sek", "thousands separator"),
        ({"price_sek": "12 000"}, "price_sek", "thousands separator"),
        ({"price_sek": "12\u00a0000"}, "price_sek", "thousands separator"),
        ({"price_sek": '"12,000"'}, "price_sek", "thousands separator"),
        ({"price_sek": "5 kr"}, "price_sek", "is not a number"),
        ({"price_sek": "1e3"}, "price_sek", "is not a number"),
        ({"price_sek": ""}, "price_sek", "the field is empty; expected a value"),
        ({"price_per": "week"}, "price_per", "“week” is not a choice here; expected one of: night, month"),
        ({"price_per": "Night"}, "price_per", "is not a choice here"),
        ({"beds": "0"}, "beds", "expected a whole number from 1 to 9"),
        ({"beds": "2.5"}, "beds", "expected a whole number"),
        ({"beds": "٣"}, "beds", "expected a whole number"),
        ({"topics": "queue|rent"}, "topics", "“rent” is not a choice here; expected one of: queue, debts"),
        ({"topics": "queue||debts"}, "topics", "“” is not a choice here"),
        ({"warm": "ja"}, "warm", "“ja” is not a choice here; expected one of: yes, no"),
        ({"guest": "198809279809"}, "guest", "its check digit or its date is wrong"),
        ({"guest": "1988"}, "guest", "expected an identity number with 12 or 10 digits"),
        ({"note": "x" * 201}, "note", "201 characters; expected at most 200"),
        ({"stay": ""}, "stay", "the field is empty"),
        ({"stay": "S" * 65}, "stay", "65 characters; expected at most 64"),
        ({"house": "  "}, "house", "the field is empty"),
        ({"note": "a\x00b"}, "note", "NUL"),
    ],
)  # fmt: skip
def test_a_fault_in_a_field(changes: dict[str, str], column: str, message: str) -> None:
    assert read(HEADER, row()).faults == []
    table = read(HEADER, row(stay="S-0"), row(**changes))
    assert where(table) == [(3, column)]
    assert message in table.faults[0].message
    assert [good.stay for good in table.rows] == ["S-0"]
    assert len(table.faulty_rows) == 1


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        (GOOD + ",extra", "-", "too many fields, 12; expected 11"),
        (GOOD.rpartition(",")[0], "-", "too few fields, 10; expected 11"),
        ('S-9,"H"-1,x', "-", "the quotation marks do not pair"),
        ('S-9,"H-1,x', "-", "the quotation marks do not pair"),
        (row(note="x" * 140_000), "-", "longer than 131072 characters"),
    ],
)
def test_a_fault_of_a_whole_row(line: str, column: str, message: str) -> None:
    table = read(HEADER, row(stay="S-0"), line)
    assert where(table) == [(3, column)]
    assert message in table.faults[0].message


def test_reading_goes_on_after_a_fault() -> None:
    table = read(HEADER, 'S-8,"H"-1,x', row(first_night="x", price_sek="-1"), row(stay="S-2", warm="maybe"))
    assert where(table) == [(2, "-"), (3, "first_night"), (3, "price_sek"), (4, "warm")]


def test_the_same_reference_twice() -> None:
    table = read(HEADER, row(), row(stay="S-2"), row(), row(price_sek="x"), row() + ",")
    assert where(table) == [(4, "stay"), (5, "price_sek"), (5, "stay"), (6, "-"), (6, "stay")]
    assert table.faults[0].message == "“S-1” is on line 2 already; expected each reference once"


@pytest.mark.parametrize(
    ("header", "faults"),
    [
        (HEADER + ",colour", [("colour", "unknown column; expected one of: stay, house")]),
        (HEADER + ",", [("-", "column 12 has no name")]),
        (HEADER + ",stay", [("stay", "the column is there twice")]),
        (
            HEADER.replace("price_sek", "price"),
            [("price", "unknown"), ("price_sek", "the column is missing")],
        ),
        (HEADER.replace(",first_night", ""), [("first_night", "the column is missing")]),
        (HEADER.upper().replace(",", ";"), None),
    ],
)
def test_faults_of_the_header(header: str, faults: list[tuple[str, str]] | None) -> None:
    found = [fault for fault in read(header).faults if fault.line == 1]
    if faults is None:
        assert len(found) == 11 + 5
        return
    assert [fault.column for fault in found] == [column for column, _ in faults]
    for fault, (_, message) in zip(found, faults, strict=True):
        assert message in fault.message


def test_rows_are_read_although_the_header_is_wrong() -> None:
    table = read(HEADER.replace("price_per", "per"), GOOD.replace("2013-01-01", "2013-02-30"))
    assert where(table) == [(1, "per"), (1, "price_per"), (2, "first_night")]


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n\n", b"\r\n"])
def test_an_empty_file(data: bytes) -> None:
    table = read_table(STAYS, data)
    assert where(table) == [(1, "-")]
    assert "empty" in table.faults[0].message


def test_a_header_alone_is_a_table_without_rows() -> None:
    table = read(HEADER)
    assert (table.rows, table.faults) == ([], [])


def test_not_utf8_is_told_by_line_and_column() -> None:
    data = "\n".join([HEADER, row(note="Åsa"), row(stay="S-2"), row(stay="S-3", price_sek="x", note="Öst")])
    table = read_table(STAYS, data.encode("latin-1"))
    assert where(table) == [(2, "note"), (4, "note"), (4, "price_sek")]
    assert "not UTF-8" in table.faults[0].message
    str(table.faults[0]).encode()
    assert read_table(STAYS, data.encode()).faults[0].line == 4


def test_header_that_is_not_utf8_can_be_printed() -> None:
    table = read_table(STAYS, (HEADER + ",språk").encode("latin-1"))
    assert [fault.column for fault in table.faults] == ["spr?k"]
    str(table.faults[0]).encode()


def test_utf16_is_named() -> None:
    assert "UTF-16" in read_table(STAYS, HEADER.encode("utf-16")).faults[0].message


def test_fault_prints_file_line_column_message() -> None:
    assert str(Fault("stays.csv", 7, "house", "wrong")) == "stays.csv:7: house: wrong"


def test_faults_are_one_line_each() -> None:
    table = read(HEADER, row(first_night='"a\nb"', price_per="x" * 500))
    assert len(table.faults) == 2
    for fault in table.faults:
        assert "\n" not in str(fault)
        assert len(str(fault)) < 160


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_and_faults(data: bytes) -> None:
    for prefix in (b"", (HEADER + "\n").encode(), (HEADER + "\n" + GOOD + "\n").encode()):
        table = read_table(STAYS, prefix + data)
        for fault in table.faults:
            str(fault).encode()
            assert fault.line >= 1
