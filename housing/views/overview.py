"""Where everybody lives just now: what it costs, and what has to be seen to."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.models import User
from cases.models import Household
from cases.views.household import log_reads, staff_of
from core.clock import today
from housing.board_costs import month_costs
from housing.flat_rows import summary
from housing.placed import PlacedHousehold, placed_rows, sums_of, with_households
from housing.placed_words import DECISION, Worklist, line_of, worklists
from housing.uncovered import UncoveredStay, uncovered_stays
from housing.views.tabs import housing_tabs

SHOWN = 5
Listed = PlacedHousehold | UncoveredStay


@dataclass(frozen=True)
class Panel:
    """The head of a worklist: its first lines, and how many it has."""

    worklist: Worklist
    rows: list[tuple[Listed, str, str]]
    total: int


@require_safe
@requires("housing.read")
def overview(request: HttpRequest) -> HttpResponse:
    """Key figures of the board, the worklists of those one sees, the month's costs by provider."""
    user, day = staff_of(request), today()
    rows = placed_rows(user, day)
    picked = [(worklist, _picked(worklist, rows, user, day)) for worklist in worklists()]
    heads = with_households([row for _worklist, found in picked for row in found[:SHOWN]])
    shown = {row.household_id: row.household for row in heads}
    panels = [_panel(worklist, found, shown) for worklist, found in picked]
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


def _picked(worklist: Worklist, rows: list[PlacedHousehold], user: User, day: date) -> list[Listed]:
    """Its households. Nights without a decision are sought in stays that are over or to come as well."""
    beside = uncovered_stays(user, day) if worklist.key == DECISION else []
    return [*worklist.pick(rows), *beside]


def _panel(worklist: Worklist, found: list[Listed], shown: dict[int, Household]) -> Panel:
    """`shown`: the households of the first lines of all lists."""
    first = [replace(row, read=shown[row.household_id]) for row in found[:SHOWN] if row.household_id in shown]
    lines = [(row, *line_of(worklist.key, row)) for row in first]
    return Panel(worklist, lines, len(found))
