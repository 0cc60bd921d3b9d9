"""Applications to go before others in a queue (förtur)."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.locking import locked, refuse_future
from cases.errors import ActionRefused
from cases.models import Household, PriorityApplication
from cases.search_enums import PriorityGround, PriorityResult
from core.audit import record_event

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def apply_for_priority(
    *, household: Household, agency: str, applied_on: date, ground: str, by: "User", note: str = ""
) -> PriorityApplication:
    """The household has applied, helped or not. It waits for the answer.

    Raises ActionRefused for a day ahead, and when an application to that queue waits already.
    """
    household = locked(household, by)
    refuse_future(applied_on, "applied_on")
    agency = " ".join(agency.split())
    waiting = household.priority_applications.filter(result=PriorityResult.WAITING)
    # Compared here: SQLite knows the capitals of a-z only.
    if agency.casefold() in {name.casefold() for name in waiting.values_list("agency", flat=True)}:
        raise ActionRefused(_("An application to that queue waits for its answer already."), "agency")
    made = PriorityApplication.objects.create(
        authority_id=household.authority_id,
        household=household,
        agency=agency,
        applied_on=applied_on,
        ground=PriorityGround(ground),
        note=note.strip(),
        recorded_by=by,
    )
    record_event(
        "priority.applied",
        by=by,
        authority_id=made.authority_id,
        subject=made,
        household_id=household.pk,
        details={"ground": ground},
    )
    return made


@transaction.atomic
def answer_priority(
    *, application: PriorityApplication, result: str, result_on: date, by: "User", note: str = ""
) -> PriorityApplication:
    """What came of it. Answered already, the answer is corrected; the history keeps the earlier one.

    Raises ActionRefused for a day ahead and for one before the application.
    """
    household = locked(application.household, by)
    row = PriorityApplication.objects.get(pk=application.pk)
    refuse_future(result_on, "result_on")
    if result_on < row.applied_on:
        raise ActionRefused(_("The answer can't have come before the application."), "result_on")
    if result == PriorityResult.WAITING:
        raise ActionRefused(_("Choose what came of it."), "result")
    given = (PriorityResult(result), result_on, note.strip())
    if given == (row.result, row.result_on, row.result_note):
        return row
    row.result, row.result_on, row.result_note = given
    row.save()
    record_event(
        "priority.answered",
        by=by,
        authority_id=row.authority_id,
        subject=row,
        household_id=household.pk,
        details={"result": result},
    )
    return row
