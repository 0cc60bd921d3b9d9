"""The demo's flats: leases, stays near and over the limit, rents, keys and obstacles, through the actions.

Made once, on the day of the first run, after the weeks at the desk; an audit event remembers it.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Authority, User
from cases.actions import complete_follow_up, reopen_household
from cases.models import Household
from core.audit import record_event
from core.clock import set_to, today
from core.models import AuditEvent
from core.periods import add_months
from demo.history import END_OF_HISTORY
from demo.texts import REASON_CHILDREN, REASONS_APPROVED
from demo.week import MUNICIPALITIES, Week
from housing import actions
from housing.actions.stay_follow_ups import origin
from housing.enums import FlatKind, IncidentKind, NextSolution, Obstacle, Outcome
from housing.limits import last_allowed_night
from housing.models import BoardDecision, Flat, Tenancy

FLATS_MADE = "demo.flats_made"
DAY = timedelta(days=1)
SHIS = "SHIS Bostäder"
LANDLORDS = ("Kyrksjöns Bostäder AB", "Fastighets AB Astrakan", "Bostads AB Grimsta", "Vällinge Förvaltning")
# So many flats of a kind that are nobody's stay so, and so many families pay their rent where we follow it.
STILL_FREE, RENTS_FOLLOWED = 2, 8
# So long ago the flats were lived in already, the transitional ones by one after the other.
HISTORY_DAYS = 400


def make_flats(board: Authority, staff: dict[str, User], week: Week) -> bool:
    """Make what there is to see of the flats, unless it was made; whether it was."""
    if AuditEvent.objects.filter(action=FLATS_MADE, authority_id=board.pk).exists():
        return False
    with transaction.atomic():
        _Flats(board, staff, week).make()
        record_event(FLATS_MADE, by=None, authority_id=board.pk)
    return True


class _Flats:
    def __init__(self, board: Authority, staff: dict[str, User], week: Week) -> None:
        self.board, self.karin, self.maria, self.week = board, staff["karin"], staff["maria"], week
        self.random = Random(123)  # noqa: S311 - fictional data, the same each time
        self.old = self._old_households()

    def make(self) -> None:
        self._leases()
        self._fill()
        self._transitional()
        self._families()

    def _old_households(self) -> Iterator[Household]:
        """Of the published history, without a home since: those who come back for a flat."""
        known = Household.objects.filter(authority=self.board, homes=None, tenancies=None)
        known = known.exclude(reference=None).exclude(placements__last_night=None, placements__isnull=False)
        for household in known.filter(protected_identity="none").order_by("pk"):
            if household.closed_on is not None:
                household = reopen_household(household=household, by=self.maria)
            yield household

    def _leases(self) -> None:
        """Every flat has a landlord; most have a waiver, some of which run out."""
        soon = {7: 25, 31: 60, 58: 84, 90: -12}
        for number, flat in enumerate(Flat.objects.filter(authority=self.board).order_by("pk")):
            is_transitional = flat.kind == FlatKind.TRANSITIONAL
            left = soon.get(number, self.random.randint(200, 1400))
            actions.change_flat(
                flat=flat,
                by=self.karin,
                landlord="SHIS Bostäder"
                if is_transitional
                else LANDLORDS[len(flat.address) % len(LANDLORDS)],
                contract_number=f"{flat.pk:04d}-{flat.available_from.year}",
                waiver_approved_on=today() - timedelta(days=1460 - left),
                waiver_expires_on=today() + timedelta(days=left),
            )

    def _fill(self) -> None:
        """The flats that have stood empty for long are lived in again, all but a few of each kind."""
        free = Flat.objects.filter(authority=self.board).free_on(today())
        free = free.exclude(kind=FlatKind.TRANSITIONAL).annotate(last=Max("tenancies__last_night"))
        flats = sorted(free, key=lambda flat: flat.last or flat.available_from, reverse=True)
        recent = [flat for flat in flats if flat.last and flat.last > today() - HISTORY_DAYS * DAY]
        kept = {
            flat.pk
            for kind in (FlatKind.EMERGENCY, FlatKind.TRIAL, FlatKind.TRAINING)
            for flat in [flat for flat in recent if flat.kind == kind][:STILL_FREE]
        }
        for flat in flats:
            # Nothing is added to the years whose figures are published.
            since = max(flat.last or flat.available_from, END_OF_HISTORY)
            begins = since + timedelta(days=self.random.randint(20, 70))
            if flat.pk not in kept and begins < today():
                self._paid(self._move_in(next(self.old), flat, begins, None))

    def _move_in(self, household: Household, flat: Flat, first: date, planned: date | None) -> Tenancy:
        named = f"Hyresrätt i {self.random.choice(MUNICIPALITIES)}"
        is_transitional = flat.kind == FlatKind.TRANSITIONAL
        return actions.start_tenancy(
            household=household,
            flat=flat,
            first_night=first,
            planned_last_night=planned,
            decision=self._decision(household, flat, first),
            next_solution=NextSolution.OWN_HOME if is_transitional else "",
            next_solution_named=named if is_transitional else "",
            contract_number=f"A{flat.pk:03d}",
            by=self.karin,
        )

    def _decision(self, household: Household, flat: Flat, first: date) -> BoardDecision:
        is_family = household.is_family_with_children_on(first)
        is_old = first < today() - timedelta(days=200)
        through = add_months(today() if is_old else first, 8)
        return actions.record_decision(
            household=household,
            applied_on=first - timedelta(days=16),
            decided_on=first - timedelta(days=7),
            outcome=Outcome.APPROVED,
            decided_by=self.karin,
            by=self.karin,
            reason=REASON_CHILDREN if is_family else self.random.choice(REASONS_APPROVED),
            accommodation=flat.kind,
            valid_from=first,
            valid_until=through,
        )

    def _paid(self, stay: Tenancy, unpaid: int = 0) -> None:
        """The rents of the last year, but for the latest ones."""
        month = max(stay.first_night.replace(day=1), add_months(today().replace(day=1), -11))
        last = add_months((stay.last_night or today()).replace(day=1), -unpaid)
        while month <= last:
            paid_on = max(month - 3 * DAY, stay.first_night)
            if paid_on <= today():
                actions.record_rent(tenancy=stay, month=month, paid_on=paid_on, by=self.karin)
            month = add_months(month, 1)

    def _transitional(self) -> None:
        near, extended, over = Flat.objects.filter(authority=self.board, kind=FlatKind.TRANSITIONAL).order_by(
            "pk"
        )[:3]
        limits = {near: today() + 12 * DAY, extended: today() - 14 * DAY, over: today() - 5 * DAY}
        for flat, limit in limits.items():
            first = add_months(limit + DAY, -3)
            self._before(flat, first)
            stay = self._begun(flat, first)
            if flat == extended:
                self._extended(stay)
            elif flat == over:
                actions.report_incident(
                    tenancy=stay,
                    happened_on=today() - 9 * DAY,
                    kind=IncidentKind.DISTURBANCE,
                    note="Granne ringde om hög musik efter midnatt. Samtal med hushållet dagen efter.",
                    by=self.maria,
                )
            self._met(stay)
            self._paid(stay, unpaid=1 if flat == near else 0)

    def _before(self, flat: Flat, until: date) -> None:
        """One stay after the other, each over within its three months, with some empty nights between."""
        nights, last = [], until - self.random.randint(4, 18) * DAY
        while last > today() - HISTORY_DAYS * DAY:
            first = last - self.random.randint(45, 86) * DAY
            nights.append((first, last))
            last = first - self.random.randint(3, 16) * DAY
        for first, last in reversed(nights):
            self._out(self._move_in(next(self.old), flat, first, last), last)

    def _begun(self, flat: Flat, first: date) -> Tenancy:
        with set_to(_at(first - 20 * DAY)):
            household = self.week.new_household(_at(first - 20 * DAY))
        with set_to(_at(first)):
            stay = self._move_in(household, flat, first, last_allowed_night(first))
            actions.hand_out_keys(
                tenancy=stay, what="Lägenhetsnyckel", count=2, handed_out_on=first, by=self.maria
            )
        return stay

    def _extended(self, stay: Tenancy) -> None:
        """Eight nights over, as was authorised; the flat has been empty since."""
        allowed = last_allowed_night(stay.first_night)
        with set_to(_at(allowed - 3 * DAY)):
            actions.authorise_extension(
                tenancy=stay,
                last_night=allowed + 8 * DAY,
                reason="Inflyttningen i den nya lägenheten blev en vecka senare än hyresvärden lovat.",
                by=self.karin,
            )
        self._out(stay, allowed + 6 * DAY)

    def _out(self, stay: Tenancy, last_night: date) -> None:
        for keys in stay.keyhandovers.filter(returned_on=None):
            actions.return_keys(
                keys=keys, returned_on=last_night + DAY, returned_count=keys.count, by=self.maria
            )
        ended = actions.end_tenancy(
            tenancy=stay,
            last_night=last_night,
            moved_to=stay.next_solution,
            moved_to_named=stay.next_solution_named,
            by=self.karin,
        )
        self._paid(ended)

    def _met(self, stay: Tenancy) -> None:
        """The weekly meetings have been held; the days that are counted down were looked at, but the last."""
        due = stay.household.follow_ups.open().filter(origin=origin(stay), due_on__lt=today() - 2 * DAY)
        for follow_up in due.order_by("due_on"):
            with set_to(_at(follow_up.due_on)):
                complete_follow_up(follow_up=follow_up, by=self.maria)
        if stay.last_night is None:
            for mark in (45, 60):
                with set_to(_at(stay.first_night + mark * DAY)):
                    actions.check_limit(tenancy=stay, mark=mark, note="Söker på två orter.", by=self.maria)

    def _families(self) -> None:
        """Those who are to take over the lease: rents, keys, obstacles, and a tenant's waiver."""
        trial = Tenancy.objects.filter(
            authority=self.board, flat__kind=FlatKind.TRIAL, last_night=None, started_by=None
        )
        stays = list(trial.select_related("flat", "household").order_by("first_night", "pk")[:RENTS_FOLLOWED])
        obstacles = (Obstacle.RENT_ARREARS, Obstacle.INCOME, Obstacle.QUEUE, Obstacle.OTHER_DEBTS)
        for number, stay in enumerate(stays):
            self._paid(stay, unpaid=(0, 0, 2, 0, 1, 0, 0, 0)[number])
            if number < len(obstacles):
                noted = today() - (40 + 11 * number) * DAY
                there = actions.note_obstacle(
                    tenancy=stay, kind=obstacles[number], noted_on=noted, by=self.maria
                )
                if obstacles[number] == Obstacle.QUEUE:
                    actions.resolve_obstacle(obstacle=there, resolved_on=noted + 20 * DAY, by=self.maria)
        late, keyless, waived = stays[2], stays[5], stays[6]
        actions.send_late_rent_on(tenancy=late, month=add_months(today().replace(day=1), -1), by=self.karin)
        actions.hand_out_keys(
            tenancy=keyless, what="Portnyckel", count=1, handed_out_on=today() - 90 * DAY, by=self.karin
        )
        actions.end_tenancy(
            tenancy=keyless, last_night=today() - 6 * DAY, moved_to=NextSolution.OWN_HOME, by=self.karin
        )
        actions.correct_tenancy(
            tenancy=waived,
            reason="Hyresnämndens beslut kom in i efterhand.",
            waiver_approved_on=today() - 700 * DAY,
            waiver_expires_on=today() + 38 * DAY,
            by=self.karin,
        )


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))
