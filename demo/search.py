"""The demo's housing search: queues with fees paid, due or late, and applications for priority."""

from datetime import date, timedelta
from random import Random

from accounts.models import Authority, User
from cases.actions.priority import answer_priority, apply_for_priority
from cases.actions.queues import pay_queue_fee, register_queue
from cases.models import Household, PriorityApplication, QueueFee
from cases.queue_terms import STOCKHOLM
from cases.search_enums import PriorityGround, PriorityResult
from core.periods import add_months

OTHER_QUEUES = (("Sigtunahem", "Sigtuna"), ("Mimer", "Västerås"), ("Kfast", "Eskilstuna"))
A_YEAR = 12


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
            if self.random.random() < 0.25:
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
