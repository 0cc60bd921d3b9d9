"""The household's page."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.models import User
from cases.contacts import latest_contacts
from cases.enums import AccessKind, TransferState
from cases.models import Household, NamedAccess
from cases.timeline import linked_households, read_once, sent_away, timeline_page
from cases.views.household import (
    as_shown,
    buttons,
    household_page,
    log_reads,
    may,
    reached_with_rights,
    staff_of,
    units_of,
)
from cases.warnings import all_warnings
from core.clock import today
from core.registries import household_panels

MOST_SKIPPED = 1000


@require_safe
@requires("household.read")
def household_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Who they are, what to mind, what has happened. `till` and `hoppa` lead to older events."""
    user = staff_of(request)
    household = reached_with_rights(request, pk)
    until, skip = _place(request)
    read_once(household, user)
    page = timeline_page(household, user, until=until, skip=skip)
    if getattr(request, "htmx", False) and until is not None:
        log_reads(request, [household])
        return render(request, "cases/_timeline.html", {"page": page, "household": household, "user": user})
    day = today()
    access = _access(household, day)
    contact = latest_contacts([household.pk]).get(household.pk)
    primary, more = buttons(household, user)
    context = {
        "household": household,
        "page": page,
        "is_older": until is not None,
        "warnings": all_warnings(household, user, today=day, contact=contact, access=access),
        "named": [row for row in access if row.kind == AccessKind.NAMED],
        "former": [as_shown(row) for row in household.members.all() if row.left_on and row.left_on <= day],
        "units": units_of(household),
        "links": [(link, other) for link, other, visible in linked_households(household, user) if visible],
        "waiting": next((row for row in sent_away(household) if row.state == TransferState.OFFERED), None),
        "panels": _panels(request, household, user),
        "primary_actions": primary,
        "more_actions": more,
        "may_change": may(user, household, "household.change"),
        "may_name": may(user, household, "household.name_staff"),
        "may_transfer": may(user, household, "household.transfer"),
        "contact": contact,
    }
    return household_page(request, household, "cases/household_detail.html", context)


def _access(household: Household, day: date) -> list[NamedAccess]:
    """Who is named beside those responsible."""
    if not household.has_access:  # type: ignore[attr-defined]  # from with_rare()
        return []
    return list(household.named_access.active_on(day).select_related("user").order_by("first_day", "pk"))


def _place(request: HttpRequest) -> tuple[date | None, int]:
    """Where in the line of events to begin; a made-up place does not exist."""
    until, skip = request.GET.get("till", ""), request.GET.get("hoppa", "0")
    if not until:
        return None, 0
    try:
        day = date.fromisoformat(until)
    except ValueError:
        raise Http404 from None
    if not (skip.isdecimal() and len(skip) < 5 and int(skip) <= MOST_SKIPPED):
        raise Http404
    return day, int(skip)


def _panels(request: HttpRequest, household: Household, user: User) -> list[SafeString]:
    """What other apps show in the side column, rendered."""
    shown = []
    for panel in sorted(household_panels, key=lambda panel: panel.order):
        context: dict[str, Any] | None = panel.context(household, user)
        if context is not None:
            shown.append(render_to_string(panel.template, context, request))
    return shown
