"""Giving and ending delegations."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.locking import refuse_other_board
from cases.errors import ActionRefused
from core.audit import record_event
from housing.enums import DelegatedArea
from housing.models import Delegation


@transaction.atomic
def give_delegation(
    *,
    user: User,
    area: str,
    delegation_reference: str,
    first_day: date,
    by: User,
    last_day: date | None = None,
    most_days: int | None = None,
) -> Delegation:
    """Let user decide in area. One that holds then in the same area ends the day before.

    Raises ActionRefused without a reference, for somebody of another board, and for days in the wrong order.
    """
    if user.authority is None or user.authority_id != by.authority_id:
        raise ActionRefused(_("Choose people who work for the board."), "user")
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not delegation_reference.strip():
        raise ActionRefused(_("Write the reference in the delegation order."), "delegation_reference")
    if last_day is not None and last_day < first_day:
        raise ActionRefused(_("The last day is before the first."), "last_day")
    for other in Delegation.objects.filter(user=user, area=area).exclude(last_day__lt=first_day):
        if other.first_day >= first_day:
            raise ActionRefused(
                _("There is a delegation in that area from that day or later already. End it first."),
                "first_day",
            )
        other.last_day = date.fromordinal(first_day.toordinal() - 1)
        other.save(update_fields=["last_day"])
    delegation = Delegation.objects.create(
        authority=user.authority,
        user=user,
        area=DelegatedArea(area),
        delegation_reference=delegation_reference.strip(),
        first_day=first_day,
        last_day=last_day,
        most_days=most_days,
    )
    _record("delegation.given", delegation, by)
    return delegation


@transaction.atomic
def end_delegation(*, delegation: Delegation, last_day: date, by: User) -> Delegation:
    """The delegation holds for the last time on last_day."""
    refuse_other_board(delegation.authority_id, by)
    delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if last_day < delegation.first_day:
        raise ActionRefused(_("The last day is before the first."), "last_day")
    delegation.last_day = last_day
    delegation.save(update_fields=["last_day"])
    _record("delegation.ended", delegation, by)
    return delegation


def _record(action: str, delegation: Delegation, by: User) -> None:
    record_event(
        action,
        by=by,
        authority_id=delegation.authority_id,
        subject=delegation,
        details={"user": delegation.user_id, "area": delegation.area},
    )
