"""The amounts that budgets and plans go by: the versions of each table, and a new one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import requires
from core.clock import today
from debtadvice.actions.tables import save_table
from debtadvice.enums import TableKind
from debtadvice.forms.tables import TableForm
from debtadvice.models import AmountTable
from debtadvice.norms import CODES
from debtadvice.views.case_page import done, staff_of

MOST_VERSIONS = 12


@requires("debt_norms.manage")
@require_safe
def table_list(request: HttpRequest) -> HttpResponse:
    """Each table as it is in force today, with its versions."""
    day = today()
    versions: dict[str, list[AmountTable]] = {kind: [] for kind in TableKind}
    for table in AmountTable.objects.select_related("made_by").order_by("-valid_from"):
        versions[table.kind].append(table)
    tables = []
    for kind in TableKind:
        held = next((table for table in versions[kind] if table.valid_from <= day), None)
        known = held.known if held else {}
        tables.append(
            {
                "kind": kind,
                "held": held,
                "rows": [(words, known.get(code)) for code, words in CODES[kind]],
                "versions": versions[kind][:MOST_VERSIONS],
            }
        )
    return render(request, "debtadvice/table_list.html", {"tables": tables})


@requires("debt_norms.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def table_new(request: HttpRequest, kind: str) -> HttpResponse:
    """A new version of a table, begun from the one in force."""
    if kind not in TableKind.values:
        raise Http404
    chosen, user = TableKind(kind), staff_of(request)
    held = AmountTable.objects.in_force(kind, today())
    initial: dict[str, Any] = {**held.known, "source": held.source} if held else {}
    form = TableForm(request.POST or None, initial=initial, kind=kind)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: save_table(
                kind=chosen,
                valid_from=form.cleaned_data["valid_from"],
                amounts=form.amounts(),
                source=form.cleaned_data["source"],
                by=user,
            ),
        )
    ):
        messages.success(request, _("The amounts are saved."))
        return redirect("debtadvice:tables")
    context = {"form": form, "kind": chosen, "title": chosen.label}
    return render(request, "debtadvice/table_form.html", context, status=422 if form.errors else 200)
