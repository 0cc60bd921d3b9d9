"""Who belongs to a household, and from which day to which."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.locking import locked, refuse_future
from cases.enums import IdentityKind, MemberRole
from cases.errors import ActionRefused
from cases.models import Household, HouseholdMember, Person
from core.audit import record_event
from core.clock import today

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class MemberInput:
    """A person and their place in the household. Only a name is needed; `identity_number` has 12 digits.

    `joined_on` None: from before we knew them. `left_on` is the first day of no longer belonging.
    """

    given_name: str = ""
    family_name: str = ""
    born_on: date | None = None
    identity_number: str = ""
    identity_kind: str = IdentityKind.NONE
    role: str = MemberRole.ADULT
    joined_on: date | None = None
    left_on: date | None = None


@transaction.atomic
def add_member(*, household: Household, member: MemberInput, by: "User") -> HouseholdMember:
    """Somebody joins: is born, moves in, or was forgotten at the registration.

    The same form sent again gives the member that it made. Raises ActionRefused without any name, with a
    birth date ahead, and for a second applicant.
    """
    household = locked(household, by)
    if there := _same_member(household, member):
        return there
    added = write_member(household, member)
    record_event(
        "member.added",
        by=by,
        authority_id=household.authority_id,
        subject=added,
        household_id=household.pk,
        details={"person": added.person_id, "role": member.role},
    )
    return added


@transaction.atomic
def change_person(*, member: HouseholdMember, details: MemberInput, by: "User") -> HouseholdMember:
    """Correct what is known of a person and of their time in the household; the history keeps both.

    Raises ActionRefused as `add_member` does.
    """
    household = locked(member.household, by)
    member = household.members.select_related("person").get(pk=member.pk)
    check_member(details)
    if details.role == MemberRole.APPLICANT:
        _refuse_second_applicant(household, details, but=member)
    person = member.person
    changed = [name for name in _PERSON_FIELDS if getattr(person, name) != getattr(details, name)]
    changed += [name for name in _MEMBER_FIELDS if getattr(member, name) != getattr(details, name)]
    if not changed:
        return member
    _fill(person, details)
    person.save()
    member.role, member.joined_on, member.left_on = details.role, details.joined_on, details.left_on
    member.save()
    record_event(
        "member.changed",
        by=by,
        authority_id=household.authority_id,
        subject=member,
        household_id=household.pk,
        details={"person": person.pk, "fields": changed},
    )
    return member


@transaction.atomic
def end_membership(*, member: HouseholdMember, left_on: date, by: "User") -> HouseholdMember:
    """The person moves out or dies: from `left_on` on they no longer belong to the household.

    When the applicant goes, the oldest adult who stays becomes the applicant. Raises ActionRefused when
    nobody would be left (close the case instead), and for a day before they joined or ahead.
    """
    household = locked(member.household, by)
    member = household.members.get(pk=member.pk)
    refuse_future(left_on, "left_on")
    if member.left_on is not None:
        raise ActionRefused(_("The person has already left the household."), "left_on")
    if member.joined_on is not None and left_on < member.joined_on:
        raise ActionRefused(_("The day is before the person joined the household."), "left_on")
    if not household.members.in_household_on(left_on).exclude(pk=member.pk).exists():
        raise ActionRefused(_("Nobody would be left in the household. Close the case instead."), "left_on")
    member.left_on = left_on
    member.save()
    keep_an_applicant(household, left_on)
    record_event(
        "member.left",
        by=by,
        authority_id=household.authority_id,
        subject=member,
        household_id=household.pk,
        details={"person": member.person_id, "left_on": left_on.isoformat()},
    )
    return member


def write_member(household: Household, details: MemberInput) -> HouseholdMember:
    """Make the person and the membership; for actions that hold the household and log it themselves."""
    check_member(details)
    if details.role == MemberRole.APPLICANT:
        _refuse_second_applicant(household, details)
    person = Person(authority_id=household.authority_id)
    _fill(person, details)
    person.save()
    return HouseholdMember.objects.create(
        household=household,
        person=person,
        role=details.role,
        joined_on=details.joined_on,
        left_on=details.left_on,
    )


def _same_member(household: Household, details: MemberInput) -> HouseholdMember | None:
    """One who is in the household just as described, which no second person is."""
    person = {f"person__{name}": _stripped(getattr(details, name)) for name in _PERSON_FIELDS}
    place = {name: getattr(details, name) for name in _MEMBER_FIELDS}
    return household.members.filter(**person, **place).first()


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def check_member(details: MemberInput) -> None:
    """Raises ActionRefused for what can be true of nobody."""
    if not (details.given_name.strip() or details.family_name.strip()):
        raise ActionRefused(_("Write a given name or a family name."), "given_name")
    if details.born_on is not None and details.born_on > today():
        raise ActionRefused(_("The birth date lies ahead. Add the child when it has been born."), "born_on")
    if details.left_on and details.joined_on and details.left_on < details.joined_on:
        raise ActionRefused(_("The day is before the person joined the household."), "left_on")
    has_number = details.identity_kind != IdentityKind.NONE
    if has_number != bool(details.identity_number):
        raise ActionRefused(_("Write the number, or choose that there is none."), "identity_number")


def keep_an_applicant(household: Household, day: date) -> None:
    """When the applicant is gone on `day`, the oldest of those who stay takes the place, adults first."""
    staying = list(household.members.in_household_on(day).select_related("person"))
    if not staying or any(member.role == MemberRole.APPLICANT for member in staying):
        return
    oldest = min(
        staying,
        key=lambda member: (
            member.role == MemberRole.CHILD,
            member.person.born_on is None,
            member.person.born_on or date.max,
            member.pk,
        ),
    )
    oldest.role = MemberRole.APPLICANT
    oldest.save()


_PERSON_FIELDS = ("given_name", "family_name", "born_on", "identity_number", "identity_kind")
_MEMBER_FIELDS = ("role", "joined_on", "left_on")


def _fill(person: Person, details: MemberInput) -> None:
    person.given_name, person.family_name = details.given_name.strip(), details.family_name.strip()
    person.born_on = details.born_on
    person.identity_number, person.identity_kind = details.identity_number, details.identity_kind


def _refuse_second_applicant(
    household: Household, details: MemberInput, but: HouseholdMember | None = None
) -> None:
    day = details.joined_on or today()
    others = household.members.in_household_on(day).filter(role=MemberRole.APPLICANT)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise ActionRefused(_("The household has an applicant already. Choose adult or child."), "role")
