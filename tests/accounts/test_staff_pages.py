"""The system administrator's pages: accounts and roles, and never a client."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, User
from core.clock import today
from core.models import AuditEvent
from tests.factories.accounts import (
    PASSWORD,
    AuthorityFactory,
    MembershipFactory,
    UnitFactory,
    UserFactory,
    staff,
)
from tests.factories.cases import family


@pytest.fixture
def administrator(client):
    user = staff(Role.SYSTEM_ADMINISTRATOR)
    client.force_login(user)
    return user


def _new_account(authority, **changes):
    return {
        "full_name": "Nils Ek",
        "short_name": "nils",
        "email": "Nils@Hemvag.example",
        "authority": authority.pk,
        "is_active": "on",
        **changes,
    }


@pytest.mark.django_db
def test_a_new_account_gets_a_link_and_has_no_password_until_then(client, administrator):
    board = AuthorityFactory()
    response = client.post(reverse("accounts:staff_create"), _new_account(board))
    user = User.objects.get(short_name="nils")
    assert response.status_code == 302
    assert (user.email, user.authority) == ("nils@hemvag.example", board)
    assert not user.has_usable_password()
    assert mail.outbox[0].to == ["nils@hemvag.example"]
    assert "Nils" not in mail.outbox[0].subject + mail.outbox[0].body.replace("nils@", "")
    event = AuditEvent.objects.get(action="staff.created")
    assert (event.actor, event.subject_id) == (administrator, user.pk)


@pytest.mark.django_db
def test_the_link_lets_the_person_choose_a_password_and_sign_in(client, administrator):
    client.post(reverse("accounts:staff_create"), _new_account(AuthorityFactory()))
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    client.logout()
    page = client.get(link, follow=True)
    form_at = page.redirect_chain[-1][0]
    client.post(form_at, {"password1": PASSWORD, "password2": PASSWORD})
    client.logout()
    response = client.post(reverse("account_login"), {"login": "nils@hemvag.example", "password": PASSWORD})
    assert response.status_code == 302
    assert client.get(reverse("core:start")).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"email": ""}, "email"),
        ({"email": "UPPTAGEN@hemvag.example"}, "email"),
        ({"short_name": "upptagen"}, "short_name"),
    ],
)
@pytest.mark.django_db
def test_what_is_missing_or_taken_is_said_and_nothing_is_lost(client, administrator, changes, field):
    board = AuthorityFactory()
    UserFactory(authority=board, short_name="upptagen", email="upptagen@hemvag.example")
    response = client.post(reverse("accounts:staff_create"), _new_account(board, **changes))
    form = response.context["form"]
    errors = form.errors.get(field) or form.non_field_errors()
    assert errors
    assert not User.objects.filter(full_name="Nils Ek").exists()
    assert "Nils Ek" in response.content.decode() or field == "full_name"


@pytest.mark.django_db
def test_blocking_an_account_ends_its_session_at_once(client, administrator):
    person = staff(Role.LOG_REVIEWER)
    other = type(client)()
    other.force_login(person)
    assert other.get(reverse("core:start"), follow=True).status_code == 200
    data = {"full_name": person.full_name, "short_name": person.short_name, "email": person.email}
    client.post(reverse("accounts:staff_edit", args=[person.pk]), data)
    response = other.get(reverse("core:start"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.django_db
def test_an_administrator_can_not_block_themselves(client, administrator):
    data = {"full_name": "A", "short_name": "a", "email": administrator.email}
    response = client.post(reverse("accounts:staff_edit", args=[administrator.pk]), data)
    assert response.context["form"].errors["is_active"]
    assert User.objects.get(pk=administrator.pk).is_active


@pytest.mark.django_db
def test_a_role_is_given_and_holds_at_the_next_request(client, administrator):
    unit = UnitFactory()
    person = UserFactory(authority=unit.authority)
    data = {"role": Role.LOG_REVIEWER, "unit": unit.pk, "first_day": "idag"}
    client.post(reverse("accounts:role_give", args=[person.pk]), data)
    assert User.objects.get(pk=person.pk).can("log.review")
    assert AuditEvent.objects.filter(action="role.given").exists()


@pytest.mark.django_db
def test_a_role_at_another_boards_unit_is_refused(client, administrator):
    person = UserFactory()
    data = {"role": Role.LOG_REVIEWER, "unit": UnitFactory().pk, "first_day": "idag"}
    response = client.post(reverse("accounts:role_give", args=[person.pk]), data)
    assert response.status_code == 422
    assert not Membership.objects.filter(user=person).exists()


@pytest.mark.django_db
def test_a_system_administrators_role_is_refused_to_somebody_of_a_board(client, administrator):
    unit = UnitFactory()
    person = UserFactory(authority=unit.authority)
    data = {"role": Role.SYSTEM_ADMINISTRATOR, "unit": unit.pk, "first_day": "idag"}
    response = client.post(reverse("accounts:role_give", args=[person.pk]), data)
    assert response.status_code == 422
    assert not Membership.objects.filter(user=person).exists()


@pytest.mark.parametrize(("days", "remains", "can_still"), [(0, True, True), (-1, False, False)])
@pytest.mark.django_db
def test_a_role_ends_after_its_last_day(client, administrator, days, remains, can_still):
    unit = UnitFactory()
    person = UserFactory(authority=unit.authority)
    role = MembershipFactory(user=person, unit=unit, role=Role.LOG_REVIEWER, first_day=today())
    last_day = today() + timedelta(days=days)
    client.post(reverse("accounts:role_end", args=[role.pk]), {"last_day": last_day.isoformat()})
    assert Membership.objects.filter(pk=role.pk).exists() is remains
    assert User.objects.get(pk=person.pk).can("log.review") is can_still


@pytest.mark.django_db
def test_the_administrators_pages_show_no_client(client, administrator):
    unit = UnitFactory()
    family(authority=unit.authority, given_name="Kanariefågel", family_name="Hemligsson")
    for name in ("accounts:staff_list", "accounts:organisation", "accounts:staff_create"):
        page = client.get(reverse(name))
        assert page.status_code == 200
        assert "Hemligsson" not in page.content.decode()
    assert client.get(reverse("core:start"), follow=True).redirect_chain[-1][0] == reverse(
        "accounts:staff_list"
    )


@pytest.mark.django_db
def test_the_list_costs_the_same_for_one_and_for_many(client, administrator, django_assert_num_queries):
    url = reverse("accounts:staff_list")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _ in range(20):
        staff(Role.CASEWORKER)
    with django_assert_num_queries(len(few)):
        client.get(url)


@pytest.mark.parametrize(("language", "word"), [("en", "Sign out"), ("sv", "Logga ut")])
@pytest.mark.django_db
def test_the_chosen_language_is_kept_on_the_account(client, administrator, language, word):
    client.post(reverse("set_language"), {"language": language, "next": "/"})
    assert User.objects.get(pk=administrator.pk).language == language
    page = client.get(reverse("accounts:staff_list"))
    assert f'<html lang="{language}">' in page.content.decode()


@pytest.mark.parametrize("target", ["https://elak.example/", "//elak.example/", "javascript:alert(1)"])
@pytest.mark.django_db
def test_the_language_switch_leads_nowhere_else(client, target):
    response = client.post(reverse("set_language"), {"language": "en", "next": target})
    assert response.url == "/"


@pytest.mark.django_db
def test_a_short_name_that_is_taken_is_told_when_an_account_changes(client, administrator):
    board = AuthorityFactory()
    UserFactory(authority=board, short_name="upptagen")
    person = UserFactory(authority=board, short_name="nils", email="nils@hemvag.example")
    address = reverse("accounts:staff_edit", args=[person.pk])
    sent = _new_account(AuthorityFactory(), short_name="upptagen")
    page = client.post(address, sent)
    assert page.status_code == 200
    assert page.context["form"].errors
    # The board is not to be changed, whatever is sent.
    assert client.post(address, {**sent, "short_name": "nisse"}).status_code == 302
    person.refresh_from_db()
    assert (person.short_name, person.authority) == ("nisse", board)


@pytest.mark.django_db
def test_a_unit_stays_under_its_board(client, administrator):
    unit = UnitFactory()
    sent = {"authority": AuthorityFactory().pk, "name": "Vuxen", "short_name": "Vuxen", "kind": "adults"}
    assert client.post(reverse("accounts:unit_edit", args=[unit.pk]), sent).status_code == 302
    before = unit.authority
    unit.refresh_from_db()
    assert (unit.name, unit.authority) == ("Vuxen", before)


@pytest.mark.django_db
@pytest.mark.parametrize("board", ["\u00b2", "x", "9" * 30, "-1", ""])
def test_the_list_answers_whatever_board_is_asked_for(client, administrator, board):
    assert client.get(reverse("accounts:staff_list"), {"board": board}).status_code == 200


@pytest.mark.parametrize("role", Role)
@pytest.mark.django_db
def test_only_those_who_may_search_have_a_search(client, role):
    user = staff(role)
    client.force_login(user)
    body = client.get(reverse("core:help")).content.decode()
    assert ('role="search"' in body) is user.can("household.read")
