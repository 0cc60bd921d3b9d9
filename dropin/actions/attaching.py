"""An anonymous visit finds its household, and the trace of that."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Household
from core.audit import record_event
from core.clock import now
from dropin.actions.firsts import mark_first_visit
from dropin.actions.locking import lock_household, locked, save_as
from dropin.actions.refusals import NotYours, WrongState
from dropin.models import Visit


@transaction.atomic
def attach_visit(*, visit: Visit, household: Household, by: User) -> Visit:
    """Say whose an anonymous visit was. When, by whom and to which household is kept.

    Raises WrongState when it already has a household or has been undone.
    """
    lock_household(household.pk)
    visit = locked(visit, by)
    if household.authority_id != visit.authority_id:
        raise NotYours(_("The household belongs to another board."))
    if visit.household_id is not None or visit.undone_at is not None:
        raise WrongState(_("The visit already has a household, or has been undone."))
    visit.household, visit.attached_at, visit.attached_by = household, now(), by
    save_as(by, visit)
    mark_first_visit(household.pk, visit)
    _record("visit.attached", visit, by, household.pk)
    return visit


@transaction.atomic
def detach_visit(*, visit: Visit, by: User) -> Visit:
    """Undo of attaching: the visit is anonymous again, and nothing on it says who was there.

    Raises WrongState for one that was never attached.
    """
    visit = locked(visit, by)
    if visit.attached_at is None or visit.household_id is None:
        raise WrongState(_("The visit was not attached to a household."))
    household_id = visit.household_id
    visit.household = visit.attached_at = visit.attached_by = None
    visit.is_first, visit.situation = False, None
    save_as(by, visit)
    visit.present.all().delete()
    mark_first_visit(household_id)
    _record("visit.detached", visit, by, household_id)
    return visit


def _record(action: str, visit: Visit, by: User, household_id: int) -> None:
    record_event(action, by=by, authority_id=visit.authority_id, subject=visit, household_id=household_id)
