"""Versions of the amounts that budgets and plans go by."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Authority, User
from cases.errors import ActionRefused
from core.audit import record_event
from debtadvice.enums import TableKind
from debtadvice.models import AmountTable
from debtadvice.norms import CODES


@transaction.atomic
def save_table(
    *,
    kind: TableKind,
    valid_from: date,
    amounts: Mapping[str, Decimal],
    source: str,
    by: User,
    authority: Authority | None = None,
) -> AmountTable:
    """A version from a day on; one of that day is replaced. Budgets and plans that are made keep theirs.

    `authority`: the board whose reasonable rents they are; the other kinds belong to none. Raises
    ActionRefused without a source or any amount, and for rents without a board.
    """
    unknown = set(amounts) - {code for code, _words in CODES[kind]}
    if unknown:
        raise TypeError(f"not codes of {kind}: {sorted(unknown)}")
    if kind == TableKind.RENT and authority is None:
        raise ActionRefused(_("Choose the board whose rents they are."), "authority")
    if kind != TableKind.RENT and authority is not None:
        raise TypeError(f"{kind} belongs to no board")
    if not amounts:
        raise ActionRefused(_("Write at least one amount."))
    if not source.strip():
        raise ActionRefused(_("Write where the amounts come from"), "source")
    table, _created = AmountTable.objects.update_or_create(
        kind=kind,
        authority=authority,
        valid_from=valid_from,
        defaults={
            "amounts": {code: str(amount) for code, amount in amounts.items()},
            "source": source.strip(),
            "made_by": by,
        },
    )
    record_event(
        "debt_table.saved",
        by=by,
        authority_id=authority.pk if authority else by.authority_id,
        subject=table,
        details={"kind": kind, "from": valid_from.isoformat()},
    )
    return table
