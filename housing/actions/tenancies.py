"""Tenancies in the board's flats: start, extend, end."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions import end_follow_ups, plan_series
from cases.actions.locking import locked
from cases.enums import FollowUpKind, IntervalUnit
from cases.errors import ActionRefused
from cases.models import Household
from core.clock import today
from core.constraints import violated_constraint
from housing.actions.recording import check_nights, record
from housing.enums import FlatKind
from housing.fees import client_fee, surcharge_on
from housing.limits import last_allowed_night
from housing.models import BoardDecision, Flat, Tenancy

WEEK = timedelta(days=7)
NO_OVERLAP = "housing_tenancy_no_overlap"


@transaction.atomic
def start_tenancy(
    *,
    household: Household,
    flat: Flat,
    first_night: date,
    by: User,
    planned_last_night: date | None = None,
    decision: BoardDecision | None = None,
    fee_sek: Decimal | None = None,
    next_solution: str = "",
    next_solution_named: str = "",
    next_solution_on: date | None = None,
) -> Tenancy:
    """Let household move into flat. In a transitional flat they are met every week until the planned end.

    `fee_sek` None: by the rent and the surcharge of the first night. Without a planned end a stay in a
    transitional flat is planned for the three months that it may last. Raises ActionRefused when somebody
    lives there on one of the nights, when the flat is not the board's then, and for nights that can't be.
    """
    household = locked(household, by)
    flat = Flat.objects.select_for_update().get(pk=flat.pk)
    if flat.authority_id != household.authority_id:
        raise ActionRefused(_("The flat belongs to another board."), "flat")
    check_nights(first_night, planned_last_night, field="planned_last_night")
    if flat.kind == FlatKind.TRANSITIONAL:
        planned_last_night = planned_last_night or last_allowed_night(first_night)
        _refuse_over_limit(first_night, planned_last_night)
    _refuse_unavailable(flat, first_night)
    later = Tenancy.objects.counted().filter(flat=flat).exclude(last_night__lt=first_night)
    if later.exists():
        raise ActionRefused(_("The flat already has a tenant on one of those nights."), "flat")
    tenancy = Tenancy(
        authority_id=household.authority_id,
        household=household,
        flat=flat,
        first_night=first_night,
        planned_last_night=planned_last_night,
        decision=decision,
        fee_sek=fee_sek if fee_sek is not None else _fee(flat, first_night),
        next_solution=next_solution,
        next_solution_named=next_solution_named,
        next_solution_on=next_solution_on,
        started_by=by,
    )
    _save_alone(tenancy)
    record("tenancy.started", by, tenancy)
    _plan_meetings(tenancy, by)
    return tenancy


@transaction.atomic
def extend_tenancy(
    *, tenancy: Tenancy, planned_last_night: date, by: User, decision: BoardDecision | None = None
) -> Tenancy:
    """Plan a stay to go on. In a transitional flat not over the limit: that takes an authorised extension."""
    tenancy = held(tenancy, by)
    _refuse_ended(tenancy)
    check_nights(tenancy.first_night, planned_last_night, field="planned_last_night")
    if tenancy.flat.kind == FlatKind.TRANSITIONAL:
        extended = tenancy.stayextensions.order_by("-last_night").first()
        if extended is None or planned_last_night > extended.last_night:
            _refuse_over_limit(tenancy.first_night, planned_last_night)
    tenancy.planned_last_night = planned_last_night
    tenancy.decision = decision or tenancy.decision
    tenancy.save(update_fields=["planned_last_night", "decision"])
    record("tenancy.extended", by, tenancy, {"planned_last_night": planned_last_night.isoformat()})
    _plan_meetings(tenancy, by)
    return tenancy


@transaction.atomic
def end_tenancy(
    *, tenancy: Tenancy, last_night: date, by: User, moved_to: str = "", moved_to_named: str = ""
) -> Tenancy:
    """End a tenancy; last_night is the last that is counted. Meetings after it lapse."""
    tenancy = held(tenancy, by)
    check_nights(tenancy.first_night, last_night)
    tenancy.last_night, tenancy.moved_to, tenancy.moved_to_named = last_night, moved_to, moved_to_named
    _save_alone(tenancy)
    record("tenancy.ended", by, tenancy, {"last_night": last_night.isoformat(), "moved_to": moved_to})
    end_follow_ups(
        household=tenancy.household,
        origin=origin_of(tenancy),
        by=by,
        from_day=last_night + timedelta(days=1) if last_night >= today() else date.min,
    )
    return tenancy


def held(tenancy: Tenancy, by: User) -> Tenancy:
    """The tenancy as it is now; household and flat are held. Raises ActionRefused for an annulled one."""
    household = locked(tenancy.household, by)
    flat = Flat.objects.select_for_update().get(pk=tenancy.flat_id)
    row = Tenancy.objects.select_for_update().get(pk=tenancy.pk)
    row.household, row.flat = household, flat
    if row.annulled_at is not None:
        raise ActionRefused(_("The stay has been annulled."))
    return row


def origin_of(tenancy: Tenancy) -> str:
    """What follow-ups that a stay leads to are known by."""
    return f"housing.tenancy:{tenancy.pk}"


def _save_alone(tenancy: Tenancy) -> None:
    """Save; what the database refuses because of another tenant is said in the same words."""
    try:
        with transaction.atomic():
            tenancy.save()
    except IntegrityError as error:
        if violated_constraint(error) != NO_OVERLAP:
            raise
        raise ActionRefused(_("The flat already has a tenant on one of those nights."), "flat") from error


def _refuse_ended(tenancy: Tenancy) -> None:
    if tenancy.last_night is not None:
        raise ActionRefused(
            _("The stay has an end, %(day)s.") % {"day": date_format(tenancy.last_night, "j F Y")}
        )


def _refuse_over_limit(first_night: date, planned_last_night: date) -> None:
    allowed = last_allowed_night(first_night)
    if planned_last_night > allowed:
        raise ActionRefused(
            _("A stay in a transitional flat lasts three months at the most, through %(day)s.")
            % {"day": date_format(allowed, "j F Y")},
            "planned_last_night",
        )


def _refuse_unavailable(flat: Flat, first_night: date) -> None:
    if not Flat.objects.filter(pk=flat.pk).available_on(first_night).exists():
        raise ActionRefused(_("The board does not have the flat on that night."), "flat")


def _fee(flat: Flat, first_night: date) -> Decimal | None:
    """The client of a transitional flat pays the rent and the surcharge; elsewhere the sublease says what."""
    if flat.kind != FlatKind.TRANSITIONAL:
        return flat.rent_on(first_night)
    return client_fee(flat.rent_on(first_night), surcharge_on(flat.authority_id, first_night))


def _plan_meetings(tenancy: Tenancy, by: User) -> None:
    """Every week in a transitional flat, every month for families elsewhere (report 2014; R41, R47)."""
    household, is_transitional = tenancy.household, tenancy.flat.kind == FlatKind.TRANSITIONAL
    family = household.is_family_with_children_on(max(tenancy.first_night, today()))
    is_over = tenancy.planned_last_night is not None and tenancy.planned_last_night < today()
    if is_over or not (is_transitional or (family and tenancy.flat.kind != FlatKind.TRAINING)):
        return
    begins = max(tenancy.first_night, today())
    plan_series(
        household=household,
        kind=FollowUpKind.TRANSITIONAL_WEEKLY if is_transitional else FollowUpKind.FLAT_FAMILY_MONTHLY,
        interval_unit=IntervalUnit.WEEKS if is_transitional else IntervalUnit.MONTHS,
        interval=1,
        first_on=begins + WEEK if is_transitional else begins + 4 * WEEK,
        last_on=_series_end(tenancy, begins + (WEEK if is_transitional else 4 * WEEK)),
        by=by,
        origin=origin_of(tenancy),
    )


def _series_end(tenancy: Tenancy, first_on: date) -> date | None:
    """The planned end, unless that is too near for even one meeting."""
    if tenancy.planned_last_night is None:
        return None
    return max(tenancy.planned_last_night, first_on)
