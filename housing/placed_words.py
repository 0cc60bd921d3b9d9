"""The worklists of households in acute accommodation, and what each says of a household."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from housing.coverage import Span
from housing.placed import (
    PlacedHousehold,
    ending_within,
    with_children,
    without_contact,
    without_decision,
)
from housing.uncovered import UncoveredStay

DECISION, ENDING, CONTACT, CHILDREN = "utan-beslut", "slutar", "utan-kontakt", "barn"
DEFAULT_DAYS = 14
DAYS_TO_CHOOSE = (7, 14, 30, 90)


@dataclass(frozen=True)
class Worklist:
    """What has to be seen to: `pick` takes its households out of all that are placed, in order."""

    key: str
    title: str
    empty: str
    pick: Callable[[list[PlacedHousehold]], list[PlacedHousehold]]


def worklists(days: int = DEFAULT_DAYS) -> list[Worklist]:
    """In the order in which they are shown. `days`: how far ahead a planned end counts as near."""
    return [
        Worklist(
            DECISION,
            _("Nights without a decision"),
            _("A decision covers every night that you see: tonight, of stays that are over, and to come."),
            without_decision,
        ),
        Worklist(
            ENDING,
            _("Planned end within %(n)s days") % {"n": days},
            _("Of those that you see nobody's planned last night is that near, and no plan has passed."),
            lambda rows: ending_within(rows, days),
        ),
        Worklist(
            CONTACT,
            _("No contact since they were placed"),
            _("The project has been in contact with everybody that you see since they were placed."),
            without_contact,
        ),
        Worklist(
            CHILDREN,
            _("Children placed longest"),
            _("No family with children that you see is in acute accommodation."),
            with_children,
        ),
    ]


def line_of(key: str, row: PlacedHousehold | UncoveredStay) -> tuple[str, str]:
    """What the worklist says of the household, and the tone of it."""
    if isinstance(row, UncoveredStay):
        return f"{spans_words(row)}, {when_words(row)}", "warn"
    if key == DECISION:
        return uncovered_words(row), "bad" if row.is_uncovered_now else "warn"
    if key == ENDING:
        return ends_words(row)
    if key == CONTACT:
        return contact_words(row)
    children = ngettext("%(n)s child", "%(n)s children", row.children) % {"n": row.children}
    return f"{children} · {nights_words(row.nights)}", ""


def nights_words(nights: int) -> str:
    return ngettext("%(n)s night", "%(n)s nights", nights) % {"n": nights}


def uncovered_words(row: PlacedHousehold) -> str:
    """Which nights no decision covers: since when, or from and through which night."""
    nights, last = nights_words(row.uncovered_nights), row.uncovered[-1]
    if row.is_uncovered_now:
        return _("no decision since %(day)s, %(nights)s") % {"day": _day(last.first), "nights": nights}
    return spans_words(row)


def spans_words(row: PlacedHousehold | UncoveredStay) -> str:
    """How many nights no decision covers, and which."""
    return _("%(nights)s without a decision, %(spans)s") % {
        "nights": nights_words(row.uncovered_nights),
        "spans": ", ".join(_span(span) for span in row.uncovered),
    }


def when_words(row: UncoveredStay) -> str:
    """When the stay ended, or when it begins."""
    if row.is_to_come:
        return _("begins %(day)s") % {"day": _day(row.first_night)}
    return _("ended %(day)s") % {"day": _day(row.ends_on)}


def ends_words(row: PlacedHousehold) -> tuple[str, str]:
    """When the last night is or should have been."""
    left = row.days_left
    if left is None:
        return _("no planned end"), "warn"
    day = _day(row.ends_on)
    if left < 0:
        words = ngettext(
            "should have ended %(day)s, %(n)s day ago", "should have ended %(day)s, %(n)s days ago", -left
        )
        return words % {"day": day, "n": -left}, "bad"
    if left == 0:
        return _("last night tonight"), "warn"
    words = ngettext("through %(day)s, %(n)s day left", "through %(day)s, %(n)s days left", left)
    return words % {"day": day, "n": left}, "warn" if left <= DAYS_TO_CHOOSE[0] else ""


def contact_words(row: PlacedHousehold) -> tuple[str, str]:
    """How long nobody has been in contact, and when somebody will."""
    if row.latest_contact is not None:
        return _day(row.latest_contact), ""
    nights = nights_words(row.nights)
    if row.next_contact is not None:
        return _("none for %(nights)s, booked %(day)s") % {
            "nights": nights,
            "day": _day(row.next_contact),
        }, ""
    return _("none for %(nights)s, nothing booked") % {"nights": nights}, "bad"


def _span(span: Span) -> str:
    last = span.last or span.first
    return _day(span.first) if last == span.first else f"{_day(span.first)}–{_day(last)}"


def _day(day: date | None) -> str:
    return date_format(day, "j b") if day else "–"
