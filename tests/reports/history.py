"""A small random history around a leap day and both clock changes, the same for the same seed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from accounts.models import Authority, User
from cases.enums import HomeContract, MemberRole
from cases.models import Home, Household, HouseholdMember, Person
from debtadvice.models import DebtCase, EarlierClosure
from dropin.enums import VisitKind
from dropin.models import Visit
from housing.enums import FlatKind, Outcome, PricePer, ProviderKind
from housing.models import BoardDecision, Flat, Placement, Provider, Tenancy
from tests.factories.accounts import AuthorityFactory, UserFactory
from tests.reports.debt_history import DebtHistory

FIRST, LAST = date(2011, 10, 20), date(2012, 12, 20)
# Prices that make thirds and ties of an öre.
PRICES = [Decimal(text) for text in ("0.15", "0.45", "585.55", "9300", "12000.01", "12000")]
MUNICIPALITIES = ["", "Stockholm", "Norrköping", "Västerås"]


class History:
    """Rows of two boards, about `households` households each."""

    def __init__(self, seed: int, households: int = 6) -> None:
        self.random = Random(seed)
        self.households = households
        self.boards: list[Authority] = [self._board() for _board in range(2)]

    def day(self) -> date:
        return FIRST + timedelta(days=self.random.randrange((LAST - FIRST).days + 1))

    def later(self, first: date, longest: int = 130) -> date | None:
        """A day on or after first, or none."""
        if self.random.random() < 0.2:
            return None
        return first + timedelta(days=int(longest * self.random.random() ** 2))

    def many(self, number: int, make: Callable[[], Any]) -> list[Any]:
        rows = [make() for _row in range(self.random.randrange(number + 1))]
        if rows:
            type(rows[0]).objects.bulk_create(rows)
        return rows

    def _board(self) -> Authority:
        board: Authority = AuthorityFactory()
        self.board, self.user = board, UserFactory(authority=board)
        self.known = Household.objects.bulk_create(
            Household(authority=board, case_number=f"{board.pk}-{n}", opened_on=FIRST)
            for n in range(self.households)
        )
        self.provider = Provider.objects.create(authority=board, name="Hotell", kind=ProviderKind.HOTEL)
        for household in self.known:
            for _member in range(self.random.randrange(3)):
                self._member(household)
        self.many(self.households * 2, self._placement)
        self.many(self.households * 4, self._visit)
        self.many(self.households * 2, self._home)
        self.many(self.households * 2, self._debt_case)
        for case in DebtCase.objects.filter(authority=board):
            self._closed_and_reopened(case)
        self.many(self.households * 2, self._decision)
        for _flat in range(4):
            self._flat_with_tenancies()
        DebtHistory(self.random, board, self.user, FIRST, LAST)
        return board

    def _household(self) -> Household:
        return self.random.choice(self.known)

    def _member(self, household: Household) -> None:
        """Born or of age in the time that we look at, joined or left in it: each now and then."""
        choice = self.random.random()
        born: date | None = self.day()
        if choice < 0.4:
            born = date(1994, 2, 1) + timedelta(days=self.random.randrange(400))
        elif choice < 0.7:
            born = date(1980, 1, 1)
        elif choice < 0.8:
            born = None
        person = Person.objects.create(authority=self.board, born_on=born)
        joined = self.day() if self.random.random() < 0.3 else None
        left = self.later(joined or self.day()) if self.random.random() < 0.5 else None
        HouseholdMember.objects.create(
            household=household,
            person=person,
            role=self.random.choice(list(MemberRole)),
            joined_on=joined,
            left_on=left,
        )

    def _placement(self) -> Placement:
        first = self.day()
        return Placement(
            authority=self.board,
            household=self._household(),
            provider=self.provider,
            first_night=first,
            last_night=self.later(first),
            price_sek=self.random.choice(PRICES),
            price_per=self.random.choice(list(PricePer)),
        )

    def _visit(self) -> Visit:
        undone = self.random.random() < 0.15
        user: User | None = self.user if undone else None
        return Visit(
            authority=self.board,
            household=self._household() if self.random.random() < 0.7 else None,
            kind=self.random.choice(list(VisitKind)),
            visited_on=self.day(),
            undone_at=datetime(2012, 12, 20, tzinfo=UTC) if undone else None,
            undone_by=user,
        )

    def _home(self) -> Home:
        return Home(
            authority=self.board,
            household=self._household(),
            moved_in_on=self.day(),
            contract=self.random.choice(list(HomeContract)),
            municipality=self.random.choice(MUNICIPALITIES),
        )

    def _debt_case(self) -> DebtCase:
        opened = self.day()
        return DebtCase(
            authority=self.board,
            opened_on=opened,
            closed_on=self.later(opened),
            has_housing_problem=self.random.random() < 0.4,
            has_children=self.random.choice([True, False, None]),
            children=self.random.choice([None, 0, 1, 3]),
            risks_eviction=self.random.random() < 0.3,
            blocks_takeover=self.random.random() < 0.3,
            asked_on=opened - timedelta(days=self.random.randrange(5)),
            first_offered_on=self.later(opened, 60),
        )

    def _closed_and_reopened(self, case: DebtCase) -> None:
        """Now and then a case was closed in between, for a day or for months."""
        last = case.closed_on or LAST
        if last <= case.opened_on or self.random.random() < 0.5:
            return
        closed = case.opened_on + timedelta(days=self.random.randrange((last - case.opened_on).days))
        reopened = closed + timedelta(days=self.random.randrange((last - closed).days + 1))
        EarlierClosure.objects.create(
            case=case, closed_on=closed, reopened_on=reopened, reopened_by=self.user
        )

    def _decision(self) -> BoardDecision:
        applied = self.day()
        return BoardDecision(
            authority=self.board,
            household=self._household(),
            applied_on=applied,
            decided_on=applied + timedelta(days=self.random.randrange(20)),
            outcome=self.random.choice(list(Outcome)),
        )

    def _flat_with_tenancies(self) -> None:
        since = self.day()
        flat = Flat.objects.create(
            authority=self.board,
            kind=self.random.choice([FlatKind.TRANSITIONAL, FlatKind.TRANSITIONAL, FlatKind.TRIAL]),
            address="Rinkeby 1",
            monthly_rent_sek=self.random.choice(PRICES),
            available_from=since,
            available_until=self.later(since),
        )
        first = FIRST + timedelta(days=self.random.randrange(60))
        while first < LAST:
            last = self.later(first, 150)
            Tenancy.objects.create(
                authority=self.board,
                flat=flat,
                household=self._household(),
                first_night=first,
                last_night=last,
            )
            if last is None:
                break
            first = last + timedelta(days=self.random.randrange(1, 40))
