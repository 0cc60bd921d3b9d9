"""Debts, budgets, plans, payments, and the readiness that a project worker sees by consent."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from cases.errors import ActionRefused
from core.clock import today
from core.registries import late_rent_receivers
from debtadvice.actions import economy, give_consent
from debtadvice.actions.notices import act_on_notice, close_notice, record_notice
from debtadvice.enums import ConsentScope, PlanState
from debtadvice.forms.overview import read_overview
from debtadvice.models import Budget, Debt, HomeNotice, Payment
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdUnitFactory, family
from tests.factories.debt import DebtCaseFactory, HomeNoticeFactory

pytestmark = pytest.mark.django_db
OVERVIEW = (
    "referens;borgenär;typ;per;kapital;ränta;avgifter;räntesats\n"
    "A-1;Kredit AB;kredit;2026-01-31;12 345,50;100;60;24\n"
    "U-2;Kronofogden;kfm allmänt;2026-01-31;3 000,00;;;"
)


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def adviser(unit):
    return staff(Role.DEBT_ADVISER, unit=unit)


@pytest.fixture
def household(unit):
    household = family(authority=unit.authority)
    HouseholdUnitFactory(household=household, unit=unit)
    return household


@pytest.fixture
def case(household, adviser):
    return DebtCaseFactory(authority=household.authority, household=household, opened_on=today())


@pytest.fixture
def client(client, adviser):
    client.force_login(adviser)
    return client


def _url(name, *args):
    return reverse(f"debtadvice:{name}", args=args)


def test_a_pasted_overview_makes_debts_and_again_new_amounts(client, case):
    for text in (OVERVIEW, OVERVIEW.replace("12 345,50", "12 000"), OVERVIEW.replace(";", "\t")):
        assert client.post(_url("overview", case.pk), {"pasted": text}).status_code == 302
    assert [(debt.creditor, debt.total_sek) for debt in Debt.objects.order_by("pk")] == [
        ("Kredit AB", Decimal("12505.50")),
        ("Kronofogden", Decimal("3000.00")),
    ]
    page = client.get(_url("economy", case.pk)).content.decode()
    assert "12\u00a0505,50\u00a0kr" in page


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (OVERVIEW.replace("12 345,50", "mycket"), "Rad 2, kapital"),
        (OVERVIEW.replace("2026-01-31", "31/1"), "Rad 2, per"),
        (OVERVIEW.replace("U-2", "A-1"), "Rad 3, referens"),
        (OVERVIEW.replace("borgenär", "firma"), "Rad 1, firma"),
        ("referens;borgenär;kapital\n", "Det finns inget under"),
    ],
)
def test_a_faulty_overview_writes_nothing_and_says_where(client, case, text, place):
    response = client.post(_url("overview", case.pk), {"pasted": text})
    assert response.status_code == 422
    assert place in response.content.decode()
    assert not Debt.objects.exists()


def test_an_overview_is_read_from_a_file_too(client, case):
    file = SimpleUploadedFile("skulder.csv", OVERVIEW.encode("utf-8-sig"), "text/csv")
    assert client.post(_url("overview", case.pk), {"pasted": "", "file": file}).status_code == 302
    assert Debt.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (OVERVIEW.encode("utf-16"), "UTF-8"),
        (b"x" * 500_001, "för stor"),
        (OVERVIEW.replace("12 345,50", "mycket").encode(), "Rad 2, kapital"),
    ],
)
def test_a_file_that_cannot_be_read_writes_nothing(client, case, content, words):
    file = SimpleUploadedFile("skulder.csv", content, "text/csv")
    response = client.post(_url("overview", case.pk), {"file": file})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Debt.objects.exists()


def test_nothing_sent_is_told(client, case):
    response = client.post(_url("overview", case.pk), {"pasted": " "})
    assert response.status_code == 422
    assert "Klistra in listan" in response.content.decode()


def test_an_overview_without_faults_reads_every_row():
    rows, faults = read_overview(OVERVIEW.encode())
    assert (len(rows), faults) == (2, [])


def _debts(case, adviser):
    for creditor, kind, amount in (("Hyresbolaget", "rent", 1000), ("Kronofogden", "state", 500)):
        economy.add_debt(
            case=case, by=adviser, as_of=today(), capital_sek=Decimal(amount), creditor=creditor, kind=kind
        )


def test_the_amount_of_a_debt_has_a_history_and_an_end(client, case, adviser):
    _debts(case, adviser)
    debt = Debt.objects.first()
    data = {"as_of": (today() - timedelta(days=30)).isoformat(), "capital_sek": "1500"}
    assert client.post(_url("debt_amount", debt.pk), data).status_code == 302
    assert Debt.objects.get(pk=debt.pk).total_sek == 1000  # the later amount counts
    data = {"as_of": "idag", "capital_sek": "0", "is_settled": "on"}
    assert client.post(_url("debt_amount", debt.pk), data).status_code == 302
    debt.refresh_from_db()
    assert (debt.settled_on, debt.amounts.count()) == (today(), 2)
    # Its page shows every amount, and that it is settled; what is entered later keeps the day.
    page = client.get(_url("debt_amount", debt.pk))
    assert page.context["form"]["is_settled"].value() is True
    assert [amount.capital_sek for amount in page.context["amounts"]] == [0, 1500]
    assert "1\u00a0500\u00a0kr" in page.content.decode()
    data = {"as_of": (today() - timedelta(days=9)).isoformat(), "capital_sek": "700", "is_settled": "on"}
    client.post(_url("debt_amount", debt.pk), data)
    debt.refresh_from_db()
    assert debt.settled_on == today()
    client.post(_url("debt_amount", debt.pk), {"as_of": "idag", "capital_sek": "700"})
    debt.refresh_from_db()
    assert debt.settled_on is None


def test_a_debt_entered_twice_is_one(client, case):
    data = {"creditor": "X", "kind": "bill", "as_of": "idag", "capital_sek": "10,50", "client_key": uuid4()}
    for _click in range(2):
        assert client.post(_url("debt_new", case.pk), data).status_code == 302
    assert Debt.objects.get().total_sek == Decimal("10.50")


def test_a_budget_is_saved_as_a_version_of_its_own(client, case):
    for rent in ("6 000", "7 500,50"):
        data = {
            "name": "I dag",
            "adults": "1",
            "salary": "15000",
            "living": "1000",
            "rent": rent,
            "client_key": str(uuid4()),
        }
        assert client.post(_url("budget", case.pk), data).status_code == 302
    assert [budget.left_sek for budget in Budget.objects.order_by("pk")] == [8000, Decimal("6499.50")]
    assert client.get(_url("economy", case.pk)).status_code == 200


def _plan(case, adviser, money=500):
    return economy.propose_plan(
        case=case, strategy="equal", money_sek=Decimal(money), first_month=today(), by=adviser
    )


def test_a_plan_is_drawn_up_begun_and_paid(client, case, adviser):
    _debts(case, adviser)
    data = {"money_sek": "500", "strategy": "equal", "first_month": today().isoformat()}
    response = client.post(_url("plan_new", case.pk), data)
    plan = case.plans.get()
    assert response.url == _url("plan", plan.pk)
    assert client.get(_url("plan", plan.pk)).status_code == 200
    client.post(_url("plan_start", plan.pk))
    plan.refresh_from_db()
    assert plan.state == PlanState.RUNNING
    part = plan.parts.first()
    assert sum(row.due_sek for row in part.instalments.all()) == part.balance_sek
    data = {"part": part.pk, "paid_on": "idag", "amount_sek": "250", "client_key": str(uuid4())}
    for _click in range(2):
        assert client.post(_url("plan", plan.pk), data).status_code == 302
    assert Payment.objects.get().amount_sek == 250
    client.post(_url("plan_end", plan.pk))
    plan.refresh_from_db()
    assert plan.state == PlanState.ENDED


def test_a_plan_without_debts_or_that_never_ends_is_refused(case, adviser):
    with pytest.raises(ActionRefused):
        _plan(case, adviser)
    economy.add_debt(
        case=case,
        by=adviser,
        as_of=today(),
        capital_sek=Decimal(100_000),
        creditor="Dyr",
        kind="credit",
        interest_percent=Decimal(24),
    )
    with pytest.raises(ActionRefused):
        _plan(case, adviser, money=1000)
    assert not case.plans.exists()


def test_only_one_plan_runs_at_a_time(case, adviser):
    _debts(case, adviser)
    economy.start_plan(plan=_plan(case, adviser), by=adviser)
    with pytest.raises(ActionRefused):
        economy.start_plan(plan=_plan(case, adviser), by=adviser)


def test_readiness_is_seen_by_consent_without_creditors_or_amounts(client, unit, household, case, adviser):
    _debts(case, adviser)
    economy.start_plan(plan=_plan(case, adviser), by=adviser)
    worker = staff(Role.PROJECT_WORKER, unit=unit)
    give_consent(case=case, scope=ConsentScope.READINESS, given_on=today(), by=adviser)
    client.force_login(worker)
    page = client.get(household.get_absolute_url()).content.decode()
    assert "Ingen hyra är obetald: <strong>Nej</strong>" in page
    assert "Betalningsplan" not in page
    give_consent(case=case, scope=ConsentScope.PLAN, given_on=today(), by=adviser)
    page = client.get(household.get_absolute_url()).content.decode()
    assert "500\u00a0kr i månaden" in page
    assert "Hyresbolaget" not in page


def test_a_late_rent_of_our_own_flats_arrives_once_and_warns(client, unit, household, adviser):
    worker = staff(Role.PROJECT_WORKER, unit=unit)
    for _told in range(2):
        late_rent_receivers["debtadvice"](
            household=household, month=today(), amount_sek=Decimal(4650), by=worker
        )
    notice = HomeNotice.objects.get()
    assert notice.rent_month == today().replace(day=1)
    assert f"Hushåll {household.case_number}" in client.get(_url("notices")).content.decode()
    client.force_login(worker)
    page = client.get(household.get_absolute_url()).content.decode()
    assert "Bostaden är i fara" in page
    assert "4\u00a0650" not in page
    close_notice(notice=notice, result="kept", closed_on=today(), by=adviser)
    assert "Bostaden är i fara" not in client.get(household.get_absolute_url()).content.decode()


def test_notices_are_sorted_by_days_left(client, adviser):
    for name, kind, served, evicted in (
        ("Ingen klocka", "disturbance", None, None),
        ("Vräkning", "eviction", None, today() + timedelta(days=4)),
        ("Tre veckor", "termination", today(), None),
    ):
        record_notice(
            authority=adviser.authority,
            kind=kind,
            landlord="Värden",
            received_on=today(),
            name=name,
            served_on=served,
            eviction_on=evicted,
            by=adviser,
        )
    names = [row["notice"].name for row in client.get(_url("notices")).context["rows"]]
    assert names == ["Vräkning", "Tre veckor", "Ingen klocka"]


def test_a_notice_is_entered_acted_on_and_closed(client, household, adviser):
    data = {"kind": "eviction", "landlord": "Värden", "received_on": "idag", "client_key": str(uuid4())}
    assert client.post(_url("notice_new"), data).status_code == 422  # an eviction needs its day
    data |= {"eviction_on": (today() + timedelta(days=9)).isoformat(), "case_number": household.case_number}
    for _click in range(2):
        assert client.post(_url("notice_new"), data).status_code == 302
    notice = HomeNotice.objects.get()
    address = _url("notice", notice.pk)
    assert client.post(address, {"act-on_day": "idag", "act-note": ""}).status_code == 422
    assert client.post(address, {"act-on_day": "idag", "act-note": "Ringde"}).status_code == 302
    closing = {"close": "1", "close-result": "kept", "close-closed_on": "idag"}
    assert client.post(address, closing).status_code == 302
    notice.refresh_from_db()
    assert (notice.result, notice.actions.get().note) == ("kept", "Ringde")
    with pytest.raises(ActionRefused):
        act_on_notice(notice=notice, on_day=today(), note="För sent", by=adviser)


def test_a_notice_of_another_board_does_not_exist(client):
    assert client.get(_url("notice", HomeNoticeFactory().pk)).status_code == 404
