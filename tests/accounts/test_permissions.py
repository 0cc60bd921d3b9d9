"""Roles: what the file says is what people may do, for as long as the role holds."""

from datetime import date, timedelta

import pytest

from accounts.backends import StaffBackend
from accounts.enums import Role
from accounts.models import User
from accounts.permissions import permissions
from core.clock import today
from core.registries import household_scopes
from tests.factories.accounts import MembershipFactory, UnitFactory, UserFactory, staff

CLIENT_AREAS = ("household", "visit", "booking", "debt_case")
PLAIN_SCOPES = {"authority", "installation"}


@pytest.mark.parametrize("name", permissions())
@pytest.mark.parametrize("role", Role)
@pytest.mark.django_db
def test_a_role_has_what_the_file_gives_it_and_nothing_else(name, role):
    assert staff(role).can(name) == (role in permissions()[name].scopes)


@pytest.mark.parametrize("name", permissions())
def test_every_permission_says_what_it_means_in_both_languages(name):
    permission = permissions()[name]
    assert permission.meaning
    assert permission.betyder
    assert permission.scopes


@pytest.mark.parametrize("name", permissions())
def test_every_scope_is_known(name):
    known = PLAIN_SCOPES | set(household_scopes.names())
    assert set(permissions()[name].scopes.values()) <= known


def test_a_system_administrator_has_nothing_to_do_with_clients():
    held = {name for name, entry in permissions().items() if Role.SYSTEM_ADMINISTRATOR in entry.scopes}
    assert held == {"staff.manage", "debt_norms.manage"}  # amounts that hold for everybody, of nobody
    assert not [name for name in held if name.split(".")[0] in CLIENT_AREAS]


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [(0, None, True), (-10, 0, True), (1, None, False), (-10, -1, False), (0, 0, True)],
)
@pytest.mark.django_db
def test_a_role_holds_from_its_first_day_to_its_last(first, last, holds):
    user = UserFactory()
    MembershipFactory(
        user=user,
        unit=UnitFactory(authority=user.authority),
        role=Role.PROJECT_WORKER,
        first_day=today() + timedelta(days=first),
        last_day=None if last is None else today() + timedelta(days=last),
    )
    assert user.can("household.read") is holds


@pytest.mark.django_db
def test_two_roles_add_up():
    user = staff(Role.DEBT_ADVISER)
    MembershipFactory(user=user, unit=UnitFactory(authority=user.authority), role=Role.LOG_REVIEWER)
    user = User.objects.get(pk=user.pk)
    assert user.can("log.review")
    assert user.can("debt_case.read")
    assert not user.can("staff.manage")


@pytest.mark.django_db
def test_a_blocked_account_may_do_nothing():
    user = staff(Role.PROJECT_WORKER, is_active=False)
    assert not user.can("household.read")


@pytest.mark.django_db
def test_permissions_cost_one_query_for_a_whole_request(django_assert_num_queries):
    user = User.objects.get(pk=staff(Role.PROJECT_WORKER).pk)
    with django_assert_num_queries(1):
        for name in permissions():
            user.can(name)
        assert user.role_names


@pytest.mark.django_db
def test_a_request_reads_the_person_board_and_roles_in_one_query(django_assert_num_queries):
    member = staff(Role.DEBT_ADVISER)
    unit = UnitFactory(authority=member.authority)
    MembershipFactory(user=member, unit=unit, role=Role.LOG_REVIEWER, first_day=date(2012, 1, 1))
    MembershipFactory(user=member, unit=unit, role=Role.TEAM_LEADER, last_day=today() - timedelta(days=1))
    with django_assert_num_queries(1):
        user = StaffBackend().get_user(member.pk)
        assert user.authority == member.authority
        assert user.can("log.review")
        assert user.can("debt_case.read")
        assert len(user.role_names) == 2
    assert user.roles_today == User.objects.get(pk=member.pk).roles_today


@pytest.mark.django_db
def test_who_has_no_role_or_board_is_still_somebody():
    assert StaffBackend().get_user(UserFactory(authority=None).pk).roles_today == []
    assert StaffBackend().get_user(0) is None
