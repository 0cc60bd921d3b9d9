"""What is done with debt cases. The audit event names no household: the link itself is confidential."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Authority, User
from cases.enums import Protection
from cases.errors import ActionRefused
from cases.models import Household
from core.clock import today
from debtadvice.actions.locking import locked, record, refuse_future, save_as, sent_before
from debtadvice.enums import CaseOutcome, CloseReason, Entry
from debtadvice.models import DebtCase, DebtCaseSeries, EarlierClosure

# What `change_debt_case` may set.
FACTS = (
    "given_name",
    "family_name",
    "identity_number",
    "phone",
    "address",
    "protected_identity",
    "children",
    "risks_eviction",
    "blocks_takeover",
    "has_housing_problem",
    "came_from",
    "asked_on",
    "adviser",
)


@dataclass(frozen=True)
class ClientInput:
    """Who it is, as far as they say. All empty: somebody who stays nameless."""

    given_name: str = ""
    family_name: str = ""
    identity_number: str = ""
    phone: str = ""
    address: str = ""
    protected_identity: str = Protection.NONE
    children: int | None = None


@dataclass(frozen=True)
class CaseInput:
    """What is asked when a case is opened, beside what an import knows."""

    client: ClientInput = field(default_factory=ClientInput)
    asked_on: date | None = None
    came_from: str = ""
    risks_eviction: bool = False
    blocks_takeover: bool = False
    adviser: User | None = None
    client_key: UUID | None = None


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
    more: CaseInput | None = None,
) -> DebtCase:
    """Open a debt case, with or without a name, with or without a link to a household of the same board.

    Whoever has a protected identity needs an adviser, who alone sees the case: without one, it is `by`.
    """
    more = more or CaseInput()
    if household is not None and household.authority_id != authority.pk:
        raise ActionRefused(_("The household belongs to another board."))
    if before := sent_before(DebtCase, more.client_key, authority=authority):
        return before
    series = _hold_series(authority, opened_on.year)
    if before := sent_before(DebtCase, more.client_key, authority=authority):
        return before
    client = more.client
    is_hidden = client.protected_identity != Protection.NONE or (household and household.is_protected)
    case = DebtCase(
        authority=authority,
        household=household,
        case_number=_next_number(series),
        opened_on=opened_on,
        has_housing_problem=has_housing_problem,
        entry=entry,
        has_children=has_children if client.children is None else client.children > 0,
        adviser=more.adviser or (by if is_hidden else None),
        asked_on=more.asked_on,
        came_from=more.came_from,
        risks_eviction=more.risks_eviction,
        blocks_takeover=more.blocks_takeover,
        client_key=more.client_key,
        **vars(client),
    )
    save_as(by, case)
    record("debt_case.opened", case, by)
    return case


@transaction.atomic
def change_debt_case(*, case: DebtCase, by: User, **changes: Any) -> DebtCase:
    """Change facts of a case; unnamed ones stay. Raises ActionRefused for a day asked that lies ahead."""
    case = locked(case, by)
    unknown = set(changes) - set(FACTS)
    if unknown:
        raise TypeError(f"not facts of a debt case: {sorted(unknown)}")
    if changes.get("asked_on") is not None:
        refuse_future(changes["asked_on"], "asked_on")
        if case.first_offered_on is not None and changes["asked_on"] > case.first_offered_on:
            raise ActionRefused(
                _("They were offered a first time %(day)s, before that day.")
                % {"day": case.first_offered_on},
                "asked_on",
            )
    changed = [name for name, value in changes.items() if getattr(case, name) != value]
    if not changed:
        return case
    for name in changed:
        setattr(case, name, changes[name])
    if case.children is not None:
        case.has_children = case.children > 0
    if case.is_protected and case.adviser_id is None:
        raise ActionRefused(
            _("Name an adviser: with a protected identity, only they see the case."), "adviser"
        )
    save_as(by, case)
    record("debt_case.changed", case, by, fields=sorted(changed))
    return case


@transaction.atomic
def link_household(*, case: DebtCase, household: Household | None, by: User) -> DebtCase:
    """Tie the case to a household of the board, or untie it. A consent that held is then revoked."""
    from debtadvice.actions.consents import revoke_consent  # it locks the case by this module's actions

    case = locked(case, by)
    if household is not None and household.authority_id != case.authority_id:
        raise ActionRefused(_("The household belongs to another board."))
    if case.household_id == (household.pk if household else None):
        return case
    if (consent := case.consents.filter(revoked_at=None).first()) is not None:
        revoke_consent(consent=consent, by=by)
    case.household = household
    if household is not None and household.is_protected and case.adviser_id is None:
        case.adviser = by
    save_as(by, case)
    record("debt_case.linked" if household else "debt_case.unlinked", case, by)
    return case


@transaction.atomic
def close_debt_case(
    *,
    case: DebtCase,
    closed_on: date,
    by: User,
    close_reason: str = CloseReason.FINISHED,
    outcome: str = "",
) -> DebtCase:
    """Close a debt case. Raises ActionRefused for a day before it was opened or last reopened."""
    case = locked(case, by)
    if case.closed_on is not None:
        raise ActionRefused(_("The case is closed already."))
    if closed_on < case.opened_on:
        raise ActionRefused(_("The case can't be closed before it was opened."), "closed_on")
    reopened_on = case.closures.order_by("-reopened_on").values_list("reopened_on", flat=True).first()
    if reopened_on is not None and closed_on < reopened_on:
        raise ActionRefused(_("The case was reopened %(day)s.") % {"day": reopened_on}, "closed_on")
    case.closed_on, case.close_reason, case.outcome = (
        closed_on,
        close_reason,
        CaseOutcome(outcome) if outcome else "",
    )
    save_as(by, case)
    record("debt_case.closed", case, by, reason=close_reason, outcome=outcome)
    return case


@transaction.atomic
def reopen_debt_case(*, case: DebtCase, by: User) -> DebtCase:
    """Open a closed case again from today; that it was closed, and why, stays on record."""
    case = locked(case, by)
    if case.closed_on is None:
        return case
    if case.closed_on > today():
        raise ActionRefused(_("The case closes on a day that lies ahead."))
    EarlierClosure.objects.create(
        case=case,
        closed_on=case.closed_on,
        close_reason=case.close_reason,
        outcome=case.outcome,
        reopened_on=today(),
        reopened_by=by,
    )
    case.closed_on, case.close_reason, case.outcome = None, "", ""
    save_as(by, case)
    record("debt_case.reopened", case, by)
    return case


def _hold_series(authority: Authority, year: int) -> DebtCaseSeries:
    series, _created = DebtCaseSeries.objects.select_for_update().get_or_create(
        authority=authority, year=year
    )
    return series


def _next_number(series: DebtCaseSeries) -> str:
    """The next number as SYYYY-NNNN, of a series that is held."""
    series.last += 1
    series.save(update_fields=["last"])
    return str(series)
