"""Being away: what is due in those days goes to a colleague, once, and comes back when the absence is off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.locking import refuse_other_board
from cases.errors import ActionRefused
from cases.models import Absence, HandedOver, Household
from core.audit import record_event
from core.clock import now, today
from core.registries import HandOver, hand_overs

if TYPE_CHECKING:
    from accounts.models import User

_HANDED = ("object_id", "before_id")


@dataclass(frozen=True)
class Handed:
    """How much went to the colleague, and how much stayed.

    `left`: the colleague does not see those households. `clashing`: the colleague has something else at that
    moment.
    """

    absence: Absence
    moved: int
    left: int
    clashing: int = 0


@transaction.atomic
def plan_absence(*, user: "User", substitute: "User", first_day: date, last_day: date, by: "User") -> Handed:
    """Hand over what is `user`'s and due in those days, both included. The same absence again makes no other.

    That is what is assigned to them, and what is assigned to nobody in households of theirs; only in
    households that `by` may change and the substitute sees. Raises ActionRefused for days in the wrong
    order or gone, for one and the same person, and for staff of another board.
    """
    if last_day < first_day:
        raise ActionRefused(_("The last day is before the first."), "last_day")
    if last_day < today():
        raise ActionRefused(_("Those days have passed."), "last_day")
    if user.pk == substitute.pk:
        raise ActionRefused(_("Choose somebody else to hand over to."), "substitute")
    overlap = {"first_day__lte": last_day, "last_day__gte": first_day, "cancelled_at": None}
    if Absence.objects.filter(user=substitute, **overlap).exists():
        words = _("That colleague is away too in those days. Choose somebody else.")
        raise ActionRefused(words, "substitute")
    for person, field in ((user, "user"), (substitute, "substitute")):
        if person.authority_id is None or person.authority_id != by.authority_id:
            raise ActionRefused(_("Choose somebody who works for the board."), field)
    assert by.authority is not None
    same = {"user": user, "substitute": substitute, "first_day": first_day, "last_day": last_day}
    absence = Absence.objects.filter(**same, cancelled_at=None).first()
    if absence is None:
        absence = Absence.objects.create(**same, authority=by.authority, created_by=by, created_at=now())
        details = {"user": user.pk, "substitute": substitute.pk, "from": first_day.isoformat()}
        _record("absence.planned", absence, by, **details, to=last_day.isoformat())
    return hand_over(absence=absence, by=by)


@transaction.atomic
def hand_over(*, absence: Absence, by: "User") -> Handed:
    """Hand over what has come up since; done twice, the second time moves nothing. For the daily task too."""
    refuse_other_board(absence.authority_id, by)
    absence = Absence.objects.select_for_update().select_related("user", "substitute").get(pk=absence.pk)
    if absence.cancelled_at is not None:
        return Handed(absence, 0, 0)
    reach = Household.objects.visible_to(by, "household.change").values("pk")
    sees = Household.objects.visible_to(absence.substitute).values("pk")
    moved, left, clashing = 0, 0, 0
    for kind, source, theirs in _due(absence):
        movable = theirs.filter(household__in=reach).filter(household__in=sees)
        _hold(movable)
        rows = list(movable.order_by("household_id", "pk"))
        left += theirs.count() - len(rows)
        busy = source.busy(rows, absence.substitute_id) if source.busy is not None and rows else set()
        free = [row for row in rows if row.pk not in busy]
        _move(absence, kind, source, free, by)
        moved, clashing = moved + len(free), clashing + len(rows) - len(free)
    if moved:
        _record("absence.handed_over", absence, by, moved=moved)
    return Handed(absence, moved, left, clashing)


@transaction.atomic
def cancel_absence(*, absence: Absence, by: "User") -> int:
    """They are not away after all: what is still to be done goes back. How much; the second time nothing."""
    refuse_other_board(absence.authority_id, by)
    absence = Absence.objects.select_for_update().get(pk=absence.pk)
    if absence.cancelled_at is not None:
        return 0
    back = 0
    for kind in hand_overs.names():
        source, handed = hand_overs[kind], dict(absence.handed.filter(kind=kind).values_list(*_HANDED))
        rows = _all_of(source, absence).filter(pk__in=handed, **source.is_open)
        rows = rows.filter(**{source.holder: absence.substitute_id})
        _hold(rows)
        for row in rows:
            _give(row, source, handed[row.pk], by)
            back += 1
    absence.cancelled_at, absence.cancelled_by = now(), by
    absence.save(update_fields=["cancelled_at", "cancelled_by"])
    _record("absence.cancelled", absence, by, back=back)
    return back


def _due(absence: Absence) -> Iterator[tuple[str, HandOver, Any]]:
    """What is the absent one's and due in those days, by kind."""
    for kind in hand_overs.names():
        yield kind, hand_overs[kind], _rows_due(hand_overs[kind], absence)


def _rows_due(source: HandOver, absence: Absence) -> Any:
    return source.due(absence.user_id, absence.first_day, absence.last_day)


def _all_of(source: HandOver, absence: Absence) -> Any:
    return _rows_due(source, absence).model.objects.all()


def _hold(rows: Any) -> None:
    """Hold the households in the order of their ids, as wherever several are held."""
    ids = sorted(set(rows.values_list("household_id", flat=True)))
    list(Household.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def _move(absence: Absence, kind: str, source: HandOver, rows: list[Any], by: "User") -> None:
    there = set(absence.handed.filter(kind=kind).values_list("object_id", flat=True))
    HandedOver.objects.bulk_create(
        HandedOver(
            absence=absence, kind=kind, object_id=row.pk, before_id=getattr(row, f"{source.holder}_id")
        )
        for row in rows
        if row.pk not in there
    )
    for row in rows:
        _give(row, source, absence.substitute_id, by)


def _give(row: Any, source: HandOver, user_id: int | None, by: "User") -> None:
    """Where the row keeps a history, that says who did it."""
    setattr(row, f"{source.holder}_id", user_id)
    row._history_user = by
    row.save(update_fields=[source.holder])


def _record(action: str, absence: Absence, by: "User", **details: Any) -> None:
    record_event(action, by=by, authority_id=absence.authority_id, subject=absence, details=details)
