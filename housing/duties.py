"""What the flats and the stays in them ask of somebody on a day: the three months, waivers, late rents."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import Household
from cases.querysets import responsible_for
from core.clock import today
from core.registries import Duty
from housing.enums import FlatKind
from housing.limits import due_marks, last_allowed_night, nights_allowed
from housing.models import Flat, LateRent, LimitCheck, Tenancy
from housing.querysets import StayQuerySet
from housing.rents import RentMonth
from housing.stay_facts import late_rents
from housing.stay_limit import extensions_of

if TYPE_CHECKING:
    from accounts.models import User

LIMITS, WAIVERS, RENTS = "housing.limits", "housing.waivers", "housing.rents"
READ, CHANGE = "housing.read", "tenancy.change"
# A waiver is applied for anew so long before it expires (the rent tribunal takes its time).
WAIVER_RENEWED = timedelta(days=30)
# The number of a duty is that of its stay and of the mark; the limit itself is mark 0.
MARKS = 100


def mark_of(object_id: int) -> tuple[int, int]:
    """The stay and the mark that the number of a duty stands for."""
    return divmod(object_id, MARKS)


def limit_duties(
    user: "User", *, assigned_to_ids: Iterable[int], unit_ids: Iterable[int] = (), until: date, limit: int
) -> list[Duty]:
    """Days 45, 60 and 75 of stays in transitional flats, and the last night that they may have."""
    rows = _living(user).filter(responsible_for(assigned_to_ids, unit_ids), flat__kind=FlatKind.TRANSITIONAL)
    stays = list(rows.filter(last_night=None))
    if not stays:
        return []
    extended, checked = extensions_of(stays), defaultdict(set)
    for pk, mark in LimitCheck.objects.filter(tenancy__in=stays).values_list("tenancy", "mark"):
        checked[pk].add(mark)
    changeable = Household.objects.visible_to(user, CHANGE)
    settles = set(
        changeable.filter(pk__in=[stay.household_id for stay in stays]).values_list("pk", flat=True)
    )
    duties = []
    for stay in stays:
        through = max(last_allowed_night(stay.first_night), extended.get(stay.pk, date.min))
        for mark, on in due_marks(stay.first_night, checked[stay.pk], today(), min(until, through)):
            duties.append(_mark_duty(stay, mark, on, stay.household_id in settles))
        if through <= until:
            duties.append(_last_night_duty(stay, through))
    return _first(duties, limit)


def _mark_duty(stay: Tenancy, mark: int, on: date, can_settle: bool) -> Duty:
    words = {"day": mark, "of": nights_allowed(stay.first_night)}
    note = _("Next solution: %(named)s") % {"named": stay.next_solution_named}
    return _duty(
        LIMITS,
        stay,
        stay.pk * MARKS + mark,
        on,
        title=_("Day %(day)s of %(of)s in a transitional flat") % words,
        note=note if stay.next_solution_named else _("The next solution is missing."),
        tone="" if stay.next_solution_named else "warn",
        kind=f"day_{mark}",
        can_settle=can_settle,
    )


def _last_night_duty(stay: Tenancy, through: date) -> Duty:
    return _duty(
        LIMITS,
        stay,
        stay.pk * MARKS,
        through,
        title=_("Last night within the limit"),
        note=_("End the stay, or ask for an extension that is authorised."),
        tone="bad",
        kind="limit",
    )


def waiver_duties(
    user: "User", *, assigned_to_ids: Iterable[int], unit_ids: Iterable[int] = (), until: date, limit: int
) -> list[Duty]:
    """Tenure waivers to be renewed: tenants' by those responsible, the board's own by who manages flats."""
    workers, last = list(assigned_to_ids), until + WAIVER_RENEWED
    rows = _living(user).filter(responsible_for(workers, unit_ids), last_night=None)
    duties = [
        _duty(
            WAIVERS,
            stay,
            2 * stay.pk + 1,
            stay.waiver_expires_on - WAIVER_RENEWED,
            title=_("The tenant's tenure waiver expires %(day)s") % {"day": stay.waiver_expires_on},
            kind="tenant",
        )
        for stay in rows.filter(waiver_expires_on__lte=last)
        if stay.waiver_expires_on is not None
    ]
    if user.can("flat.manage") and user.pk in workers:
        flats = Flat.objects.of_authority(user).available_on(today()).filter(waiver_expires_on__lte=last)
        duties += [
            _waiver_duty(user, flat, flat.waiver_expires_on) for flat in flats if flat.waiver_expires_on
        ]
    return _first(duties, limit)


def _waiver_duty(user: "User", flat: Flat, expires: date) -> Duty:
    return Duty(
        source=WAIVERS,
        object_id=2 * flat.pk,
        due_on=expires - WAIVER_RENEWED,
        title=_("%(address)s: tenure waiver expires %(day)s") % {"address": flat.address, "day": expires},
        assigned_to_id=user.pk,
        kind="flat",
        url=reverse("housing:flat_edit", args=[flat.pk]),
    )


def rent_duties(
    user: "User", *, assigned_to_ids: Iterable[int], unit_ids: Iterable[int] = (), until: date, limit: int
) -> list[Duty]:
    """Rents that are late and that debt advice has not been told of: one duty a stay, from the oldest on."""
    rows = _living(user).filter(responsible_for(assigned_to_ids, unit_ids))
    stays = list(rows.prefetch_related("flat__rents"))
    if not stays:
        return []
    told = set(LateRent.objects.filter(tenancy__in=stays).values_list("tenancy", "month"))
    late: defaultdict[int, list[RentMonth]] = defaultdict(list)
    for stay, month in late_rents(stays, today()):
        if (stay.pk, month.month) not in told:
            late[stay.pk].append(month)
    duties = [_rent_duty(stay, late[stay.pk]) for stay in stays if stay.pk in late]
    return _first([duty for duty in duties if duty.due_on <= until], limit)


def _rent_duty(stay: Tenancy, months: list[RentMonth]) -> Duty:
    oldest = min(months, key=lambda month: month.month)
    names = ", ".join(date_format(month.month, "F Y") for month in sorted(months, key=lambda one: one.month))
    return _duty(
        RENTS,
        stay,
        stay.pk,
        oldest.due_on + timedelta(days=1),
        title=_("Late rent: %(months)s") % {"months": names},
        note=_("Talk to the household, and send it on to debt advice."),
        tone="bad",
        kind="late",
    )


def _living(user: "User") -> StayQuerySet:
    """Stays of today in the board's flats that user sees."""
    rows: StayQuerySet = Tenancy.objects.visible_to(user, READ).on_night(today())
    return rows.select_related("flat", "household").order_by("first_night", "pk")


def _duty(
    source: str,
    stay: Tenancy,
    object_id: int,
    due_on: date,
    *,
    title: str,
    kind: str,
    note: str = "",
    tone: str = "",
    can_settle: bool = False,
) -> Duty:
    household = stay.household
    return Duty(
        source=source,
        object_id=object_id,
        due_on=due_on,
        household_id=stay.household_id,
        assigned_to_id=household.project_worker_id or household.caseworker_id,
        url=reverse("housing:tenancy", args=[stay.pk]),
        title=title,
        kind=kind,
        note=note,
        tone=tone,
        can_settle=can_settle,
    )


def _first(duties: list[Duty], limit: int) -> list[Duty]:
    return sorted(duties, key=lambda duty: duty.sort_key)[:limit]
