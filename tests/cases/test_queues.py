"""Queues: registered, paid, lost; the duties they make; applications for priority."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import User
from cases.actions import priority as priority_actions
from cases.actions import queues as actions
from cases.errors import ActionRefused
from cases.models import Household, HousingQueue, PriorityApplication, QueueFee
from cases.queue_state import LOST, NO_FEE, OVERDUE, PAID, SOON, URGENT, standing_of, standings
from cases.queue_terms import STOCKHOLM
from cases.search_duties import fee_duties, find_fee
from cases.search_enums import PriorityGround, PriorityResult, QueueEnd
from core.clock import set_to
from core.models import AuditEvent
from tests.factories.accounts import staff
from tests.factories.cases import PersonFactory, family
from tests.factories.search import HousingQueueFactory, PriorityApplicationFactory, QueueFeeFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2013, 12, 9)


@pytest.fixture
def worker() -> Iterator[User]:
    with set_to(datetime(2013, 12, 9, 10, 40, tzinfo=ZoneInfo("Europe/Stockholm"))):
        yield staff(Role.PROJECT_WORKER)


@pytest.fixture
def household(worker: User) -> Household:
    return family(date(2008, 1, 1), authority=worker.authority, project_worker=worker)


def register(household: Household, by: User, **given: Any) -> HousingQueue:
    facts = {"agency": "Sigtunahem", "registered_on": date(2012, 3, 5)} | given
    return actions.register_queue(household=household, by=by, **facts)


def events(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


def test_known_terms_fill_in_what_is_left_empty(household: Household, worker: User) -> None:
    queue = register(household, worker, agency="bostadsförmedlingen  i stockholm")
    assert (queue.agency, queue.municipality) == (STOCKHOLM.agency, "Stockholm")
    assert (queue.fee_sek, queue.grace_months) == (Decimal(200), 6)
    assert queue.fees.get().due_on == date(2014, 3, 5)  # the next anniversary
    assert AuditEvent.objects.get(action="queue.registered").details == {"fee_due_on": "2014-03-05"}


@pytest.mark.parametrize(
    ("registered_on", "due_on"),
    [
        (date(2013, 12, 9), date(2014, 12, 9)),
        (date(2012, 12, 9), date(2013, 12, 9)),
        (date(2012, 12, 8), date(2014, 12, 8)),
        (date(2012, 2, 29), date(2014, 2, 28)),
    ],
)
def test_the_fee_falls_due_on_the_next_anniversary(
    household: Household, worker: User, registered_on: date, due_on: date
) -> None:
    queue = register(household, worker, agency=STOCKHOLM.agency, registered_on=registered_on)
    assert queue.fees.get().due_on == due_on


def test_what_is_given_goes_before_the_terms(household: Household, worker: User) -> None:
    queue = register(
        household,
        worker,
        agency=STOCKHOLM.agency,
        fee_sek=Decimal(250),
        grace_months=3,
        fee_due_on=date(2014, 1, 15),
        fee_paid_on=date(2013, 1, 20),
    )
    assert (queue.fee_sek, queue.grace_months) == (Decimal(250), 3)
    assert [(fee.due_on, fee.paid_on) for fee in queue.fees.order_by("due_on")] == [
        (date(2013, 1, 15), date(2013, 1, 20)),
        (date(2014, 1, 15), None),
    ]


def test_other_queues_have_no_fee_unless_one_is_written(household: Household, worker: User) -> None:
    assert not register(household, worker).fees.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"registered_on": date(2013, 12, 10)}, "registered_on"),
        ({"fee_paid_on": date(2013, 12, 10)}, "fee_paid_on"),
    ],
)
def test_a_day_ahead_is_refused_and_nothing_written(
    household: Household, worker: User, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(ActionRefused) as refused:
        register(household, worker, **given)
    assert refused.value.field == field
    assert (HousingQueue.objects.count(), events("queue.registered")) == (0, 0)


def test_the_same_queue_twice_is_refused_but_not_for_another_person(
    household: Household, worker: User
) -> None:
    first, second = (member.person for member in household.members.order_by("pk"))
    register(household, worker, person=first)
    with pytest.raises(ActionRefused, match="redan"):
        register(household, worker, person=first, agency="SIGTUNAHEM")
    register(household, worker, person=second)
    with pytest.raises(ActionRefused) as refused:
        register(household, worker, person=PersonFactory(authority=household.authority))
    assert refused.value.field == "person"
    assert HousingQueue.objects.count() == 2


def test_another_boards_household_is_refused(worker: User) -> None:
    with pytest.raises(ActionRefused):
        register(family(), worker)


def test_a_paid_fee_makes_the_next_one_a_year_later_and_is_undone(household: Household, worker: User) -> None:
    fee = QueueFeeFactory(queue__household=household, due_on=date(2012, 2, 29))
    for _ in range(2):  # pressed twice
        actions.pay_queue_fee(fee=fee, paid_on=date(2012, 3, 5), by=worker)
    assert list(fee.queue.fees.order_by("due_on").values_list("due_on", "paid_on")) == [
        (date(2012, 2, 29), date(2012, 3, 5)),
        (date(2013, 2, 28), None),
    ]
    assert events("queue.fee_paid") == 1
    for _ in range(2):
        actions.unpay_queue_fee(fee=fee, by=worker)
    assert list(fee.queue.fees.values_list("due_on", "paid_on")) == [(date(2012, 2, 29), None)]
    assert events("queue.fee_unpaid") == 1


def test_paying_is_undone_from_the_latest_on(household: Household, worker: User) -> None:
    fee = QueueFeeFactory(queue__household=household)
    actions.pay_queue_fee(fee=fee, paid_on=MONDAY, by=worker)
    later = fee.queue.fees.get(paid_on=None)
    actions.pay_queue_fee(fee=later, paid_on=MONDAY, by=worker)
    with pytest.raises(ActionRefused, match="senare"):
        actions.unpay_queue_fee(fee=fee, by=worker)
    actions.unpay_queue_fee(fee=later, by=worker)
    actions.unpay_queue_fee(fee=fee, by=worker)
    assert fee.queue.fees.count() == 1


def test_a_fee_is_not_paid_ahead_nor_in_an_ended_queue(household: Household, worker: User) -> None:
    fee = QueueFeeFactory(queue__household=household)
    with pytest.raises(ActionRefused):
        actions.pay_queue_fee(fee=fee, paid_on=date(2013, 12, 10), by=worker)
    actions.end_queue(queue=fee.queue, ended_on=MONDAY, reason=QueueEnd.LEFT, by=worker)
    with pytest.raises(ActionRefused, match="avslutad"):
        actions.pay_queue_fee(fee=fee, paid_on=MONDAY, by=worker)
    with pytest.raises(ActionRefused, match="avslutad"):
        actions.change_queue(queue=fee.queue, by=worker, note="Sen")
    assert QueueFee.objects.get().paid_on is None


def test_ending_and_taking_up_again(household: Household, worker: User) -> None:
    queue = HousingQueueFactory(household=household)
    for bad in (date(2013, 12, 10), date(2012, 5, 31)):
        with pytest.raises(ActionRefused):
            actions.end_queue(queue=queue, ended_on=bad, reason=QueueEnd.LEFT, by=worker)
    actions.end_queue(queue=queue, ended_on=MONDAY, reason=QueueEnd.LAPSED, by=worker)
    with pytest.raises(ActionRefused, match="avslutad"):
        actions.end_queue(queue=queue, ended_on=MONDAY, reason=QueueEnd.LEFT, by=worker)
    again = register(household, worker, agency=queue.agency)
    with pytest.raises(ActionRefused, match="redan"):
        actions.resume_queue(queue=queue, by=worker)
    actions.end_queue(queue=again, ended_on=MONDAY, reason=QueueEnd.MISTAKE, by=worker)
    assert actions.resume_queue(queue=queue, by=worker).ended_on is None
    assert actions.resume_queue(queue=queue, by=worker).end_reason == ""
    assert (events("queue.ended"), events("queue.resumed")) == (2, 1)


def test_changing_tells_which_fields_and_moves_the_fee(household: Household, worker: User) -> None:
    queue = QueueFeeFactory(queue__household=household).queue
    actions.change_queue(queue=queue, by=worker, fee_due_on=date(2014, 2, 1), note="Via nätet")
    assert queue.fees.get().due_on == date(2014, 2, 1)
    assert AuditEvent.objects.get(action="queue.changed").details == {"fields": ["note", "fee_due_on"]}
    actions.change_queue(queue=queue, by=worker, fee_due_on=date(2014, 2, 1), note="Via nätet")
    assert events("queue.changed") == 1
    actions.change_queue(queue=queue, by=worker, fee_due_on=None)
    assert not queue.fees.exists()
    actions.change_queue(queue=queue, by=worker, fee_due_on=date(2014, 3, 1))
    actions.pay_queue_fee(fee=queue.fees.get(), paid_on=MONDAY, by=worker)
    with pytest.raises(ActionRefused, match="redan betald"):
        actions.change_queue(queue=queue, by=worker, fee_due_on=date(2014, 3, 1))
    with pytest.raises(ActionRefused):
        actions.change_queue(queue=queue, by=worker, registered_on=date(2013, 12, 10))
    with pytest.raises(TypeError):
        actions.change_queue(queue=queue, by=worker, agency="Annan")


def test_the_database_refuses_two_unpaid_fees_and_an_end_without_reason(household: Household) -> None:
    fee = QueueFeeFactory(queue__household=household)
    with pytest.raises(IntegrityError), transaction.atomic():
        QueueFeeFactory(queue=fee.queue, due_on=date(2015, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        HousingQueue.objects.filter(pk=fee.queue_id).update(ended_on=MONDAY)


@pytest.mark.parametrize(
    ("due_on", "kind"),
    [
        (date(2014, 1, 9), PAID),  # 31 days ahead: not spoken of yet
        (date(2014, 1, 8), SOON),
        (date(2013, 12, 9), SOON),
        (date(2013, 12, 8), OVERDUE),
        (date(2013, 8, 8), OVERDUE),  # lost after 8 February: 61 days
        (date(2013, 8, 7), URGENT),
        (date(2013, 6, 9), URGENT),  # today is the last day
        (date(2013, 6, 8), LOST),
    ],
)
def test_how_a_queue_stands(household: Household, due_on: date, kind: str) -> None:
    fee = QueueFeeFactory(queue__household=household, due_on=due_on)
    standing = standing_of(fee.queue, MONDAY)
    assert standing.kind == kind
    assert standing.counts is (kind != LOST)
    assert standing.is_paid is (kind in (PAID, SOON))
    assert standing.words


def test_without_a_fee_nothing_is_known_and_without_terms_nothing_is_lost(household: Household) -> None:
    bare = HousingQueueFactory(household=household)
    assert standing_of(bare, MONDAY).kind == NO_FEE
    assert standing_of(bare, MONDAY).is_paid is None
    fee = QueueFeeFactory(queue__household=household, queue__grace_months=None, due_on=date(2010, 1, 1))
    late = standing_of(fee.queue, MONDAY)
    assert (late.kind, late.lapses_on) == (OVERDUE, None)
    assert [one.queue for one in standings([bare, fee.queue], MONDAY)] == [fee.queue, bare]


def test_fees_are_duties_of_whoever_is_responsible(household: Household, worker: User) -> None:
    fee = QueueFeeFactory(queue__household=household, due_on=date(2013, 12, 13))
    colleague = staff(Role.PROJECT_WORKER)

    def duties(user: User, until: date = date(2013, 12, 13)) -> list[int]:
        found = fee_duties(user, assigned_to_ids=[user.pk], unit_ids=[], until=until, limit=9)
        return [duty.object_id for duty in found]

    assert duties(worker) == [fee.pk]
    assert duties(worker, date(2013, 12, 12)) == []
    assert duties(colleague) == []
    duty = find_fee(worker, fee.pk)
    assert duty.can_settle
    assert "200" in str(duty.note)
    assert "2014-06-13" in str(duty.note)
    actions.complete_fee(worker, fee.pk)
    assert duties(worker) == []
    actions.reopen_fee(worker, fee.pk)
    assert duties(worker) == [fee.pk]
    Household.objects.filter(pk=household.pk).update(closed_on=MONDAY)
    assert duties(worker) == []


@pytest.mark.parametrize(("paid_on", "is_saved"), [(date(2013, 8, 1), True), (date(2013, 8, 2), False)])
def test_paying_too_late_gives_no_queue_time_back(
    household: Household, worker: User, paid_on: date, is_saved: bool
) -> None:
    fee = QueueFeeFactory(queue__household=household, due_on=date(2013, 2, 1))
    duty = find_fee(worker, fee.pk)
    assert (duty.can_settle, duty.tone) == (False, "bad")
    assert "förlorades efter 2013-08-01" in duty.note
    if is_saved:  # it was paid in time, and is noted late
        actions.pay_queue_fee(fee=fee, paid_on=paid_on, by=worker)
        assert standing_of(HousingQueue.objects.get(), MONDAY).kind != LOST
        return
    with pytest.raises(ActionRefused, match="förlorades") as refused:
        actions.pay_queue_fee(fee=fee, paid_on=paid_on, by=worker)
    assert refused.value.field == "paid_on"
    with pytest.raises(ActionRefused):
        actions.complete_fee(worker, fee.pk)
    assert standing_of(fee.queue, MONDAY).kind == LOST
    assert events("queue.fee_paid") == 0


def test_without_a_rule_a_late_fee_can_be_paid(household: Household, worker: User) -> None:
    fee = QueueFeeFactory(queue__household=household, queue__grace_months=None, due_on=date(2010, 1, 1))
    assert find_fee(worker, fee.pk).can_settle
    assert actions.pay_queue_fee(fee=fee, paid_on=MONDAY, by=worker).paid_on == MONDAY


def apply_for(household: Household, by: User, **given: Any) -> PriorityApplication:
    facts = {"agency": STOCKHOLM.agency, "applied_on": MONDAY, "ground": PriorityGround.SOCIAL} | given
    return priority_actions.apply_for_priority(household=household, by=by, **facts)


def test_priority_is_applied_for_once_and_answered(household: Household, worker: User) -> None:
    made = apply_for(household, worker, note=" Intyg ")
    assert (made.note, made.result) == ("Intyg", PriorityResult.WAITING)
    with pytest.raises(ActionRefused) as refused:
        apply_for(household, worker, agency=STOCKHOLM.agency.upper())
    assert refused.value.field == "agency"
    answer = {"result": PriorityResult.REJECTED, "result_on": MONDAY}
    for _ in range(2):
        row = priority_actions.answer_priority(application=made, by=worker, **answer)
    assert row.result == PriorityResult.REJECTED
    assert (events("priority.applied"), events("priority.answered")) == (1, 1)
    apply_for(household, worker)


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        ({"result": PriorityResult.GRANTED, "result_on": date(2013, 12, 10)}, "result_on"),
        ({"result": PriorityResult.GRANTED, "result_on": date(2013, 11, 3)}, "result_on"),
        ({"result": PriorityResult.WAITING, "result_on": MONDAY}, "result"),
    ],
)
def test_answers_that_cannot_be_are_refused(
    household: Household, worker: User, answer: dict[str, Any], field: str
) -> None:
    row = PriorityApplicationFactory(household=household)
    with pytest.raises(ActionRefused) as refused:
        priority_actions.answer_priority(application=row, by=worker, **answer)
    assert refused.value.field == field
    assert events("priority.answered") == 0


def test_a_day_ahead_is_no_application(household: Household, worker: User) -> None:
    with pytest.raises(ActionRefused):
        apply_for(household, worker, applied_on=date(2013, 12, 10))
    assert not PriorityApplication.objects.exists()
