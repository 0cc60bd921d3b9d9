"""The meetings that a stay sets going: weekly in transitional flats, monthly with families in the others."""

from datetime import date, timedelta

from accounts.models import User
from cases.actions.follow_ups import end_follow_ups, plan_series
from cases.enums import FollowUpKind, IntervalUnit
from core.periods import add_months
from housing.enums import FlatKind
from housing.models import Tenancy

# Training flats go with a treatment that has meetings of its own (report 2014).
MONTHLY_KINDS = (FlatKind.EMERGENCY, FlatKind.TRIAL)


def origin(tenancy: Tenancy) -> str:
    return f"housing.tenancy:{tenancy.pk}"


def plan_follow_ups(tenancy: Tenancy, by: User) -> None:
    """Plan them, or plan them again after a change of the nights."""
    first, kind = tenancy.first_night, tenancy.flat.kind
    if kind == FlatKind.TRANSITIONAL:
        _plan(tenancy, by, FollowUpKind.TRANSITIONAL_WEEKLY, IntervalUnit.WEEKS, first + timedelta(days=7))
    elif kind in MONTHLY_KINDS and tenancy.household.is_family_with_children_on(first):
        _plan(tenancy, by, FollowUpKind.FLAT_FAMILY_MONTHLY, IntervalUnit.MONTHS, add_months(first, 1))


def _plan(tenancy: Tenancy, by: User, kind: FollowUpKind, unit: IntervalUnit, first_on: date) -> None:
    last_on = tenancy.last_night or tenancy.planned_last_night
    if last_on is not None and last_on < first_on:
        stop_follow_ups(tenancy, by, tenancy.first_night)
        return
    plan_series(
        household=tenancy.household,
        kind=kind,
        interval_unit=unit,
        interval=1,
        first_on=first_on,
        last_on=last_on,
        by=by,
        origin=origin(tenancy),
    )


def stop_follow_ups(tenancy: Tenancy, by: User, from_day: date) -> None:
    """No meetings from the day on."""
    end_follow_ups(household=tenancy.household, origin=origin(tenancy), by=by, from_day=from_day)
