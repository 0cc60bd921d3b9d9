"""The desk's drafts: kept while one writes, shown to their writer alone, dropped with the visit."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.models import Household
from core.drafts import load_draft, save_draft
from core.models import Draft
from dropin.actions import log_visit
from tests.dropin.conftest import MONDAY
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db
DESK = "/drop-in/"


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_a_draft_is_kept_shown_and_dropped(desk: Client, lindgren: Household, worker: User) -> None:
    key = str(uuid4())
    fields = {
        "client_key": key,
        "who": f"h{lindgren.pk}",
        "note": "Halv mening",
        "q": "x",
    }
    assert desk.post(reverse("dropin:draft"), fields).status_code == 204
    draft = Draft.objects.get()
    assert draft.user == worker
    assert "q" not in draft.payload["values"]
    desk.logout()
    desk.force_login(worker)
    page = text_of(desk.get(DESK))
    assert "Halv mening" in page
    assert key in page
    assert "Lindgren Amira" in page
    desk.post(DESK, fields)
    assert not Draft.objects.exists()
    assert "Halv mening" not in text_of(desk.get(DESK))


def test_a_draft_without_a_note_is_none(desk: Client, worker: User) -> None:
    save_draft(worker, "dropin:visit", {"values": {"note": "x"}})
    desk.post(reverse("dropin:draft"), {"note": "  ", "topics": ["debts"]})
    assert load_draft(worker, "dropin:visit") is None


def test_an_autosave_that_comes_after_the_visit_is_not_shown(desk: Client, worker: User) -> None:
    fields = {"client_key": str(uuid4()), "who": "anonymous", "note": "Sent utkast"}
    desk.post(DESK, fields)
    desk.post(reverse("dropin:draft"), fields)
    assert "Sent utkast" not in text_of(desk.get(DESK))
    assert not Draft.objects.exists()


def test_a_draft_is_seen_by_its_writer_alone(desk: Client, worker: User) -> None:
    desk.post(reverse("dropin:draft"), {"note": "Bara min"})
    desk.force_login(staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit))
    assert "Bara min" not in text_of(desk.get(DESK))


def test_a_draft_is_not_written_over_by_the_next_one_asked_for(
    desk: Client, worker: User, lindgren: Household
) -> None:
    desk.post(reverse("dropin:draft"), {"note": "Påbörjad", "who": "anonymous"})
    page = text_of(desk.get(f"{DESK}?household={lindgren.pk}"))
    assert "Påbörjad" in page
    assert 'data-who="anonymous"' in page
    desk.post(reverse("dropin:draft_drop"))
    assert 'data-who="known"' in text_of(desk.get(f"{DESK}?household={lindgren.pk}"))


def test_a_draft_is_thrown_away(desk: Client, worker: User) -> None:
    desk.post(reverse("dropin:draft"), {"note": "Bort"})
    assert desk.post(reverse("dropin:draft_drop")).status_code == 302
    assert not Draft.objects.exists()


def test_a_draft_of_somebody_elses_visit_is_404(desk: Client) -> None:
    other = staff(Role.PROJECT_WORKER)
    visit = log_visit(authority=other.authority, by=other, household=None, visited_on=MONDAY)
    address = reverse("dropin:draft")
    assert desk.post(f"{address}?visit={visit.pk}", {"note": "x"}).status_code == 404
    assert desk.post(f"{address}?visit=abc", {"note": "x"}).status_code == 404
