"""What an approval sets going: the stay, who follows up and when. Part of the decision's transaction."""

from datetime import timedelta
from functools import partial

from accounts.models import User
from cases.actions import change_household, plan_follow_up
from cases.enums import FollowUpKind
from housing.actions.deciding import DecisionInput
from housing.actions.leaving import leave_placements
from housing.actions.moving import move_placement, reprice_placement
from housing.actions.placements import extend_placement, rest_on, start_placement
from housing.actions.stays import end_tenancy, extend_tenancy
from housing.actions.tenancies import start_tenancy
from housing.enums import FLAT_ACCOMMODATIONS, NextSolution
from housing.models import Application, BoardDecision, Placement

ONE_DAY = timedelta(days=1)


def carry_out(application: Application, decision: BoardDecision, content: DecisionInput, by: User) -> None:
    """The stay, the people and the first follow-up."""
    if decision.accommodation in FLAT_ACCOMMODATIONS:
        _house_in_flat(application, decision, by)
    else:
        _place(application, decision, by)
    follow_up(application, decision, content, by)


def follow_up(application: Application, decision: BoardDecision, content: DecisionInput, by: User) -> None:
    """Who follows the household up, and when for the first time."""
    change_household(
        household=application.household,
        by=by,
        project_worker=content.project_worker,
        caseworker=content.caseworker,
    )
    assert content.follow_up_on is not None
    plan_follow_up(
        household=application.household,
        kind=FollowUpKind.AFTER_BOARD,
        due_on=content.follow_up_on,
        by=by,
        assigned_to=content.project_worker,
        origin=origin_of_decision(decision),
    )


def origin_of_decision(decision: BoardDecision) -> str:
    return f"housing.decision:{decision.pk}"


def _place(application: Application, decision: BoardDecision, by: User) -> None:
    """Acute accommodation: where they are, elsewhere from the first night on, or for the first time."""
    assert decision.valid_until is not None
    present = application.extends_placement
    goes_on = present is not None and present.last_night is None and present.annulled_at is None
    if present is not None and goes_on and decision.provider_id in (None, present.provider_id):
        _stay_on(present, decision, by)
        return
    if present is not None and decision.provider_id is None:
        extend_placement(placement=present, planned_last_night=decision.valid_until, decision=decision, by=by)
        return
    assert decision.provider is not None
    assert decision.valid_from is not None
    assert decision.price_sek is not None
    if present is not None and goes_on:
        begin = partial(move_placement, placement=present)
    else:
        begin = partial(start_placement, household=application.household)
    begin(
        provider=decision.provider,
        first_night=decision.valid_from,
        planned_last_night=decision.valid_until,
        price_sek=decision.price_sek,
        price_per=decision.price_per,
        decision=decision,
        by=by,
    )


def _stay_on(present: Placement, decision: BoardDecision, by: User) -> None:
    """The stay that was to be extended goes on where it is, at the same price or another."""
    assert decision.valid_from is not None
    rest_on(placement=present, decision=decision, by=by)
    price = (decision.price_sek, decision.price_per)
    if decision.price_sek is not None and price != (present.price_sek, present.price_per):
        reprice_placement(
            placement=present,
            from_night=decision.valid_from,
            price_sek=decision.price_sek,
            price_per=decision.price_per,
            by=by,
        )


def _house_in_flat(application: Application, decision: BoardDecision, by: User) -> None:
    assert decision.valid_from is not None
    assert decision.valid_until is not None
    present = application.extends_tenancy
    if present is not None and decision.flat_id is None:
        extend_tenancy(tenancy=present, planned_last_night=decision.valid_until, decision=decision, by=by)
        return
    assert decision.flat is not None
    if present is not None and present.last_night is None and present.annulled_at is None:
        end_tenancy(
            tenancy=present,
            last_night=decision.valid_from - ONE_DAY,
            moved_to=NextSolution.OTHER_FLAT,
            moved_to_named=decision.flat.address,
            by=by,
        )
    start_tenancy(
        household=application.household,
        flat=decision.flat,
        first_night=decision.valid_from,
        planned_last_night=decision.valid_until,
        next_solution_named=application.next_solution_named,
        decision=decision,
        by=by,
    )
    leave_placements(application.household, decision.valid_from, by)
