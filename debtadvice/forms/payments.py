"""Reading a list of payments: from a bank, by file or pasted."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.clock import today
from core.names import search_key
from core.tabular.columns import Column, Kind, day, reference, text
from core.tabular.faults import Fault
from core.tabular.reading import TableSpec, read_table
from debtadvice.forms.overview import typed_amount, with_semicolons
from debtadvice.models import PlanDebt

PAYMENTS = TableSpec(
    "betalningar.csv",
    [
        Column("referens", reference(), required=True),
        Column("datum", day(), required=True),
        Column("borgenär", text(120), required=True),
        Column("belopp", Kind(typed_amount), required=True),
    ],
)


def read_payments(content: bytes, parts: Sequence[PlanDebt]) -> tuple[list[dict[str, Any]], list[Fault]]:
    """The payments as arguments of `record_payment`, and every fault with its line.

    The creditor is told by its name or by its reference, whatever the case of the letters.
    """
    table = read_table(PAYMENTS, with_semicolons(content))
    known = {search_key(part.debt.creditor): part for part in parts}
    known |= {
        search_key(part.debt.creditor_reference): part for part in parts if part.debt.creditor_reference
    }
    rows = []
    for row in table.rows:
        part = known.get(search_key(row.borgenär))
        if part is None:
            table.fault(
                row.line, "borgenär", _("“%(name)s” is no creditor of the plan") % {"name": row.borgenär}
            )
        elif row.datum > today():
            table.fault(row.line, "datum", _("the day lies ahead; expected today or earlier"))
        elif not row.belopp:
            table.fault(row.line, "belopp", _("nothing was paid; expected an amount"))
        else:
            rows.append(
                {
                    "part": part,
                    "paid_on": row.datum,
                    "amount_sek": row.belopp,
                    "reference": row.referens[:64],
                }
            )
    return rows, sorted(table.faults, key=lambda fault: fault.line)
