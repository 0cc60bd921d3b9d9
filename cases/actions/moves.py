"""The move to a home: with its checklist and follow-ups; and what the household says afterwards."""

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.follow_ups import plan_follow_up
from cases.actions.homes import record_home
from cases.actions.locking import locked, refuse_future
from cases.actions.series import end_follow_ups
from cases.enums import FollowUpKind, HomeContract
from cases.errors import ActionRefused
from cases.models import AfterMoveSurvey, Home, HomeTask, Household, Landlord, Lead
from cases.search_enums import LeadOutcome, MoveTask, TaskState
from core.audit import record_event
from core.clock import today
from core.periods import add_months

if TYPE_CHECKING:
    from accounts.models import User

# A household is followed up so many months after its move.
FOLLOWED_UP_AFTER_MONTHS = (1, 6, 12)


def origin_of(home: Home) -> str:
    """What names the home on the follow-ups that it made."""
    return f"cases.home:{home.pk}"


@transaction.atomic
def move_in(
    *,
    household: Household,
    moved_in_on: date,
    contract: HomeContract,
    municipality: str,
    by: "User",
    landlord: Landlord | None = None,
    lead: Lead | None = None,
) -> Home:
    """The household moves in, or is about to: its checklist, and a follow-up after 1, 6 and 12 months.

    Follow-ups that went on until there was a home end. A lead's move is recorded once: again, it is
    returned. Raises ActionRefused as `record_home` does, for a lead that nobody of the household signed,
    for another board's landlord, and for a move that is recorded already.
    """
    household = locked(household, by)
    if lead is not None:
        if lead.household_id != household.pk or lead.outcome != LeadOutcome.SIGNED:
            raise ActionRefused(_("Note first who of the household signed."), "lead")
        if (there := Home.objects.filter(lead=lead).first()) is not None:
            return there
    if landlord is not None and landlord.authority_id != household.authority_id:
        raise ActionRefused(_("Choose a landlord in the list."), "landlord")
    if household.homes.filter(moved_in_on=moved_in_on, contract=contract).exists():
        raise ActionRefused(_("That move is recorded already."), "moved_in_on")
    home = record_home(
        household=household, moved_in_on=moved_in_on, contract=contract, municipality=municipality, by=by
    )
    home.landlord, home.lead = landlord, lead
    home.save(update_fields=["landlord", "lead"])
    HomeTask.objects.bulk_create(HomeTask(home=home, code=code) for code in MoveTask)
    for months in FOLLOWED_UP_AFTER_MONTHS:
        due = add_months(moved_in_on, months)
        if due >= today():
            kind = FollowUpKind.AFTER_MOVE
            plan_follow_up(household=household, kind=kind, due_on=due, by=by, origin=origin_of(home))
    _end_until_housed(household, by)
    return home


@transaction.atomic
def settle_task(*, task: HomeTask, state: str, by: "User") -> HomeTask:
    """Done, not needed, or to be done after all. In that state already, nothing changes."""
    household = locked(task.home.household, by)
    row = HomeTask.objects.get(pk=task.pk)
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
    *, home: Home, asked_on: date, by: "User", client_key: UUID, **answers: Any
) -> AfterMoveSurvey:
    """What the household says after the move. The same `client_key` again gives what it made.

    Raises ActionRefused for a day ahead or before the move.
    """
    household = locked(home.household, by)
    if (made := AfterMoveSurvey.objects.filter(client_key=client_key, home=home).first()) is not None:
        return made
    refuse_future(asked_on, "asked_on")
    if asked_on < home.moved_in_on:
        raise ActionRefused(_("The household had not moved in that day."), "asked_on")
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
    return made


def _end_until_housed(household: Household, by: "User") -> None:
    series = household.follow_up_series.filter(kind=FollowUpKind.UNTIL_HOUSED, ended_on=None)
    for origin in sorted(set(series.values_list("origin", flat=True))):
        end_follow_ups(household=household, origin=origin, by=by, from_day=today())
