"""Two households become one."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.homes import forget_addresses
from cases.actions.locking import locked_pair, refuse_future
from cases.actions.standing import keep_following, keep_one_of_each
from cases.carrying import Carried, carry_along
from cases.enums import AccessKind, LinkKind, MemberRole, Protection
from cases.errors import ActionRefused
from cases.models import Household, HouseholdLink, HouseholdMember, HouseholdUnit, NamedAccess
from core.audit import record_event
from core.clock import today

if TYPE_CHECKING:
    from accounts.models import User
    from cases.querysets import DatedQuerySet

# How strict a protection is: the joined household keeps the stricter one.
_STRICTNESS: list[str] = [Protection.NONE, Protection.MARKED, Protection.PROTECTED_REGISTRATION]


@transaction.atomic
def plan_join(*, source: Household, target: Household, on_day: date, by: "User") -> Carried:
    """Just what would come along and what stays, found by doing it and taking it back. Writes nothing.

    Raises ActionRefused as `join_households` does.
    """
    source, target = _checked(source, target, on_day, by)
    with transaction.atomic():
        carried = carry_along(source, target)
        transaction.set_rollback(True)
    return carried


@transaction.atomic
def join_households(*, source: Household, target: Household, on_day: date, by: "User") -> Household:
    """Everybody in `source` belongs to `target` from `on_day` on, and `source` is closed that day.

    The target keeps its applicant; units come along, what goes on (cases.carrying), and the stricter
    protection with those it names. Who had left the target that very day is back as if never gone.
    Returns the target. Raises ActionRefused for one and the same, for a closed one, and for a day ahead
    or before either was known.
    """
    source, target = _checked(source, target, on_day, by)
    moved = _move_members(source, target, on_day)
    _move_staff(source, target, on_day, by)
    carry_along(source, target)
    source.closed_on = on_day
    source.save()
    strictest = max(
        source.protected_identity, target.protected_identity, key=lambda level: _STRICTNESS.index(level)
    )
    if target.protected_identity != strictest:
        target.protected_identity = strictest
        target.save()
    if target.is_protected:
        # Of the closed case too: it may be open to more readers, and tells of the same people.
        for one in (source, target):
            forget_addresses(one)
    HouseholdLink.objects.create(
        kind=LinkKind.JOINED, source=source, target=target, on_day=on_day, recorded_by=by
    )
    keep_following(source, by)
    keep_one_of_each(target, by)
    for changed, other in ((source, target), (target, source)):
        record_event(
            "household.joined",
            by=by,
            authority_id=changed.authority_id,
            subject=changed,
            household_id=changed.pk,
            details={"other": other.pk, "people": moved, "on_day": on_day.isoformat()},
        )
    return target


def _checked(source: Household, target: Household, on_day: date, by: "User") -> tuple[Household, Household]:
    if source.pk == target.pk:
        raise ActionRefused(_("Choose another household to join with."), "target")
    source, target = locked_pair(source, target, by)
    refuse_future(on_day, "on_day")
    if source.closed_on is not None or target.closed_on is not None:
        raise ActionRefused(_("A closed case can't be joined. Reopen it first."), "target")
    if on_day < max(source.opened_on, target.opened_on):
        raise ActionRefused(_("One of the households was not known before that day."), "on_day")
    return source, target


def _move_members(source: Household, target: Household, on_day: date) -> list[int]:
    there = set(target.members.in_household_on(on_day).values_list("person_id", flat=True))
    has_applicant = target.members.in_household_on(on_day).filter(role=MemberRole.APPLICANT).exists()
    moved = []
    for member in source.members.in_household_on(on_day).order_by("pk"):
        role = member.role
        if role == MemberRole.APPLICANT and has_applicant:
            role = MemberRole.ADULT
        member.left_on = on_day
        member.save()
        moved.append(member.person_id)
        back = target.members.filter(person_id=member.person_id, left_on=on_day).order_by("-pk").first()
        if back is not None and back.joined_on != on_day:
            back.left_on = None
            if back.role == MemberRole.APPLICANT and has_applicant:
                back.role = role
            back.save()
        elif member.person_id not in there:
            HouseholdMember.objects.create(
                household=target, person_id=member.person_id, role=role, joined_on=on_day
            )
    return moved


def _move_staff(source: Household, target: Household, on_day: date, by: "User") -> None:
    """Units follow; so does everybody who could see a protected one, since the two are now one file."""
    working = set(target.unit_links.active_on(on_day).values_list("unit_id", flat=True))
    HouseholdUnit.objects.bulk_create(
        HouseholdUnit(household=target, unit_id=link.unit_id, first_day=on_day)
        for link in source.unit_links.active_on(on_day)
        if link.unit_id not in working
    )
    if not (source.is_protected or target.is_protected):
        return
    there = {target.project_worker_id, target.caseworker_id}
    there.update(_named(target).values_list("user_id", flat=True))
    last_days: dict[int, date | None] = dict(_named(source).values_list("user_id", "last_day"))
    last_days |= {pk: None for pk in (source.project_worker_id, source.caseworker_id) if pk is not None}
    NamedAccess.objects.bulk_create(
        NamedAccess(household=target, user_id=pk, first_day=on_day, last_day=last_day, granted_by=by)
        for pk, last_day in sorted(last_days.items())
        if pk not in there
    )


def _named(household: Household) -> "DatedQuerySet":
    """Who is named today, not counting emergencies."""
    return household.named_access.active_on(today()).filter(kind=AccessKind.NAMED)
