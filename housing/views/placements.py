"""The list of placements with its worklists, its export, and the page of one placement."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.models import User
from cases.errors import ActionRefused
from cases.labels import labelled
from cases.models import Household
from cases.views.household import household_page, log_reads, may, reached, staff_of
from core.clock import today
from core.tabular.export import SPREADSHEET, Sheet, write_csv, write_xlsx
from housing import actions
from housing.models import Placement
from housing.placed import (
    PlacedHousehold,
    placed_of,
    placed_rows,
    placed_stays,
    sums_of,
    with_households,
)
from housing.placed_words import (
    DAYS_TO_CHOOSE,
    DECISION,
    DEFAULT_DAYS,
    ENDING,
    contact_words,
    ends_words,
    spans_words,
    uncovered_words,
    when_words,
    worklists,
)
from housing.placement_facts import placement_facts
from housing.unbroken import UnbrokenStay
from housing.uncovered import UncoveredStay, listed_since, uncovered_stays
from housing.views.tabs import housing_tabs

PAGE = 50
NOW, COMING, ENDED = "nu", "kommande", "avslutade"
EXPORTS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True)
class Chosen:
    """What is chosen above the list."""

    show: str
    days: int

    @classmethod
    def read(cls, request: HttpRequest) -> "Chosen":
        known = {NOW, COMING, ENDED} | {one.key for one in worklists()}
        show, days = request.GET.get("visa", ""), request.GET.get("dagar", "")
        chosen = int(days) if days.isdecimal() and len(days) < 4 else DEFAULT_DAYS
        return cls(show if show in known else NOW, chosen if chosen in DAYS_TO_CHOOSE else DEFAULT_DAYS)

    @property
    def query(self) -> str:
        pairs = {"visa": self.show} | ({"dagar": str(self.days)} if self.show == ENDING else {})
        return urlencode(pairs)

    @property
    def title(self) -> str:
        own = {
            NOW: _("Placed now"),
            COMING: _("Placements to come"),
            ENDED: _("Placements that have ended"),
        }
        return own.get(self.show) or next(one.title for one in worklists(self.days) if one.key == self.show)

    @property
    def empty(self) -> str:
        own = {
            NOW: _("Nobody whom you see is in acute accommodation tonight."),
            COMING: _("No placement has its first night ahead."),
            ENDED: _("No placement has ended yet."),
        }
        return own.get(self.show) or next(one.empty for one in worklists(self.days) if one.key == self.show)


@dataclass(frozen=True)
class Row:
    """A household that is placed, with the words of the columns."""

    placed: PlacedHousehold
    decision: tuple[str, str]
    ends: tuple[str, str]
    contact: tuple[str, str]


@require_safe
@requires("housing.read")
def placement_list(request: HttpRequest) -> HttpResponse:
    """Those who are placed now, by worklist; or what is to come, or has ended."""
    user, chosen = staff_of(request), Chosen.read(request)
    context: dict[str, Any] = {
        "chosen": chosen,
        "choices": _choices(),
        "days_to_choose": DAYS_TO_CHOOSE,
        "tabs": housing_tabs(user, "placement_list"),
        "may_place": user.can("placement.change"),
        "query": f"{chosen.query}&",
    }
    if chosen.show in (COMING, ENDED):
        page = Paginator(_others(user, chosen.show), PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "others": _labelled(list(page.object_list))}
        households = [row.household for row in context["others"]]
    else:
        page, stays = _placed_page(user, chosen, request.GET.get("page"))
        context |= {
            "page": page,
            "rows": [_row(one) for one in page.object_list if isinstance(one, PlacedHousehold)],
            "placed": len(stays),
            "sums": sums_of(stays, today()),
            "uncovered": [_line(one) for one in page.object_list if isinstance(one, UncoveredStay)],
            "since": listed_since(today()),
        }
        households = [row.household for row in page.object_list]
    log_reads(request, households, purpose="list")
    return render(request, "housing/placement_list.html", context)


@require_safe
@requires("housing.read")
def placement_export(request: HttpRequest, file_format: str) -> HttpResponse:
    """The chosen list of those who are placed now, by case number: a file names nobody."""
    user, chosen = staff_of(request), Chosen.read(request)
    if file_format not in EXPORTS or chosen.show in (COMING, ENDED):
        raise Http404
    rows = with_households(_listed(user, chosen))
    log_reads(request, [row.household for row in rows], purpose="export")
    response = HttpResponse(_file(_sheet(rows, chosen), file_format), content_type=EXPORTS[file_format])
    name = f"placeringar-{today().isoformat()}.{file_format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@requires("housing.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One placement: its decision, its costs, the same nights elsewhere, what went before and after."""
    placement = reached_placement(request, pk, "housing.read")
    household, user = reached(request, placement.household_id, "housing.read"), staff_of(request)
    context = {
        "facts": placement_facts(placement, today()),
        "may_change": may(user, household, "placement.change") and placement.annulled_at is None,
        "may_apply": may(user, household, "application.write"),
    }
    return household_page(request, household, "housing/placement_detail.html", context)


@require_POST
@requires("placement.change")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of ending."""
    placement = reached_placement(request, pk, "placement.change")
    try:
        actions.reopen_placement(placement=placement, by=staff_of(request))
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The placement goes on."))
    return redirect("housing:placement", pk)


def reached_placement(request: HttpRequest, pk: int, permission: str) -> Placement:
    """The placement, annulled too, or a 404 that says no more than if it did not exist."""
    rows = Placement.objects.visible_to(staff_of(request), permission)
    related = ("provider", "household", "authority", "paying_unit", "decision__decided_by")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def _placed_page(user: User, chosen: Chosen, number: str | None) -> tuple[Any, list[UnbrokenStay]]:
    """A page of them, and the stays of all. Of everybody who is placed only the page is read in full."""
    if chosen.show == NOW:
        stays = placed_stays(user, today())
        page: Any = Paginator(list(stays), PAGE).get_page(number)
        page.object_list = placed_of({pk: stays[pk] for pk in page.object_list}, today())
        return page, list(stays.values())
    listed = _listed(user, chosen)
    page = Paginator(listed, PAGE).get_page(number)
    page.object_list = with_households(page.object_list)
    return page, [row.stay for row in listed if isinstance(row, PlacedHousehold)]


def _listed(user: User, chosen: Chosen) -> list[PlacedHousehold | UncoveredStay]:
    """Those that are placed; of nights without a decision also the stays that are over or to come."""
    beside = uncovered_stays(user, today()) if chosen.show == DECISION else []
    return [*_placed(user, chosen), *beside]


def _placed(user: User, chosen: Chosen) -> list[PlacedHousehold]:
    rows = placed_rows(user, today())
    if chosen.show == NOW:
        return rows
    return next(one for one in worklists(chosen.days) if one.key == chosen.show).pick(rows)


def _others(user: User, show: str) -> Any:
    rows = Placement.objects.visible_to(user, "housing.read").counted().select_related("provider")
    if show == COMING:
        return rows.filter(first_night__gt=today()).order_by("first_night", "pk")
    return rows.filter(last_night__lt=today()).order_by("-last_night", "-pk")


def _labelled(rows: list[Placement]) -> list[Placement]:
    households = labelled(Household.objects.filter(pk__in=[row.household_id for row in rows]))
    named = {household.pk: household for household in households}
    for row in rows:
        row.household = named[row.household_id]
    return rows


def _row(placed: PlacedHousehold) -> Row:
    if placed.uncovered:
        decision = uncovered_words(placed), "bad" if placed.is_uncovered_now else "warn"
    else:
        decision = "", ""
    return Row(placed, decision, ends_words(placed), contact_words(placed))


def _line(stay: UncoveredStay) -> tuple[UncoveredStay, str, str]:
    return stay, when_words(stay), spans_words(stay)


def _choices() -> list[tuple[str, str]]:
    return [
        (NOW, _("Placed now")),
        *((one.key, one.title if one.key != ENDING else _("Planned end near")) for one in worklists()),
        (COMING, _("Placements to come")),
        (ENDED, _("Placements that have ended")),
    ]


def _sheet(rows: list[PlacedHousehold | UncoveredStay], chosen: Chosen) -> Sheet:
    columns = [
        _("Case number"),
        _("Provider"),
        _("First night"),
        _("Nights"),
        _("Children"),
        _("Planned last night"),
        _("Decision through"),
        _("Nights without a decision"),
        _("Latest contact"),
        _("Cost this month"),
        _("Cost so far"),
        _("Cost to the planned end"),
    ]
    return Sheet(
        title=_("Placements"),
        columns=columns,
        rows=_cells(rows),
        filters=[chosen.title],
        notes=_notes(chosen),
    )


def _notes(chosen: Chosen) -> list[str]:
    words = _("On %(day)s, of the households that you see. Costs in kronor, the month as planned.")
    notes = [words % {"day": today()}]
    if chosen.show == DECISION:
        since = _("Also stays that ended, with their nights from %(day)s on, and placements to come.")
        notes.append(since % {"day": listed_since(today())})
    return notes


def _cells(rows: list[PlacedHousehold | UncoveredStay]) -> Iterator[list[Any]]:
    for row in rows:
        if isinstance(row, UncoveredStay):
            known = [row.household.case_number, row.providers, row.first_night]
            yield [*known, "", "", row.ends_on, "", row.uncovered_nights, "", "", "", ""]
            continue
        covered = row.covered_through
        yield [
            row.household.case_number,
            row.providers,
            row.first_night,
            row.nights,
            row.children,
            row.ends_on,
            covered if covered is not None and covered.year < 9999 else "",
            row.uncovered_nights,
            row.latest_contact,
            row.cost_of_month,
            row.cost_to_date,
            "" if row.forecast is None else row.forecast,
        ]


def _file(sheet: Sheet, file_format: str) -> bytes:
    if file_format == "xlsx":
        book = io.BytesIO()
        write_xlsx(book, [sheet])
        return book.getvalue()
    text = io.StringIO(newline="")
    write_csv(text, sheet, SPREADSHEET)
    return text.getvalue().encode()
