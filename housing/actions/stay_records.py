"""What is recorded during a stay: keys, incidents, obstacles and where it is to lead."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.locking import refuse_future
from cases.errors import ActionRefused
from core.clock import now
from housing.actions.recording import record
from housing.actions.stay_checks import held
from housing.enums import FlatKind
from housing.limits import COUNTDOWN_DAYS
from housing.models import Incident, KeyHandover, LimitCheck, TakeoverObstacle, Tenancy


@transaction.atomic
def hand_out_keys(*, tenancy: Tenancy, what: str, count: int, handed_out_on: date, by: User) -> KeyHandover:
    """Keys are handed to the tenant. The same sent twice is one. Raises ActionRefused for a day ahead."""
    tenancy = held(tenancy, by)
    refuse_future(handed_out_on, "handed_out_on")
    if not what.strip() or count < 1:
        raise ActionRefused(_("Write which keys, and how many."), "what" if not what.strip() else "count")
    values = {"tenancy": tenancy, "what": what.strip(), "count": count, "handed_out_on": handed_out_on}
    same = KeyHandover.objects.filter(**values, returned_on=None).first()
    if same is not None:
        return same
    keys = KeyHandover.objects.create(**values, recorded_by=by, recorded_at=now())
    record("tenancy.keys_out", by, tenancy, {"keys": keys.pk, "count": count})
    return keys


@transaction.atomic
def return_keys(*, keys: KeyHandover, returned_on: date, returned_count: int, by: User) -> KeyHandover:
    """So many of the keys came back. Raises ActionRefused for more than were handed out, or days ahead."""
    tenancy = held(keys.tenancy, by)
    keys = KeyHandover.objects.select_for_update().get(pk=keys.pk)
    if keys.returned_on is not None:
        return keys
    refuse_future(returned_on, "returned_on")
    if returned_on < keys.handed_out_on:
        raise ActionRefused(
            _("The keys were handed out on %(day)s. They came back that day or later.")
            % {"day": keys.handed_out_on},
            "returned_on",
        )
    if not 0 <= returned_count <= keys.count:
        raise ActionRefused(
            _("%(count)s were handed out. Write how many of them came back.") % {"count": keys.count},
            "returned_count",
        )
    keys.returned_on, keys.returned_count, keys.returned_to = returned_on, returned_count, by
    keys.save(update_fields=["returned_on", "returned_count", "returned_to"])
    record("tenancy.keys_in", by, tenancy, {"keys": keys.pk, "count": returned_count})
    return keys


@transaction.atomic
def report_incident(*, tenancy: Tenancy, happened_on: date, kind: str, note: str, by: User) -> Incident:
    """Something went wrong. The same sent twice is one. Raises ActionRefused without words or ahead."""
    tenancy = held(tenancy, by)
    refuse_future(happened_on, "happened_on")
    if happened_on < tenancy.first_night:
        raise ActionRefused(_("The stay had not begun that day."), "happened_on")
    if not note.strip():
        raise ActionRefused(_("Write what happened."), "note")
    values = {"tenancy": tenancy, "happened_on": happened_on, "kind": kind, "note": note.strip()}
    same = Incident.objects.filter(**values).first()
    if same is not None:
        return same
    incident = Incident.objects.create(**values, recorded_by=by, recorded_at=now())
    record("tenancy.incident", by, tenancy, {"incident": incident.pk, "kind": kind})
    return incident


@transaction.atomic
def note_obstacle(
    *, tenancy: Tenancy, kind: str, noted_on: date, by: User, note: str = ""
) -> TakeoverObstacle:
    """Something keeps the tenant from taking over the lease. One that is open already is returned."""
    tenancy = held(tenancy, by)
    refuse_future(noted_on, "noted_on")
    there = TakeoverObstacle.objects.filter(tenancy=tenancy, kind=kind, resolved_on=None).first()
    if there is not None:
        return there
    obstacle = TakeoverObstacle.objects.create(
        tenancy=tenancy, kind=kind, noted_on=noted_on, note=note.strip(), recorded_by=by, recorded_at=now()
    )
    record("tenancy.obstacle_noted", by, tenancy, {"obstacle": obstacle.pk, "kind": kind})
    return obstacle


@transaction.atomic
def resolve_obstacle(*, obstacle: TakeoverObstacle, resolved_on: date, by: User) -> TakeoverObstacle:
    """It is out of the way. Raises ActionRefused for a day before it was noted, and for one ahead."""
    tenancy = held(obstacle.tenancy, by)
    obstacle = TakeoverObstacle.objects.select_for_update().get(pk=obstacle.pk)
    if obstacle.resolved_on is not None:
        return obstacle
    refuse_future(resolved_on, "resolved_on")
    if resolved_on < obstacle.noted_on:
        raise ActionRefused(_("It can't be out of the way before it was noted."), "resolved_on")
    obstacle.resolved_on = resolved_on
    obstacle.save(update_fields=["resolved_on"])
    record("tenancy.obstacle_resolved", by, tenancy, {"obstacle": obstacle.pk, "kind": obstacle.kind})
    return obstacle


@transaction.atomic
def set_next_solution(
    *,
    tenancy: Tenancy,
    next_solution: str,
    next_solution_named: str,
    by: User,
    next_solution_on: date | None = None,
) -> Tenancy:
    """Where the stay is to lead, by name and when. Raises ActionRefused without a name."""
    tenancy = held(tenancy, by)
    named = next_solution_named.strip()
    if not next_solution or not named:
        field = "next_solution_named" if next_solution else "next_solution"
        raise ActionRefused(_("Write where the stay is to lead, by name."), field)
    before = (tenancy.next_solution, tenancy.next_solution_named, tenancy.next_solution_on)
    if before == (next_solution, named, next_solution_on):
        return tenancy
    tenancy.next_solution, tenancy.next_solution_named = next_solution, named
    tenancy.next_solution_on = next_solution_on
    tenancy.save(update_fields=["next_solution", "next_solution_named", "next_solution_on"])
    record("tenancy.next_solution", by, tenancy, {"next_solution": next_solution})
    return tenancy


@transaction.atomic
def check_limit(*, tenancy: Tenancy, mark: int, by: User, note: str = "") -> LimitCheck:
    """Somebody has looked at the stay on day 45, 60 or 75. Said again, the first stands.

    Raises ActionRefused for another day and for flats without the limit of three months.
    """
    tenancy = held(tenancy, by)
    if tenancy.flat.kind != FlatKind.TRANSITIONAL or mark not in COUNTDOWN_DAYS:
        raise ActionRefused(_("Only days 45, 60 and 75 in a transitional flat are looked at."))
    values = {"note": note.strip(), "recorded_by": by, "recorded_at": now()}
    check, is_new = LimitCheck.objects.get_or_create(tenancy=tenancy, mark=mark, defaults=values)
    if is_new:
        record("tenancy.limit_checked", by, tenancy, {"mark": mark})
    return check


@transaction.atomic
def uncheck_limit(*, tenancy: Tenancy, mark: int, by: User) -> None:
    """Undo of `check_limit`: the day is to be looked at after all."""
    tenancy = held(tenancy, by)
    deleted, _rows = LimitCheck.objects.filter(tenancy=tenancy, mark=mark).delete()
    if deleted:
        record("tenancy.limit_unchecked", by, tenancy, {"mark": mark})
