"""The occupancy picture as places across a lane. Days in; per cents and words out. No query, no colour.

Places are per cents of the lane, so that one picture serves every screen. A word is drawn where it has room,
which the style sheet decides by how wide the lane is: `from-400 to-700` is shown from 400 px to under 700.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import ceil

from django.utils.formats import date_format

from core.charts import text_width
from core.periods import add_months

DAY = timedelta(days=1)
# The lane's width in the narrowest window (320 px), and the widths that the style sheet tells apart.
NARROWEST, STEP, WIDEST = 268, 100, 1000
# What a finger hits (WCAG 2.2, 2.5.8), and the space round a word.
TARGET, PADDING = 24, 14
# How many of the months lie before the present one, by how many are shown.
BEFORE = {1: 0, 3: 1, 6: 4, 12: 8, 24: 18, 36: 30}
# Above so many months the axis has a line a quarter.
MOST_MONTH_LINES = 12
WEEK = 7


@dataclass(frozen=True)
class Window:
    """The days shown, both ends included: whole months, from a first of a month on."""

    start: date
    months: int

    @classmethod
    def around(cls, day: date, months: int) -> "Window":
        """The present month with most of the others before it."""
        return cls(add_months(day.replace(day=1), -BEFORE[months]), months)

    @cached_property
    def end(self) -> date:
        return add_months(self.start, self.months) - DAY

    @cached_property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def moved(self, steps: int) -> "Window":
        """So many windows later; earlier when negative."""
        return Window(add_months(self.start, steps * self.months), self.months)

    def at(self, day: date) -> float:
        """Where the day begins, in per cent of the lane; days outside at its ends."""
        inside = min(max(day, self.start), self.end + DAY)
        return 100 * (inside - self.start).days / self.days

    def place(self, first: date, last: date) -> "Place":
        """From the beginning of the first day to the end of the last."""
        left = self.at(first)
        return Place(left, self.at(last + DAY) - left)


@dataclass(frozen=True)
class Place:
    """A stretch of the lane, in per cent of it."""

    left: float
    share: float

    @cached_property
    def x(self) -> str:
        return per_cent(self.left)

    @cached_property
    def width(self) -> str:
        return per_cent(self.share)


@dataclass(frozen=True)
class Word:
    """A text and the classes that say in which lanes it is drawn."""

    text: str
    css: str = ""


@dataclass(frozen=True)
class Tick:
    """A line across the lanes. `words`: what the axis says of the time that begins there."""

    x: str
    words: list[Word]


def per_cent(value: float) -> str:
    return f"{value:.3f}%"


def wide_enough(pixels: float, share: float) -> int | None:
    """The lane's width from which the share of it holds so many pixels; 0: every lane; None: no lane."""
    if share <= 0:
        return None
    needed = 100 * pixels / share
    if needed <= NARROWEST:
        return 0
    step = max(ceil(needed / STEP) * STEP, 300)
    return step if step <= WIDEST else None


def words(texts: Sequence[str], share: float, under: int | None = None) -> list[Word]:
    """The longest of the texts (the longest first) that has room, in every lane narrower than `under`."""
    found: list[Word] = []
    until = under
    for text in texts:
        start = wide_enough(text_width(text) + PADDING, share)
        if start is None or (until is not None and start >= until):
            continue
        found.append(Word(text, shown(start, until)))
        until = start
        if start == 0:
            break
    return found


def shown(start: int, until: int | None) -> str:
    """The classes for lanes from `start` px to under `until` (None: every wider one)."""
    classes = [f"from-{start}"] if start else []
    return " ".join(classes + ([f"to-{until}"] if until else []))


def target(share: float) -> tuple[str, str]:
    """Classes for a link of that share, and for what is there instead where a finger would miss it."""
    start = wide_enough(TARGET, share)
    if start is None:
        return "never", ""
    return (shown(start, None), f"to-{start}") if start else ("", "never")


def ticks(window: Window) -> list[Tick]:
    """The beginnings of weeks, months or quarters, by how much is shown."""
    days = _tick_days(window)
    found = []
    for number, day in enumerate(days):
        following = days[number + 1] if number + 1 < len(days) else window.end + DAY
        share = window.place(day, following - DAY).share
        found.append(Tick(per_cent(window.at(day)), _tick_words(window, day, number, share)))
    return found


def _tick_days(window: Window) -> list[date]:
    if window.months == 1:
        return [window.start + WEEK * number * DAY for number in range(5) if WEEK * number < window.days]
    every = 1 if window.months <= MOST_MONTH_LINES else 3
    first = 0 if every == 1 else (1 - window.start.month) % 3
    return [add_months(window.start, number) for number in range(first, window.months, every)]


def _tick_words(window: Window, day: date, number: int, share: float) -> list[Word]:
    """Every word where there is room; every third, in the room of three, where there is not."""
    if window.months == 1:
        return words([date_format(day, "j b")], share)
    month = date_format(day, "b")
    names = [f"{month} {day.year}", month] if number == 0 or day.month == 1 else [month]
    found = words(names, share)
    narrow = wide_enough(text_width(month) + PADDING, share)
    if number % 3 == 0 and narrow != 0:
        found += words(names, 3 * share, under=narrow)
    return found
