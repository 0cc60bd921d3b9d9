"""What was entered wrongly about a stay: corrected or annulled, with what it said before and why."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.errors import ActionRefused
from core.clock import now
from core.constraints import violated_constraint
from housing.actions import stay_checks as checks
from housing.actions.agenda import agenda_changed
from housing.actions.recording import check_nights, record
from housing.actions.stay_follow_ups import plan_follow_ups, stop_follow_ups
from housing.models import Tenancy, TenancyCorrection

CORRECTABLE = (
    "first_night",
    "last_night",
    "planned_last_night",
    "fee_sek",
    "contract_number",
    "waiver_approved_on",
    "waiver_expires_on",
    "moved_to",
    "moved_to_named",
)


@transaction.atomic
def correct_tenancy(*, tenancy: Tenancy, reason: str, by: User, **changes: Any) -> Tenancy:
    """Put right what `CORRECTABLE` names; what it said before is kept. Nothing new: nothing is written.

    A last night that is taken away lets the stay go on. Raises ActionRefused without a reason, for nights
    that are somebody else's or that the flat has not, and for a plan over the limit.
    """
    tenancy = checks.held(tenancy, by, with_agenda=True)
    before = {name: getattr(tenancy, name) for name in CORRECTABLE}
    for name, value in changes.items():
        if name not in CORRECTABLE:
            raise TypeError(f"{name} is not among what can be corrected")
        setattr(tenancy, name, value.strip() if isinstance(value, str) else value)
    changed = {name: before[name] for name in CORRECTABLE if getattr(tenancy, name) != before[name]}
    if not changed:
        return tenancy
    _refuse_without_reason(reason)
    _refuse_impossible(tenancy, changed)
    _save(tenancy, list(changed))
    after = {name: _plain(getattr(tenancy, name)) for name in changed}
    _keep(tenancy, {name: _plain(value) for name, value in changed.items()}, after, reason, by)
    record("tenancy.corrected", by, tenancy, {"fields": sorted(changed)})
    plan_follow_ups(tenancy, by)
    agenda_changed(tenancy.authority, by=by)
    return tenancy


@transaction.atomic
def annul_tenancy(*, tenancy: Tenancy, reason: str, by: User) -> Tenancy:
    """The stay never was: it stays to be read, struck out, and counts nowhere. Its meetings are cancelled.

    Sent twice it is done once. Raises ActionRefused without a reason.
    """
    _refuse_without_reason(reason)
    if Tenancy.objects.filter(pk=tenancy.pk).exclude(annulled_at=None).exists():
        return tenancy
    tenancy = checks.held(tenancy, by, with_agenda=True)
    tenancy.annulled_at = now()
    tenancy.save(update_fields=["annulled_at"])
    before = {name: _plain(getattr(tenancy, name)) for name in ("first_night", "last_night")}
    _keep(tenancy, before, {}, reason, by)
    record("tenancy.annulled", by, tenancy)
    stop_follow_ups(tenancy, by, tenancy.first_night)
    agenda_changed(tenancy.authority, by=by)
    return tenancy


def _refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise ActionRefused(_("Write what was wrong and why it is changed."), "reason")


def _refuse_impossible(tenancy: Tenancy, changed: dict[str, Any]) -> None:
    check_nights(tenancy.first_night, tenancy.last_night)
    check_nights(tenancy.first_night, tenancy.planned_last_night, field="planned_last_night")
    if tenancy.fee_sek is not None and tenancy.fee_sek < 0:
        raise ActionRefused(_("The fee can't be negative."), "fee_sek")
    if not changed.keys() & {"first_night", "last_night", "planned_last_night"}:
        return
    first, last = tenancy.first_night, tenancy.last_night
    checks.refuse_taken(tenancy.flat, first, last, but=tenancy.pk)
    checks.refuse_second_home(tenancy.household, first, last, but=tenancy.pk)
    planned = tenancy.planned_last_night
    if planned is not None and last is None:
        authorised = checks.authorised_through(tenancy)
        checks.refuse_over_limit(tenancy.flat, first, planned, authorised)
    checks.refuse_unavailable(tenancy.flat, first, last or planned)


def _save(tenancy: Tenancy, fields: list[str]) -> None:
    try:
        with transaction.atomic():
            tenancy.save(update_fields=fields)
    except IntegrityError as error:
        if violated_constraint(error) == checks.NO_OVERLAP:
            raise checks.taken() from error
        raise


def _keep(tenancy: Tenancy, before: dict[str, Any], after: dict[str, Any], reason: str, by: User) -> None:
    TenancyCorrection.objects.create(
        tenancy=tenancy,
        before=before,
        after=after,
        reason=reason.strip(),
        recorded_by=by,
        recorded_at=now(),
    )


def _plain(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, date) else None if value is None else str(value)
