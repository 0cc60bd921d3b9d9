"""What was entered wrongly: a debt's facts put right, a payment taken back. Nothing is erased."""

from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.errors import ActionRefused
from core.clock import now
from debtadvice.actions.locking import locked, locked_open, record
from debtadvice.models import Debt, DebtCase, Payment, RestructuringPayment

Paid = TypeVar("Paid", Payment, RestructuringPayment)


@transaction.atomic
def change_debt(
    *,
    debt: Debt,
    creditor: str,
    kind: str,
    by: User,
    held_by: str = "",
    creditor_reference: str = "",
    interest_percent: Decimal = Decimal(0),
    arose_on: date | None = None,
    statute_barred_on: date | None = None,
) -> Debt:
    """Put the facts of a debt right; its amounts stay, and its history keeps what it said.

    Plans that are drawn keep their instalments. Raises ActionRefused when the creditor has another debt
    with that reference, and for a case that is closed.
    """
    case = locked_open(debt.case, by)
    row = Debt.objects.get(pk=debt.pk)
    given = {
        "creditor": creditor.strip(),
        "kind": kind,
        "held_by": held_by.strip(),
        "creditor_reference": creditor_reference.strip(),
        "interest_percent": interest_percent,
        "arose_on": arose_on,
        "statute_barred_on": statute_barred_on,
    }
    changed = sorted(name for name, value in given.items() if getattr(row, name) != value)
    if not changed:
        return row
    for name in changed:
        setattr(row, name, given[name])
    row._history_user = by  # type: ignore[attr-defined]  # simple_history reads it
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        message = _("This creditor has a debt with that reference already.")
        raise ActionRefused(message, "creditor_reference") from error
    record("debt.changed", case, by, debt=row.pk, fields=changed)
    return row


@transaction.atomic
def take_back_payment(*, payment: Paid, by: User) -> Paid:
    """It was entered by mistake and counts no more. Taken back already, it stays so."""
    case, row = _held(payment, by)
    if row.taken_back_at is None:
        row.taken_back_at, row.taken_back_by = now(), by
        row.save(update_fields=["taken_back_at", "taken_back_by"])
        record(_action(row, "payment_taken_back"), case, by, payment=row.pk)
    return row


@transaction.atomic
def restore_payment(*, payment: Paid, by: User) -> Paid:
    """Undo of `take_back_payment`. Raises ActionRefused when the same payment has been entered anew."""
    case, row = _held(payment, by)
    if row.taken_back_at is None:
        return row
    row.taken_back_at = row.taken_back_by = None
    try:
        with transaction.atomic():
            row.save(update_fields=["taken_back_at", "taken_back_by"])
    except IntegrityError as error:
        raise ActionRefused(_("The payment has been entered anew.")) from error
    record(_action(row, "payment_restored"), case, by, payment=row.pk)
    return row


def _held(payment: Paid, by: User) -> tuple[DebtCase, Paid]:
    """The payment as it is now; its case is held until the transaction ends."""
    case = locked(_case_of(payment), by)
    return case, type(payment).objects.get(pk=payment.pk)


def _case_of(payment: Payment | RestructuringPayment) -> DebtCase:
    return payment.part.plan.case if isinstance(payment, Payment) else payment.restructuring.case


def _action(payment: Payment | RestructuringPayment, what: str) -> str:
    return f"debt_plan.{what}" if isinstance(payment, Payment) else f"restructuring.{what}"
