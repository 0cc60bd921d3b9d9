"""What a system administrator does to boards, units, staff and roles. Each leaves an audit event."""

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Authority, Membership, Unit, User
from core.audit import record_event


class RoleRefused(Exception):
    """The role can't be given or ended that way. The message is for the user."""


@transaction.atomic
def save_authority(authority: Authority, *, by: User) -> Authority:
    """Keep a new or changed board."""
    is_new = authority.pk is None
    authority.save()
    _record("authority.created" if is_new else "authority.changed", by, authority, authority.pk)
    return authority


@transaction.atomic
def save_unit(unit: Unit, *, by: User) -> Unit:
    """Keep a new or changed unit."""
    is_new = unit.pk is None
    unit.save()
    _record("unit.created" if is_new else "unit.changed", by, unit, unit.authority_id)
    return unit


@transaction.atomic
def save_staff(user: User, *, by: User) -> User:
    """Keep a new or changed member of staff.

    A new one has no password: they choose it through the link that `invite` sends. The address that
    signs in is kept in step, and whoever may no longer sign in is signed out at their next request.
    """
    is_new = user.pk is None
    if is_new:
        user.set_unusable_password()
    user.save()
    EmailAddress.objects.filter(user=user).exclude(email=user.email or "").delete()
    if user.email:
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"primary": True, "verified": True}
        )
    details = {"is_active": user.is_active}
    _record("staff.created" if is_new else "staff.changed", by, user, user.authority_id, details)
    return user


@transaction.atomic
def give_role(*, user: User, role: Role, unit: Unit | None, first_day: date, by: User) -> Membership:
    """Give user a role at unit from first_day on. Raises RoleRefused with words for the page."""
    if role == Role.SYSTEM_ADMINISTRATOR and (unit is not None or user.authority_id is not None):
        raise RoleRefused(
            _("A system administrator sees no client data, so the account can't belong to a board.")
        )
    if role != Role.SYSTEM_ADMINISTRATOR and (unit is None or unit.authority_id != user.authority_id):
        raise RoleRefused(_("Choose a unit under the board that the person works for."))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # a second click waits, and is refused
    same = Membership.objects.active_on(first_day).filter(user=user, role=role, unit=unit)
    if same.exists():
        raise RoleRefused(_("The person already has that role at that unit."))
    membership = Membership.objects.create(user=user, role=role, unit=unit, first_day=first_day)
    _record("role.given", by, membership, user.authority_id, {"role": role, "user": user.pk})
    return membership


@transaction.atomic
def end_role(*, membership: Membership, last_day: date, by: User) -> Membership:
    """End a role; last_day is the last on which it holds, and may be the day before it would begin."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    details = {"role": membership.role, "user": membership.user_id}
    if last_day < membership.first_day:
        _record("role.withdrawn", by, membership, membership.user.authority_id, details)
        membership.delete()
        return membership
    membership.last_day = last_day
    membership.save(update_fields=["last_day"])
    _record("role.ended", by, membership, membership.user.authority_id, details)
    return membership


@transaction.atomic
def set_language(*, user: User, language: str) -> None:
    """The language that user reads pages in."""
    user.language = language
    user.save(update_fields=["language"])


def _record(
    action: str, by: User, subject: Any, authority_id: int | None, details: dict[str, Any] | None = None
) -> None:
    record_event(action, by=by, authority_id=authority_id, subject=subject, details=details)
