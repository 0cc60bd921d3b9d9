"""Search: by name, identity number or case number. What is typed travels in the body, never in an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from cases.search import MIN_CHARACTERS, search_households
from cases.views.household import log_reads, staff_of
from cases.views.rows import rows_of

MOST_RESULTS = 20


def _results(request: HttpRequest) -> dict[str, object]:
    text = request.POST.get("q", "").strip()
    households = search_households(staff_of(request), text, limit=MOST_RESULTS)
    log_reads(request, households, purpose="search")
    return {
        "q": text,
        "rows": rows_of(households),
        "is_short": len(text) < MIN_CHARACTERS,
        "is_full": len(households) == MOST_RESULTS,
        "may_create": staff_of(request).can("household.create"),
        "may_break_glass": staff_of(request).can("household.break_glass"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.read")
def search(request: HttpRequest) -> HttpResponse:
    """The page: empty by GET, with results by POST (the header's search, and without script)."""
    return render(request, "cases/search.html", _results(request))


@require_POST
@requires("household.read")
def search_results(request: HttpRequest) -> HttpResponse:
    """The results alone, as one types."""
    return render(request, "cases/_search_results.html", _results(request))
