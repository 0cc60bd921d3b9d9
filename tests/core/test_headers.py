"""What every response carries, whoever asks and whatever the answer is."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from tests.factories.accounts import staff


@pytest.mark.parametrize("path", ["/konto/login/", "/", "/finns-inte/", "/halsa/redo"])
@pytest.mark.django_db
def test_every_response_has_the_security_headers(client, path):
    client.force_login(staff(Role.SYSTEM_ADMINISTRATOR))
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]


@pytest.mark.django_db
def test_pages_are_kept_from_whoever_has_not_signed_in(client):
    response = client.get(reverse("accounts:staff_list"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.django_db
def test_health_checks_answer_without_signing_in(client):
    assert client.get("/halsa/lever").status_code == 200
    assert client.get("/halsa/redo").status_code == 200


@pytest.mark.django_db
def test_signing_up_is_closed(client):
    response = client.post(
        reverse("account_signup"), {"email": "ny@x.se", "password1": "a" * 14, "password2": "a" * 14}
    )
    assert "account_signup" not in response.headers.get("Location", "")
    assert response.status_code == 200
    assert not response.wsgi_request.user.is_authenticated
