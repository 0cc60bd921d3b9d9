"""Worklists: by responsible worker, unit and day only, since the law knows no other search terms."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.models import User
from cases.forms.choices import colleagues
from cases.models import Household
from cases.querysets import HouseholdQuerySet
from cases.views.household import log_reads, staff_of
from cases.views.rows import rows_of
from core.clock import today

PAGE_SIZE = 25
LAST_PAGE = 400  # further back one searches


@require_safe
@requires("household.read")
def household_list(request: HttpRequest) -> HttpResponse:
    """Mine, my units' or the recently opened; open or closed; of one responsible worker."""
    user = staff_of(request)
    chosen = {
        "visa": _one_of(request.GET.get("visa", "") or _first_list(user), ("mina", "enhet", "nya")),
        "status": _one_of(request.GET.get("status", ""), ("oppna", "avslutade")),
    }
    staff = list(colleagues(user.authority))
    worker = _worker(request.GET.get("medarbetare", ""), staff)
    if worker is not None:
        chosen["medarbetare"] = str(worker.pk)
    number = _page_number(request.GET.get("page", ""))
    households = _chosen(user, chosen, worker)
    first = (number - 1) * PAGE_SIZE
    # One more than the page holds tells whether there is a next one; nobody counts the whole table.
    found = list(households[first : first + PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    log_reads(request, shown, purpose="list")
    query = urlencode(chosen)
    return render(
        request,
        "cases/household_list.html",
        {
            "rows": rows_of(shown),
            "tabs": _tabs(chosen),
            "chosen": chosen,
            "staff": staff,
            "worker": worker,
            "number": number,
            "previous_url": f"?{query}&page={number - 1}" if number > 1 else "",
            "next_url": f"?{query}&page={number + 1}" if len(found) > PAGE_SIZE else "",
            "filters": _filters(chosen, worker),
            "may_create": user.can("household.create"),
            "may_transfer": user.can("household.transfer"),
        },
    )


def _first_list(user: User) -> str:
    """One's own households; the recent ones for roles that are never responsible for any."""
    own = Household.objects.visible_to(user).filter(_responsible(user))
    return "mina" if own.exists() else "nya"


def _responsible(worker: User) -> Q:
    return Q(project_worker=worker) | Q(caseworker=worker)


def _chosen(user: User, chosen: dict[str, str], worker: User | None) -> HouseholdQuerySet:
    households = Household.objects.visible_to(user)
    if chosen["visa"] == "mina" and worker is None:
        households = households.filter(_responsible(user))
    if chosen["visa"] == "enhet":
        units = list(user.units_on(today()).values_list("pk", flat=True))
        households = households.working_with(units, today())
    if worker is not None:
        households = households.filter(_responsible(worker))
    households = households.filter(closed_on__isnull=chosen["status"] == "oppna")
    rows = households.with_label().with_situation().with_units(today())
    return rows.select_related("project_worker", "caseworker").order_by("-opened_on", "-pk")


def _tabs(chosen: dict[str, str]) -> list[dict[str, Any]]:
    words = {"mina": _("Mine"), "enhet": _("My unit's"), "nya": _("Recently opened")}
    return [
        {
            "label": label,
            "url": "?" + urlencode({"visa": key, "status": chosen["status"]}),
            "is_active": key == chosen["visa"],
        }
        for key, label in words.items()
    ]


def _filters(chosen: dict[str, str], worker: User | None) -> list[dict[str, str]]:
    filters = []
    if chosen["status"] == "avslutade":
        without = urlencode({**chosen, "status": "oppna"})
        filters.append({"label": _("Closed"), "remove_url": f"?{without}"})
    if worker is not None:
        without = urlencode({key: value for key, value in chosen.items() if key != "medarbetare"})
        filters.append({"label": worker.full_name, "remove_url": f"?{without}"})
    return filters


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else allowed[0]


def _worker(value: str, staff: list[User]) -> User | None:
    return next((one for one in staff if str(one.pk) == value), None)


def _page_number(value: str) -> int:
    return min(max(int(value), 1), LAST_PAGE) if value.isdecimal() and len(value) < 6 else 1
