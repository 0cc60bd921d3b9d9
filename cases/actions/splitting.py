"""One household becomes two."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.case_numbers import hold_series, next_case_number
from cases.actions.locking import locked, refuse_future
from cases.actions.members import keep_an_applicant
from cases.actions.registering import name_if_protected, refuse_stranger
from cases.actions.situations import set_situation
from cases.actions.standing import keep_following
from cases.carrying import carry_queues
from cases.enums import LinkKind, MemberRole
from cases.errors import ActionRefused
from cases.models import Household, HouseholdLink, HouseholdMember, HouseholdUnit, NamedAccess
from core.audit import record_event

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def split_household(
    *,
    household: Household,
    people: Sequence[HouseholdMember],
    on_day: date,
    by: "User",
    project_worker: "User | None" = None,
    caseworker: "User | None" = None,
    situation: int | None = None,
) -> Household:
    """`people` go to a household of their own from `on_day` on; returns that new household.

    It takes over facts, units, protection and responsible staff (unless others are given), and the queues in
    the names of those who go, with a link between the two. In either household without an applicant the
    oldest adult becomes it. Raises ActionRefused when nobody or everybody goes, and when somebody does not
    belong to it on that day.
    """
    source = locked(household, by)
    refuse_future(on_day, "on_day")
    if on_day < source.opened_on:
        raise ActionRefused(_("The household was not known before that day."), "on_day")
    for colleague, field in ((project_worker, "project_worker"), (caseworker, "caseworker")):
        refuse_stranger(colleague, source.authority_id, field)
    leaving = _leaving(source, people, on_day)
    target = _like(source, on_day, project_worker, caseworker)
    for member in leaving:
        member.left_on = on_day
        member.save()
        HouseholdMember.objects.create(
            household=target,
            person_id=member.person_id,
            role=MemberRole.CHILD if member.role == MemberRole.CHILD else MemberRole.ADULT,
            joined_on=on_day,
        )
    for changed in (source, target):
        keep_an_applicant(changed, on_day)
    _copy_staff(source, target, on_day)
    carry_queues(source, target, [member.person_id for member in leaving])
    name_if_protected(target, by, on_day)
    HouseholdLink.objects.create(
        kind=LinkKind.SPLIT, source=source, target=target, on_day=on_day, recorded_by=by
    )
    for changed, other in ((source, target), (target, source)):
        record_event(
            "household.split",
            by=by,
            authority_id=changed.authority_id,
            subject=changed,
            household_id=changed.pk,
            details={
                "other": other.pk,
                "people": [member.person_id for member in leaving],
                "on_day": on_day.isoformat(),
            },
        )
    held = source.situations.filter(valid_from__lte=on_day).order_by("-valid_from").first()
    if situation is None and held is not None:
        situation = held.situation
    if situation:
        set_situation(household=target, situation=situation, valid_from=on_day, by=by)
    else:
        keep_following(target, by)
    return target


def _leaving(source: Household, people: Sequence[HouseholdMember], on_day: date) -> list[HouseholdMember]:
    present = {member.pk: member for member in source.members.in_household_on(on_day)}
    wanted = {member.pk for member in people}
    if not wanted:
        raise ActionRefused(_("Choose who goes to the new household."), "people")
    if not wanted <= set(present):
        raise ActionRefused(_("Somebody chosen does not belong to the household on that day."), "people")
    if wanted == set(present):
        raise ActionRefused(_("Somebody must stay in the household."), "people")
    return [present[pk] for pk in sorted(wanted)]


def _like(
    source: Household, on_day: date, project_worker: "User | None", caseworker: "User | None"
) -> Household:
    return Household.objects.create(
        authority_id=source.authority_id,
        case_number=next_case_number(hold_series(source.authority, on_day.year)),
        opened_on=on_day,
        entry_reason=source.entry_reason,
        lives_in_district=source.lives_in_district,
        known_to_social_services=source.known_to_social_services,
        interpreter_language=source.interpreter_language,
        protected_identity=source.protected_identity,
        project_worker=project_worker or source.project_worker,
        caseworker=caseworker or source.caseworker,
    )


def _copy_staff(source: Household, target: Household, on_day: date) -> None:
    """The units and the people who may see the one work with the other too, until somebody ends it."""
    HouseholdUnit.objects.bulk_create(
        HouseholdUnit(household=target, unit_id=link.unit_id, first_day=on_day)
        for link in source.unit_links.active_on(on_day)
    )
    if target.is_protected:
        NamedAccess.objects.bulk_create(
            NamedAccess(
                household=target,
                user_id=access.user_id,
                kind=access.kind,
                first_day=on_day,
                last_day=access.last_day,
                reason=access.reason,
                granted_by_id=access.granted_by_id,
            )
            for access in source.named_access.active_on(on_day)
        )
