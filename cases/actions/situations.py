"""The homelessness situation, day by day."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.locking import locked, refuse_future
from cases.actions.standing import keep_following
from cases.enums import OWN_HOME_CONTRACTS, SITUATION_DEFINITION, Situation
from cases.errors import ActionRefused
from cases.models import Household, SituationRecord
from core.audit import record_event

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def set_situation(*, household: Household, situation: int, valid_from: date, by: "User") -> SituationRecord:
    """The household lives in `situation` from `valid_from` on (until a later record says otherwise).

    A record of the same day is corrected; a situation that held already makes no new record, unless the
    household has had a home of its own since. What follows it up until it has a home begins or ends with it
    (cases.actions.standing). Raises ActionRefused for a day ahead and a situation that is none of the five.
    """
    household = locked(household, by)
    refuse_future(valid_from, "valid_from")
    if situation not in Situation.values:
        raise ActionRefused(_("Choose one of the five situations."), "situation")
    records = SituationRecord.objects.filter(household=household, valid_from__lte=valid_from)
    held = records.order_by("-valid_from").first()
    if held is not None and held.situation == situation and not _had_a_home(household, held, valid_from):
        return held
    record = held if held is not None and held.valid_from == valid_from else None
    before = held.situation if held is not None else None
    if record is None:
        record = SituationRecord(household=household, valid_from=valid_from)
    record.situation = situation
    record.definition_version = SITUATION_DEFINITION
    record.recorded_by = by
    record.save()
    record_event(
        "situation.set",
        by=by,
        authority_id=household.authority_id,
        subject=record,
        household_id=household.pk,
        details={"situation": situation, "before": before, "valid_from": valid_from.isoformat()},
    )
    keep_following(household, by)
    return record


def _had_a_home(household: Household, held: SituationRecord, day: date) -> bool:
    """Whether the situation ended with a move in between, so that the same one begins anew on the day."""
    homes = household.homes.kept().filter(contract__in=OWN_HOME_CONTRACTS)
    return homes.filter(moved_in_on__gte=held.valid_from, moved_in_on__lt=day).exists()
