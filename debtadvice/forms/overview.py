"""Reading a debt overview: text with columns, from a file or a spreadsheet."""

from datetime import date
from decimal import Decimal
from typing import Any

from core.clock import today
from core.money import AmountError, parse_typed
from core.tabular.columns import Column, Kind, choice, day, reference, text
from core.tabular.faults import Fault, FieldFault
from core.tabular.reading import TableSpec, read_table
from debtadvice.enums import DebtKind

NOUGHT = Decimal(0)
# What people call the kinds of debts, in Swedish as the overview is.
KINDS = {
    "hyra": DebtKind.RENT,
    "kfm allmänt": DebtKind.STATE,
    "kfm enskilt": DebtKind.ENFORCED,
    "kredit": DebtKind.CREDIT,
    "kort": DebtKind.CARD,
    "räkning": DebtKind.BILL,
    "skatt": DebtKind.TAX,
    "underhåll": DebtKind.ALIMONY,
    "privat": DebtKind.PRIVATE,
    "annat": DebtKind.OTHER,
}


def typed_amount(value: str) -> Decimal:
    try:
        amount = parse_typed(value)
    except AmountError as error:
        raise FieldFault(str(error)) from None
    return abs(amount)


OVERVIEW = TableSpec(
    "skulder.csv",
    [
        Column("referens", reference(), required=True),
        Column("borgenär", text(120), required=True),
        Column("typ", choice(KINDS)),
        Column("per", day()),
        Column("kapital", Kind(typed_amount), required=True),
        Column("ränta", Kind(typed_amount)),
        Column("avgifter", Kind(typed_amount)),
        Column("räntesats", Kind(typed_amount)),
    ],
)


def read_overview(content: bytes) -> tuple[list[dict[str, Any]], list[Fault]]:
    """The debts of an overview as arguments of `add_debt`, and every fault with its line."""
    table = read_table(OVERVIEW, with_semicolons(content))
    return [_debt(row, today()) for row in table.rows], table.faults


def with_semicolons(content: bytes) -> bytes:
    """What was pasted from a spreadsheet has tabs between its columns."""
    content = content.lstrip()
    first, _newline, _rest = content.partition(b"\n")
    return content.replace(b"\t", b";") if b"\t" in first else content


def _debt(row: Any, day: date) -> dict[str, Any]:
    return {
        "creditor_reference": row.referens,
        "creditor": row.borgenär,
        "kind": row.typ or DebtKind.OTHER,
        "as_of": row.per or day,
        "capital_sek": row.kapital,
        "interest_sek": row.ränta or NOUGHT,
        "fees_sek": row.avgifter or NOUGHT,
        "interest_percent": row.räntesats or NOUGHT,
    }
