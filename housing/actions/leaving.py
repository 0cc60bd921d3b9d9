"""No night after a day: a stay ends then, or is called off where it would begin later. Part of a decision."""

from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from cases.errors import ActionRefused
from cases.models import Household
from core.clock import today
from housing.actions import stay_checks
from housing.actions.agenda import agenda_changed
from housing.actions.corrections import annul_placement
from housing.actions.placements import (
    close_row,
    end_its_follow_ups,
    end_placement,
    held,
    next_row,
)
from housing.actions.recording import record
from housing.actions.stays import end_tenancy
from housing.actions.tenancy_corrections import annul_tenancy, correct_tenancy
from housing.actions.terms import ONE_DAY
from housing.enums import PlacementEnd
from housing.models import Placement, Tenancy


def leave_placement(
    *, placement: Placement, last_night: date, end_reason: PlacementEnd, why: str, by: User
) -> Placement:
    """No night is paid after last_night, whatever end was known or planned.

    `why`: kept with one that is called off. Raises ActionRefused when nights after it lie behind already,
    and when another placement goes on from this one.
    """
    placement = held(placement, by)
    if last_night < placement.first_night:
        _refuse_begun(placement)
        return annul_placement(placement=placement, reason=why, by=by)
    if placement.last_night is None or placement.last_night <= last_night:
        return end_placement(placement=placement, last_night=last_night, end_reason=end_reason, by=by)
    if next_row(placement) is not None:
        raise ActionRefused(_("Another placement goes on from this one. Annul that one first."))
    was = placement.last_night
    close_row(placement, last_night, end_reason)
    details = {"last_night": last_night.isoformat(), "reason": end_reason, "before": was.isoformat()}
    record("placement.ended", by, placement, details)
    end_its_follow_ups(placement, by)
    agenda_changed(placement.authority, by=by)
    return placement


def leave_flat(*, tenancy: Tenancy, last_night: date, why: str, by: User) -> Tenancy:
    """The same of a stay in a flat."""
    tenancy = stay_checks.held(tenancy, by, with_agenda=True)
    if last_night < tenancy.first_night:
        _refuse_begun(tenancy)
        return annul_tenancy(tenancy=tenancy, reason=why, by=by)
    if tenancy.last_night is None:
        return end_tenancy(tenancy=tenancy, last_night=last_night, by=by)
    return correct_tenancy(tenancy=tenancy, last_night=last_night, reason=why, by=by)


def _refuse_begun(stay: Placement | Tenancy) -> None:
    """Nights that they have slept there are not called off; tonight may be."""
    if stay.first_night < today():
        raise ActionRefused(
            _("The stay began %(day)s. Choose that night or a later one.")
            % {"day": date_format(stay.first_night, "j F Y")},
            "last_night",
        )


def leave_placements(household: Household, moved_in: date, by: User) -> None:
    """Nobody is paid for at a hotel and in a flat on one night: also where another end was known already.

    What was to begin later is called off; of nights behind us that it began with, the first stays.
    """
    lasting = Q(last_night=None) | Q(last_night__gte=moved_in, first_night__lt=moved_in)
    lasting |= Q(first_night__gte=max(moved_in, today()))
    # The last first: what goes on from another goes before it.
    for placement in household.placements.filter(lasting, annulled_at=None).order_by("-first_night", "-pk"):
        is_ahead = placement.first_night >= today()
        leave_placement(
            placement=placement,
            last_night=moved_in - ONE_DAY if is_ahead else max(placement.first_night, moved_in - ONE_DAY),
            end_reason=PlacementEnd.OUR_FLAT,
            why=_("The household moved into one of our flats before the first night."),
            by=by,
        )
