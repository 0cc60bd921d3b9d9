"""Two registrations of the same household become one; undone, every row is where it was."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.locking import locked_pair
from cases.enums import AccessKind, LinkKind, MemberRole
from cases.errors import ActionRefused
from cases.linked_rows import Link, groups_of, links_of, move_group
from cases.models import (
    CaseMerge,
    Household,
    HouseholdLink,
    HouseholdMember,
    HouseholdUnit,
    NamedAccess,
)
from core.audit import record_event
from core.clock import now, today

if TYPE_CHECKING:
    from accounts.models import User

MEMBER = HouseholdMember._meta.label_lower


@dataclass(frozen=True)
class MergePlan:
    """What merging would do: rows by model that move, and those that stay with the closed case."""

    moved: tuple[Link, ...]
    stayed: tuple[Link, ...]

    def counted(self, links: tuple[Link, ...]) -> Counter[str]:
        return Counter(link.model for link in links)


@transaction.atomic
def plan_merge(*, source: Household, target: Household, by: "User") -> MergePlan:
    """Just what `merge_households` would move, found by doing it and taking it back. Writes nothing.

    Raises ActionRefused as `merge_households` does.
    """
    source, target = _checked(source, target, by)
    with transaction.atomic():
        plan = _move(source, target)
        transaction.set_rollback(True)
    return plan


@transaction.atomic
def merge_households(*, source: Household, target: Household, by: "User") -> CaseMerge:
    """`source` is the same household as `target`, registered twice: what hangs on it comes to `target`.

    Its case is closed and kept, with what can't move: what `target` has already (a member, an assessment),
    and decisions, which are never changed. Both cases link to each other. Raises ActionRefused for one and
    the same, for a closed target, for other protection, and for one that is merged already.
    """
    source, target = _checked(source, target, by)
    was = {"closed_on": source.closed_on.isoformat() if source.closed_on else None}
    plan = _move(source, target)
    roles = _keep_one_applicant(target, plan.moved)
    created = _let_in(source, target, by)
    link = HouseholdLink.objects.create(
        kind=LinkKind.MERGED, source=source, target=target, on_day=today(), recorded_by=by
    )
    created.append([HouseholdLink._meta.label_lower, link.pk])
    if source.closed_on is None:
        source.closed_on = today()
        source.save()
    merge = CaseMerge.objects.create(
        source=source,
        target=target,
        moved=[[one.model, one.pk, one.field] for one in plan.moved],
        changed={"roles": roles, "source": was},
        created=created,
        stayed=len(plan.stayed),
        merged_at=now(),
        merged_by=by,
    )
    _record("household.merged", merge, by, {"moved": len(plan.moved), "stayed": len(plan.stayed)})
    return merge


@transaction.atomic
def undo_merge(*, merge: CaseMerge, by: "User") -> CaseMerge:
    """Every row goes back that is still where the merge put it, and the other case is open again if it was.

    Undone already, nothing changes. What has been added since stays with the target. Raises ActionRefused
    when the target itself has been merged into another case since, and when only one of them is protected
    now: what was written under protection must not come out of it.
    """
    source, target = locked_pair(merge.source, merge.target, by)
    row = CaseMerge.objects.select_for_update().get(pk=merge.pk)
    if row.undone_at is not None:
        return row
    if target.merges_out.filter(undone_at=None).exists():
        raise ActionRefused(_("That case has been merged with another since. Undo that first."))
    if source.protected_identity != target.protected_identity:
        text = _("The two have different protection now. Give the other case the same first.")
        raise ActionRefused(text)
    for pk, role in row.changed["roles"]:
        HouseholdMember.objects.filter(pk=pk).update(role=role)
    back = 0
    for model, pk, field in row.moved:
        link = Link(model, pk, field)
        if link.points_at() == target.pk:
            back += link.point_at(source.pk)
    for model, pk in row.created:
        apps.get_model(model)._base_manager.filter(pk=pk).delete()
    if row.changed["source"]["closed_on"] is None and source.closed_on is not None:
        source.closed_on = None
        source.save()
    row.undone_at, row.undone_by = now(), by
    row.save()
    _record("household.unmerged", row, by, {"back": back})
    return row


def _checked(source: Household, target: Household, by: "User") -> tuple[Household, Household]:
    if source.pk == target.pk:
        raise ActionRefused(_("Choose another household."), "case_number")
    source, target = locked_pair(source, target, by)
    if target.closed_on is not None:
        raise ActionRefused(_("The case to keep is closed. Reopen it first."), "case_number")
    if source.protected_identity != target.protected_identity:
        text = _("The two have different protection. Make it the same first, or keep them apart.")
        raise ActionRefused(text, "case_number")
    for one in (source, target):
        if one.merges_out.filter(undone_at=None).exists():
            raise ActionRefused(_("One of the cases has been merged into another already."), "case_number")
    return source, target


def _move(source: Household, target: Household) -> MergePlan:
    """Repoint what can be; members who are in the target already stay, with what belongs to them."""
    there = _people(target)
    moved: list[Link] = []
    stayed: list[Link] = []
    for group in groups_of(links_of(source.pk)):
        is_double = any(link.model == MEMBER and _is_there(link.pk, there) for link in group)
        into = moved if not is_double and move_group(group, target.pk) else stayed
        into.extend(group)
    return MergePlan(tuple(moved), tuple(stayed))


def _people(household: Household) -> set[tuple[str, Any]]:
    """What tells the members: identity numbers, and names with birth dates."""
    found: set[tuple[str, Any]] = set()
    for member in household.members.select_related("person"):
        found |= _marks(member)
    return found


def _marks(member: HouseholdMember) -> set[tuple[str, Any]]:
    person = member.person
    marks: set[tuple[str, Any]] = {("person", person.pk)}
    if person.identity_number:
        marks.add(("number", person.identity_number))
    if person.born_on is not None and person.search_key:
        marks.add(("name", (person.search_key, person.born_on)))
    return marks


def _is_there(member_pk: int, there: set[tuple[str, Any]]) -> bool:
    member = HouseholdMember.objects.select_related("person").get(pk=member_pk)
    return bool(_marks(member) & there)


def _keep_one_applicant(target: Household, moved: tuple[Link, ...]) -> list[list[Any]]:
    """Those who came with the role of applicant are adults where there is one; their roles before."""
    came = {link.pk for link in moved if link.model == MEMBER}
    applicants = target.members.filter(role=MemberRole.APPLICANT)
    if not applicants.exclude(pk__in=came).exists():
        return []
    roles = [[pk, str(role)] for pk, role in applicants.filter(pk__in=came).values_list("pk", "role")]
    HouseholdMember.objects.filter(pk__in=[pk for pk, _role in roles]).update(role=MemberRole.ADULT)
    return roles


def _let_in(source: Household, target: Household, by: "User") -> list[list[Any]]:
    """The source's units, and those named on a protected one, reach the target too; the rows made."""
    working = set(target.unit_links.active_on(today()).values_list("unit_id", flat=True))
    made: list[Any] = [
        HouseholdUnit.objects.create(household=target, unit_id=link.unit_id, first_day=today())
        for link in source.unit_links.active_on(today())
        if link.unit_id not in working
    ]
    if target.is_protected:
        named = target.named_access.active_on(today()).filter(kind=AccessKind.NAMED)
        there = {target.project_worker_id, target.caseworker_id, *named.values_list("user_id", flat=True)}
        theirs = source.named_access.active_on(today()).filter(kind=AccessKind.NAMED)
        wanted: set[int | None] = set(theirs.values_list("user_id", flat=True))
        wanted |= {source.project_worker_id, source.caseworker_id} - {None}
        made += [
            NamedAccess.objects.create(household=target, user_id=pk, first_day=today(), granted_by=by)
            for pk in sorted(pk for pk in wanted - there if pk is not None)
        ]
    return [[row._meta.label_lower, row.pk] for row in made]


def _record(action: str, merge: CaseMerge, by: "User", details: dict[str, Any]) -> None:
    """One line for each of the two cases."""
    for case, other in ((merge.source, merge.target), (merge.target, merge.source)):
        record_event(
            action,
            by=by,
            authority_id=case.authority_id,
            subject=case,
            household_id=case.pk,
            details={"other": other.pk, "merge": merge.pk, **details},
        )
