"""The occupancy picture's places: windows, per cents, and in which lanes a word or a link has room."""

from datetime import date, timedelta

import pytest

from housing.lanes import NARROWEST, WIDEST, Window, target, ticks, wide_enough, words


@pytest.mark.parametrize(
    ("day", "months", "start", "end"),
    [
        (date(2026, 11, 27), 1, date(2026, 11, 1), date(2026, 11, 30)),
        (date(2026, 11, 27), 3, date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 1, 31), 12, date(2025, 5, 1), date(2026, 4, 30)),
        (date(2024, 2, 29), 1, date(2024, 2, 1), date(2024, 2, 29)),
        (date(2024, 2, 29), 36, date(2021, 8, 1), date(2024, 7, 31)),
    ],
)
def test_window_is_whole_months_round_the_day(day, months, start, end):
    window = Window.around(day, months)
    assert (window.start, window.end) == (start, end)
    assert day in window
    assert window.moved(1).moved(-1) == window
    assert window.moved(1).start == window.end + timedelta(days=1)


def test_both_nights_of_a_stay_are_inside_its_place():
    window = Window(date(2024, 2, 1), 1)
    whole = window.place(date(2024, 2, 1), date(2024, 2, 29))
    assert (whole.left, whole.share) == (0, 100)
    last = window.place(date(2024, 2, 29), date(2024, 2, 29))
    assert last.left + last.share == pytest.approx(100)
    assert last.share == pytest.approx(100 / 29)


def test_what_lies_outside_is_cut_to_the_window():
    window = Window(date(2025, 3, 1), 1)
    assert window.place(date(2020, 1, 1), date(2030, 1, 1)).share == 100
    assert window.place(date(2020, 1, 1), date(2020, 2, 1)).share == 0
    assert window.place(date(2020, 1, 1), date(2025, 3, 1)).share == pytest.approx(100 / 31)


@pytest.mark.parametrize("share", [0.1, 2, 5, 9, 24, 50, 100])
@pytest.mark.parametrize("pixels", [24, 60, 140, 400])
def test_word_is_drawn_only_where_it_has_room(share, pixels):
    start = wide_enough(pixels, share)
    if start is None:
        assert WIDEST * share / 100 < pixels
    else:
        assert (start or NARROWEST) * share / 100 >= pixels


def test_the_longest_word_that_fits_is_the_only_one_drawn():
    long, short = words(["Haddad Amira + 4 barn", "Haddad"], 30)
    assert (long.css, short.css) == ("from-600", f"to-{long.css[5:]}")
    assert [word.css for word in words(["Ek"], 100)] == [""]
    assert words(["Haddad"], 0.2) == []


def test_a_narrow_bar_is_no_link_where_a_finger_would_miss_it():
    assert target(50) == ("", "never")
    assert target(4) == ("from-600", "to-600")
    assert target(0.5) == ("never", "")


@pytest.mark.parametrize(("months", "lines"), [(1, 5), (3, 3), (6, 6), (12, 12), (24, 8), (36, 12)])
def test_axis_has_weeks_months_or_quarters(months, lines):
    assert len(ticks(Window(date(2025, 1, 1), months))) == lines


def test_axis_of_quarters_begins_at_a_quarter():
    first = ticks(Window(date(2025, 3, 1), 24))[0]
    assert first.x == f"{100 * 31 / 730:.3f}%"
    assert "2025" in first.words[0].text


def test_some_words_of_the_axis_are_there_on_a_phone():
    year = ticks(Window(date(2025, 1, 1), 12))
    always = [tick for tick in year if any("from" not in word.css for word in tick.words)]
    assert len(always) == 4
