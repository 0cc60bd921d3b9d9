"""Canaries of debt cases: no page, file, list, mail or paper tells of one to anybody but its advisers.

A consent to the plan holds in every place: what it covers is told without names of clients or creditors.
"""

import io
import json
from collections import defaultdict
from datetime import timedelta
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from weasyprint import HTML

from accounts.enums import Role
from accounts.models import User
from cases.tasks import send_digests
from core.clock import today
from core.models import Document
from core.registries import duty_sources
from debtadvice import panel
from debtadvice.actions.letters import CLIENT_PLAN, CREDITOR_LETTER, print_plan
from debtadvice.enums import ConsentScope
from debtadvice.models import (
    Appointment,
    Consent,
    DebtCase,
    RepaymentPlan,
    Restructuring,
    RestructuringFollowUp,
)
from tests.access.test_sweep import ADDRESSES
from tests.access.world import World, debt_canary, debt_number
from tests.debtadvice.telling import answers, body_of, texts
from tests.factories.debt import InstalmentFactory

pytestmark = pytest.mark.django_db
OURS = {Role.DEBT_ADVISER}
# The log review calls a debt case by its number, and tells nothing else of it.
BY_NUMBER = {*OURS, Role.LOG_REVIEWER}


@pytest.fixture
def world() -> World:
    """Every debt case is open, its plan runs, a consent covers all that one can, and something is due."""
    world = World()
    adviser = world.readers[Role.DEBT_ADVISER]
    DebtCase.objects.update(closed_on=None)
    DebtCase.objects.filter(authority=world.board).update(adviser=adviser)
    Consent.objects.update(scope=ConsentScope.PLAN)
    Appointment.objects.update(day=today(), adviser=adviser)
    RestructuringFollowUp.objects.update(due_on=today())
    granted = {"money_sek": 10, "first_month": today().replace(day=1), "last_month": today()}
    Restructuring.objects.update(state="granted", **granted)
    for plan in RepaymentPlan.objects.all():
        RepaymentPlan.objects.filter(pk=plan.pk).update(state="running", started_on=today())
        InstalmentFactory(part=plan.parts.get(), month=today().replace(day=1))
    return world


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _seen(world: World, role: Role) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """By place, the addresses that say the canary, and those that say the number."""
    named, numbered = defaultdict(set), defaultdict(set)
    for name, text in answers(world, _client(world.reader(role))):
        for place in world.places:
            if debt_canary(place) in text:
                named[place].add(name)
            if debt_number(place) in text:
                numbered[place].add(name)
    return named, numbered


@pytest.mark.parametrize("role", [role for role in Role if role not in OURS])
def test_no_answer_of_any_address_tells_of_a_debt_case(world, role):
    named, numbered = _seen(world, role)
    assert named == {}
    assert role in BY_NUMBER or numbered == {}
    mailed = "".join(f"{message.subject}{message.body}" for message in mail.outbox)
    assert not any(debt_canary(place) in mailed or debt_number(place) in mailed for place in world.places)


def test_the_advisers_are_told(world):
    """Proof of presence: the sweep would find it. Those with a protected identity have their own advisers."""
    named, numbered = _seen(world, Role.DEBT_ADVISER)
    assert {"own", "other_unit"} <= set(named)
    assert "other_board" not in {*named, *numbered}
    pages = ("desk", "case", "facts", "economy", "plan", "restructuring", "letter", "notice")
    assert {f"debtadvice:{name}" for name in pages} <= named["own"]
    assert {"cases:my_week", "debtadvice:budget", "debtadvice:meeting_settle"} <= numbered["own"]


def test_the_sweep_finds_a_plan_that_is_told_with_its_creditors(world, monkeypatch):
    words = {"words": f"500 kr till {debt_canary('own')}"}
    monkeypatch.setattr(panel, "plan_in_words", lambda case, day: words)
    client = _client(world.reader(Role.PROJECT_WORKER))
    page = client.get(world.places["own"].household.get_absolute_url())
    assert any(debt_canary("own") in text for text in texts(body_of(page)))


def test_the_sweep_finds_a_duty_without_its_guard(world, monkeypatch):
    """A source that forgets whose the debt cases are shows their numbers in everybody's week."""
    monkeypatch.setattr(
        type(Appointment.objects.all()), "visible_to", lambda rows, user, permission="": rows.all()
    )
    duties = [
        duty
        for source in duty_sources
        if source.name == "debtadvice.meetings"
        for duty in source.fetch(
            world.reader(Role.PROJECT_WORKER),
            assigned_to_ids=[world.readers[Role.DEBT_ADVISER].pk],
            until=today(),
            limit=50,
        )
    ]
    assert debt_number("own") in repr(duties)


def test_files_are_unpacked_before_they_are_searched(tmp_path):
    archive = io.BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as parts:
        parts.writestr("blad.xml", f"<c>{debt_canary('own')}</c>" * 2)
    target = tmp_path / "papper.pdf"
    HTML(string=f"<p>{debt_canary('own')}</p>").write_pdf(target)
    paper = target.read_bytes()
    for content in (archive.getvalue(), paper):
        first, *unpacked = texts(content)
        assert debt_canary("own") not in first
        assert any(debt_canary("own") in text for text in unpacked)


@pytest.mark.parametrize("role", [Role.PROJECT_WORKER, Role.UNIT_MANAGER])
def test_no_paper_of_another_part_of_the_house_holds_it(world, role):
    """Whatever can be printed is printed; what it says is searched as it is kept, before it becomes a PDF."""
    place, client = world.places["own"], _client(world.reader(role))
    for name in (name for name in ADDRESSES if name.endswith("_print")):
        target = {"meeting": place.objects["meeting"].pk}.get(ADDRESSES[name].get("object", ""))
        args = [target or place.household.pk]
        if name == "cases:material_print":
            args = ["brochure", "sv"]
        elif name.startswith("debtadvice:"):
            continue
        client.post(reverse(name, args=args), {"language": "sv"})
    ours = Document.objects.exclude(kind__in=(CREDITOR_LETTER, CLIENT_PLAN))
    told = json.dumps(list(ours.values_list("kind", "payload")), ensure_ascii=False)
    assert all(debt_canary(one) not in told and debt_number(one) not in told for one in world.places)
    paper = print_plan(plan=place.objects["debt_plan"], by=world.reader(Role.DEBT_ADVISER))
    assert debt_canary("own") in json.dumps(paper.payload, ensure_ascii=False)  # it would be found


def test_the_weeks_mail_is_numbers_only(world, django_capture_on_commit_callbacks):
    """Everybody at work gets one; the adviser's own duties of debt cases are in no mail's words."""
    User.objects.update(email=None)
    for role, user in world.readers.items():
        User.objects.filter(pk=user.pk).update(email=f"{role}@exempel.se")
    with django_capture_on_commit_callbacks(execute=True):
        assert send_digests() > 0
    told = "".join(f"{message.subject}{message.body}" for message in mail.outbox)
    assert all(debt_canary(one) not in told and debt_number(one) not in told for one in world.places)


@pytest.mark.parametrize("role", [role for role in Role if role not in OURS])
def test_neither_name_nor_number_is_found_by_searching(world, role):
    client = _client(world.reader(role))
    for term in (debt_canary("own")[:-1], debt_number("own")[:-1]):  # what is typed comes back
        text = body_of(client.post(reverse("cases:search_results"), {"q": term})).decode()
        assert debt_canary("own") not in text
        assert debt_number("own") not in text


def test_a_year_ahead_nobody_elses_week_tells_of_it(world):
    for role in Role:
        if role in OURS:
            continue
        duties = [
            duty
            for source in duty_sources
            for duty in source.fetch(
                world.reader(role),
                assigned_to_ids=[user.pk for user in world.readers.values()],
                unit_ids=[world.unit.pk],
                until=today() + timedelta(days=400),
                limit=100,
            )
        ]
        assert not any(duty.source.startswith("debtadvice.") for duty in duties)
        assert debt_number("own") not in repr(duties)
