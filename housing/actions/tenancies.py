"""A household moves into one of the board's flats."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.locking import locked
from cases.errors import ActionRefused
from cases.models import Household
from core.constraints import violated_constraint
from housing.actions import stay_checks as checks
from housing.actions.agenda import agenda_changed, hold_agendas
from housing.actions.flats import fee_of
from housing.actions.recording import check_nights, record
from housing.actions.stay_follow_ups import plan_follow_ups
from housing.enums import FlatKind
from housing.models import BoardDecision, Flat, Tenancy


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
    contract_number: str = "",
) -> Tenancy:
    """Let household move into flat. `fee_sek` None: computed from the rent of the first night.

    The same start sent twice is one stay. Raises ActionRefused when somebody lives there on one of the nights
    or the household lives in another of the flats, when no approval covers it, and, in a transitional flat,
    without a planned end within three months or a named next solution.
    """
    if flat.authority_id != household.authority_id:
        raise ActionRefused(_("The flat belongs to another board."), "flat")
    check_nights(first_night, planned_last_night, field="planned_last_night")
    household = locked(household, by)
    hold_agendas(household.authority_id)
    flat = Flat.objects.select_for_update(no_key=True).get(pk=flat.pk)
    same = Tenancy.objects.counted().filter(household=household, flat=flat, first_night=first_night).first()
    if same is not None and same.last_night is None:
        return same
    if flat.kind == FlatKind.TRANSITIONAL and not next_solution_named.strip():
        raise ActionRefused(
            _("Name the next solution: a transitional flat is for those who wait for a certain one."),
            "next_solution_named",
        )
    checks.refuse_over_limit(flat, first_night, planned_last_night)
    checks.refuse_unavailable(flat, first_night, planned_last_night)
    checks.refuse_uncovered(decision, household, flat, first_night, planned_last_night)
    checks.refuse_taken(flat, first_night, None)
    checks.refuse_second_home(household, first_night, None)
    fee = fee_of(flat, first_night) if fee_sek is None else fee_sek
    if fee < 0:
        raise ActionRefused(_("The fee can't be negative."), "fee_sek")
    tenancy = _write(
        Tenancy(
            authority_id=household.authority_id,
            household=household,
            flat=flat,
            first_night=first_night,
            planned_last_night=planned_last_night,
            decision=decision,
            fee_sek=fee,
            next_solution=next_solution,
            next_solution_named=next_solution_named.strip(),
            next_solution_on=next_solution_on,
            contract_number=contract_number.strip(),
            started_by=by,
        )
    )
    record("tenancy.started", by, tenancy)
    plan_follow_ups(tenancy, by)
    agenda_changed(tenancy.authority, by=by)
    return tenancy


def _write(tenancy: Tenancy) -> Tenancy:
    """The database has the last word on who lives where."""
    try:
        with transaction.atomic():
            tenancy.save()
    except IntegrityError as error:
        if violated_constraint(error) == checks.NO_OVERLAP:
            raise checks.taken() from error
        raise
    return tenancy
