"""The move to a home: with its checklist and follow-ups; and what the household says afterwards."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.follow_ups import complete_follow_up, plan_follow_up
from cases.actions.homes import forget_addresses, record_home, refuse_home, refuse_withdrawn
from cases.actions.locking import locked, refuse_future
from cases.actions.standing import keep_following
from cases.enums import FollowUpKind, FollowUpState, HomeContract
from cases.errors import ActionRefused
from cases.models import AfterMoveSurvey, FollowUp, Home, HomeTask, Household, Landlord, Lead
from cases.models.homes import HOME_ORIGIN
from cases.search_enums import LeadOutcome, MoveTask, TaskState
from core.audit import record_event
from core.clock import today
from core.periods import add_months

if TYPE_CHECKING:
    from accounts.models import User

# A household is followed up so many months after its move.
FOLLOWED_UP_AFTER_MONTHS = (1, 6, 12)
# A survey made so many days before a follow-up is due is that follow-up.
SOON_DAYS = 14


def origin_of(home: Home) -> str:
    """What names the home on the follow-ups that it made."""
    return f"{HOME_ORIGIN}:{home.pk}"


@transaction.atomic
def move_in(
    *,
    household: Household,
    moved_in_on: date,
    contract: HomeContract,
    municipality: str,
    by: "User",
    address: str = "",
    landlord: Landlord | None = None,
    lead: Lead | None = None,
) -> Home:
    """The household moves in, or is about to: its checklist, and a follow-up after 1, 6 and 12 months.

    Follow-ups that went on until there was a home of its own end; until the day, others go on. A lead's move
    is recorded once: again, it is returned. Raises ActionRefused as `record_home` does, for a lead that
    nobody of the household signed, for another board's landlord, and for a move that is recorded already.
    """
    household = locked(household, by)
    if lead is not None:
        if lead.household_id != household.pk or lead.outcome != LeadOutcome.SIGNED:
            raise ActionRefused(_("Note first who of the household signed."), "lead")
        if (there := Home.objects.filter(lead=lead).first()) is not None:
            return there
    refuse_home(household, moved_in_on=moved_in_on, address=address, landlord=landlord)
    if household.homes.kept().filter(moved_in_on=moved_in_on, contract=contract).exists():
        raise ActionRefused(_("That move is recorded already."), "moved_in_on")
    home = record_home(
        household=household,
        moved_in_on=moved_in_on,
        contract=contract,
        municipality=municipality,
        address=address,
        by=by,
    )
    home.landlord, home.lead = landlord, lead
    home.save(update_fields=["landlord", "lead"])
    if household.is_protected:
        forget_addresses(household)
    HomeTask.objects.bulk_create(HomeTask(home=home, code=code) for code in MoveTask)
    plan_after_move(home, by)
    keep_following(household, by)
    return home


def plan_after_move(home: Home, by: "User", *, without: Collection[int] = ()) -> None:
    """The follow-ups after so many months that are still to come, but for the months in `without`."""
    for months in FOLLOWED_UP_AFTER_MONTHS:
        due = add_months(home.moved_in_on, months)
        if due >= today() and months not in without:
            plan_follow_up(
                household=home.household,
                kind=FollowUpKind.AFTER_MOVE,
                due_on=due,
                by=by,
                origin=origin_of(home),
            )


@transaction.atomic
def settle_task(*, task: HomeTask, state: str, by: "User") -> HomeTask:
    """Done, not needed, or to be done after all. In that state already, nothing changes."""
    household = locked(task.home.household, by)
    row = HomeTask.objects.select_related("home").get(pk=task.pk)
    refuse_withdrawn(row.home)
    wanted = TaskState(state)
    if row.state == wanted:
        return row
    row.state = wanted
    row.settled_on, row.settled_by = (None, None) if wanted == TaskState.TO_DO else (today(), by)
    row.save()
    record_event(
        "home.task",
        by=by,
        authority_id=household.authority_id,
        subject=row,
        household_id=household.pk,
        details={"code": row.code, "state": wanted.value},
    )
    return row


@transaction.atomic
def record_survey(
    *,
    home: Home,
    asked_on: date,
    by: "User",
    client_key: UUID,
    follow_up: FollowUp | None = None,
    **answers: Any,
) -> AfterMoveSurvey:
    """What the household says after the move. The same `client_key` again gives what it made; so do the same
    answers of that day, saved again after Back.

    `follow_up`: one of the home's, which is done thereby. Raises ActionRefused for a day ahead or before
    the move.
    """
    household = locked(home.household, by)
    if (made := AfterMoveSurvey.objects.filter(client_key=client_key, home=home).first()) is not None:
        return made
    refuse_withdrawn(Home.objects.get(pk=home.pk))
    refuse_future(asked_on, "asked_on")
    if asked_on < home.moved_in_on:
        raise ActionRefused(_("The household had not moved in that day."), "asked_on")
    if (same := home.surveys.filter(asked_on=asked_on, **answers).first()) is not None:
        return same
    made = AfterMoveSurvey.objects.create(
        home=home, asked_on=asked_on, recorded_by=by, client_key=client_key, **answers
    )
    record_event(
        "home.survey",
        by=by,
        authority_id=household.authority_id,
        subject=made,
        household_id=household.pk,
        details={"home": home.pk},
    )
    if follow_up is not None and follow_up.origin == origin_of(home):
        complete_follow_up(follow_up=follow_up, by=by)
    return made


def due_after_move(home: Home) -> FollowUp | None:
    """The home's open follow-up that is due by now or soon, the earliest first.

    By the home alone: where the household has joined another, it has gone along.
    """
    rows = FollowUp.objects.filter(origin=origin_of(home), state=FollowUpState.OPEN)
    return rows.filter(due_on__lte=today() + timedelta(SOON_DAYS)).order_by("due_on", "pk").first()
