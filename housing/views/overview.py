"""Where everybody lives just now: what it costs, and what has to be seen to."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import requires
from cases.views.household import log_reads, staff_of
from core.clock import today
from housing.board_costs import month_costs
from housing.flat_rows import summary
from housing.placed import PlacedHousehold, placed_households, sums_of
from housing.placed_words import Worklist, line_of, worklists
from housing.views.tabs import housing_tabs

SHOWN = 5


@dataclass(frozen=True)
class Panel:
    """The head of a worklist: its first lines, and how many it has."""

    worklist: Worklist
    rows: list[tuple[PlacedHousehold, str, str]]
    total: int


@require_safe
@requires("housing.read")
def overview(request: HttpRequest) -> HttpResponse:
    """Key figures of the board, the worklists of those one sees, the month's costs by provider."""
    user, day = staff_of(request), today()
    rows = placed_households(user, day)
    panels = [_panel(worklist, rows) for worklist in worklists()]
    shown = {row.household.pk: row.household for panel in panels for row, _words, _tone in panel.rows}
    log_reads(request, list(shown.values()), purpose="list")
    context: dict[str, Any] = {
        "panels": panels,
        "costs": month_costs(user, day),
        "sums": sums_of([row.stay for row in rows], day),
        "seen": len(rows),
        "flats": summary(user, day) if user.can("flat.read") else None,
        "may_place": user.can("placement.change"),
        "tabs": housing_tabs(user, "overview"),
        "day": day,
    }
    return render(request, "housing/overview.html", context)


def _panel(worklist: Worklist, rows: list[PlacedHousehold]) -> Panel:
    found = worklist.pick(rows)
    lines = [(row, *line_of(worklist.key, row)) for row in found[:SHOWN]]
    return Panel(worklist, lines, len(found))
