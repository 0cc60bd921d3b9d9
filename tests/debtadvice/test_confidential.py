"""No PDF, export, mail, search, timeline, duty or log shows a canary of a debt case outside the advice."""

import io
import json
import logging
from dataclasses import replace
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import Role
from core.clock import today
from core.models import AuditEvent, Document, Job, ReadEvent
from core.pdf import render_pdf
from core.registries import document_kinds, duty_sources, household_panels, timeline_sources
from debtadvice import actions
from debtadvice.actions import economy
from debtadvice.actions.letters import (
    CREDITOR_LETTER,
    LetterInput,
    print_plan,
    write_to_creditor,
)
from debtadvice.actions.notices import act_on_notice, link_notice
from debtadvice.enums import ConsentScope, LetterKind
from debtadvice.models import DebtCase, RepaymentPlan
from reports.views.downloads import FORMATS
from tests.access.world import World, debt_canary
from tests.factories.debt import InstalmentFactory

pytestmark = pytest.mark.django_db
OUTSIDERS = [role for role in Role if role != Role.DEBT_ADVISER]
CANARY = debt_canary("own")


@pytest.fixture
def world():
    """The world with an open debt case whose plan runs, and its documents."""
    world = World()
    place = world.places["own"]
    case = place.objects["debt_case"]
    DebtCase.objects.filter(pk=case.pk).update(closed_on=None, adviser=world.readers[Role.DEBT_ADVISER])
    case.refresh_from_db()
    plan: RepaymentPlan = place.objects["debt_plan"]
    plan.state, plan.started_on = "running", today()
    plan.save()
    InstalmentFactory(part=plan.parts.get(), month=plan.first_month)
    return world


def _documents(world):
    adviser, objects = world.reader(Role.DEBT_ADVISER), world.places["own"].objects
    content = LetterInput(LetterKind.PROPOSAL, today() + timedelta(days=21), note=f"Om {CANARY}")
    letter = write_to_creditor(debt=objects["debt"], content=content, by=adviser)
    return letter, print_plan(plan=objects["debt_plan"], by=adviser)


def _body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def _pages(client, document):
    addresses = [reverse(f"core:{name}", args=[document.public_id]) for name in ("document", "document_file")]
    return [client.get(address).status_code for address in addresses]


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_document_is_opened_outside_the_advice(client, world, role):
    documents = _documents(world)
    client.force_login(world.reader(role))
    assert [_pages(client, document) for document in documents] == [[404, 404], [404, 404]]


def test_the_advisers_letter_holds_the_canary(client, world):
    """Proof of presence: what the others don't open is worth keeping from them."""
    letter, paper = _documents(world)
    for document, template in ((letter, "pdf/creditor_letter.html"), (paper, "pdf/client_plan.html")):
        text = "".join(
            page.extract_text()
            for page in PdfReader(io.BytesIO(render_pdf(template, document.payload))).pages
        )
        assert CANARY in text.replace("\n", "")
    client.force_login(world.reader(Role.DEBT_ADVISER))
    assert _pages(client, letter)[0] == 200


def test_the_sweep_notices_a_document_without_its_guard(client, world, monkeypatch):
    letter, _paper = _documents(world)
    kind = replace(document_kinds[CREDITOR_LETTER], may_read=lambda user, document: True)
    monkeypatch.setitem(document_kinds._entries, CREDITOR_LETTER, kind)
    client.force_login(world.reader(Role.CASEWORKER))
    assert _pages(client, letter)[0] == 200


@pytest.mark.parametrize("role", OUTSIDERS)
def test_search_timeline_and_duties_say_nothing(client, world, role):
    reader, household = world.reader(role), world.places["own"].household
    client.force_login(reader)
    # A part of the name is searched for: what is typed comes back with the page.
    results = client.post(reverse("cases:search_results"), {"q": CANARY[:-1]})
    assert CANARY not in results.content.decode()
    events = [
        entry
        for source in timeline_sources
        for entry in source.fetch(household, reader, until=None, limit=100)
    ]
    duties = [
        duty
        for source in duty_sources
        for duty in source.fetch(
            reader,
            assigned_to_ids=[user.pk for user in world.readers.values()],
            unit_ids=[world.unit.pk],
            until=today() + timedelta(days=400),
            limit=100,
        )
    ]
    told = repr([events, duties])
    assert CANARY not in told
    assert "debtadvice." not in repr(duties)


def test_the_sweep_notices_a_panel_without_its_guard(client, world, monkeypatch):
    household, reader = world.places["own"].household, world.reader(Role.PROJECT_WORKER)
    client.force_login(reader)
    assert CANARY not in client.get(household.get_absolute_url()).content.decode()
    leaky = {
        "referral": None,
        "consent": world.places["own"].objects["consent"],
        "case": world.places["own"].objects["debt_case"],
        "facts": [],
        "plan": {"words": f"Betalar {CANARY}"},
        "plan_document": None,
    }
    panel = replace(household_panels["debtadvice"], context=lambda household, user: leaky)
    monkeypatch.setitem(household_panels._entries, "debtadvice", panel)
    assert CANARY in client.get(household.get_absolute_url()).content.decode()


@pytest.mark.parametrize("suffix", FORMATS)
def test_no_export_of_a_report_holds_the_canary(client, world, suffix):
    client.force_login(world.reader(Role.DEPARTMENT_MANAGER))
    response = client.get(reverse("reports:download", args=["2013-T3", suffix]))
    assert response.status_code == 200
    assert all(CANARY not in text for text in _texts(_body(response)))


def _texts(content):
    """The file's own bytes as text and, of a spreadsheet, those of its parts."""
    yield content.decode("utf-8", "replace")
    if content.startswith(b"PK"):
        with ZipFile(io.BytesIO(content)) as parts:
            for name in parts.namelist():
                yield parts.read(name).decode("utf-8", "replace")


def test_the_printed_report_holds_no_canary(world, tmp_path):
    target = tmp_path / "rapport.pdf"
    call_command("report", "2013-11", "--format", "pdf", "--output", str(target))
    text = "".join(page.extract_text() for page in PdfReader(target).pages)
    assert "Aktiva skuldärenden" in text.replace("\n", " ")
    assert CANARY not in text


def test_nothing_is_mailed_logged_or_left_in_jobs_and_files(
    world, caplog, django_capture_on_commit_callbacks
):
    adviser, objects = world.reader(Role.DEBT_ADVISER), world.places["own"].objects
    case = objects["debt_case"]
    with caplog.at_level(logging.DEBUG), django_capture_on_commit_callbacks(execute=True):
        _documents(world)
        actions.log_contact(
            case=case, kind="phone", on_day=today(), minutes=5, note=f"Om {CANARY}", by=adviser
        )
        actions.revoke_consent(consent=objects["consent"], by=adviser)
        actions.give_consent(case=case, scope=ConsentScope.PLAN, given_on=today(), by=adviser)
        act_on_notice(notice=objects["home_notice"], on_day=today(), note=f"Om {CANARY}", by=adviser)
        link_notice(notice=objects["home_notice"], case=case, by=adviser)
        economy.end_plan(plan=objects["debt_plan"], by=adviser)
        actions.change_debt_case(case=case, by=adviser, family_name=f"{CANARY}sson")
    assert mail.outbox == []
    events = AuditEvent.objects.filter(subject_type="debtadvice.debtcase")
    assert events.count() >= 8
    assert not events.filter(household_id__isnull=False).exists()
    told = [
        caplog.text,
        json.dumps(list(AuditEvent.objects.values_list("action", "details"))),
        json.dumps(list(Job.objects.values_list("params", "result"))),
        json.dumps(list(ReadEvent.objects.values_list("page", "purpose"))),
    ]
    assert all(CANARY not in text for text in told)


def test_the_name_of_a_file_names_nobody(world):
    for document in _documents(world):
        name = document_kinds[document.kind].file_name(document)
        assert CANARY.lower() not in name.lower()
        assert name.isascii()
        assert Document.objects.get(pk=document.pk).household_id is None
