"""How the actions take hold of a debt case, sign its history and tell the log."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import User
from cases.errors import ActionRefused
from core.audit import record_event
from core.clock import today
from debtadvice.models import DebtCase


def locked(case: DebtCase, by: User) -> DebtCase:
    """The case as it is now, held until the transaction ends. Raises ActionRefused for another board's."""
    row = DebtCase.objects.select_for_update().get(pk=case.pk)
    refuse_other_board(row.authority_id, by)
    return row


def locked_open(case: DebtCase, by: User) -> DebtCase:
    """As `locked`. Raises ActionRefused for a case that is closed."""
    row = locked(case, by)
    if row.closed_on is not None:
        raise ActionRefused(_("The case is closed. Reopen it first."))
    return row


def refuse_other_board(authority_id: int | None, by: User) -> None:
    if by.authority_id != authority_id:
        raise ActionRefused(_("This belongs to another board."))


def refuse_future(day: date, field: str) -> None:
    """What has happened has happened today at the latest."""
    if day > today():
        raise ActionRefused(_("The day lies ahead. Write today or an earlier day."), field)


def save_as(by: User, case: DebtCase) -> None:
    """Save, and let the history say who did it."""
    case._history_user = by  # type: ignore[attr-defined]  # read by simple_history
    case.save()


def record(action: str, case: DebtCase, by: User, **details: Any) -> None:
    """Tell the audit log. It names no household: the link itself is confidential."""
    record_event(action, by=by, authority_id=case.authority_id, subject=case, details=details)


def sent_before(model: type[models.Model], key: UUID | None, **where: Any) -> Any:
    """What the same form made when it was sent before; None without a key."""
    if key is None:
        return None
    return model._default_manager.filter(client_key=key, **where).first()
