"""Flats as lanes across the months, and the same as a table."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access import requires
from cases.views.household import log_reads, staff_of
from core.clock import today
from core.periods import FIRST_YEAR, LAST_YEAR, month_key
from housing.enums import FlatKind
from housing.lanes import BEFORE, Window
from housing.occupancy import picture
from housing.views.tabs import housing_tabs

DEFAULT_MONTHS = 12
TABLE = "tabell"


@dataclass(frozen=True)
class Link:
    """Something that can be chosen."""

    label: str | Promise
    url: str
    is_active: bool


@dataclass(frozen=True)
class Choice:
    """What the address asks for. Nothing in it is about a person."""

    window: Window
    kind: str
    is_table: bool
    day: date

    @classmethod
    def read(cls, asked: Any, day: date) -> "Choice":
        """Whatever can't be read is as if it were not asked for."""
        months = next((n for n in BEFORE if str(n) == asked.get("manader")), DEFAULT_MONTHS)
        kind = asked.get("sort", "")
        window = Window.around(day, months)
        start = _month(asked.get("fran", ""))
        return cls(
            window=Window(start, months) if start else window,
            kind=kind if kind in FlatKind.values else "",
            is_table=asked.get("visa") == TABLE,
            day=day,
        )

    def url(self, **changes: Any) -> str:
        """The address with something else chosen; the window that is shown anyway is not spelled out."""
        window, kind = changes.get("window", self.window), changes.get("kind", self.kind)
        is_table = changes.get("is_table", self.is_table)
        pairs = {"manader": window.months, "sort": kind, "visa": TABLE if is_table else ""}
        if window != Window.around(self.day, window.months):
            pairs["fran"] = month_key(window.start)
        return f"?{urlencode({key: value for key, value in pairs.items() if value})}"


@require_safe
@requires("flat.read")
def occupancy(request: HttpRequest) -> HttpResponse:
    """The picture, or with ?visa=tabell the table. ?manader=12&fran=2013-01&sort=transitional."""
    user, day = staff_of(request), today()
    choice = Choice.read(request.GET, day)
    number, is_table = request.GET.get("page"), choice.is_table
    shown = picture(user, choice.window, day, choice.kind, number, is_table=is_table)
    log_reads(request, shown.households, purpose="list")
    window = choice.window
    context = {
        "tabs": housing_tabs(user, "occupancy"),
        "picture": shown,
        "page": shown.page,
        "query": f"{choice.url()[1:]}&",
        "day": day,
        "is_table": choice.is_table,
        "views": [
            Link(_("Picture"), choice.url(is_table=False), not choice.is_table),
            Link(_("Table"), choice.url(is_table=True), choice.is_table),
        ],
        "periods": [_period(choice, months) for months in BEFORE],
        "kinds": [
            Link(_("All kinds"), choice.url(kind=""), not choice.kind),
            *(Link(label, choice.url(kind=one), one == choice.kind) for one, label in FlatKind.choices),
        ],
        "earlier": choice.url(window=window.moved(-1)) if window.moved(-1).start.year >= FIRST_YEAR else "",
        "later": choice.url(window=window.moved(1)) if window.moved(1).end.year <= LAST_YEAR else "",
        "present": "" if day in window else choice.url(window=Window.around(day, window.months)),
        "everything": choice.url(kind=""),
        "chosen_kind": choice.kind,
    }
    return render(request, "housing/occupancy.html", context)


def _period(choice: Choice, months: int) -> Link:
    """The same days seen closer or from further away; seen from today when today is in sight."""
    window = Window.around(choice.day, months)
    if choice.day not in choice.window:
        window = Window(choice.window.start, months)
    if months % 12 or months == DEFAULT_MONTHS:
        label = ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    else:
        label = ngettext("%(n)s year", "%(n)s years", months // 12) % {"n": months // 12}
    return Link(label, choice.url(window=window), months == choice.window.months)


def _month(text: str) -> date | None:
    try:
        day = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    # The widest window has room on both sides of it.
    return day if FIRST_YEAR + 3 <= day.year <= LAST_YEAR - 3 else None
