"""What was entered wrong is corrected or annulled with a reason. What it said is kept, nothing is erased."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.errors import ActionRefused
from core.clock import now
from core.money import round_half_up
from housing.actions.agenda import agenda_changed
from housing.actions.placements import end_its_follow_ups, held, next_row, terms_of
from housing.actions.recording import record
from housing.actions.terms import ONE_DAY, Terms, check_provider_in_use, check_terms
from housing.models import Placement, PlacementCorrection

CORRECTABLE = (
    "provider",
    "first_night",
    "last_night",
    "planned_last_night",
    "price_sek",
    "price_per",
    "paying_unit",
    "decision",
    "end_reason",
)
SHORTEST_REASON = 5


@transaction.atomic
def correct_placement(
    *, placement: Placement, changes: dict[str, Any], reason: str, by: User
) -> PlacementCorrection:
    """Give fields of `CORRECTABLE` their right values; PlacementCorrection keeps the wrong ones.

    Where an unbroken stay goes from one row to the next, the neighbour follows, with a correction of its
    own. Raises ActionRefused without a reason, when nothing differs, and for what `start_placement` refuses.
    """
    row = held(placement, by)
    reason = check_reason(reason)
    changes = {name: value for name, value in changes.items() if getattr(row, name) != value}
    if unknown := set(changes) - set(CORRECTABLE):
        raise ValueError(f"not to be corrected: {sorted(unknown)}")
    if not changes:
        raise ActionRefused(_("Nothing differs from what is saved. Change what is wrong."))
    last_night = changes.get("last_night", row.last_night)
    if last_night is None and changes.get("end_reason", row.end_reason):
        changes["end_reason"] = ""
    if last_night is None and next_row(row) is not None:
        raise ActionRefused(
            _("Another placement goes on from this one, so it has a last night."), "last_night"
        )
    # First, or the row would stand in its neighbour's nights.
    _move_neighbours(row, changes, reason, by)
    _check(row, changes)
    correction = _write(row, changes, reason, by)
    agenda_changed(row.authority, by=by)
    return correction


@transaction.atomic
def annul_placement(*, placement: Placement, reason: str, by: User) -> Placement:
    """The placement never was true and counts nowhere; it stays to be seen, with the reason.

    Annulled already: nothing is written. Raises ActionRefused without a reason, and when another placement
    goes on from it.
    """
    if Placement.objects.filter(pk=placement.pk).exclude(annulled_at=None).exists():
        placement.refresh_from_db()
        return placement
    row = held(placement, by)
    reason = check_reason(reason)
    if next_row(row) is not None:
        raise ActionRefused(_("Another placement goes on from this one. Annul that one first."))
    if row.continues is None:
        end_its_follow_ups(row, by)
    PlacementCorrection.objects.create(
        placement=row,
        before={name: as_text(getattr(row, name)) for name in (*CORRECTABLE, "continues")},
        reason=reason,
        corrected_at=now(),
        corrected_by=by,
    )
    # Whatever it went on from may be gone on from anew.
    row.annulled_at, row.continues = now(), None
    row.save(update_fields=["annulled_at", "continues"])
    record("placement.annulled", by, row)
    agenda_changed(row.authority, by=by)
    return row


def check_reason(reason: str) -> str:
    """The reason without stray spaces; a colleague has to understand it years later."""
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise ActionRefused(_("Write what was wrong, so that others understand it later."), "reason")
    return reason


def as_text(value: Any) -> str:
    """As corrections keep it: ISO days, amounts with öre, the ids of rows."""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(round_half_up(value, 2))
    return "" if value is None else str(value)


def _check(row: Placement, changes: dict[str, Any]) -> None:
    if "provider" in changes:
        check_provider_in_use(changes["provider"])
    terms = {name: value for name, value in changes.items() if name in Terms.__dataclass_fields__}
    check_terms(terms_of(row, **terms), beside=row)


def _move_neighbours(row: Placement, changes: dict[str, Any], reason: str, by: User) -> None:
    """A stay stays unbroken: the row before ends, and the row after begins, where this one now does."""
    before, after = row.continues, next_row(row)
    if before is not None and "first_night" in changes:
        _move(before, "last_night", changes["first_night"] - ONE_DAY, reason, by, "first_night")
    if after is not None and "last_night" in changes:
        _move(after, "first_night", changes["last_night"] + ONE_DAY, reason, by, "last_night")


def _move(row: Placement, name: str, night: date, reason: str, by: User, field: str) -> None:
    nights: dict[str, Any] = {"first_night": row.first_night, "last_night": row.last_night, name: night}
    if nights["last_night"] is not None and nights["last_night"] < nights["first_night"]:
        raise ActionRefused(
            _("That leaves no nights for the placement next to it. Correct or annul that one first."), field
        )
    _write(row, {name: night}, reason, by)


def _write(row: Placement, changes: dict[str, Any], reason: str, by: User) -> PlacementCorrection:
    before = {name: as_text(getattr(row, name)) for name in changes}
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    correction = PlacementCorrection.objects.create(
        placement=row,
        before=before,
        after={name: as_text(value) for name, value in changes.items()},
        reason=reason,
        corrected_at=now(),
        corrected_by=by,
    )
    record("placement.corrected", by, row, {"fields": sorted(changes)})
    return correction
