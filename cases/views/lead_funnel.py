"""The funnel of leads, month by month: counts of the board, nothing of any household."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import requires
from cases.lead_funnel import funnel_by_month
from cases.search_enums import LEAD_STEPS
from cases.views.household import staff_of
from cases.views.search_pages import READ, tabs
from core.clock import today
from core.periods import Period, add_months
from core.ratios import percent

MONTHS = 12


@require_safe
@requires(READ)
def lead_funnel(request: HttpRequest) -> HttpResponse:
    """The last twelve months, the newest first, with the sum and its share of the first step."""
    user = staff_of(request)
    first = add_months(today().replace(day=1), 1 - MONTHS)
    authority_ids = (user.authority_id,) if user.authority_id is not None else ()
    months = funnel_by_month(Period(first, today()), authority_ids)
    totals = {step.value: sum(month[step.value] for month in months.values()) for step in LEAD_STEPS}
    given = totals[LEAD_STEPS[0].value]
    context: dict[str, Any] = {
        "steps": [step.label for step in LEAD_STEPS],
        "rows": [{"month": key, "counts": list(counts.values())} for key, counts in reversed(months.items())],
        "totals": [
            {"count": totals[step.value], "percent": percent(totals[step.value], given)}
            for step in LEAD_STEPS
        ],
        "bars": [
            {"label": step.label, "count": totals[step.value], "most": given or 1} for step in LEAD_STEPS
        ],
        "tabs": tabs("leads", user),
        "first": first,
    }
    return render(request, "cases/lead_funnel.html", context)
