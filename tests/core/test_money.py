"""Kronor and öre: rounding, reading and showing."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.money import (
    AmountError,
    format_number,
    format_sek,
    from_ore,
    parse_strict,
    parse_typed,
    round_half_up,
    to_ore,
)

amounts = st.decimals("-99999999.99", "99999999.99", places=2)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),  # half-even would say 2
        ("-2.5", 0, "-3"),
        ("2.4999", 0, "2"),
        ("5.8333", 2, "5.83"),
        ("0.125", 2, "0.13"),
        ("0.135", 2, "0.14"),
        ("12.75", 2, "12.75"),
        ("12", 2, "12.00"),
        ("39.3", 0, "39"),
    ],
)
def test_round_half_up(value: str, places: int, expected: str) -> None:
    assert str(round_half_up(Decimal(value), places)) == expected


def test_whole_numbers_are_rounded_too() -> None:
    assert str(round_half_up(7, 2)) == "7.00"


@given(amounts)
def test_ore_and_back(amount: Decimal) -> None:
    assert from_ore(to_ore(amount)) == amount


@pytest.mark.parametrize(
    ("ore", "expected"), [(0, "0.00"), (1, "0.01"), (67600000, "676000.00"), (-150, "-1.50")]
)
def test_from_ore(ore: int, expected: str) -> None:
    assert str(from_ore(ore)) == expected


def test_half_an_ore_goes_up() -> None:
    assert to_ore(Decimal("0.005")) == 1
    assert to_ore(Decimal("10.004")) == 1000


@pytest.mark.parametrize(
    ("amount", "ore", "expected"),
    [
        ("12000", None, "12 000 kr"),
        ("12.5", None, "12,50 kr"),
        ("1234567.891", None, "1 234 567,89 kr"),
        ("0", None, "0 kr"),
        ("999.995", None, "1 000 kr"),
        ("-14870", None, "−14 870 kr"),
        ("-0.004", None, "0 kr"),
        ("600000", True, "600 000,00 kr"),
        ("155999.50", False, "156 000 kr"),
    ],
)
def test_format_sek(amount: str, ore: bool | None, expected: str) -> None:
    shown = format_sek(Decimal(amount), ore=ore)
    assert shown == expected.replace(" ", "\u00a0")
    assert " " not in shown  # an amount is never broken over two lines


def test_format_number() -> None:
    assert format_number(1234567) == "1\u00a0234\u00a0567"
    assert format_number(Decimal("30.25")) == "30,25"
    assert format_number(Decimal("1E+4")) == "10\u00a0000"
    assert format_number(Decimal("11.745"), 2) == "11,75"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("585", "585"), ("12000.50", "12000.50"), ("12000,5", "12000.5"), ("-3", "-3"), ("0", "0")],
)
def test_parse_strict(text: str, expected: str) -> None:
    assert parse_strict(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    ["12 000", "12\u00a0000", "12.000,50", "12,000.50", "1.234.567", "12'000", "12,000", "12.000"],
)
def test_parse_strict_names_a_thousands_separator(text: str) -> None:
    with translation.override("en"), pytest.raises(AmountError, match="thousands separator"):
        parse_strict(text)


@pytest.mark.parametrize(
    "text", ["", "abc", "1e5", "NaN", "Infinity", "+5", "12.", ".5", "٥", "5 kr", "1_000"]
)
def test_parse_strict_refuses(text: str) -> None:
    with translation.override("en"), pytest.raises(AmountError, match="not a number"):
        parse_strict(text)


def test_parse_strict_wants_whole_ore() -> None:
    with translation.override("en"), pytest.raises(AmountError, match="more than two decimals"):
        parse_strict("12.3456")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 234,50", "1234.50"),
        ("1234.50 kr", "1234.50"),
        ("1\u00a0234\u202f567\u00a0kr", "1234567"),
        ("12\u2009000", "12000"),
        ("600:-", "600"),
        ("600,-", "600"),
        ("  45 kronor ", "45"),
        ("45 SEK", "45"),
        ("−12,5", "-12.5"),
        ("1234567", "1234567"),
    ],
)
def test_parse_typed(text: str, expected: str) -> None:
    assert parse_typed(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "12.000",
        "12,000",
        "1.234.567",
        "1 23",
        "12 34,5",
        "1e5",
        "NaN",
        "1,2,3",
        "5 öre kr",
        "--5",
        "9" * 400,
    ],
)
def test_parse_typed_refuses_rather_than_guess(text: str) -> None:
    with pytest.raises(AmountError):
        parse_typed(text)


def test_an_amount_too_large_for_the_database_is_refused() -> None:
    assert parse_strict("999999999999") == 10**12 - 1
    for parse in (parse_strict, parse_typed):
        with translation.override("en"), pytest.raises(AmountError, match="at most 12 digits"):
            parse("1000000000000")


@given(amounts)
def test_what_is_shown_can_be_typed_back(amount: Decimal) -> None:
    assert parse_typed(format_sek(amount)) == amount


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_an_amount_error(text: str) -> None:
    for parse in (parse_strict, parse_typed):
        try:
            assert parse(text).is_finite()
        except AmountError:
            pass
