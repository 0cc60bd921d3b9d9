"""When a flat stood empty. Pure: nights of availability and of stays in, empty nights out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
Nights = tuple[date, date | None]


@dataclass(frozen=True)
class Span:
    """Nights from a first to a last one, both counted."""

    first: date
    last: date

    @property
    def nights(self) -> int:
        return (self.last - self.first).days + 1


def empty_spans(available: Nights, stays: Iterable[Nights], start: date, end: date) -> list[Span]:
    """The nights from start to end on which the flat was available and nobody lived there, in order.

    None as the last night: until further notice. Over all flats these nights are those available less those
    occupied (figures flat_nights_available and flat_nights_occupied).
    """
    first = max(available[0], start)
    last = min(available[1] or end, end)
    spans = []
    for stay_first, stay_last in sorted(stays, key=lambda stay: stay[0]):
        if stay_first > last:
            break
        if stay_first > first:
            spans.append(Span(first, stay_first - DAY))
        if stay_last is None:
            return spans
        first = max(first, stay_last + DAY)
    if first <= last:
        spans.append(Span(first, last))
    return spans


def empty_nights(available: Nights, stays: Iterable[Nights], start: date, end: date) -> int:
    """How many they are."""
    return sum(span.nights for span in empty_spans(available, stays, start, end))
