"""What the page of a stay says: the countdown, the money, the months, the way on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from housing.board_days import BoardDay, board_days, last_before
from housing.enums import FlatKind
from housing.figures.flats import saving_per_month
from housing.limits import (
    countdown,
    day_of_stay,
    is_over_limit,
    last_allowed_night,
    months_lived,
    nights_allowed,
)
from housing.models import LateRent, LimitCheck, RentPayment, Tenancy
from housing.rents import RentMonth, rent_months


@dataclass(frozen=True)
class RentLine:
    """A month of rent, and when debt advice was told that it was late."""

    month: RentMonth
    sent: LateRent | None


@dataclass(frozen=True)
class Mark:
    """Day 45, 60 or 75, its date, and who looked at the stay then."""

    number: int
    on: date
    has_come: bool
    check: LimitCheck | None


@dataclass(frozen=True)
class Countdown:
    """Where in its three months a stay in a transitional flat is."""

    day: int
    of: int
    share: int  # per cent of the time that has gone
    last_allowed: date
    authorised: date | None
    left: int
    marks: list["Mark"]
    board: BoardDay | None
    is_over: bool
    is_unauthorised: bool


@dataclass(frozen=True)
class Stay:
    """A stay on a day."""

    tenancy: Tenancy
    flat: Any
    nights: int
    months: int
    is_ongoing: bool
    countdown: Countdown | None
    saving_sek: Decimal | None
    rents: list["RentLine"]
    late: int
    extensions: list[Any]
    incidents: list[Any]
    keys: list[Any]
    obstacles: list[Any]
    corrections: list[Any]
    as_planned: bool | None


def stay_facts(tenancy: Tenancy, day: date) -> Stay:
    """Everything about one stay, in a fixed number of queries."""
    end = min(tenancy.last_night or day, day)
    is_transitional = tenancy.flat.kind == FlatKind.TRANSITIONAL
    rents = rents_of(tenancy, day)
    sent = {one.month: one for one in LateRent.objects.filter(tenancy=tenancy)}
    extensions = list(tenancy.stayextensions.select_related("authorised_by").order_by("-last_night"))
    nights = max(day_of_stay(tenancy.first_night, end), 0)
    return Stay(
        tenancy=tenancy,
        flat=tenancy.flat,
        nights=nights,
        months=months_lived(tenancy.first_night, end) if nights else 0,
        is_ongoing=tenancy.last_night is None or tenancy.last_night >= day,
        countdown=_countdown(tenancy, extensions, end, day) if is_transitional else None,
        saving_sek=saving_per_month(tenancy.pk) if is_transitional else None,
        rents=[RentLine(month, sent.get(month.month)) for month in rents],
        late=sum(month.is_late for month in rents),
        extensions=extensions,
        incidents=list(tenancy.incidents.select_related("recorded_by").order_by("-happened_on", "-pk")),
        keys=list(tenancy.keyhandovers.order_by("-handed_out_on", "-pk")),
        obstacles=list(tenancy.takeoverobstacles.order_by("-noted_on", "-pk")),
        corrections=list(tenancy.tenancycorrections.select_related("recorded_by").order_by("-pk")),
        as_planned=tenancy.moved_to == tenancy.next_solution
        if tenancy.moved_to and tenancy.next_solution
        else None,
    )


def rents_of(tenancy: Tenancy, day: date) -> list[RentMonth]:
    """The months of rent as of day, latest first."""
    paid = dict(RentPayment.objects.filter(tenancy=tenancy).values_list("month", "paid_on"))
    return rent_months(
        tenancy.first_night,
        tenancy.last_night,
        paid,
        as_of=day,
        is_started_here=tenancy.started_by_id is not None,
    )


def _countdown(tenancy: Tenancy, extensions: list[Any], end: date, today: date) -> Countdown:
    first, allowed = tenancy.first_night, last_allowed_night(tenancy.first_night)
    authorised = extensions[0].last_night if extensions else None
    through = max(allowed, authorised or allowed)
    day, of = day_of_stay(first, end), nights_allowed(first)
    checks = {one.mark: one for one in tenancy.limitchecks.select_related("recorded_by")}
    return Countdown(
        day=day,
        of=of,
        share=min(100, max(0, 100 * day // of)),
        last_allowed=allowed,
        authorised=authorised,
        left=(through - end).days,
        marks=[Mark(number, on, on <= end, checks.get(number)) for number, on in countdown(first)],
        board=last_before(board_days(tenancy.authority_id, first, today), through),
        is_over=is_over_limit(first, end),
        is_unauthorised=end > through,
    )


def late_rents(tenancies: list[Tenancy], day: date) -> list[tuple[Tenancy, RentMonth]]:
    """The months that are late as of day, over many stays, in one query more."""
    paid: dict[int, dict[date, date]] = {}
    payments = RentPayment.objects.filter(tenancy__in=tenancies)
    for tenancy_id, month, paid_on in payments.values_list("tenancy_id", "month", "paid_on"):
        paid.setdefault(tenancy_id, {})[month] = paid_on
    return [
        (tenancy, month)
        for tenancy in tenancies
        for month in rent_months(
            tenancy.first_night,
            tenancy.last_night,
            paid.get(tenancy.pk, {}),
            as_of=day,
            is_started_here=tenancy.started_by_id is not None,
        )
        if month.is_late
    ]
