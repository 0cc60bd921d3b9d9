"""A form sent twice, two boards, a name in a title: what a second look found."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases import actions
from cases.actions import MemberInput
from cases.enums import MemberRole, Protection
from cases.errors import ActionRefused
from cases.models import Household, Transfer
from cases.views import transfers
from core.clock import today
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdUnitFactory, TransferFactory, family

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> User:
    return staff(Role.PROJECT_WORKER)


@pytest.fixture
def household(worker: User) -> Household:
    return family(
        date(2015, 3, 1),
        authority=worker.authority,
        given_name="Kvittra",
        family_name="Kanariefågel",
        project_worker=worker,
    )


def test_a_member_form_sent_twice_makes_one_member(
    client: Client, worker: User, household: Household
) -> None:
    client.force_login(worker)
    sent = {"given_name": " Nyfödd ", "family_name": "Berg", "born_on": "2020-01-05", "role": "child"}
    for _ in range(2):
        assert client.post(reverse("cases:member_add", args=[household.pk]), sent).status_code == 302
    assert household.members.filter(person__given_name="Nyfödd").count() == 1
    twin = MemberInput(given_name="Tvilling", born_on=date(2020, 1, 5), role=MemberRole.CHILD)
    actions.add_member(household=household, member=twin, by=worker)
    assert household.members.filter(person__born_on=date(2020, 1, 5)).count() == 2


def test_no_page_of_a_household_has_a_name_in_its_title(
    client: Client, worker: User, household: Household
) -> None:
    client.force_login(worker)
    child = household.members.get(role=MemberRole.CHILD)
    for page, arguments in (
        ("household_detail", []),
        ("member_change", [child.pk]),
        ("member_leave", [child.pk]),
        ("member_add", []),
        ("split", []),
        ("protection", []),
    ):
        html = client.get(reverse(f"cases:{page}", args=[household.pk, *arguments])).content.decode()
        assert "Kanariefågel" in html
        title = html.partition("<title>")[2].partition("</title>")[0]
        assert title
        assert "Kanariefågel" not in title, page
        assert child.person.given_name not in title, page


def test_whoever_is_named_on_the_one_is_named_on_the_joined(worker: User, household: Household) -> None:
    colleague = staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit)
    target = family(authority=worker.authority)
    actions.set_protection(household=household, protection=Protection.MARKED, by=worker)
    actions.name_staff(household=household, user=colleague, by=worker, first_day=today())
    Household.objects.filter(pk=household.pk).update(project_worker=None)
    household.refresh_from_db()
    joined = actions.join_households(source=household, target=target, on_day=today(), by=colleague)
    assert joined.is_protected
    assert Household.objects.visible_to(colleague).filter(pk=joined.pk).exists()
    assert not Household.objects.visible_to(worker).filter(pk=joined.pk).exists()


def test_a_second_click_on_withdraw_is_no_fault(
    client: Client, household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = household.project_worker.memberships.get().unit
    HouseholdUnitFactory(household=household, unit=unit)
    transfer = TransferFactory(household=household, to_authority=UnitFactory().authority)
    client.force_login(staff(Role.UNIT_MANAGER, unit=unit))

    def settled_meanwhile(**_: object) -> Transfer:
        raise ActionRefused("Överlämningen är redan avgjord.")

    monkeypatch.setattr(transfers, "withdraw_transfer", settled_meanwhile)
    answer = client.post(reverse("cases:transfer_withdraw", args=[transfer.pk]))
    assert answer.status_code == 302


def test_the_log_tells_no_number_of_another_boards_household(client: Client, household: Household) -> None:
    receiver = staff(Role.UNIT_MANAGER, unit=UnitFactory())
    transfer = TransferFactory(
        household=household,
        to_authority=receiver.authority,
        content={"people": [{"given_name": "A", "family_name": "B", "born_on": None, "role": "adult"}]},
    )
    client.force_login(receiver)
    assert client.get(reverse("cases:transfer_receive", args=[transfer.pk])).status_code == 200
    client.force_login(staff(Role.LOG_REVIEWER, unit=receiver.memberships.get().unit))
    page = client.get(reverse("cases:log_review")).content.decode()
    assert receiver.full_name in page
    assert household.case_number not in page
