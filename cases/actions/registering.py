"""A household becomes known."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Authority, Unit
from cases.actions.case_numbers import hold_series, next_case_number
from cases.actions.locking import refuse_future, refuse_other_board
from cases.actions.members import MemberInput, write_member
from cases.actions.situations import set_situation
from cases.actions.standing import keep_following
from cases.enums import MemberRole, Protection
from cases.errors import ActionRefused
from cases.models import Household, HouseholdUnit, NamedAccess
from core.audit import record_event

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def register_household(
    *,
    authority: Authority,
    by: "User",
    opened_on: date,
    applicant: MemberInput,
    others: Sequence[MemberInput] = (),
    unit: Unit | None = None,
    lives_in_district: bool | None = None,
    known_to_social_services: bool | None = None,
    interpreter_language: str = "",
    protected_identity: str = Protection.NONE,
    entry_reason: str = "",
    project_worker: "User | None" = None,
    caseworker: "User | None" = None,
    situation: int | None = None,
    client_key: UUID | None = None,
) -> Household:
    """A new household with its members, unit and situation, and the next case number of its year.

    `client_key` is the page's own: the same key sent again gives the household that it made. Who registers
    a protected household without being responsible for it is named on it, so that somebody reaches it.
    Raises ActionRefused as `add_member` and `set_situation` do, and for another board's unit or staff.
    """
    refuse_other_board(authority.pk, by)
    refuse_future(opened_on, "opened_on")
    for colleague, field in ((project_worker, "project_worker"), (caseworker, "caseworker")):
        refuse_stranger(colleague, authority.pk, field)
    if unit is not None and unit.authority_id != authority.pk:
        raise ActionRefused(_("The unit belongs to another board."), "unit")
    # The series is held before the key is looked for, so that the same key sent eight times at once waits.
    series = hold_series(authority, opened_on.year)
    if client_key and (made := Household.objects.filter(authority=authority, client_key=client_key).first()):
        return made
    household = Household.objects.create(
        authority=authority,
        case_number=next_case_number(series),
        opened_on=opened_on,
        entry_reason=entry_reason,
        lives_in_district=lives_in_district,
        known_to_social_services=known_to_social_services,
        interpreter_language=interpreter_language.strip(),
        protected_identity=protected_identity,
        project_worker=project_worker,
        caseworker=caseworker,
        client_key=client_key,
    )
    for details in (replace(applicant, role=MemberRole.APPLICANT), *others):
        write_member(household, details)
    if unit is not None:
        HouseholdUnit.objects.create(household=household, unit=unit, first_day=opened_on)
    name_if_protected(household, by, opened_on)
    record_event(
        "household.registered",
        by=by,
        authority_id=authority.pk,
        subject=household,
        household_id=household.pk,
        details={"members": 1 + len(others), "unit": unit.pk if unit else None},
    )
    if situation is not None:
        set_situation(household=household, situation=situation, valid_from=opened_on, by=by)
    elif entry_reason:
        keep_following(household, by)
    return household


def refuse_stranger(colleague: "User | None", authority_id: int, field: str) -> None:
    """Only one's own board's staff can be responsible for its households."""
    if colleague is not None and colleague.authority_id != authority_id:
        raise ActionRefused(_("Choose somebody who works for the board."), field)


def name_if_protected(household: Household, by: "User", day: date) -> None:
    """Somebody must reach a protected household: `by`, unless they are responsible for it anyway."""
    responsible = {household.project_worker_id, household.caseworker_id}
    if household.is_protected and by.pk not in responsible:
        NamedAccess.objects.get_or_create(
            household=household,
            user=by,
            last_day=None,
            defaults={"granted_by": by, "first_day": day},
        )
