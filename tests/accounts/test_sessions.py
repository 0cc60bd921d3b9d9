"""A session ends at once, in every process, and needs nothing but the database."""

import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from core.clock import today
from tests.factories.accounts import PASSWORD, staff

DEAD_REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/1"}


@pytest.mark.django_db
def test_pages_answer_when_the_cache_is_away(client, settings):
    client.force_login(staff(Role.PROJECT_WORKER))
    settings.CACHES = {"default": DEAD_REDIS}
    assert client.get(reverse("cases:household_list")).status_code == 200


@pytest.mark.django_db
def test_signing_out_ends_the_session_in_another_process(client):
    """Another process has a memory of its own: whatever it kept of the session must not count."""
    client.force_login(staff(Role.PROJECT_WORKER))
    other = Client()
    other.cookies.load({settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value})
    assert other.get(reverse("cases:household_list")).status_code == 200
    assert "cache" not in settings.SESSION_ENGINE
    client.post(reverse("account_logout"))
    assert other.get(reverse("cases:household_list")).status_code == 302


@pytest.mark.parametrize("module", ["production", "demo", "development"])
def test_tries_are_counted_where_every_process_sees_them(module):
    code = (
        f"import json, homeless_project.settings.{module} as chosen;"
        "print(json.dumps([chosen.CACHES['default']['BACKEND'], chosen.SESSION_ENGINE]))"
    )
    made = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PATH": os.environ["PATH"],
            "SECRET_KEY": "s" * 60,
            "ALLOWED_HOSTS": "hemvag.example",
            "EMAIL_URL": "dummymail://",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    cache, engine = json.loads(made.stdout)
    assert cache == "django.core.cache.backends.db.DatabaseCache"
    assert engine == "django.contrib.sessions.backends.db"


@pytest.mark.django_db
def test_guesses_are_stopped_by_the_shared_count(client, settings):
    """With the table in the database, as an installation has it."""
    from django.core.management import call_command

    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}
    }
    call_command("createcachetable", verbosity=0)
    user = staff(Role.PROJECT_WORKER)
    guess = {"login": user.email, "password": "gissning-gissning"}
    answers = [client.post(reverse("account_login"), guess).content.decode() for _ in range(12)]
    assert "för många" in answers[-1]
    right = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session, right


@pytest.mark.django_db
def test_who_is_blocked_or_loses_the_role_is_out_at_the_next_request(client):
    user = staff(Role.PROJECT_WORKER)
    client.force_login(user)
    assert client.get(reverse("cases:household_list")).status_code == 200
    user.memberships.update(last_day=today() - timedelta(days=1), first_day=today() - timedelta(days=9))
    assert client.get(reverse("cases:household_list")).status_code == 403
    user.memberships.update(last_day=None)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(reverse("cases:household_list")).status_code == 302


@pytest.mark.django_db
def test_session_user_and_roles_take_two_queries(client, django_assert_num_queries):
    client.force_login(staff(Role.PROJECT_WORKER))
    with django_assert_num_queries(2 + 2):  # the request's savepoint, made and released
        client.get(reverse("core:help"))


@pytest.mark.django_db
def test_wrong_passwords_of_one_address_shut_nobody_else_out(client, settings):
    """As behind a proxy, which adds the address that it was asked from."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    address = reverse("account_login")
    for number in range(40):
        guess = {"login": f"nobody{number}@hemvag.example", "password": "gissning-gissning"}
        client.post(address, guess, headers={"x-forwarded-for": f"10.0.0.{number}, 203.0.113.9"})
    user = staff(Role.PROJECT_WORKER)
    right = {"login": user.email, "password": PASSWORD}
    client.post(address, right, headers={"x-forwarded-for": "203.0.113.9"})
    assert "_auth_user_id" not in client.session
    assert client.post(address, right, headers={"x-forwarded-for": "198.51.100.7"}).status_code == 302
    assert "_auth_user_id" in client.session
