"""Personnummer and coordination numbers. The numbers are of the Tax Agency's series for tests."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.identity_numbers import IdentityNumberError, format_identity_number, parse_identity_number

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "number", "kind", "born"),
    [
        ("198809279808", "198809279808", "personnummer", "1988-09-27"),
        ("19880927-9808", "198809279808", "personnummer", "1988-09-27"),
        ("880927-9808", "198809279808", "personnummer", "1988-09-27"),
        ("8809279808", "198809279808", "personnummer", "1988-09-27"),
        (" 19 88 09 27 - 98 08 ", "198809279808", "personnummer", "1988-09-27"),
        ("880927–9808", "198809279808", "personnummer", "1988-09-27"),
        ("880927+9808", "188809279808", "personnummer", "1888-09-27"),
        ("19880927+9808", "198809279808", "personnummer", "1988-09-27"),
        ("196406079803", "196406079803", "personnummer", "1964-06-07"),
        ("701063-2391", "197010632391", "coordination", "1970-10-03"),
        ("19701063-2391", "197010632391", "coordination", "1970-10-03"),
    ],
)
def test_parse_identity_number(text: str, number: str, kind: str, born: str) -> None:
    parsed = parse_identity_number(text, today=TODAY)
    assert (parsed.number, parsed.kind) == (number, kind)
    assert parsed.born_on == date.fromisoformat(born)
    assert str(parsed) == f"{number[:8]}-{number[8:]}"


def check_digit(nine: str) -> str:
    total = 0
    for index, digit in enumerate(nine):
        doubled = int(digit) * (2 - index % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


@pytest.mark.parametrize(
    ("ten_days", "today", "century"),
    [
        ("261123", date(2026, 11, 23), "20"),  # born today
        ("261122", date(2026, 11, 23), "20"),
        ("270101", date(2026, 12, 31), "19"),  # next year's figures mean ninety-nine years ago
        ("270101", date(2027, 1, 1), "20"),  # the year has turned
        ("000229", date(2026, 1, 1), "20"),
    ],
)
def test_century_of_ten_digits_follows_the_day(ten_days: str, today: date, century: str) -> None:
    number = f"{ten_days}238"
    text = f"{ten_days}-238{check_digit(number)}"
    assert parse_identity_number(text, today=today).number == century + text.replace("-", "")


def test_birth_ahead_is_refused() -> None:
    nine = "261124238"
    with translation.override("en"), pytest.raises(IdentityNumberError, match="not possible"):
        parse_identity_number(f"{nine}{check_digit(nine)}", today=TODAY)


@pytest.mark.parametrize("wrong", [digit for digit in "0123456789" if digit != "8"])
def test_every_other_check_digit_is_refused(wrong: str) -> None:
    with translation.override("en"), pytest.raises(IdentityNumberError, match="check digit") as raised:
        parse_identity_number(f"19880927980{wrong}", today=TODAY)
    assert "8809" not in str(raised.value)  # messages end up on consoles and in logs


@pytest.mark.parametrize(
    "text",
    ["", "1988", "19880927-980", "19880927-98081", "19880230-1234", "19881327-9808", "880927-98O8", "abc",
     "198809279808\n1", "٨٨٠٩٢٧٩٨٠٨", "19880927/9808", "TF880927-9808", "00880927-9808", "880927-0000"],
)  # fmt: skip
def test_not_a_number_of_anybody(text: str) -> None:
    with pytest.raises(IdentityNumberError):
        parse_identity_number(text, today=TODAY)


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_an_error(text: str) -> None:
    try:
        assert len(parse_identity_number(text, today=TODAY).number) == 12
    except IdentityNumberError:
        pass


def test_format_identity_number() -> None:
    assert format_identity_number("198809279808") == "19880927-9808"
    assert format_identity_number("") == ""
