"""Earlier days at the drop-in, one at a time."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.models import User
from core.audit import record_reads
from core.clock import today
from core.forms import UnreadableDay, read_day
from dropin.daylist import prepare_households, visits_on
from dropin.enums import Place, VisitKind
from dropin.models import Visit
from dropin.opening import schedule_of
from dropin.views.reader import signed_in

FILTERS = {"place": Place, "kind": VisitKind}


@requires("visit.read")
@require_safe
def day(request: HttpRequest, day: str = "") -> HttpResponse:
    """The visits of one day; without one, of the latest day before today that had any. ?day= is typed."""
    user = signed_in(request)
    shown, problem = _asked_day(user, day, request.GET.get("day", ""))
    chosen = {
        name: request.GET[name]
        for name, choices in FILTERS.items()
        if request.GET.get(name) in choices.values
    }
    visits = visits_on(user, shown, **chosen)
    prepare_households([row.household for row in visits.rows])
    record_reads(
        user,
        visits.household_ids,
        page="dropin:day",
        authority_id=user.authority_id,
        purpose="list",
    )
    query = "?" + urlencode(chosen) if chosen else ""
    context = {
        "day": shown,
        "problem": problem,
        "typed": request.GET.get("day", ""),
        "visits": visits,
        "sessions": schedule_of(user.authority_id or 0, from_day=shown).sessions_on(shown),
        "earlier": _neighbour(user, shown, -1),
        "later": _neighbour(user, shown, 1),
        "query": query,
        "filters": _filters(shown, chosen),
        "clear_url": day_address(shown),
        "choices": [
            {
                "name": name,
                "label": label,
                "options": [
                    {"value": value, "label": text, "is_on": chosen.get(name) == value}
                    for value, text in FILTERS[name].choices
                ],
            }
            for name, label in (("place", _("Place of the visits")), ("kind", _("Kind of visit")))
        ],
        "may_log": user.can("visit.log"),
        "attach": user.can("visit.log"),
    }
    return render(request, "dropin/day.html", context)


def day_address(shown: date) -> str:
    return reverse("dropin:day_of", args=[shown.isoformat()])


def _asked_day(user: User, in_path: str, typed: str) -> tuple[date, str]:
    """The day of the address (404 when it is none), else the typed one, else the latest before today."""
    if in_path:
        try:
            return date.fromisoformat(in_path), ""
        except ValueError:
            raise Http404 from None
    latest = _neighbour(user, today(), -1) or today()
    if not typed.strip():
        return latest, ""
    try:
        return read_day(typed, today=today(), prefer="past"), ""
    except UnreadableDay:
        return latest, _("Write the day as a date, for example 2013-12-09 or 9/12")


def _neighbour(user: User, shown: date, step: int) -> date | None:
    """The nearest day before or after with a visit that the reader sees."""
    visits = Visit.objects.visible_to(user).kept()
    if step < 0:
        nearest = visits.filter(visited_on__lt=shown).order_by("-visited_on", "-pk")
    else:
        nearest = visits.filter(visited_on__gt=shown, visited_on__lte=today() + timedelta(days=1)).order_by(
            "visited_on", "pk"
        )
    return nearest.values_list("visited_on", flat=True).first()


def _filters(shown: date, chosen: dict[str, str]) -> list[dict[str, Any]]:
    """The filters in use, each with the address without it."""
    found = []
    for name, value in chosen.items():
        others = {key: kept for key, kept in chosen.items() if key != name}
        address = day_address(shown) + ("?" + urlencode(others) if others else "")
        found.append({"label": FILTERS[name](value).label, "remove_url": address})
    return found
