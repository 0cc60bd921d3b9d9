"""Letters and the client's plan: what they say, who may open them, and which case a read is logged on."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.errors import ActionRefused
from core.clock import today
from core.models import AuditEvent, Document, ReadEvent
from core.pdf import render_pdf
from debtadvice import actions
from debtadvice.actions import economy
from debtadvice.actions.letters import LetterInput, print_plan, write_to_creditor
from debtadvice.enums import ConsentScope, LetterKind
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdUnitFactory, family
from tests.factories.debt import DebtCaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def adviser(unit):
    return staff(Role.DEBT_ADVISER, unit=unit, full_name="Lars Törnqvist")


@pytest.fixture
def household(unit):
    household = family(authority=unit.authority)
    HouseholdUnitFactory(household=household, unit=unit)
    return household


@pytest.fixture
def case(household, adviser):
    case = DebtCaseFactory(
        authority=household.authority,
        household=household,
        opened_on=today(),
        given_name="Nadia",
        family_name="Öberg",
        identity_number="199001012385",
    )
    for creditor, amount in (("Kredit AB", 1050), ("Elbolaget", 500)):
        economy.add_debt(
            case=case,
            by=adviser,
            as_of=today(),
            capital_sek=Decimal(amount),
            creditor=creditor,
            kind="bill",
            creditor_reference=f"{amount}-1",
        )
    return case


@pytest.fixture
def plan(case, adviser):
    return economy.propose_plan(
        case=case, strategy="smallest", money_sek=Decimal(500), first_month=today(), by=adviser
    )


def _content(kind=LetterKind.PROPOSAL, **changes):
    return LetterInput(**{"kind": kind, "answer_by": today() + timedelta(days=21), **changes})


def _debt(case, creditor):
    return case.debts.get(creditor=creditor)


def test_a_proposal_tells_the_instalments_of_the_plan(case, plan, adviser):
    document = write_to_creditor(debt=_debt(case, "Kredit AB"), content=_content(), by=adviser)
    payload = document.payload
    assert payload["heading"] == "Förslag till avbetalning"
    # Smallest first: 500 kr to the electricity in the first month, then 500, 500 and the 50 that are left.
    assert [(run["months"], run["amount"]) for run in payload["instalments"]] == [
        ("1", "0\u00a0kr"),
        ("2", "500\u00a0kr"),
        ("1", "50\u00a0kr"),
    ]
    assert ["Personnummer", "19900101-2385"] in payload["facts"]
    assert (document.household_id, document.subject_id) == (None, _debt(case, "Kredit AB").pk)
    event = AuditEvent.objects.get(action="debt.letter_written")
    assert (event.household_id, event.details["kind"]) == (None, "proposal")


@pytest.mark.parametrize("kind", LetterKind)
def test_each_letter_becomes_a_pdf(case, plan, adviser, kind):
    document = write_to_creditor(
        debt=_debt(case, "Kredit AB"), content=_content(kind, note="Rad"), by=adviser
    )
    assert render_pdf("pdf/creditor_letter.html", document.payload).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (lambda: _content(), "kind"),
        (lambda: _content(LetterKind.RESPITE, answer_by=today()), "answer_by"),
    ],
)
def test_a_letter_that_cannot_be_is_refused(case, adviser, content, field):
    with pytest.raises(ActionRefused) as refused:
        write_to_creditor(debt=_debt(case, "Kredit AB"), content=content(), by=adviser)
    assert refused.value.field == field
    assert not Document.objects.exists()


def test_a_protected_client_is_written_about_without_number(case, plan, adviser):
    case.protected_identity, case.adviser = "marked", adviser
    case.save()
    document = write_to_creditor(debt=_debt(case, "Kredit AB"), content=_content(), by=adviser)
    assert "19900101" not in str(document.payload)
    assert document.payload["is_protected"]


@pytest.mark.parametrize(("language", "words"), [("sv", "januari 2026"), ("en", "January 2026")])
def test_the_clients_plan_is_in_the_language_that_they_want(case, adviser, language, words):
    plan = economy.propose_plan(
        case=case,
        strategy="equal",
        money_sek=Decimal(500),
        first_month=today().replace(year=2026, month=1, day=1),
        by=adviser,
    )
    document = print_plan(plan=plan, by=adviser, language=language)
    assert document.payload["first_month"] == words
    assert document.payload["total"] == "1\u00a0550\u00a0kr"
    assert document.language == language
    assert render_pdf("pdf/client_plan.html", document.payload, lang=language).startswith(b"%PDF")


def test_a_plan_in_an_unknown_language_is_refused(plan, adviser):
    with pytest.raises(ActionRefused):
        print_plan(plan=plan, by=adviser, language="xx")
    assert not Document.objects.exists()


def test_the_letter_page_refuses_keeps_and_writes(client, case, plan, adviser):
    client.force_login(adviser)
    address = reverse("debtadvice:letter", args=[_debt(case, "Kredit AB").pk])
    assert client.get(address).status_code == 200
    data = {"kind": "respite", "months": "99", "answer_by": "+3v", "note": "Det här skrev jag"}
    response = client.post(address, data)
    assert response.status_code == 422
    assert "Det här skrev jag" in response.content.decode()
    response = client.post(address, {**data, "months": "4"})
    document = Document.objects.get()
    assert response.url.startswith(reverse("core:document", args=[document.public_id]))
    assert document.payload["months"] == 4
    economy_page = client.get(reverse("debtadvice:economy", args=[case.pk])).content.decode()
    assert str(document.public_id) in economy_page


def _status(client, user, document):
    client.force_login(user)
    return client.get(reverse("core:document", args=[document.public_id])).status_code


@pytest.mark.parametrize("role", [role for role in Role if role != Role.DEBT_ADVISER])
def test_only_advisers_open_the_documents(client, unit, case, plan, adviser, role):
    letter = write_to_creditor(debt=_debt(case, "Kredit AB"), content=_content(), by=adviser)
    paper = print_plan(plan=plan, by=adviser)
    reader = staff(role, unit=unit)
    assert (_status(client, reader, letter), _status(client, reader, paper)) == (404, 404)
    assert (_status(client, adviser, letter), _status(client, adviser, paper)) == (200, 200)
    reads = ReadEvent.objects.filter(actor=adviser, page="core:document")
    assert {(read.subject_id, read.household_id) for read in reads} == {(case.pk, None)}


@pytest.mark.parametrize(
    ("scope", "status"),
    [(ConsentScope.IN_ADVICE, 404), (ConsentScope.READINESS, 404), (ConsentScope.PLAN, 200)],
)
def test_a_consent_to_the_plan_opens_its_paper_until_it_is_revoked(
    client, unit, household, case, plan, adviser, scope, status
):
    economy.start_plan(plan=plan, by=adviser)
    letter = write_to_creditor(debt=_debt(case, "Kredit AB"), content=_content(), by=adviser)
    paper = print_plan(plan=plan, by=adviser)
    worker = staff(Role.PROJECT_WORKER, unit=unit)
    consent = actions.give_consent(case=case, scope=scope, given_on=today(), by=adviser)
    assert _status(client, worker, paper) == status
    assert _status(client, worker, letter) == 404
    page = client.get(household.get_absolute_url()).content.decode()
    assert (str(paper.public_id) in page) is (status == 200)
    read = ReadEvent.objects.filter(actor=worker, page="core:document").first()
    assert (read is not None) is (status == 200)
    actions.revoke_consent(consent=consent, by=adviser)
    assert _status(client, worker, paper) == 404
