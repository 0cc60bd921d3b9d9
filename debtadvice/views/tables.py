"""The amounts that budgets and plans go by: the versions of each table, and a new one."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import requires
from accounts.models import Authority
from core.clock import today
from debtadvice.actions.tables import save_table
from debtadvice.enums import TableKind
from debtadvice.forms.tables import TableForm
from debtadvice.models import AmountTable, DebtCase
from debtadvice.norms import CODES
from debtadvice.views.case_page import done, staff_of

MOST_VERSIONS = 12


@requires("debt_norms.manage")
@require_safe
def table_list(request: HttpRequest) -> HttpResponse:
    """Each table as it is in force today, with its versions; reasonable rents board by board."""
    versions: dict[tuple[str, int | None], list[AmountTable]] = defaultdict(list)
    for table in AmountTable.objects.select_related("made_by").order_by("-valid_from"):
        versions[table.kind, table.authority_id].append(table)
    boards = Authority.objects.filter(is_active=True)
    tables = [
        _shown(TableKind.NORM, versions[TableKind.NORM, None]),
        *(_shown(TableKind.RENT, versions[TableKind.RENT, board.pk], board) for board in boards),
        _shown(TableKind.MINIMUM, versions[TableKind.MINIMUM, None]),
    ]
    return render(request, "debtadvice/table_list.html", {"tables": tables, "counts": _counts(boards)})


def _counts(boards: Iterable[Authority]) -> list[tuple[Authority, int, int]]:
    """How many cases each board's advice has, and of them how many wait: counts and nothing else."""
    active, waiting = (
        dict(rows.order_by().values_list("authority").annotate(Count("pk")))
        for rows in (DebtCase.objects.active_on(today()), DebtCase.objects.waiting())
    )
    return [(board, active.get(board.pk, 0), waiting.get(board.pk, 0)) for board in boards]


def _shown(kind: TableKind, versions: list[AmountTable], board: Authority | None = None) -> dict[str, Any]:
    """The version in force today, which of its amounts are missing, and the versions before and after."""
    held = next((table for table in versions if table.valid_from <= today()), None)
    known = held.known if held else {}
    rows = [(words, known.get(code)) for code, words in CODES[kind]]
    return {
        "kind": kind,
        "board": board,
        "held": held,
        "rows": rows,
        "missing": sum(amount is None for _words, amount in rows) if held else 0,
        "versions": versions[:MOST_VERSIONS],
    }


@requires("debt_norms.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def table_new(request: HttpRequest, kind: str) -> HttpResponse:
    """A new version of a table, begun from the one in force. `namnd`: the board whose rents they are."""
    if kind not in TableKind.values:
        raise Http404
    chosen, user = TableKind(kind), staff_of(request)
    board = _board_of(request) if chosen == TableKind.RENT else None
    held = AmountTable.objects.in_force(kind, today(), board.pk if board else None)
    initial: dict[str, Any] = {"valid_from": today().replace(month=1, day=1)}
    if held is not None:
        # An earlier day would leave the version in force as it is.
        begins = max(initial["valid_from"], held.valid_from)
        initial = {**held.known, "source": held.source, "valid_from": begins}
    form = TableForm(request.POST or None, initial={**initial, "authority": board}, kind=kind)
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
                authority=form.cleaned_data.get("authority"),
                by=user,
            ),
        )
    ):
        messages.success(request, _("The amounts are saved."))
        return redirect("debtadvice:tables")
    context = {"form": form, "kind": chosen, "title": chosen.label}
    return render(request, "debtadvice/table_form.html", context, status=422 if form.errors else 200)


def _board_of(request: HttpRequest) -> Authority | None:
    """The board that the address names, or the first one."""
    boards = {str(board.pk): board for board in Authority.objects.filter(is_active=True)}
    return boards.get(request.GET.get("namnd", ""), next(iter(boards.values()), None))
