"""Periods, months and birthdays, at their edges."""

import calendar
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.periods import (
    MonthPart,
    Period,
    PeriodError,
    add_months,
    age_on,
    birthday,
    month_key,
    parse_period,
    turns_18_on,
)

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("text", "start", "end", "kind", "length"),
    [
        ("2013-12", "2013-12-01", "2013-12-31", "month", 31),
        ("2012-02", "2012-02-01", "2012-02-29", "month", 29),
        ("2013-02", "2013-02-01", "2013-02-28", "month", 28),
        ("2013-T1", "2013-01-01", "2013-04-30", "tertial", 120),
        ("2012-T1", "2012-01-01", "2012-04-30", "tertial", 121),
        ("2013-T2", "2013-05-01", "2013-08-31", "tertial", 123),
        ("2013-T3", "2013-09-01", "2013-12-31", "tertial", 122),
        ("2013", "2013-01-01", "2013-12-31", "year", 365),
        ("2012", "2012-01-01", "2012-12-31", "year", 366),
        ("2011-09-01..2013-12-31", "2011-09-01", "2013-12-31", "free", 853),
        ("2012-02-29..2012-02-29", "2012-02-29", "2012-02-29", "free", 1),
        ("2013-12-31..2014-01-01", "2013-12-31", "2014-01-01", "free", 2),
    ],
)
def test_parse_period(text: str, start: str, end: str, kind: str, length: int) -> None:
    period = parse_period(text)
    assert (period.start, period.end) == (date.fromisoformat(start), date.fromisoformat(end))
    assert (period.kind, period.key, period.days) == (kind, text, length)


def test_parse_period_forgives_spaces_and_a_small_t() -> None:
    assert parse_period(" 2013-t3 \n") == Period.tertial(2013, 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2013-13",
        "2013-00",
        "2013-1",
        "2013-T0",
        "2013-T4",
        "13-T3",
        "20134",
        "0000",
        "1899",
        "2200-01",
        "2013-02-29..2013-03-01",
        "2013-01-01..",
        "2013-01-01..2013-02-30",
        "2013-01-01...2013-02-01",
        "2013-01-01–2013-02-01",
        "01/02/2013..02/02/2013",
        "٢٠١٣",
        "2013-12; DROP TABLE",
        "0001-01-01..9999-12-31",
    ],
)
def test_parse_period_refuses(text: str) -> None:
    with translation.override("en"), pytest.raises(PeriodError, match=r"is not a period\. Write"):
        parse_period(text)


def test_period_that_ends_before_it_begins() -> None:
    with translation.override("en"):
        with pytest.raises(PeriodError, match="ends 2013-01-01, before it begins 2013-01-02"):
            parse_period("2013-01-02..2013-01-01")
        with pytest.raises(PeriodError):
            Period(date(2013, 1, 2), date(2013, 1, 1))
    assert issubclass(PeriodError, ValueError)


@given(days, days)
def test_key_reads_back(one: date, two: date) -> None:
    period = Period(min(one, two), max(one, two))
    assert parse_period(period.key) == period
    for made in (Period.month(one.year, one.month), Period.year(one.year)):
        assert parse_period(made.key) == made


@pytest.mark.parametrize(
    ("key", "english", "short"),
    [
        ("2013-12", "December 2013", "Dec 2013"),
        ("2013-T3", "Tertial 3 2013 (September–December 2013)", "T3 2013"),
        ("2013", "Year 2013", "2013"),
        (
            "2011-09-01..2013-12-31",
            "1 September 2011 – 31 December 2013",
            "2011-09-01–2013-12-31",
        ),
    ],
)
def test_label_is_in_the_language_of_the_reader(key: str, english: str, short: str) -> None:
    period = parse_period(key)
    with translation.override("en"):
        assert (period.label, period.short_label) == (english, short)
    with translation.override("sv"):
        assert "December" not in period.label[1:]


def test_swedish_months_start_with_a_capital_only_as_labels() -> None:
    with translation.override("sv"):
        assert parse_period("2013-12").label == "December 2013"
        assert parse_period("2011-09-01..2013-12-31").label == "1 september 2011 – 31 december 2013"
        assert "(september–december 2013)" in parse_period("2013-T3").label
        assert parse_period("2013-T3").months()[0].label == "September 2013"
        assert parse_period("2013-12").months()[0].short_label == "Dec 2013"


def test_months_are_cut_to_the_period() -> None:
    assert parse_period("2011-12-31..2012-03-01").months() == [
        MonthPart("2011-12", date(2011, 12, 31), date(2011, 12, 31), 31),
        MonthPart("2012-01", date(2012, 1, 1), date(2012, 1, 31), 31),
        MonthPart("2012-02", date(2012, 2, 1), date(2012, 2, 29), 29),
        MonthPart("2012-03", date(2012, 3, 1), date(2012, 3, 1), 31),
    ]
    assert [part.days for part in parse_period("2011-12-31..2012-03-01").months()] == [1, 31, 29, 1]
    assert len(parse_period("2011-09-01..2013-12-31").months()) == 28
    assert parse_period("9999-12-31..9999-12-31".replace("9999", "2199")).months()[0].days == 1


@given(days, st.integers(0, 4000))
def test_months_cover_every_day_once(start: date, length: int) -> None:
    period = Period(start, min(start + timedelta(days=length), date(2199, 12, 31)))
    parts = period.months()
    assert sum(part.days for part in parts) == period.days
    assert parts[0].start == period.start
    assert parts[-1].end == period.end
    for before, after in pairwise(parts):
        assert before.end + timedelta(days=1) == after.start
        assert after.start.day == 1


@pytest.mark.parametrize(
    ("key", "years", "earlier"),
    [
        ("2013-T3", 1, "2012-T3"),
        ("2013-T3", 2, "2011-T3"),
        ("2013-02", 1, "2012-02"),
        ("2012-02", 1, "2011-02"),
        ("2013", 2, "2011"),
        ("2013-12", 1, "2012-12"),
        ("2012-02-29..2012-03-15", 1, "2011-02-28..2011-03-15"),
        ("2011-09-15..2012-02-29", 1, "2010-09-15..2011-02-28"),
        ("2012-12-01..2013-02-28", 1, "2011-12-01..2012-02-29"),
        ("2012-12-02..2013-02-28", 1, "2011-12-02..2012-02-28"),
        ("2013-12-31..2014-01-01", 1, "2012-12-31..2013-01-01"),
    ],
)
def test_previous_years(key: str, years: int, earlier: str) -> None:
    assert parse_period(key).previous_years(years) == parse_period(earlier)


@pytest.mark.parametrize(
    ("day", "inside"),
    [("2013-08-31", False), ("2013-09-01", True), ("2013-12-31", True), ("2014-01-01", False)],
)
def test_both_ends_are_in_the_period(day: str, inside: bool) -> None:
    assert (date.fromisoformat(day) in Period.tertial(2013, 3)) is inside


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2013-01-15", 3, "2013-04-15"),
        ("2012-11-30", 3, "2013-02-28"),
        ("2011-11-30", 3, "2012-02-29"),
        ("2013-01-31", 1, "2013-02-28"),
        ("2012-12-31", 1, "2013-01-31"),
        ("2013-01-01", -1, "2012-12-01"),
        ("2012-02-29", 12, "2013-02-28"),
        ("2012-02-29", -48, "2008-02-29"),
        ("2013-03-31", -1, "2013-02-28"),
        ("2013-05-05", 0, "2013-05-05"),
    ],
)
def test_add_months(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


@given(days, st.integers(-600, 600))
def test_add_months_keeps_the_day_or_takes_the_last(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    length = calendar.monthrange(moved.year, moved.month)[1]
    assert moved.day == min(day.day, length)


@pytest.mark.parametrize(
    ("born", "turns"),
    [
        ("1995-09-14", "2013-09-14"),
        ("1996-02-29", "2014-03-01"),
        ("1996-02-28", "2014-02-28"),
        ("1996-03-01", "2014-03-01"),
        ("1995-12-31", "2013-12-31"),
        ("1996-01-01", "2014-01-01"),
    ],
)
def test_turns_18_on(born: str, turns: str) -> None:
    born_on, day = date.fromisoformat(born), date.fromisoformat(turns)
    assert turns_18_on(born_on) == day
    assert age_on(born_on, day - timedelta(days=1)) == 17
    assert age_on(born_on, day) == 18


def test_leap_day_birthday_in_a_leap_year() -> None:
    assert birthday(date(1996, 2, 29), 20) == date(2016, 2, 29)
    assert age_on(date(1996, 2, 29), date(2016, 2, 29)) == 20
    assert age_on(date(2000, 1, 2), date(2000, 1, 1)) == -1


def test_month_key() -> None:
    assert month_key(date(2013, 9, 30)) == "2013-09"
