"""A Boråd to test with: a board, its people with delegations, a series, a meeting that is going on."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client

from accounts.enums import Role, UnitKind
from accounts.models import Authority, Unit, User
from cases.models import Household
from core.clock import today
from housing import actions
from housing.actions import ApplicationInput, DecisionInput, JudgementInput
from housing.actions.deciding import criteria_of
from housing.enums import (
    Accommodation,
    CriterionOutcome,
    DelegatedArea,
    FlatKind,
    MeetingPart,
    Outcome,
    PricePer,
)
from housing.models import AgendaItem, Application, BoardDecision, BoardMeeting, Provider
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdUnitFactory, family
from tests.factories.events import FlatFactory, ProviderFactory
from tests.factories.housing import BoardMeetingFactory, DelegationFactory, MeetingParticipantFactory


@dataclass
class Borad:
    """The people and things of one board."""

    board: Authority
    unit: Unit
    manager: User
    leader: User
    worker: User
    caseworker: User
    provider: Provider
    meeting: BoardMeeting

    def household(self, *children: date, **fields: Any) -> Household:
        household = family(*children, authority=self.board, **fields)
        HouseholdUnitFactory(household=household, unit=self.unit)
        return household

    def applied(self, household: Household | None = None, **fields: Any) -> Application:
        """An application that was written and submitted by the project worker."""
        household = household or self.household()
        values = {
            "accommodation": Accommodation.ACUTE,
            "wanted_from": today(),
            "why_now": "Andrahandskontraktet är slut",
            "already_tried": "Har frågat släkten",
            **fields,
        }
        application = actions.save_application(
            household=household, content=ApplicationInput(**values), by=self.worker
        )
        return actions.submit_application(application=application, by=self.worker)

    def item(self, application: Application) -> AgendaItem:
        actions.refresh_agenda(meeting=self.meeting, by=None)
        return AgendaItem.objects.get(meeting=self.meeting, application=application)

    def approval(self, **fields: Any) -> DecisionInput:
        values = {
            "outcome": Outcome.APPROVED,
            "decided_by": self.manager,
            "reason": "Barnfamilj utan alternativ",
            "valid_from": today(),
            "valid_until": today() + timedelta(days=59),
            "provider": self.provider,
            "price_sek": Decimal(585),
            "price_per": PricePer.NIGHT,
            "project_worker": self.worker,
            "caseworker": self.caseworker,
            "follow_up_on": today() + timedelta(days=14),
            **fields,
        }
        return DecisionInput(**values)

    def decided(self, application: Application | None = None, **fields: Any) -> BoardDecision:
        """What is decided on the application (a new one) at the meeting; the manager decides."""
        application = application or self.applied()
        item, content = self.item(application), self.approval(**fields)
        return actions.decide(application=application, content=content, by=content.decided_by, item=item)

    def transitional(self) -> tuple[Application, dict[str, Any]]:
        """An application for a transitional flat, and what an approval of it says of a free one."""
        flat = FlatFactory(authority=self.board, kind=FlatKind.TRANSITIONAL)
        application = self.applied(accommodation=Accommodation.TRANSITIONAL, next_solution_named="Eskilstuna")
        fields = {"flat": flat, "provider": None, "price_sek": None, "price_per": ""}
        return application, fields | {"judgements": self.all_passed(application)}

    def all_passed(self, application: Application) -> dict[int, JudgementInput]:
        return {one.pk: JudgementInput(CriterionOutcome.PASSED) for one in criteria_of(application)}


def make_borad() -> Borad:
    """A meeting of today that is open, with everybody present; the manager may decide everything."""
    unit = UnitFactory(kind=UnitKind.RECEPTION)
    people = {
        name: staff(role, unit=unit, full_name=full_name)
        for name, role, full_name in (
            ("manager", Role.UNIT_MANAGER, "Karin Chef"),
            ("leader", Role.TEAM_LEADER, "Peter Ledare"),
            ("worker", Role.PROJECT_WORKER, "Maria Medarbetare"),
            ("caseworker", Role.CASEWORKER, "Eva Handläggare"),
        )
    }
    for area in DelegatedArea:
        DelegationFactory(user=people["manager"], area=area)
    DelegationFactory(user=people["leader"], area=DelegatedArea.ACUTE, most_days=60)
    meeting = BoardMeetingFactory(authority=unit.authority, held_on=today(), starts_at=time(9))
    for name, part in (
        ("manager", MeetingPart.CHAIR),
        ("leader", MeetingPart.MEMBER),
        ("worker", MeetingPart.PRESENTER),
    ):
        MeetingParticipantFactory(meeting=meeting, user=people[name], part=part, is_present=True)
    actions.open_meeting(meeting=meeting, by=people["manager"])
    return Borad(
        board=unit.authority,
        unit=unit,
        provider=ProviderFactory(authority=unit.authority),
        meeting=BoardMeeting.objects.get(pk=meeting.pk),
        **people,
    )


def signed_in(user: User) -> Client:
    """A client of somebody who has signed in."""
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def form_of(borad: Borad, application: Application, **changes: Any) -> dict[str, Any]:
    """What the page of an item sends: an approval with every criterion passed."""
    values = {
        "outcome": "approved",
        "reason": "Barnfamilj utan alternativ",
        "decided_by": borad.manager.pk,
        "legal_basis": "sol_11_1",
        "valid_from": "idag",
        "valid_until": "+30d",
        "provider": borad.provider.pk,
        "price_sek": "585",
        "price_per": "night",
        "project_worker": borad.worker.pk,
        "caseworker": borad.caseworker.pk,
        "follow_up_on": "+2v",
    }
    for criterion in criteria_of(application):
        values[f"c{criterion.pk}-outcome"] = "passed"
    return values | changes
