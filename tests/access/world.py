"""A small world in which every kind of object exists in every place that matters for access.

Places: own (the reader's unit and every other tie a scope can have), other_unit, protected, other_board.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Authority, Unit, User
from cases.enums import Protection
from cases.models import CaseMerge, Household
from core.clock import today
from dropin.enums import NextStep
from tests.factories.accounts import AuthorityFactory, UnitFactory, UserFactory, staff
from tests.factories.cases import (
    CaseMergeFactory,
    FollowUpFactory,
    FollowUpSeriesFactory,
    HomeFactory,
    HouseholdFactory,
    HouseholdUnitFactory,
    NamedAccessFactory,
    SituationRecordFactory,
    TransferFactory,
    family,
)
from tests.factories.casework import (
    AttachmentFactory,
    InformationGivenFactory,
    JournalNoteFactory,
    PhraseFactory,
    plan_of,
)
from tests.factories.debt import (
    AdviceContactFactory,
    AppointmentFactory,
    ConditionCheckFactory,
    ConsentFactory,
    DebtAmountFactory,
    DebtCaseFactory,
    DebtFactory,
    HomeNoticeFactory,
    NoticeActionFactory,
    PaymentFactory,
    PlanDebtFactory,
    ReferralFactory,
    RepaymentPlanFactory,
    RestructuringFactory,
    RestructuringFollowUpFactory,
    RestructuringPaymentFactory,
    RestructuringShareFactory,
)
from tests.factories.events import (
    BoardDecisionFactory,
    BookingFactory,
    ClosedDayFactory,
    DocumentFactory,
    FlatFactory,
    JobFactory,
    OpeningHoursFactory,
    PlacementFactory,
    ProviderFactory,
    TenancyFactory,
    VisitFactory,
)
from tests.factories.housing import (
    AgendaItemFactory,
    ApplicationFactory,
    BoardMeetingFactory,
    DelegationFactory,
    ProviderPriceFactory,
    SkippedWeekFactory,
)
from tests.factories.rota import AbsenceFactory, ProgrammeFactory, ProgrammeTimeFactory
from tests.factories.search import (
    HomeTaskFactory,
    HousingQueueFactory,
    LandlordFactory,
    LeadFactory,
    PriorityApplicationFactory,
    QueueFeeFactory,
    VacancyFactory,
)

PLACES = ("own", "other_unit", "protected", "other_board")
ABSENT = 999_999_999


@dataclass
class Place:
    """One household and everything that hangs on it, with a name that is nobody else's."""

    name: str
    canary: str
    authority: Authority
    household: Household
    objects: dict[str, Any]


class World:
    """Two boards, two units, four households. `reader(role)` signs in at the own unit."""

    def __init__(self, *names: str) -> None:
        """All places, or those named."""
        self.board, self.other_board = AuthorityFactory(), AuthorityFactory()
        self.unit = UnitFactory(authority=self.board)
        self.other_unit = UnitFactory(authority=self.board)
        self.readers = {role: staff(role, unit=self.unit) for role in Role}
        units = {"other_unit": self.other_unit, "other_board": UnitFactory(authority=self.other_board)}
        self.places = {
            name: self._place(
                name,
                units.get(name, self.unit),
                tied=name != "other_unit",
                protected=name == "protected",
            )
            for name in names or PLACES
        }

    def reader(self, role: Role) -> User:
        return User.objects.get(pk=self.readers[role].pk)

    def _place(self, name: str, unit: Unit, *, tied: bool, protected: bool) -> Place:
        board = unit.authority
        canary = f"Kanarie{name.replace('_', '').capitalize()}"
        household = family(
            date(2015, 3, 1),
            authority=board,
            family_name=canary,
            protected_identity=Protection.MARKED if protected else Protection.NONE,
        )
        HouseholdUnitFactory(household=household, unit=unit)
        SituationRecordFactory(household=household)
        worker = staff(Role.PROJECT_WORKER, unit=unit)
        visit = VisitFactory(
            household=household,
            visited_on=today(),
            note=f"Om {canary}",
            next_step=NextStep.DEBT_ADVICE if tied else NextStep.NOTHING,
        )
        if tied:
            tenancy = TenancyFactory(household=household)
        attached = VisitFactory(
            household=household, visited_on=today(), attached_at=timezone.now(), attached_by=worker
        )
        objects = {
            "household": household,
            "closed_household": self._closed(board, unit, household.protected_identity),
            "member": (household, household.members.first()),
            "unit_link": (household, household.unit_links.first()),
            "named_access": (
                household,
                NamedAccessFactory(household=household, user=worker, granted_by=worker),
            ),
            "note": (household, JournalNoteFactory(household=household, text=f"Om {canary}", author=worker)),
            "phrase": PhraseFactory(unit=unit),
            "attachment": (household, AttachmentFactory(household=household, uploaded_by=worker)),
            "information": (household, InformationGivenFactory(household=household, given_by=worker)),
            "programme": ProgrammeFactory(authority=board),
            "programme_time": (household, ProgrammeTimeFactory(household=household, added_by=worker)),
            "absence": AbsenceFactory(user=UserFactory(authority=board)),
            "plan_step": (household, plan_of(household, f"Om {canary}", saved_by=worker).steps.get()),
            "incoming_transfer": TransferFactory(to_authority=board),
            "outgoing_transfer": TransferFactory(household=household, sent_by=worker),
            "series": (household, FollowUpSeriesFactory(household=household, created_by=worker)),
            "duty": ("cases.follow_ups", FollowUpFactory(household=household, planned_on=today())),
            "visit": visit,
            "attached_visit": attached,
            "anonymous_visit": VisitFactory(household=None, authority=board, visited_on=today()),
            "booking": BookingFactory(household=household, day=today(), booked_by=worker),
            "hours": OpeningHoursFactory(authority=board, opens_at=time(8), closes_at=time(9)),
            "job": JobFactory(owner=worker, authority_id=board.pk),
            "document": DocumentFactory(created_by=worker, household_id=household.pk),
            "merge": self._merge(household, unit, worker),
            **self._housing_search(household, worker),
            **self._borad(household, board, worker, tied=tied),
            **self._debt_advice(name, household, unit),
            "flat": FlatFactory(authority=board),
            "placement": PlacementFactory(household=household, first_night=date(2013, 11, 20)),
            "provider": ProviderFactory(authority=board),
            "provider_price": ProviderPriceFactory(provider__authority=board),
            "user": worker,
            "membership": worker.memberships.first(),
            "authority": board,
            "unit": unit,
        }
        if tied:
            objects["tenancy"] = tenancy
        if name in ("own", "other_board"):
            objects["closed_day"] = ClosedDayFactory(
                authority=board, day=date(2031, 5, 5 if name == "own" else 12)
            )
        return Place(name, canary, board, household, objects)

    def _borad(self, household: Household, board: Authority, worker: User, *, tied: bool) -> dict[str, Any]:
        """A meeting of the board and, for a household tied to it, what it takes up and has decided."""
        objects: dict[str, Any] = {
            "meeting": BoardMeetingFactory(authority=board),
            "delegation": DelegationFactory(user=worker),
            "skipped": SkippedWeekFactory(series__authority=board),
        }
        if tied:
            application = ApplicationFactory(household=household, created_by=worker)
            decided = BoardDecisionFactory(
                household=household,
                application=ApplicationFactory(household=household, created_by=worker, state="decided"),
                decided_by=worker,
                delegation=objects["delegation"],
                decided_at=timezone.now(),
                accommodation="acute",
            )
            item = AgendaItemFactory(application=application, meeting=objects["meeting"])
            objects |= {"application": application, "board_application": application, "item": item}
            objects |= {"decision": BoardDecisionFactory(household=household), "board_decision": decided}
        return objects

    def _merge(self, household: Household, unit: Unit, worker: User) -> CaseMerge:
        """A double that was merged into the household, as hidden as it is."""
        double = HouseholdFactory(
            authority=household.authority, protected_identity=household.protected_identity
        )
        HouseholdUnitFactory(household=double, unit=unit)
        return CaseMergeFactory(source=double, target=household, merged_by=worker)

    def _housing_search(self, household: Household, worker: User) -> dict[str, Any]:
        """A queue with its fee, and an application for priority."""
        queue = HousingQueueFactory(household=household, recorded_by=worker)
        fee = QueueFeeFactory(queue=queue, recorded_by=worker)
        priority = PriorityApplicationFactory(household=household, recorded_by=worker)
        landlord = LandlordFactory(authority=household.authority)
        vacancy = VacancyFactory(authority=household.authority, landlord=landlord, recorded_by=worker)
        ours = {"queue": queue, "queue_fee": fee, "priority": priority}
        lead = LeadFactory(household=household, landlord=landlord)
        task = HomeTaskFactory(home=HomeFactory(household=household, moved_in_on=today()))
        return ours | {
            "landlord": landlord,
            "vacancy": vacancy,
            "lead": lead,
            "home": task.home,
            "home_task": task,
            "home_for": (household, vacancy),
            "condition": (household, "references"),
        }

    def _closed(self, board: Authority, unit: Unit, protection: str) -> Household:
        household = HouseholdFactory(
            authority=board, protected_identity=protection, closed_on=date(2014, 1, 31)
        )
        HouseholdUnitFactory(household=household, unit=unit)
        return household

    def _debt_advice(self, name: str, household: Household, unit: Unit) -> dict[str, Any]:
        """A debt case with a canary of its own, which no consent covers, and a referral."""
        case = DebtCaseFactory(
            authority=household.authority,
            household=household,
            opened_on=date(2013, 11, 6),
            closed_on=date(2014, 1, 31),
            case_number=debt_number(name),
            family_name=debt_canary(name),
            address=f"{debt_canary(name)}gatan 1",
            asked_on=date(2013, 11, 1),
        )
        adviser = staff(Role.DEBT_ADVISER, unit=unit)
        contact = AdviceContactFactory(case=case, note=debt_canary(name), recorded_by=adviser)
        objects = {
            "debt_case": case,
            "advice_contact": contact,
            "appointment": AppointmentFactory(case=case, adviser=adviser, booked_by=adviser),
            "consent": ConsentFactory(case=case, recorded_by=adviser),
        }
        debt = DebtFactory(case=case, creditor=f"{debt_canary(name)} Inkasso")
        DebtAmountFactory(debt=debt, recorded_by=adviser)
        plan = RepaymentPlanFactory(case=case, made_by=adviser)
        part = PlanDebtFactory(plan=plan, debt=debt)
        objects["debt_payment"] = PaymentFactory(part=part, recorded_by=adviser)
        notice = HomeNoticeFactory(
            authority=case.authority, household=household, recorded_by=adviser, name=debt_canary(name)
        )
        objects |= {"debt": debt, "debt_plan": plan, "home_notice": notice}
        restructuring = RestructuringFactory(case=case, made_by=adviser)
        evidence = f"Intyg för {debt_canary(name)}"
        ConditionCheckFactory(restructuring=restructuring, condition="cannot_pay", evidence=evidence)
        RestructuringShareFactory(restructuring=restructuring, debt=debt)
        RestructuringFollowUpFactory(restructuring=restructuring, note=f"Om {debt_canary(name)}")
        NoticeActionFactory(notice=notice, note=f"Om {debt_canary(name)}", done_by=adviser)
        objects["restructuring"] = restructuring
        objects["restructuring_payment"] = RestructuringPaymentFactory(
            restructuring=restructuring, recorded_by=adviser
        )
        if name != "other_unit":  # a referral would bring that household into the adviser's reach
            objects["referral"] = ReferralFactory(household=household, reason="Ekonomi")
        return objects


def debt_canary(place: str) -> str:
    """A name that stands in the debt case of a place and nowhere else."""
    return f"Skuldkanarie{place.replace('_', '').capitalize()}"


def debt_number(place: str) -> str:
    """The number of the debt case of a place."""
    return f"S2013-9{sorted(PLACES).index(place):03d}"
