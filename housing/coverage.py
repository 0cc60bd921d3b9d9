"""Which nights a decision covers. Pure: intervals of days in, gaps out; both ends always included."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Span:
    """Days from first to last; no last: for ever."""

    first: date
    last: date | None = None


def gaps(nights: Span, decisions: Iterable[Span], *, until: date) -> list[Span]:
    """The nights up to and including `until` that no decision covers, in order.

    A decision without an end covers everything from its first day. Nights after `until` are not asked about.
    """
    last = until if nights.last is None else min(nights.last, until)
    found, cursor = [], nights.first
    for span in sorted(decisions, key=lambda span: span.first):
        if cursor > last:
            break
        if span.last is not None and span.last < cursor:
            continue
        if span.first > cursor:
            found.append(Span(cursor, min(span.first - ONE_DAY, last)))
        if span.last is None:
            return [gap for gap in found if gap.first <= last]
        cursor = max(cursor, span.last + ONE_DAY)
    if cursor <= last:
        found.append(Span(cursor, last))
    return [gap for gap in found if gap.first <= last]


def covered_through(nights: Span, decisions: Iterable[Span], *, on: date) -> date | None:
    """The last day to which decisions cover the stay without a break from `on`; None: not covered then.

    date.max for a decision without an end.
    """
    reached: date | None = None
    for span in sorted(decisions, key=lambda span: span.first):
        start = on if reached is None else reached + ONE_DAY
        if span.first > start:
            break
        if span.last is None:
            return date.max
        if span.last >= start:
            reached = span.last
    return reached
