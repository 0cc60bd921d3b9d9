"""Whoever the sign-in page lists can sign in and finds a page to begin on. Production has no demo."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from demo.accounts import ACCOUNTS, PASSWORD
from homeless_project.settings import base
from tests.architecture.repository import Path, read


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.short_name)
def test_each_account_signs_in_and_finds_work(demo, account):
    client = Client()
    form = {"login": account.email, "password": account.password}
    response = client.post(reverse("account_login"), form, follow=True)
    assert response.status_code == 200
    assert response.context["user"].email == account.email
    assert response.context["nav_items"]
    assert response.redirect_chain[-1][0] != reverse("core:start")


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.short_name)
def test_no_page_of_the_menu_fails(demo, account):
    client = Client()
    client.post(reverse("account_login"), {"login": account.email, "password": account.password})
    for item in client.get(reverse("core:help")).context["nav_items"]:
        assert client.get(item["url"]).status_code == 200


def test_every_role_has_an_account():
    assert {account.staff_role for account in ACCOUNTS} == set(Role)
    assert len(ACCOUNTS) == len(Role)


@pytest.mark.django_db
def test_the_sign_in_page_of_the_demo_lists_them(client, settings):
    settings.TEMPLATES = [
        {
            **settings.TEMPLATES[0],
            "OPTIONS": {
                "context_processors": [
                    *settings.TEMPLATES[0]["OPTIONS"]["context_processors"],
                    "demo.context_processors.demo_accounts",
                ]
            },
        }
    ]
    body = client.get(reverse("account_login")).content.decode()
    assert all(account.email in body for account in ACCOUNTS)


@pytest.mark.django_db
def test_without_the_demo_the_sign_in_page_lists_nobody(client):
    body = client.get(reverse("account_login")).content.decode()
    assert "<form" in body
    assert PASSWORD not in body


def test_demo_is_not_installed_in_production():
    assert "demo" in settings.INSTALLED_APPS  # where the tests run
    assert "demo" not in base.INSTALLED_APPS
    assert "demo" not in read(Path("homeless_project/settings/production.py")).replace("settings/demo", "")


def test_demo_accounts_prints_role_address_and_password(capsys):
    call_command("demo_accounts")
    lines = capsys.readouterr().out.splitlines()
    for account, line in zip(ACCOUNTS, lines, strict=True):
        assert line.split()[-2:] == [account.email, account.password]
        assert line.strip().startswith(account.role)
