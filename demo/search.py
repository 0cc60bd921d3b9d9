"""The demo's housing search: queues with fees paid, due or late, and applications for priority."""

from datetime import date, time, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from accounts.models import Authority, User
from cases.actions.landlords import add_landlord, check_landlord, log_landlord_contact
from cases.actions.leads import LeadInput, advance_lead, end_lead, give_lead
from cases.actions.moves import move_in, record_survey, settle_task
from cases.actions.priority import answer_priority, apply_for_priority
from cases.actions.queues import pay_queue_fee, register_queue
from cases.actions.vacancies import VacancyInput, add_vacancies, end_vacancy
from cases.enums import HomeContract
from cases.models import Home, HomeTask, Household, Landlord, Lead, PriorityApplication, QueueFee, Vacancy
from cases.queue_state import last_day_for
from cases.queue_terms import STOCKHOLM
from cases.search_enums import (
    CheckResult,
    CheckSource,
    LandlordContactKind,
    LandlordKind,
    LeadOutcome,
    LeadReason,
    LeadStep,
    PriorityGround,
    PriorityResult,
    TaskState,
    VacancyEnd,
    VacancySource,
)
from core.periods import add_months

OTHER_QUEUES = (("Sigtunahem", "Sigtuna"), ("Mimer", "Västerås"), ("Kfast", "Eskilstuna"))
A_YEAR = 12
# Fictional landlords: name, municipality, kind, own income, income support, references, times the rent.
LANDLORDS = (
    ("Mälarhem", "Västerås", LandlordKind.PUBLIC, False, True, True, None),
    ("Fristadsbostäder", "Eskilstuna", LandlordKind.PUBLIC, False, True, None, None),
    ("Djulö Fastigheter", "Katrineholm", LandlordKind.PRIVATE, True, False, True, Decimal("3")),
    ("Motala ström Bostad", "Norrköping", LandlordKind.PRIVATE, True, None, True, Decimal("2.5")),
    ("Tallbacken Förvaltning", "Stockholm", LandlordKind.PRIVATE, True, False, True, Decimal("3")),
    ("Åsa Bergvall", "Sala", LandlordKind.PERSON, None, None, None, None),
)
STREETS = ("Storgatan", "Skolgatan", "Ringvägen", "Parkgatan", "Kyrkogatan", "Bangatan", "Ängsvägen")
CONTACTS = (
    "Ringde om lediga lägenheter. Två treor blir lediga i vår.",
    "De vill ha referenser från tidigare hyresvärd, men godtar ett intyg från oss.",
    "Kontaktpersonen är på semester, ring igen nästa vecka.",
)


class HousingSearch:
    """What is done for the search on a day. Its random is its own, so that it changes nothing else."""

    def __init__(self, board: Authority, staff: dict[str, User], day: date) -> None:
        self.board, self.staff, self.day = board, staff, day
        self.random = Random(day.toordinal() + 4)  # noqa: S311 - fictional data, the same each time

    def friday(self) -> None:
        """Whoever came some days ago is in a queue by now, most of them; fees are paid."""
        for household in self._fresh():
            if self.random.random() < 0.6:
                self._queue_up(household)
            if self.random.random() < 0.1 and not household.priority_applications.exists():
                self._apply_for_priority(household)
        self._pay_fees()
        self._landlords()
        self._leads_go_on()
        self._moves()
        self._vacancies()
        self._give_leads()

    def _key(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def _landlords(self) -> None:
        """The list is made the first time; then one of them is called or looked up each week."""
        by = self.staff["jonas"]
        there = list(Landlord.objects.filter(authority=self.board).order_by("pk"))
        if not there:
            for name, municipality, kind, income, support, references, times in LANDLORDS:
                add_landlord(
                    authority=self.board,
                    name=name,
                    municipality=municipality,
                    kind=kind,
                    requires_own_income=income,
                    accepts_income_support=support,
                    requires_references=references,
                    income_times_rent=times,
                    by=by,
                )
            return
        landlord = self.random.choice(there)
        log_landlord_contact(
            landlord=landlord,
            on_day=self.day,
            kind=self.random.choice(LandlordContactKind.values),
            note=self.random.choice(CONTACTS),
            by=by,
            client_key=self._key(),
        )
        if not landlord.checks.exists():
            check_landlord(
                landlord=landlord,
                checked_on=self.day,
                source=self.random.choice((CheckSource.HEM_HYRA, CheckSource.COMPANY_REGISTER)),
                result=CheckResult.NOTHING,
                by=by,
                client_key=self._key(),
            )

    def _vacancies(self) -> None:
        """Some homes are found; the oldest ones are taken by others."""
        landlords = list(Landlord.objects.filter(authority=self.board).order_by("pk"))
        rows = []
        for _ in range(self.random.randint(1, 3)):
            landlord, rooms = self.random.choice(landlords), self.random.choice((1, 2, 2, 3, 3, 4))
            rows.append(
                VacancyInput(
                    address=f"{self.random.choice(STREETS)} {self.random.randint(1, 60)}",
                    municipality=landlord.municipality,
                    rooms=Decimal(rooms),
                    area_m2=18 + 20 * rooms + self.random.randint(0, 9),
                    rent_sek=Decimal(2900 + 1350 * rooms + 50 * self.random.randint(0, 12)),
                    available_from=self.day + timedelta(days=self.random.randint(20, 80)),
                    apply_by=self.day + timedelta(days=self.random.randint(7, 30)),
                    landlord=landlord,
                    source=self.random.choice(VacancySource.values[:3]),
                )
            )
        add_vacancies(authority=self.board, rows=rows, by=self.staff["maria"])
        late = Vacancy.objects.filter(authority=self.board, apply_by__lt=self.day).open()
        for home in late.order_by("apply_by", "pk"):
            end_vacancy(
                vacancy=home,
                reason=self.random.choice((VacancyEnd.TAKEN, VacancyEnd.EXPIRED)),
                ended_on=self.day,
                by=self.staff["maria"],
            )

    def _give_leads(self) -> None:
        """Some of those in a queue get the details of a home that is to let."""
        homes = list(Vacancy.objects.filter(authority=self.board).open().order_by("pk"))
        seeking = Household.objects.filter(
            authority=self.board, reference=None, closed_on=None, homes=None, queues__ended_on=None
        )
        for household in seeking.distinct().order_by("pk"):
            if homes and self.random.random() < 0.12:
                home = self.random.choice(homes)
                by = self.staff[self.random.choice(("maria", "jonas"))]
                give_lead(household=household, home=LeadInput(vacancy=home), by=by)

    def _leads_go_on(self) -> None:
        """Each week a lead comes a step further, waits, or comes to nothing."""
        open_ones = Lead.objects.filter(authority=self.board).going_on().select_related("household")
        for lead in open_ones.order_by("pk"):
            by, chance = self.staff[self.random.choice(("maria", "jonas"))], self.random.random()
            if chance < 0.25:
                self._comes_to_nothing(lead, by)
            elif chance < 0.8 and lead.next_step is not None:
                self._a_step_on(lead, by)

    def _moves(self) -> None:
        """Signed leases become homes; the checklist is ticked week by week, and some are asked how it is."""
        signed = Lead.objects.filter(authority=self.board, outcome=LeadOutcome.SIGNED, home=None)
        for lead in signed.select_related("household", "landlord").order_by("pk"):
            if lead.household.homes.exists():
                continue
            move_in(
                household=lead.household,
                moved_in_on=self.day,
                contract=HomeContract.FIRST_HAND,
                municipality=lead.municipality,
                address="" if lead.household.is_protected else lead.title,
                landlord=lead.landlord,
                lead=lead,
                by=self.staff["maria"],
            )
        tasks = HomeTask.objects.filter(home__authority=self.board, state=TaskState.TO_DO)
        for task in tasks.select_related("home__household").order_by("pk"):
            chance = self.random.random()
            if chance < 0.35:
                state = TaskState.NOT_NEEDED if chance < 0.06 else TaskState.DONE
                settle_task(task=task, state=state, by=self.staff["maria"])
        asked = Home.objects.filter(
            authority=self.board, surveys=None, moved_in_on__lte=self.day - timedelta(days=28)
        )
        for home in asked.exclude(tasks=None).select_related("household").order_by("pk"):
            if self.random.random() < 0.3:
                record_survey(
                    home=home,
                    asked_on=self.day,
                    by=self.staff["jonas"],
                    client_key=self._key(),
                    lives_there=True,
                    satisfaction=self.random.choice((3, 4, 4, 5, 5)),
                    has_own_income=self.random.random() < 0.6,
                    moves=0,
                    school_changes=0,
                    good="Det är lugnt, och barnen har egna rum.",
                    bad=self.random.choice(("", "Långt till släkten.", "Svårt att hitta arbete här.")),
                )

    def _comes_to_nothing(self, lead: Lead, by: User) -> None:
        ends = (
            (LeadOutcome.DECLINED, LeadReason.RENT),
            (LeadOutcome.DECLINED, LeadReason.PLACE),
            (LeadOutcome.REFUSED, LeadReason.ANOTHER_TENANT),
            (LeadOutcome.REFUSED, LeadReason.INCOME),
        )
        outcome, reason = self.random.choice(ends)
        end_lead(lead=lead, outcome=outcome, reason=reason, by=by)

    def _a_step_on(self, lead: Lead, by: User) -> None:
        step = lead.next_step
        assert step is not None  # the caller asked
        more: dict[str, object] = {}
        if step == LeadStep.VIEWING:
            more = {
                "viewing_on": self.day + timedelta(days=self.random.randint(2, 9)),
                "viewing_at": time(self.random.randint(12, 17), 30),
            }
        if step == LeadStep.SIGNED:
            adults = [one for one in lead.household.members_on(self.day) if not one.is_child_on(self.day)]
            if not adults:
                return
            taken = Lead.objects.filter(vacancy=lead.vacancy_id, outcome=LeadOutcome.SIGNED)
            if lead.vacancy_id is not None and taken.exists():
                end_lead(lead=lead, outcome=LeadOutcome.REFUSED, reason=LeadReason.ANOTHER_TENANT, by=by)
                return
            more = {"signed_by": adults[0].person}
        advance_lead(lead=lead, step=step, by=by, **more)  # type: ignore[arg-type]  # by the step

    def _fresh(self) -> list[Household]:
        households = Household.objects.filter(
            authority=self.board, reference=None, closed_on=None, queues=None, homes=None
        )
        return list(households.filter(opened_on__lte=self.day - timedelta(days=4)).order_by("pk"))

    def _queue_up(self, household: Household) -> None:
        """Some have stood in the city's queue for years, some register now; many have let a fee lie."""
        applicant = next(iter(household.members_on(self.day)), None)
        person = applicant.person if applicant else None
        years = self.random.randint(0, 6)
        registered_on = self.day - timedelta(days=365 * years + self.random.randint(0, 300))
        due_on = add_months(registered_on, A_YEAR * (years + 1))
        is_late = years and self.random.random() < 0.3
        register_queue(
            household=household,
            by=self.staff["maria"],
            agency=STOCKHOLM.agency,
            person=person,
            registered_on=registered_on,
            fee_due_on=add_months(due_on, -A_YEAR) if is_late else due_on,
        )
        if self.random.random() < 0.5:
            agency, municipality = self.random.choice(OTHER_QUEUES)
            register_queue(
                household=household,
                by=self.staff["maria"],
                agency=agency,
                municipality=municipality,
                person=person,
                registered_on=self.day,
            )

    def _pay_fees(self) -> None:
        due = QueueFee.objects.filter(queue__authority=self.board, queue__ended_on=None, paid_on=None)
        due = due.filter(queue__household__reference=None, due_on__lte=self.day)
        for fee in due.select_related("queue__household").order_by("due_on", "pk"):
            last_day = last_day_for(fee, fee.queue)
            if self.random.random() < 0.25 and (last_day is None or self.day <= last_day):
                pay_queue_fee(fee=fee, paid_on=self.day, by=self.staff["maria"])

    def _apply_for_priority(self, household: Household) -> None:
        """A few apply; older applications are answered, most of them by a no."""
        apply_for_priority(
            household=household,
            agency=STOCKHOLM.agency,
            applied_on=self.day,
            ground=self.random.choice(PriorityGround.values[:3]),
            by=self.staff["jonas"],
        )
        waiting = PriorityApplication.objects.filter(
            authority=self.board,
            result=PriorityResult.WAITING,
            applied_on__lt=self.day - timedelta(days=30),
        )
        for application in waiting.select_related("household").order_by("pk"):
            granted = self.random.random() < 0.2
            answer_priority(
                application=application,
                result=PriorityResult.GRANTED if granted else PriorityResult.REJECTED,
                result_on=self.day,
                by=self.staff["jonas"],
            )
