"""What is done with debt cases. The audit event names no household: the link itself is confidential."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Authority, User
from cases.errors import ActionRefused
from cases.models import Household
from core.audit import record_event
from debtadvice.enums import Entry
from debtadvice.models import DebtCase


@transaction.atomic
def open_debt_case(
    *,
    authority: Authority,
    opened_on: date,
    has_housing_problem: bool,
    entry: Entry,
    by: User,
    household: Household | None = None,
    has_children: bool | None = None,
) -> DebtCase:
    """Open a debt case, with or without a link to a household of the same board."""
    if household is not None and household.authority_id != authority.pk:
        raise ActionRefused(_("The household belongs to another board."))
    case = DebtCase.objects.create(
        authority=authority,
        household=household,
        opened_on=opened_on,
        has_housing_problem=has_housing_problem,
        entry=entry,
        has_children=has_children,
    )
    record_event("debt_case.opened", by=by, authority_id=authority.pk, subject=case)
    return case


@transaction.atomic
def close_debt_case(*, case: DebtCase, closed_on: date, by: User) -> DebtCase:
    """Close a debt case. Raises ActionRefused for a day before it was opened."""
    case = DebtCase.objects.select_for_update().get(pk=case.pk)
    if closed_on < case.opened_on:
        raise ActionRefused(_("The case can't be closed before it was opened."))
    case.closed_on = closed_on
    case.save(update_fields=["closed_on"])
    record_event("debt_case.closed", by=by, authority_id=case.authority_id, subject=case)
    return case
