"""What is to be done, from every app, merged into one list: overdue, today, this week, next week."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Absence, Household
from core.registries import Duty, DutySource, duty_sources

if TYPE_CHECKING:
    from collections.abc import Iterable

# More than anybody does in two weeks; the page says so when it is reached.
MOST_DUTIES = 200
SUNDAY = 6


@dataclass(frozen=True)
class Line:
    """A duty with whose it is and what can be done to it in place.

    `is_stand_in`: it is that of somebody who is away, for whom the reader stands in.
    """

    duty: Duty
    source: DutySource
    who: str
    is_protected: bool
    is_stand_in: bool = False

    @property
    def may_complete(self) -> bool:
        return self.duty.can_settle and self.source.complete is not None

    @property
    def may_move(self) -> bool:
        return self.duty.can_settle and self.source.move is not None

    @property
    def may_cancel(self) -> bool:
        return self.duty.can_settle and self.source.cancel is not None


@dataclass(frozen=True)
class Part:
    """The lines of one part of the list, earliest first."""

    name: str
    label: str
    lines: list[Line]


@dataclass(frozen=True)
class Week:
    parts: list[Part]
    count: int
    overdue: int
    is_cut: bool
    household_ids: list[int]
    subjects: list[Any]


def end_of_next_week(day: date) -> date:
    return day + timedelta(days=SUNDAY - day.weekday() + 7)


def week_of(
    user: User,
    *,
    worker_ids: Collection[int],
    unit_ids: Collection[int],
    today: date,
    absences: Sequence[Absence] = (),
) -> Week:
    """The open duties of these workers (and of nobody, at these units) through the end of next week.

    Of those who are away in `absences`, what is due in those days too: not everything can be given to
    somebody. The queries are those of the sources, once more with absences, and three, whatever they hold.
    """
    until = end_of_next_week(today)
    found: list[Duty] = []
    for source in duty_sources:
        found += source.fetch(
            user, assigned_to_ids=worker_ids, unit_ids=unit_ids, until=until, limit=MOST_DUTIES
        )
    stand_ins = _of_the_absent(user, absences, found, until) if absences else []
    found = sorted([*found, *stand_ins], key=lambda duty: duty.sort_key)
    shown = found[:MOST_DUTIES]
    instead = {(duty.source, duty.object_id) for duty in stand_ins}
    lines = [
        replace(line, is_stand_in=(line.duty.source, line.duty.object_id) in instead)
        for line in lines_of(user, shown)
    ]
    return Week(
        parts=_parts(lines, today),
        count=len(lines),
        overdue=sum(line.duty.due_on < today for line in lines),
        is_cut=len(found) >= MOST_DUTIES,
        household_ids=sorted({duty.household_id for duty in shown if duty.household_id is not None}),
        subjects=[duty.subject for duty in shown if duty.subject is not None],
    )


def stood_in_for(user: User, today: date) -> list[Absence]:
    """The absences that go on today and in which user stands in. One query."""
    rows = Absence.objects.filter(substitute=user, cancelled_at=None)
    return list(rows.filter(first_day__lte=today, last_day__gte=today))


def _of_the_absent(user: User, absences: Sequence[Absence], found: list[Duty], until: date) -> list[Duty]:
    """What is theirs, is due while they are away, and is not in the list already."""
    days = [(absence.user_id, absence.first_day, absence.last_day) for absence in absences]
    ids = sorted({user_id for user_id, _first, _last in days})
    seen = {(duty.source, duty.object_id) for duty in found}
    theirs = [
        duty
        for source in duty_sources
        for duty in source.fetch(user, assigned_to_ids=ids, unit_ids=[], until=until, limit=MOST_DUTIES)
    ]
    return [
        duty
        for duty in theirs
        if (duty.source, duty.object_id) not in seen
        and any(whose == duty.assigned_to_id and a <= duty.due_on <= b for whose, a, b in days)
    ]


def lines_of(user: User, duties: Sequence[Duty]) -> list[Line]:
    """As lines, each with its household as far as user sees it, and whose it is. Two queries."""
    households = _households(user, {duty.household_id for duty in duties if duty.household_id is not None})
    workers = {duty.assigned_to_id for duty in duties if duty.assigned_to_id is not None}
    names = dict(User.objects.filter(pk__in=workers).values_list("pk", "full_name")) if workers else {}
    lines = []
    for duty in duties:
        household = households.get(duty.household_id or 0)
        if household is not None:
            duty = replace(duty, case_number=household.case_number, label=household.label)
        lines.append(
            Line(
                duty=duty,
                source=duty_sources[duty.source],
                who=names.get(duty.assigned_to_id or 0, ""),
                is_protected=household is not None and household.is_protected,
            )
        )
    return lines


def _households(user: User, ids: "Iterable[int]") -> dict[int, Household]:
    wanted = list(ids)
    if not wanted:
        return {}
    return {row.pk: row for row in Household.objects.visible_to(user).filter(pk__in=wanted).with_label()}


def _parts(lines: list[Line], today: date) -> list[Part]:
    sunday = today + timedelta(days=SUNDAY - today.weekday())
    parts = [
        ("overdue", _("Overdue"), [line for line in lines if line.duty.due_on < today]),
        ("today", _("Today"), [line for line in lines if line.duty.due_on == today]),
        ("week", _("This week"), [line for line in lines if today < line.duty.due_on <= sunday]),
        ("next", _("Next week"), [line for line in lines if line.duty.due_on > sunday]),
    ]
    return [Part(name, label, rows) for name, label, rows in parts if rows]
