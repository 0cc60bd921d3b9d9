"""Who and what the tests of stays are about: a household, an approval, a flat, those who work with it."""

from datetime import date, timedelta
from typing import Any

from accounts.enums import Role
from accounts.models import User
from cases.models import Household
from housing import actions
from housing.enums import Accommodation, DelegatedArea, FlatKind, NextSolution
from housing.models import BoardDecision, Flat, Tenancy
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdUnitFactory, family
from tests.factories.events import BoardDecisionFactory, FlatFactory
from tests.factories.housing import DelegationFactory

FIRST = date(2025, 10, 1)


class Cast:
    """A family whose approval holds from FIRST for a year, and a free flat of each kind on demand."""

    def __init__(self) -> None:
        self.household: Household = family(date(2015, 3, 1))
        self.board = self.household.authority
        self.unit = UnitFactory(authority=self.board)
        HouseholdUnitFactory(household=self.household, unit=self.unit)
        self.manager: User = staff(Role.UNIT_MANAGER, unit=self.unit)
        self.decision = self.approval(self.household)

    def approval(self, household: Household, **fields: Any) -> BoardDecision:
        values = {
            "decided_on": FIRST,
            "applied_on": FIRST,
            "valid_from": FIRST,
            "valid_until": FIRST + timedelta(days=365),
            "accommodation": Accommodation.TRANSITIONAL,
            **fields,
        }
        return BoardDecisionFactory(household=household, **values)

    def flat(self, kind: str = FlatKind.TRANSITIONAL, **fields: Any) -> Flat:
        return FlatFactory(authority=self.board, kind=kind, **fields)

    def start(self, flat: Flat | None = None, **changes: Any) -> Tenancy:
        values = {
            "household": self.household,
            "flat": flat or self.flat(),
            "first_night": FIRST,
            "planned_last_night": date(2025, 12, 31),
            "decision": self.decision,
            "next_solution": NextSolution.OWN_HOME,
            "next_solution_named": "Hyresrätt i Eskilstuna",
            "by": self.manager,
            **changes,
        }
        return actions.start_tenancy(**values)

    def delegate(self, **fields: Any) -> User:
        """Whoever may let stays go on over the limit."""
        user = staff(Role.UNIT_MANAGER, unit=self.unit)
        DelegationFactory(user=user, area=DelegatedArea.OVERSTAY, **fields)
        return user
