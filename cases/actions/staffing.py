"""Which units work with a household, and who is named on it."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from cases.actions.locking import locked
from cases.enums import AccessKind
from cases.errors import ActionRefused
from cases.models import Household, HouseholdUnit, NamedAccess
from cases.querysets import reach
from core.audit import record_event
from core.clock import today

if TYPE_CHECKING:
    from cases.querysets import DatedQuerySet

# Emergency access lasts through the day after the one on which it is opened.
EMERGENCY_DAYS = 1
SHORTEST_REASON = 10


@transaction.atomic
def add_unit(*, household: Household, unit: Unit, first_day: date, by: User) -> HouseholdUnit:
    """The unit works with the household from `first_day` on. Raises ActionRefused if it does already."""
    household = locked(household, by)
    if unit.authority_id != household.authority_id:
        raise ActionRefused(_("The unit belongs to another board."), "unit")
    if _later_or_open(household.unit_links.filter(unit=unit), first_day).exists():
        raise ActionRefused(_("The unit works with the household already."), "unit")
    link = HouseholdUnit.objects.create(household=household, unit=unit, first_day=first_day)
    _record("unit.added", household, by, link, {"unit": unit.pk, "first_day": first_day.isoformat()})
    return link


@transaction.atomic
def end_unit(*, link: HouseholdUnit, last_day: date, by: User) -> HouseholdUnit:
    """The unit's work ends; `last_day` is its last. Raises ActionRefused for a day before the first."""
    household = locked(link.household, by)
    link = HouseholdUnit.objects.get(pk=link.pk)
    _end(link, last_day)
    _record("unit.ended", household, by, link, {"unit": link.unit_id, "last_day": last_day.isoformat()})
    return link


@transaction.atomic
def name_staff(
    *,
    household: Household,
    user: User,
    by: User,
    first_day: date,
    last_day: date | None = None,
    reason: str = "",
) -> NamedAccess:
    """Name somebody on the household, which lets them see it also when it is protected.

    Raises ActionRefused for somebody of another board, without a role that sees households, or named
    already.
    """
    household = locked(household, by)
    if user.authority_id != household.authority_id or not user.can("household.read"):
        raise ActionRefused(_("Choose somebody who works with households for the board."), "user")
    if last_day is not None and last_day < first_day:
        raise ActionRefused(_("The last day is before the first."), "last_day")
    named = household.named_access.filter(user=user, kind=AccessKind.NAMED)
    if _later_or_open(named, first_day).exists():
        raise ActionRefused(_("The person is named on the household already."), "user")
    access = NamedAccess.objects.create(
        household=household,
        user=user,
        first_day=first_day,
        last_day=last_day,
        reason=reason.strip(),
        granted_by=by,
    )
    _record("access.named", household, by, access, {"user": user.pk})
    return access


@transaction.atomic
def end_named_access(*, access: NamedAccess, last_day: date, by: User) -> NamedAccess:
    """The person is named through `last_day` and no longer.

    Raises ActionRefused when a protected household would be left without anybody who reaches it.
    """
    household = locked(access.household, by)
    access = NamedAccess.objects.get(pk=access.pk)
    _end(access, last_day)
    if household.is_protected and not (household.project_worker_id or household.caseworker_id):
        after = last_day + timedelta(days=1)
        if not household.named_access.active_on(after).filter(kind=AccessKind.NAMED).exists():
            raise ActionRefused(_("Name somebody else first: nobody would reach the household."), "last_day")
    _record("access.ended", household, by, access, {"user": access.user_id})
    return access


@transaction.atomic
def open_emergency_access(*, user: User, case_number: str, reason: str) -> Household:
    """Break the glass: see a household of one's own board through tomorrow, for a reason that is reviewed.

    Raises ActionRefused in the same words for a case number that does not exist and for a household that
    the person may not open even so. One who reaches it anyway is given no extra access.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise ActionRefused(_("Write why you need to see the household now, in a sentence."), "reason")
    within = reach(user, "household.break_glass")
    household = None
    if within is not None:
        board = Household.objects.of_authority(user).filter(within)
        household = board.select_for_update(of=("self",)).filter(case_number=case_number.strip()).first()
    if household is None:
        raise ActionRefused(
            _("There is no household with that case number that you can open in this way."), "case_number"
        )
    if Household.objects.visible_to(user).filter(pk=household.pk).exists():
        return household
    first_day = today()
    access = NamedAccess.objects.create(
        household=household,
        user=user,
        kind=AccessKind.BREAK_GLASS,
        first_day=first_day,
        last_day=first_day + timedelta(days=EMERGENCY_DAYS),
        reason=reason.strip(),
        granted_by=user,
    )
    _record("access.break_glass", household, user, access, {"user": user.pk})
    return household


def _later_or_open(rows: "DatedQuerySet", first_day: date) -> "DatedQuerySet":
    return rows.filter(Q(last_day=None) | Q(last_day__gte=first_day))


def _end(row: HouseholdUnit | NamedAccess, last_day: date) -> None:
    if last_day < row.first_day:
        raise ActionRefused(_("The last day is before the first."), "last_day")
    if row.last_day is not None and row.last_day < last_day:
        raise ActionRefused(_("It ended earlier than that already."), "last_day")
    row.last_day = last_day
    row.save(update_fields=["last_day"])


def _record(
    action: str,
    household: Household,
    by: User,
    subject: HouseholdUnit | NamedAccess,
    details: dict[str, object],
) -> None:
    record_event(
        action,
        by=by,
        authority_id=household.authority_id,
        subject=subject,
        household_id=household.pk,
        details=details,
    )
