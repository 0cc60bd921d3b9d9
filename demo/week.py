"""One week of the demo: who comes to the desk, what is booked, decided, placed and moved."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import ClassVar

from accounts.enums import UnitKind
from accounts.models import Authority, Unit, User
from cases.actions import MemberInput, complete_follow_up, register_household
from cases.actions.moves import move_in
from cases.enums import EntryReason, HomeContract, MemberRole, Protection
from cases.models import FollowUp, Household, Person
from core.clock import now
from core.holidays import holiday_on
from demo.borad import apply_for, hold
from demo.debt import DebtDesk
from demo.people import LANGUAGES, household_members
from demo.search import HousingSearch
from demo.texts import NOTES, NOTES_ON_CHILDREN, REASON_CHILDREN, REASONS_APPROVED, REASONS_REJECTED
from dropin.actions import BookingInput, log_visit, mark_no_show
from dropin.enums import BookingReason, BookingState, HomelessTiming, NextStep, Place, Referrer, Topic
from dropin.models import Booking
from housing.actions import (
    end_placement,
    record_decision,
    start_placement,
)
from housing.enums import Outcome, PricePer
from housing.models import BoardDecision, BoardMeeting, MeetingSeries, Placement, Provider

PRICES = (Decimal(585), Decimal(640), Decimal(720), Decimal(890))
BOARD_DAY = 2
STILL_PLACED = 4
MUNICIPALITIES = ("Stockholm", "Stockholm", "Eskilstuna", "Västerås", "Katrineholm", "Norrköping")


def _has_children(household: Household) -> bool:
    return household.members.filter(role=MemberRole.CHILD).exists()


class Week:
    """What happens in a week; every event goes through the action that the page would use."""

    UNIT_KINDS: ClassVar[list[str]] = [
        UnitKind.RECEPTION,
        UnitKind.INCOME_SUPPORT,
        UnitKind.ADULTS,
        UnitKind.CHILDREN_AND_YOUTH,
    ]

    def __init__(self, board: Authority, staff: dict[str, User], units: list[Unit], random: Random) -> None:
        self.board, self.staff, self.units, self.random = board, staff, units, random

    def somebody_comes(self, moment: datetime) -> None:
        """An arrival at the desk: new, known or anonymous."""
        chance, known = self.random.random(), self._known(moment.date())
        if chance < 0.15:
            self._visit(None, moment)
        elif chance < 0.5 or not known:
            self._visit(self.new_household(moment), moment)
        else:
            self._visit(self.random.choice(known), moment)

    def rest_of_day(self, day: date) -> None:
        """Bookings that are kept or missed, the Boråd's Wednesday, and a move now and then."""
        self._settle_bookings(day)
        self._follow_up(day)
        if day.weekday() == BOARD_DAY:
            self._board_meeting(day)
        if day.weekday() in (BOARD_DAY - 2, BOARD_DAY + 1):
            self._applications(day)
        if day.weekday() == 3:
            DebtDesk(self.board, self.staff, Random(day.toordinal())).day()  # noqa: S311 - fictional data
        if day.weekday() == 4:
            self._moves(day)
            HousingSearch(self.board, self.staff, day).friday()

    def _known(self, day: date) -> list[Household]:
        """Who may come back: without a home of their own, not here today already, and not booked today."""
        households = Household.objects.filter(
            authority=self.board, reference=None, closed_on=None, homes=None
        ).exclude(visits__visited_on=day)
        booked = Booking.objects.filter(authority=self.board, day=day).values("household")
        return list(households.exclude(pk__in=booked).order_by("pk"))

    def _worker(self) -> User:
        return self.staff[self.random.choice(("maria", "jonas"))]

    def _people(self, day: date) -> list[MemberInput]:
        """A household whose applicant shares nobody's name: in a list one can tell them apart."""
        while True:
            people = household_members(self.random, day)
            names = {"given_name": people[0].given_name, "family_name": people[0].family_name}
            if not Person.objects.filter(authority=self.board, **names).exists():
                return people

    def new_household(self, moment: datetime) -> Household:
        """Somebody nobody knew, registered at that moment."""
        day = moment.date()
        applicant, *others = self._people(day)
        worker = self._worker()
        household = register_household(
            authority=self.board,
            by=worker,
            opened_on=day,
            applicant=applicant,
            others=others,
            unit=self.random.choice(self.units),
            lives_in_district=True,
            known_to_social_services=self.random.random() < 0.5,
            interpreter_language=self.random.choice(LANGUAGES),
            protected_identity=Protection.MARKED if self.random.random() < 0.07 else Protection.NONE,
            entry_reason=self.random.choice(EntryReason.values),
            project_worker=worker,
            caseworker=self.staff["eva"] if self.random.random() < 0.6 else None,
            situation=self.random.choice((1, 1, 3, 4, 4, 4)),
        )
        return household

    def _visit(self, household: Household | None, moment: datetime) -> None:
        at_library = household is None and self.random.random() < 0.5
        step = self._next_step(household)
        log_visit(
            authority=self.board,
            by=self._worker(),
            household=household,
            visited_on=moment.date(),
            visited_at=moment.time().replace(second=0, microsecond=0),
            place=Place.CITIZENS_OFFICE if at_library else Place.DESK,
            topics=self.random.sample(Topic.values, self.random.randint(1, 3)),
            note=self._note(household),
            next_step=step,
            booking=self._booking(household, moment.date()) if step == NextStep.BOOKED_VISIT else None,
            referred_by=self.random.choice(Referrer.values[:5]),
            homeless_timing=self.random.choice(HomelessTiming.values),
        )

    def _note(self, household: Household | None) -> str:
        if household is None:
            return ""
        return self.random.choice(NOTES + NOTES_ON_CHILDREN if _has_children(household) else NOTES)

    def _reason(self, household: Household, approved: bool) -> str:
        if not approved:
            return self.random.choice(REASONS_REJECTED)
        return REASON_CHILDREN if _has_children(household) else self.random.choice(REASONS_APPROVED)

    def _next_step(self, household: Household | None) -> str:
        if household is None:
            return NextStep.NOTHING
        steps = [NextStep.NOTHING, NextStep.BOARD_APPLICATION, NextStep.DEBT_ADVICE]
        if not household.bookings.filter(state=BookingState.BOOKED).exists():
            steps += [NextStep.BOOKED_VISIT] * 4
        return self.random.choice(steps)

    def _booking(self, household: Household | None, day: date) -> BookingInput:
        ahead = day + timedelta(days=self.random.randint(2, 14))
        while ahead.weekday() > 4 or holiday_on(ahead):
            ahead += timedelta(days=1)
        language = household.interpreter_language if household else ""
        return BookingInput(
            day=ahead,
            starts_at=time(self.random.randint(9, 15), self.random.choice((0, 30))),
            reason=BookingReason.INTERPRETER if language else self.random.choice(BookingReason.values[1:]),
            interpreter_language=language,
            worker=self._worker(),
        )

    def _settle_bookings(self, day: date) -> None:
        open_bookings = Booking.objects.filter(
            authority=self.board, day=day, state=BookingState.BOOKED, starts_at__lte=now().time()
        )
        for booking in open_bookings.order_by("starts_at", "pk"):
            if self.random.random() < 0.15:
                mark_no_show(booking=booking, by=self._worker())
                continue
            log_visit(
                authority=self.board,
                by=self._worker(),
                household=booking.household,
                visited_on=day,
                visited_at=booking.starts_at,
                topics=self.random.sample(Topic.values, 2),
                note=self._note(booking.household),
                fulfils=booking,
            )

    def _follow_up(self, day: date) -> None:
        """Most of what is due is done; some of it waits."""
        due = FollowUp.objects.open().filter(authority=self.board, due_on__lte=day)
        for follow_up in due.select_related("household").order_by("due_on", "pk"):
            if self.random.random() < 0.85:
                complete_follow_up(follow_up=follow_up, by=self._worker())

    def _applications(self, day: date) -> None:
        """Whoever was to apply to the Boråd does, once the Boråd has its weekly hour."""
        if not MeetingSeries.objects.filter(authority=self.board).exists():
            return
        for household in self._waiting()[:3]:
            apply_for(household, self._worker(), self.random)

    def _waiting(self) -> list[Household]:
        decided = BoardDecision.objects.filter(authority=self.board).values("household")
        waiting = Household.objects.filter(
            authority=self.board, reference=None, visits__next_step=NextStep.BOARD_APPLICATION
        ).exclude(pk__in=decided)
        return list(waiting.distinct().order_by("pk"))

    def _board_meeting(self, day: date) -> None:
        placed = Placement.objects.filter(authority=self.board, household__reference=None)
        meeting = BoardMeeting.objects.filter(authority=self.board, held_on=day).first()
        if meeting is not None:
            hold(meeting, self.staff, self.random)
        else:
            for household in self._waiting()[:4]:
                self._decide(household, day)
        # Some are placed on any day, so that the month's figures have something to tell.
        ongoing = list(placed.filter(last_night=None).order_by("first_night", "pk"))
        for placement in ongoing[:-STILL_PLACED]:
            if (day - placement.first_night).days > 20 and self.random.random() < 0.35:
                end_placement(placement=placement, last_night=day, by=self.staff["karin"])

    def _decide(self, household: Household, day: date) -> None:
        approved = self.random.random() < 0.7
        record_decision(
            household=household,
            applied_on=day - timedelta(days=self.random.randint(2, 9)),
            decided_on=day,
            outcome=Outcome.APPROVED if approved else Outcome.REJECTED,
            decided_by=self.staff["karin"],
            by=self.staff["karin"],
            reason=self._reason(household, approved),
            accommodation="acute",
            valid_from=day if approved else None,
            valid_until=day + timedelta(days=60) if approved else None,
        )
        if approved:
            providers = list(Provider.objects.filter(authority=self.board).order_by("pk"))
            start_placement(
                household=household,
                provider=self.random.choice(providers),
                first_night=day,
                price_sek=self.random.choice(PRICES),
                price_per=PricePer.NIGHT,
                by=self.staff["karin"],
            )

    def _moves(self, day: date) -> None:
        settled = Household.objects.filter(
            authority=self.board, reference=None, homes=None, opened_on__lt=day - timedelta(days=21)
        )
        for household in settled.order_by("pk"):
            if self.random.random() < 0.05:
                move_in(
                    household=household,
                    moved_in_on=day,
                    contract=self.random.choice(list(HomeContract)[:3]),
                    municipality=self.random.choice(MUNICIPALITIES),
                    by=self._worker(),
                )
                for placement in household.placements.filter(last_night=None):
                    end_placement(placement=placement, last_night=day - timedelta(days=1), by=self._worker())
