"""Placements: start, extend, end, undo the end. A placement has one price; what goes on is a new row."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from cases.actions import end_follow_ups, plan_follow_up
from cases.actions.locking import locked
from cases.contacts import latest_contacts
from cases.enums import FollowUpKind
from cases.errors import ActionRefused
from cases.models import Household
from core.clock import today
from core.registries import visit_bookers
from housing.actions.agenda import agenda_changed
from housing.actions.recording import check_nights, record, refuse_closed
from housing.actions.terms import (
    ONE_DAY,
    Terms,
    check_continued,
    check_decision,
    check_provider_in_use,
    check_terms,
)
from housing.enums import PlacementEnd, PricePer
from housing.models import BoardDecision, Placement, Provider

# Whoever can't be booked into the drop-in hears from the project within so many days of the first night.
FIRST_CONTACT_DAYS = 3


@transaction.atomic
def start_placement(
    *,
    household: Household,
    provider: Provider,
    first_night: date,
    price_sek: Decimal,
    price_per: PricePer | str,
    by: User,
    last_night: date | None = None,
    planned_last_night: date | None = None,
    decision: BoardDecision | None = None,
    paying_unit: Unit | None = None,
    continues: Placement | None = None,
    client_key: UUID | None = None,
) -> Placement:
    """Place household with provider from first_night; last_night (counted) may be set later.

    The household is booked into the drop-in, or followed up where nothing is planned to book it into, unless
    the nights are over or go on from another placement. Sent again with the same client_key it gives the
    placement that is there. Raises ActionRefused when the provider is another board's or no longer in use,
    after the case was closed, for the same nights with the same provider, for a decision that does not
    approve them, and for a price or nights that can't be.
    """
    household = locked(household, by)
    if there := started_already(household, client_key):
        return there
    refuse_closed(household, first_night, "first_night")
    check_provider_in_use(provider)
    check_terms(
        Terms(
            household,
            provider,
            first_night,
            last_night,
            planned_last_night,
            price_sek,
            decision,
            paying_unit,
        )
    )
    check_continued(continues, household, first_night)
    placement = Placement.objects.create(
        authority_id=household.authority_id,
        household=household,
        provider=provider,
        first_night=first_night,
        last_night=last_night,
        planned_last_night=planned_last_night,
        price_sek=price_sek,
        price_per=price_per,
        decision=decision,
        paying_unit=paying_unit,
        continues=continues,
        client_key=client_key,
        started_by=by,
    )
    record("placement.started", by, placement)
    if continues is None:
        see_to_first_contact(placement, by)
    agenda_changed(placement.authority, by=by)
    return placement


@transaction.atomic
def extend_placement(
    *, placement: Placement, planned_last_night: date, by: User, decision: BoardDecision | None = None
) -> Placement:
    """Plan an ongoing placement to go on through planned_last_night. `decision` None: it rests on the same.

    Raises ActionRefused when it has ended, for an earlier night than planned, and for a decision that does
    not approve it. Nothing new: nothing is written.
    """
    placement = held(placement, by)
    refuse_ended(placement)
    check_nights(placement.first_night, planned_last_night, field="planned_last_night")
    check_decision(decision, placement.household)
    planned = placement.planned_last_night
    if planned is not None and planned_last_night < planned:
        raise ActionRefused(
            _("It is planned through %(day)s already. If they move out earlier, end the placement instead.")
            % {"day": date_format(planned, "j F Y")},
            "planned_last_night",
        )
    return _plan(placement, planned_last_night, decision, by)


def rest_on(*, placement: Placement, decision: BoardDecision, by: User) -> Placement:
    """An ongoing placement goes on by another decision, and is planned through the last day that it holds.

    That may be an earlier night than was planned. Part of a decision, which is the verb. Raises ActionRefused
    when the decision ends before the placement begins.
    """
    placement = held(placement, by)
    refuse_ended(placement)
    check_decision(decision, placement.household)
    assert decision.valid_until is not None
    if decision.valid_until < placement.first_night:
        raise ActionRefused(
            _("The placement begins %(day)s. Let the decision hold through that night or a later one.")
            % {"day": date_format(placement.first_night, "j F Y")},
            "valid_until",
        )
    return _plan(placement, decision.valid_until, decision, by)


def _plan(
    placement: Placement, planned_last_night: date, decision: BoardDecision | None, by: User
) -> Placement:
    planned = placement.planned_last_night
    if planned == planned_last_night and decision in (None, placement.decision):
        return placement
    placement.planned_last_night = planned_last_night
    placement.decision = decision or placement.decision
    placement.save(update_fields=["planned_last_night", "decision"])
    record(
        "placement.extended",
        by,
        placement,
        {
            "planned_last_night": planned_last_night.isoformat(),
            "before": planned.isoformat() if planned else "",
            "decision": placement.decision_id,
        },
    )
    agenda_changed(placement.authority, by=by)
    return placement


@transaction.atomic
def end_placement(
    *, placement: Placement, last_night: date, by: User, end_reason: PlacementEnd | str = ""
) -> Placement:
    """End a placement; last_night is the last that is counted and paid, past or to come.

    What was to be done because of it is cancelled. Ended so already: nothing is written. Raises
    ActionRefused when it has ended otherwise, or before its first night.
    """
    placement = held(placement, by)
    if (placement.last_night, placement.end_reason) == (last_night, end_reason):
        return placement
    refuse_ended(placement)
    close_row(placement, last_night, end_reason)
    record("placement.ended", by, placement, {"last_night": last_night.isoformat(), "reason": end_reason})
    end_its_follow_ups(placement, by)
    agenda_changed(placement.authority, by=by)
    return placement


@transaction.atomic
def reopen_placement(*, placement: Placement, by: User) -> Placement:
    """Undo of the end: the placement is ongoing again. Raises ActionRefused when another goes on from it."""
    placement = held(placement, by)
    if placement.last_night is None:
        return placement
    if next_row(placement) is not None:
        raise ActionRefused(_("Another placement goes on from this one. Annul that one first."))
    check_terms(terms_of(placement, last_night=None), beside=placement)
    was = placement.last_night
    placement.last_night, placement.end_reason = None, ""
    placement.save(update_fields=["last_night", "end_reason"])
    record("placement.reopened", by, placement, {"last_night": was.isoformat()})
    if not _seen_since(placement):
        see_to_first_contact(placement, by)
    agenda_changed(placement.authority, by=by)
    return placement


def held(placement: Placement, by: User) -> Placement:
    """The placement as it is now; its household is held until the transaction ends.

    Raises ActionRefused for another board's, and for one that was annulled.
    """
    household = locked(placement.household, by)
    row = Placement.objects.select_for_update().get(pk=placement.pk)
    row.household = household
    if row.annulled_at is not None:
        raise ActionRefused(_("The placement has been annulled."))
    return row


def refuse_ended(placement: Placement) -> None:
    if placement.last_night is not None:
        raise ActionRefused(
            _("The placement has an end, %(day)s. Undo the end, or correct it, first.")
            % {"day": date_format(placement.last_night, "j F Y")}
        )


def started_already(household: Household, client_key: UUID | None) -> Placement | None:
    """What this form has made already. Raises ActionRefused when it was for another household."""
    if client_key is None:
        return None
    there = Placement.objects.filter(authority_id=household.authority_id, client_key=client_key).first()
    if there is not None and there.household_id != household.pk:
        raise ActionRefused(_("This form has been used already. Open the page anew."))
    return there


def close_row(placement: Placement, last_night: date, end_reason: PlacementEnd | str) -> None:
    """Write the end; the caller has the row held and records why."""
    check_nights(placement.first_night, last_night)
    placement.last_night, placement.end_reason = last_night, end_reason
    placement.save(update_fields=["last_night", "end_reason"])


def next_row(placement: Placement) -> Placement | None:
    """The placement that goes on from this one."""
    return Placement.objects.counted().filter(continues=placement).first()


def terms_of(placement: Placement, **changes: Any) -> Terms:
    """The placement's terms, some of them changed."""
    names = [name for name in Terms.__dataclass_fields__ if name not in changes]
    return Terms(**{name: getattr(placement, name) for name in names}, **changes)


def beginning_of(placement: Placement) -> Placement:
    """The first row of the unbroken stay that the placement is part of."""
    while placement.continues is not None:
        placement = placement.continues
    return placement


def origin_of(placement: Placement) -> str:
    """What follow-ups that a stay leads to are known by: the same for all its rows."""
    return f"housing.placement:{beginning_of(placement).pk}"


def see_to_first_contact(placement: Placement, by: User) -> None:
    """Whoever is placed meets the project (report 2014, Drop in): booked in, or else a follow-up planned."""
    if placement.last_night is not None and placement.last_night < today():
        return
    from_day = max(placement.first_night, today())
    for book in visit_bookers:
        if book(household=placement.household, by=by, not_before=from_day) is not None:
            return
    plan_follow_up(
        household=placement.household,
        kind=FollowUpKind.FIRST_CONTACT,
        due_on=from_day + timedelta(days=FIRST_CONTACT_DAYS),
        by=by,
        origin=origin_of(placement),
    )


def end_its_follow_ups(placement: Placement, by: User) -> None:
    """What is due after the last night lapses; when that lies behind us, everything still open does."""
    beginning, last_night = beginning_of(placement), placement.last_night
    is_ahead = last_night is not None and last_night >= today()
    end_follow_ups(
        household=placement.household,
        origin=origin_of(placement),
        by=by,
        from_day=last_night + ONE_DAY if last_night and is_ahead else beginning.first_night,
    )


def _seen_since(placement: Placement) -> bool:
    """Whether the household has been in contact since the placement began."""
    latest = latest_contacts([placement.household_id]).get(placement.household_id)
    return latest is not None and latest >= placement.first_night
