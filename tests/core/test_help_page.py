"""The help page tells each what they may use, and nothing of what they may not."""

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from tests.factories.accounts import staff


@pytest.mark.parametrize(
    ("role", "present", "absent"),
    [
        (Role.PROJECT_WORKER, ["help-desk", "help-search", "help-figures"], []),
        (Role.CASEWORKER, ["help-desk", "help-search"], ["help-figures"]),
        (Role.DEPARTMENT_MANAGER, ["help-figures"], ["help-desk", "help-search"]),
        (Role.LOG_REVIEWER, [], ["help-desk", "help-search", "help-figures"]),
        (Role.SYSTEM_ADMINISTRATOR, [], ["help-desk", "help-search", "help-figures"]),
    ],
)
@pytest.mark.django_db
def test_help_tells_of_what_the_role_may_use(client, role, present, absent):
    client.force_login(staff(role))
    body = client.get(reverse("core:help")).content.decode()
    for topic in (*present, "help-keys", "help-log", "help-ask"):
        assert f'aria-labelledby="{topic}"' in body
    for topic in absent:
        assert topic not in body


@pytest.mark.django_db
def test_every_page_leads_to_the_help_once_signed_in(client):
    address = f'href="{reverse("core:help")}"'
    assert address not in client.get(reverse("account_login")).content.decode()
    client.force_login(staff(Role.PROJECT_WORKER))
    assert address in client.get(reverse("cases:household_list")).content.decode()


@pytest.mark.django_db
def test_help_in_english_has_the_same_parts(client):
    client.force_login(staff(Role.PROJECT_WORKER, language="en"))
    with translation.override("en"):
        body = client.get(reverse("core:help")).content.decode()
    assert "Who to ask" in body
