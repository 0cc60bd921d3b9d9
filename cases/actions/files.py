"""The household's file: facts, responsible staff, protection, open or closed."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.homes import forget_addresses
from cases.actions.locking import locked, refuse_future
from cases.actions.registering import name_if_protected, refuse_stranger
from cases.actions.standing import keep_following
from cases.enums import Protection
from cases.errors import ActionRefused
from cases.models import Household
from core.audit import record_event
from core.clock import today

if TYPE_CHECKING:
    from accounts.models import User

CHANGEABLE = frozenset(
    {
        "opened_on",
        "entry_reason",
        "lives_in_district",
        "known_to_social_services",
        "interpreter_language",
        "project_worker",
        "caseworker",
    }
)


@transaction.atomic
def change_household(*, household: Household, by: "User", **changes: Any) -> Household:
    """Change facts and responsible staff; the names are those of CHANGEABLE, what is not given stays.

    Raises ActionRefused for another board's staff, and for an opening day ahead or after the closing.
    """
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise TypeError(f"change_household does not change {', '.join(sorted(unknown))}")
    household = locked(household, by)
    for field in ("project_worker", "caseworker"):
        refuse_stranger(changes.get(field), household.authority_id, field)
    if opened_on := changes.get("opened_on"):
        refuse_future(opened_on, "opened_on")
        if household.closed_on is not None and opened_on > household.closed_on:
            raise ActionRefused(_("The case was closed before that day."), "opened_on")
    changed = sorted(name for name, value in changes.items() if getattr(household, name) != value)
    if not changed:
        return household
    for name in changed:
        setattr(household, name, changes[name])
    household.save()
    _keep_reachable(household, by)
    if {"project_worker", "entry_reason"} & set(changed):
        keep_following(household, by)
    staff = {name: getattr(household, f"{name}_id") for name in changed if name.endswith("worker")}
    _record("household.changed", household, by, {"fields": changed, **staff})
    return household


@transaction.atomic
def set_protection(*, household: Household, protection: str, by: "User") -> Household:
    """Mark or unmark the household's identity as protected. Who marks it is named on it.

    Where a protected household has moved is forgotten: no address of its homes is kept.
    """
    household = locked(household, by)
    if protection not in Protection.values:
        raise ActionRefused(_("Choose one of the kinds of protection."), "protected_identity")
    before = household.protected_identity
    if protection == before:
        return household
    household.protected_identity = protection
    household.save()
    if household.is_protected:
        forget_addresses(household)
    name_if_protected(household, by, today())
    _record("household.protection", household, by, {"before": before, "protection": protection})
    return household


@transaction.atomic
def close_household(*, household: Household, closed_on: date, by: "User") -> Household:
    """The case ends; `closed_on` is the last day on which it was open.

    Raises ActionRefused when it is closed already, and for a day ahead or before the opening.
    """
    household = locked(household, by)
    refuse_future(closed_on, "closed_on")
    if household.closed_on is not None:
        raise ActionRefused(_("The case is closed already."), "closed_on")
    if closed_on < household.opened_on:
        raise ActionRefused(_("The case can't be closed before it was opened."), "closed_on")
    household.closed_on = closed_on
    household.save()
    _record("household.closed", household, by, {"closed_on": closed_on.isoformat()})
    keep_following(household, by)
    return household


@transaction.atomic
def reopen_household(*, household: Household, by: "User") -> Household:
    """The household is back; the history keeps when it was closed. Raises ActionRefused when it is open."""
    household = locked(household, by)
    if household.closed_on is None:
        raise ActionRefused(_("The case is open already."))
    closed_on = household.closed_on
    household.closed_on = None
    household.save()
    _record("household.reopened", household, by, {"closed_on": closed_on.isoformat()})
    keep_following(household, by)
    return household


def _keep_reachable(household: Household, by: "User") -> None:
    """Handing over a protected household must not leave it without anybody who reaches it."""
    if household.project_worker_id is None and household.caseworker_id is None:
        name_if_protected(household, by, today())


def _record(action: str, household: Household, by: "User", details: dict[str, Any]) -> None:
    record_event(
        action,
        by=by,
        authority_id=household.authority_id,
        subject=household,
        household_id=household.pk,
        details=details,
    )
