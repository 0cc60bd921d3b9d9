"""What is done to a registered household: members, situation, split, join, units, access, transfer."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import User
from cases import actions
from cases.actions import MemberInput, TransferContent
from cases.enums import AccessKind, IdentityKind, MemberRole, Protection
from cases.errors import ActionRefused
from cases.models import Household, HouseholdLink, HouseholdMember, NamedAccess, Transfer
from core.clock import today
from core.models import AuditEvent
from tests.factories.accounts import AuthorityFactory, UnitFactory, UserFactory, staff
from tests.factories.cases import HouseholdUnitFactory, family

pytestmark = pytest.mark.django_db
DAY = date(2013, 12, 9)
CHILD_BORN = date(2004, 2, 29)


@pytest.fixture
def worker() -> User:
    return staff(Role.PROJECT_WORKER)


@pytest.fixture
def household(worker: User) -> Household:
    return family(CHILD_BORN, date(2008, 6, 1), authority=worker.authority, project_worker=worker)


def members(household: Household, day: date) -> list[HouseholdMember]:
    return list(household.members.in_household_on(day).order_by("pk"))


def logged() -> list[str]:
    return list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))


def refused(field: str | None = None, **call: Any) -> None:
    """The action raises, at that field, and leaves no line in the audit log."""
    act = call.pop("act")
    before = AuditEvent.objects.count()
    with pytest.raises(ActionRefused) as raised:
        act(**call)
    if field is not None:
        assert raised.value.field == field
    assert AuditEvent.objects.count() == before


def test_set_situation_same_day_is_corrected_and_unchanged_makes_no_row(
    worker: User, household: Household
) -> None:
    for situation, day in ((4, DAY), (4, DAY + timedelta(days=9)), (1, DAY), (1, DAY + timedelta(days=30))):
        actions.set_situation(household=household, situation=situation, valid_from=day, by=worker)
    assert list(household.situations.values_list("situation", "valid_from")) == [(1, DAY)]
    actions.set_situation(household=household, situation=3, valid_from=DAY + timedelta(days=1), by=worker)
    assert household.situations.count() == 2
    assert [code for code in logged() if code != "follow_up.series_planned"] == ["situation.set"] * 3


@pytest.mark.parametrize(
    ("situation", "day", "field"),
    [(6, DAY, "situation"), (0, DAY, "situation"), (4, date(2999, 1, 1), "valid_from")],
)
def test_set_situation_refuses(
    worker: User, household: Household, situation: int, day: date, field: str
) -> None:
    refused(
        field,
        act=actions.set_situation,
        household=household,
        situation=situation,
        valid_from=day,
        by=worker,
    )


def test_add_member_born_into_the_household(worker: User, household: Household) -> None:
    born = date(2013, 11, 30)
    baby = MemberInput(given_name="Nour", born_on=born, role=MemberRole.CHILD, joined_on=born)
    added = actions.add_member(household=household, member=baby, by=worker)
    assert not added.belongs_on(born - timedelta(days=1))
    assert added.is_child_on(born)
    assert logged() == ["member.added"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (MemberInput(), "given_name"),
        (MemberInput(given_name="A", born_on=date(2999, 1, 1)), "born_on"),
        (MemberInput(given_name="A", role=MemberRole.APPLICANT), "role"),
        (MemberInput(given_name="A", identity_kind=IdentityKind.PERSONAL), "identity_number"),
        (MemberInput(given_name="A", joined_on=DAY, left_on=DAY - timedelta(days=1)), "left_on"),
    ],
)
def test_add_member_refuses(worker: User, household: Household, given: MemberInput, field: str) -> None:
    refused(field, act=actions.add_member, household=household, member=given, by=worker)
    assert household.members.count() == 3


def test_change_person_is_logged_by_field_and_never_by_value(worker: User, household: Household) -> None:
    applicant = household.members.get(role=MemberRole.APPLICANT)
    details = MemberInput("Amira", "Ek", date(1980, 5, 17), role=MemberRole.APPLICANT)
    changed = actions.change_person(member=applicant, details=details, by=worker)
    assert changed.person.family_key == "ek"
    event = AuditEvent.objects.get()
    assert event.details == {"person": changed.person_id, "fields": ["family_name"]}
    actions.change_person(member=applicant, details=details, by=worker)
    assert AuditEvent.objects.count() == 1


def test_end_membership_day_is_the_first_outside(worker: User, household: Household) -> None:
    child = household.members.filter(role=MemberRole.CHILD).first()
    assert child is not None
    actions.end_membership(member=child, left_on=DAY, by=worker)
    assert len(members(household, DAY - timedelta(days=1))) == 3
    assert len(members(household, DAY)) == 2
    refused("left_on", act=actions.end_membership, member=child, left_on=DAY, by=worker)


def test_end_membership_applicant_leaves_and_oldest_adult_takes_the_place(
    worker: User, household: Household
) -> None:
    adult = MemberInput("Jonas", "Ek", born_on=date(1990, 1, 1), role=MemberRole.ADULT)
    other = actions.add_member(household=household, member=adult, by=worker)
    applicant = household.members.get(role=MemberRole.APPLICANT)
    actions.end_membership(member=applicant, left_on=DAY, by=worker)
    other.refresh_from_db()
    assert other.role == MemberRole.APPLICANT


def test_end_membership_refuses_the_last_one(worker: User) -> None:
    alone = family(authority=worker.authority)
    refused("left_on", act=actions.end_membership, member=alone.members.get(), left_on=DAY, by=worker)


def test_split_household(worker: User, household: Household) -> None:
    link = HouseholdUnitFactory(household=household)
    actions.set_situation(household=household, situation=4, valid_from=date(2013, 9, 1), by=worker)
    leaving = members(household, DAY)[1:2]
    made = actions.split_household(household=household, people=leaving, on_day=DAY, by=worker)
    assert made.case_number == "2013-0001"
    assert made.opened_on == DAY
    assert [row.person_id for row in members(made, DAY)] == [leaving[0].person_id]
    assert made.members.get().role == MemberRole.APPLICANT
    assert leaving[0].person_id not in [row.person_id for row in members(household, DAY)]
    # The day before, everybody still belonged to the first one, and no day to both.
    day_before = DAY - timedelta(days=1)
    assert len(members(household, day_before)) == 3
    assert members(made, day_before) == []
    assert made.unit_links.get().unit == link.unit
    assert made.situations.get().situation == 4
    assert made.project_worker == worker
    assert HouseholdLink.objects.get().target == made
    assert logged().count("household.split") == 2


@pytest.mark.parametrize(
    ("chosen", "day", "field"),
    [
        (slice(0, 0), DAY, "people"),
        (slice(None), DAY, "people"),
        (slice(1, 2), date(2013, 8, 18), "on_day"),
        (slice(1, 2), date(2999, 1, 1), "on_day"),
    ],
)
def test_split_household_refuses(
    worker: User, household: Household, chosen: slice, day: date, field: str
) -> None:
    people = members(household, DAY)[chosen]
    refused(field, act=actions.split_household, household=household, people=people, on_day=day, by=worker)
    assert Household.objects.count() == 1


def test_split_household_refuses_somebody_elses_member(worker: User, household: Household) -> None:
    stranger = family(authority=worker.authority).members.get()
    refused(
        "people",
        act=actions.split_household,
        household=household,
        people=[stranger],
        on_day=DAY,
        by=worker,
    )


def test_split_household_keeps_the_protection(worker: User, household: Household) -> None:
    actions.set_protection(household=household, protection=Protection.MARKED, by=worker)
    other = staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit)
    actions.name_staff(household=household, user=other, by=worker, first_day=date(2013, 9, 1))
    made = actions.split_household(
        household=household, people=members(household, DAY)[1:2], on_day=DAY, by=worker
    )
    assert made.protected_identity == Protection.MARKED
    assert Household.objects.visible_to(other).filter(pk=made.pk).exists()


def test_join_households(worker: User, household: Household) -> None:
    partner = family(authority=worker.authority, given_name="Jonas", family_name="Ek")
    HouseholdUnitFactory(household=partner)
    partner.protected_identity, partner.project_worker = Protection.MARKED, worker
    partner.save()
    actions.join_households(source=partner, target=household, on_day=DAY, by=worker)
    partner.refresh_from_db()
    household.refresh_from_db()
    assert partner.closed_on == DAY
    assert members(partner, DAY) == []
    assert len(members(household, DAY)) == 4
    assert household.members.in_household_on(DAY).filter(role=MemberRole.APPLICANT).count() == 1
    assert household.unit_links.count() == 1
    assert household.protected_identity == Protection.MARKED


def test_join_households_refuses(worker: User, household: Household) -> None:
    closed = family(authority=worker.authority, closed_on=date(2013, 12, 1))
    elsewhere = family()
    open_one = family(authority=worker.authority)
    for source, day in ((household, DAY), (closed, DAY), (elsewhere, DAY), (open_one, date(2013, 8, 1))):
        refused(act=actions.join_households, source=source, target=household, on_day=day, by=worker)


def test_close_and_reopen(worker: User, household: Household) -> None:
    actions.close_household(household=household, closed_on=household.opened_on, by=worker)
    refused(act=actions.close_household, household=household, closed_on=DAY, by=worker)
    actions.reopen_household(household=household, by=worker)
    refused(act=actions.reopen_household, household=household, by=worker)
    early = household.opened_on - timedelta(days=1)
    refused("closed_on", act=actions.close_household, household=household, closed_on=early, by=worker)
    assert logged() == ["household.closed", "household.reopened"]


def test_change_household_logs_fields_and_nothing_when_unchanged(worker: User, household: Household) -> None:
    actions.change_household(household=household, by=worker, interpreter_language="dari")
    actions.change_household(household=household, by=worker, interpreter_language="dari")
    assert AuditEvent.objects.get().details == {"fields": ["interpreter_language"]}
    refused(
        "caseworker", act=actions.change_household, household=household, by=worker, caseworker=UserFactory()
    )
    with pytest.raises(TypeError):
        actions.change_household(household=household, by=worker, case_number="1")


def test_units_begin_and_end(worker: User, household: Household) -> None:
    unit = UnitFactory(authority=worker.authority)
    link = actions.add_unit(household=household, unit=unit, first_day=DAY, by=worker)
    refused("unit", act=actions.add_unit, household=household, unit=unit, first_day=DAY, by=worker)
    refused("unit", act=actions.add_unit, household=household, unit=UnitFactory(), first_day=DAY, by=worker)
    early = DAY - timedelta(days=1)
    refused("last_day", act=actions.end_unit, link=link, last_day=early, by=worker)
    actions.end_unit(link=link, last_day=DAY, by=worker)
    next_day = DAY + timedelta(days=1)
    actions.add_unit(household=household, unit=unit, first_day=next_day, by=worker)
    assert (
        household.unit_links.active_on(DAY).count() == household.unit_links.active_on(next_day).count() == 1
    )


def test_name_staff_only_those_who_work_with_households(worker: User, household: Household) -> None:
    own_unit = worker.memberships.get().unit
    for nobody in (UserFactory(authority=worker.authority), staff(Role.PROJECT_WORKER)):
        refused(
            "user", act=actions.name_staff, household=household, user=nobody, by=worker, first_day=today()
        )
    colleague = staff(Role.CASEWORKER, unit=own_unit)
    access = actions.name_staff(household=household, user=colleague, by=worker, first_day=today())
    refused("user", act=actions.name_staff, household=household, user=colleague, by=worker, first_day=today())
    actions.set_protection(household=household, protection=Protection.MARKED, by=worker)
    Household.objects.update(project_worker=None)
    refused("last_day", act=actions.end_named_access, access=access, last_day=today(), by=worker)


def test_emergency_access_lasts_through_tomorrow_and_is_logged(worker: User, household: Household) -> None:
    colleague = staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit)
    actions.set_protection(household=household, protection=Protection.MARKED, by=worker)
    assert not Household.objects.visible_to(colleague).exists()
    actions.open_emergency_access(
        user=colleague, case_number=household.case_number, reason="Barnet behöver skydd i natt"
    )
    assert Household.objects.visible_to(colleague).get() == household
    access = NamedAccess.objects.get(kind=AccessKind.BREAK_GLASS)
    assert access.last_day == today() + timedelta(days=1)
    assert logged()[-1] == "access.break_glass"
    assert "skydd" not in str(AuditEvent.objects.last().details)


def test_emergency_access_unknown_and_out_of_reach_answer_the_same(
    worker: User, household: Household
) -> None:
    words = set()
    caseworker = staff(Role.CASEWORKER, unit=worker.memberships.get().unit)
    stranger = staff(Role.PROJECT_WORKER)
    for user, number in (
        (caseworker, household.case_number),
        (stranger, household.case_number),
        (worker, "2013-9999"),
    ):
        with pytest.raises(ActionRefused) as raised:
            actions.open_emergency_access(user=user, case_number=number, reason="Barnet behöver skydd")
        words.add((str(raised.value), raised.value.field))
    assert len(words) == 1
    refused("reason", act=actions.open_emergency_access, user=worker, case_number="x", reason=" kort ")
    # One who reaches it anyway is given nothing more.
    actions.open_emergency_access(user=worker, case_number=household.case_number, reason="Barnet behöver")
    assert not NamedAccess.objects.exists()


def offer(worker: User, household: Household, **changes: Any) -> Transfer:
    given: dict[str, Any] = {
        "household": household,
        "to_authority": AuthorityFactory(),
        "legal_basis": "29 kap. 10 § SoL",
        "reason": "Flyttat",
        "content": TransferContent(people=members(household, DAY)[:2], message="Ring mig"),
        "by": worker,
    }
    return actions.offer_transfer(**{**given, **changes})


def test_transfer_crosses_the_line_with_what_was_chosen_and_no_more(
    worker: User, household: Household
) -> None:
    household.interpreter_language = "dari"
    household.save()
    transfer = offer(worker, household)
    assert "interpreter_language" not in transfer.content
    receiver = staff(Role.UNIT_MANAGER, unit=UnitFactory(authority=transfer.to_authority))
    unit = receiver.memberships.get().unit
    received = actions.receive_transfer(transfer=transfer, by=receiver, unit=unit)
    transfer.refresh_from_db()
    assert transfer.content == {}
    assert received.authority == transfer.to_authority
    assert received.members.count() == 2
    assert received.interpreter_language == ""
    assert received.members.get(role=MemberRole.APPLICANT).person.authority == received.authority
    assert not Household.objects.visible_to(receiver).filter(pk=household.pk).exists()
    refused(act=actions.receive_transfer, transfer=transfer, by=receiver)
    refused(act=actions.withdraw_transfer, transfer=transfer, by=worker)


def test_transfer_protection_always_goes_along(worker: User, household: Household) -> None:
    actions.set_protection(household=household, protection=Protection.MARKED, by=worker)
    transfer = offer(worker, household)
    receiver = staff(Role.UNIT_MANAGER, unit=UnitFactory(authority=transfer.to_authority))
    received = actions.receive_transfer(transfer=transfer, by=receiver)
    assert received.protected_identity == Protection.MARKED
    assert Household.objects.visible_to(receiver).get() == received


def test_transfer_refuses(worker: User, household: Household) -> None:
    for changes in (
        {"to_authority": worker.authority},
        {"legal_basis": " "},
        {"reason": ""},
        {"content": TransferContent(people=[])},
        {"content": TransferContent(people=[family().members.get()])},
    ):
        refused(act=offer, worker=worker, household=household, **changes)
    transfer = offer(worker, household)
    refused(act=offer, worker=worker, household=household)
    refused(act=actions.receive_transfer, transfer=transfer, by=worker)
    actions.withdraw_transfer(transfer=transfer, by=worker)
    transfer.refresh_from_db()
    assert transfer.content == {}


def test_another_boards_household_is_never_changed(household: Household) -> None:
    stranger = staff(Role.PROJECT_WORKER)
    one = household.members.first()
    assert one is not None
    calls: list[dict[str, Any]] = [
        {"act": actions.set_situation, "situation": 1, "valid_from": DAY},
        {"act": actions.add_member, "member": MemberInput("A")},
        {"act": actions.change_household, "interpreter_language": "dari"},
        {"act": actions.close_household, "closed_on": DAY},
        {"act": actions.split_household, "people": [one], "on_day": DAY},
        {"act": actions.set_protection, "protection": Protection.MARKED},
        {"act": actions.add_unit, "unit": UnitFactory(), "first_day": DAY},
    ]
    for call in calls:
        refused(household=household, by=stranger, **call)
    refused(act=actions.end_membership, member=one, left_on=DAY, by=stranger)
