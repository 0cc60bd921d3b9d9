"""What is to be watched over in the flats, and the list of flats as a file."""

import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import requires
from cases.views.household import log_reads, staff_of
from core.clock import today
from core.tabular.export import SPREADSHEET, write_csv, write_xlsx
from core.views.attachments import attachment
from housing.exports import flats_sheet
from housing.flat_rows import Filter, flat_rows
from housing.flat_worklists import worklists
from housing.views.tabs import housing_tabs

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
@requires("housing.read")
def index(request: HttpRequest) -> HttpResponse:
    """Every list with its count, of the flats and of the stays within the reader's reach."""
    user, day = staff_of(request), today()
    lists = worklists(user, day)
    shown = {line.stay.household.pk: line.stay.household for one in lists for line in one.lines if line.stay}
    log_reads(request, shown.values(), purpose="list")
    context = {
        "lists": lists,
        "full": [one for one in lists if one.lines],
        "empty": [one for one in lists if not one.lines],
        "day": day,
        "tabs": housing_tabs(user, "flat_worklists"),
    }
    return render(request, "housing/flat_worklists.html", context)


@require_safe
@requires("flat.read")
def export(request: HttpRequest, suffix: str) -> HttpResponse:
    """The list of flats as chosen above it. Households stand with their case number, without names."""
    user, day = staff_of(request), today()
    chosen = Filter.read(request.GET)
    rows = flat_rows(user, list(chosen.apply(user, day)), day)
    log_reads(request, [row.household for row in rows if row.household is not None], purpose="export")
    sheet = flats_sheet(rows, chosen, day)
    if suffix == "csv":
        text = io.StringIO(newline="")
        write_csv(text, sheet, SPREADSHEET)
        content = text.getvalue().encode()
    else:
        stream = io.BytesIO()
        write_xlsx(stream, [sheet])
        content = stream.getvalue()
    return attachment(content, f"lagenheter-{day.isoformat()}.{suffix}", CONTENT_TYPES[suffix])
