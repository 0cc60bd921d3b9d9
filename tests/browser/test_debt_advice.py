"""Debt advice in a real browser: from open advice to payments, and what a consent lets others see."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.enums import Role
from core.clock import today
from core.periods import add_months
from debtadvice.actions.economy import add_debt
from debtadvice.models import Budget, DebtCase, Payment, RepaymentPlan, RestructuringPayment
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdUnitFactory, family
from tests.factories.debt import AmountTableFactory

pytestmark = pytest.mark.django_db(transaction=True)
OVERVIEW = (
    "referens;borgenär;typ;per;kapital;ränta;avgifter;räntesats\n"
    "A-1;Kredit AB;kredit;{day};12 000;100;60;24\n"
    "H-2;Hyresbolaget;hyra;{day};6 000;;;\n"
)
NORM = {"adult_single": "3910", "child_7": "3780", "common_2": "1400"}


@pytest.fixture
def unit() -> Any:
    return UnitFactory()


@pytest.fixture
def household(unit: Any) -> Any:
    household = family(date(2018, 3, 1), authority=unit.authority, case_number="2026-0412")
    HouseholdUnitFactory(household=household, unit=unit)
    return household


def test_from_open_advice_to_payments_and_a_consent_that_ends(
    page: Page,
    live_server: Any,
    sign_in: Callable[[Page, Any], None],
    assert_axe_clean: Callable[[Page], None],
    screenshot: Callable[..., Any],
    unit: Any,
    household: Any,
) -> None:
    adviser = staff(Role.DEBT_ADVISER, unit=unit, full_name="Lars Törnqvist")
    worker = staff(Role.PROJECT_WORKER, unit=unit, full_name="Maria Lindqvist")
    AmountTableFactory(valid_from=today(), amounts=NORM)
    sign_in(page, adviser)

    # Open advice without a name, then a case.
    page.goto(f"{live_server.url}/skuldradgivning/")
    assert_axe_clean(page)
    page.get_by_role("button", name="Logga rådgivningen").press("Enter")
    expect(page.get_by_text("Rådgivningen är loggad.")).to_be_visible()
    page.get_by_role("link", name="Nytt skuldärende").press("Enter")
    page.get_by_label("Förnamn").fill("Nadia")
    page.get_by_label("Efternamn").fill("Öberg")
    page.get_by_label("Anteckning").fill("Vill ordna upp skulderna.")
    page.get_by_role("button", name="Öppna ärendet").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()  # a note needs its minutes
    assert_axe_clean(page)
    page.get_by_label("Rådgivning i dag, minuter").fill("40")
    page.get_by_role("button", name="Öppna ärendet").press("Enter")
    expect(page.get_by_text("Vill ordna upp skulderna.")).to_be_visible()
    case = DebtCase.objects.get()

    # Debts pasted.
    page.get_by_role("link", name="Ekonomi").press("Enter")
    page.get_by_role("link", name="Läs in en skuldöversikt").press("Enter")
    page.get_by_label("Klistra in listan").fill("referens;borgenär;kapital\nA;B;mycket")
    page.get_by_role("button", name="Läs in översikten").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Rad 2, kapital")
    page.get_by_label("Klistra in listan").fill(OVERVIEW.format(day=today().isoformat()))
    page.get_by_role("button", name="Läs in översikten").press("Enter")
    expect(page.get_by_text("12\u00a0160\u00a0kr")).to_be_visible()

    # Budget with the norm, and a plan that holds against it.
    page.get_by_role("link", name="Ny version av budgeten").press("Enter")
    page.get_by_label("Barnens åldrar").fill("8")
    page.get_by_label("Lön efter skatt").fill("19 000")
    page.get_by_label("Hyra", exact=True).fill("6 500")
    page.get_by_role("button", name="Spara budgeten").press("Enter")
    expect(page.get_by_text("norm 9\u00a0090\u00a0kr")).to_be_visible()
    assert Budget.objects.get().left_sek == 19000 - 6500 - 9090
    assert_axe_clean(page)
    page.get_by_role("link", name="Ny betalningsplan").press("Enter")
    page.get_by_role("radio", name="Dyrast först").press("Space")
    page.get_by_label("Pengar i månaden till alla skulder").fill("2 000")
    page.get_by_label("Första månaden").fill("idag")
    assert_axe_clean(page)
    page.get_by_role("button", name="Gör planen").press("Enter")
    expect(page.get_by_text("realistisk: pengarna räcker", exact=True)).to_be_visible()
    screenshot(page, "debt-plan")
    page.get_by_role("button", name="Låt planen börja").press("Enter")
    expect(page.get_by_role("heading", name="Lägg in en betalning")).to_be_visible()
    assert_axe_clean(page)
    plan = RepaymentPlan.objects.get()

    # A letter to a creditor.
    page.get_by_role("link", name="Ekonomi").press("Enter")
    page.get_by_role("link", name="Skriv Kredit AB").press("Enter")
    assert_axe_clean(page)
    page.get_by_role("button", name="Skriv brevet").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Brev till borgenär")

    # A payment.
    page.goto(live_server.url + reverse("debtadvice:plan", args=[plan.pk]))
    page.get_by_label("Borgenär").select_option(label="Kredit AB")
    page.get_by_label("Belopp").fill("2 000")
    page.get_by_role("button", name="Spara betalningen").press("Enter")
    expect(page.get_by_text("Betalningen är inlagd.")).to_be_visible()
    assert Payment.objects.get().amount_sek == 2000

    # The project worker sees readiness after consent, and nothing when it is revoked.
    _sees(page, live_server, sign_in, worker, household, is_shown=False)
    sign_in(page, adviser)
    page.goto(live_server.url + case.get_absolute_url())
    page.get_by_role("link", name="Koppla till ett hushåll").press("Enter")
    page.get_by_label("Hushållets ärendenummer").fill("2026-0412")
    page.get_by_role("button", name="Koppla till hushållet").press("Enter")
    page.get_by_role("link", name="Anteckna medgivande").press("Enter")
    page.get_by_role("radio", name="Även det som spelar roll").press("Space")
    page.get_by_role("button", name="Anteckna medgivandet").press("Enter")
    expect(page.get_by_text("Medgivandet är antecknat.")).to_be_visible()
    assert_axe_clean(page)
    _sees(page, live_server, sign_in, worker, household, is_shown=True)
    expect(page.get_by_text("Ingen hyra är obetald")).to_be_visible()
    expect(page.get_by_text("Kredit AB")).to_have_count(0)
    assert_axe_clean(page)
    sign_in(page, adviser)
    page.goto(live_server.url + case.get_absolute_url())
    page.get_by_role("button", name="Återkalla medgivandet").press("Enter")
    _sees(page, live_server, sign_in, worker, household, is_shown=False)


def _sees(
    page: Page,
    live_server: Any,
    sign_in: Callable[[Page, Any], None],
    user: Any,
    household: Any,
    *,
    is_shown: bool,
) -> None:
    sign_in(page, user)
    page.goto(live_server.url + household.get_absolute_url())
    expect(page.get_by_text("I rådgivning")).to_have_count(1 if is_shown else 0)


def test_debt_restructuring_notices_and_norms_are_clean(
    page: Page,
    live_server: Any,
    sign_in: Callable[[Page, Any], None],
    assert_axe_clean: Callable[[Page], None],
    screenshot: Callable[..., Any],
    unit: Any,
) -> None:
    adviser = staff(Role.DEBT_ADVISER, unit=unit, full_name="Lars Törnqvist")
    case = DebtCase.objects.create(
        authority=unit.authority, opened_on=today(), has_housing_problem=True, case_number="S2026-0001"
    )
    for creditor, amount in (("Kredit AB", 100_000), ("Elbolaget", 50_000)):
        add_debt(
            case=case,
            by=adviser,
            as_of=today(),
            capital_sek=Decimal(amount),
            creditor=creditor,
            kind="credit",
        )
    sign_in(page, adviser)
    page.goto(live_server.url + reverse("debtadvice:economy", args=[case.pk]))
    page.get_by_role("link", name="Kredit AB").first.press("Enter")
    expect(page.get_by_text("Vad den har uppgått till")).to_be_visible()
    assert_axe_clean(page)
    page.get_by_role("link", name="Avbryt").press("Enter")
    page.get_by_role("button", name="Förbered en ansökan").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Skuldsanering")
    assert_axe_clean(page)
    page.get_by_role("button", name="Anteckna ansökan").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Gå igenom alla villkor först")
    assert_axe_clean(page)

    # The conditions, the application, the decision over one of the two debts, and a payment.
    for answer in page.get_by_role("radio", name="Ja", exact=True).all():
        answer.press("Space")
    page.get_by_role("button", name="Spara villkoren").press("Enter")
    page.get_by_role("button", name="Anteckna ansökan").press("Enter")
    page.get_by_role("radio", name="Beviljad").press("Space")
    page.get_by_label("Att betala i månaden").fill("1 000")
    month = today() if today().month not in (6, 12) else add_months(today(), -1)
    page.get_by_label("Första månaden").fill(month.isoformat())
    page.get_by_label("Elbolaget").press("Space")  # not covered
    assert_axe_clean(page)
    page.get_by_role("button", name="Anteckna beslutet").press("Enter")
    expect(page.get_by_role("row", name="Kredit AB")).to_contain_text("50\u00a0000\u00a0kr")
    expect(page.get_by_role("row", name="Elbolaget")).to_have_count(0)
    page.get_by_role("button", name="Spara betalningen").press("Enter")
    expect(page.get_by_text("Det är sparat.")).to_be_visible()
    assert RestructuringPayment.objects.get().amount_sek == 1000
    assert_axe_clean(page)
    screenshot(page, "debt-restructuring")
    page.goto(live_server.url + reverse("debtadvice:notice_new"))
    page.get_by_role("radio", name="Uppsagd för obetald hyra").press("Space")
    page.get_by_label("Hyresvärd", exact=True).fill("Lönnens Bostäder")
    page.get_by_label("Hyresgästen delgiven").fill("idag")
    page.get_by_role("button", name="Spara meddelandet").press("Enter")
    expect(page.get_by_role("heading", name="Klockan")).to_be_visible()
    assert_axe_clean(page)
    page.get_by_role("link", name="Koppla till ett skuldärende").press("Enter")
    page.get_by_label("Skuldärendets nummer").fill("S2026-0001")
    assert_axe_clean(page)
    page.get_by_role("button", name="Koppla till skuldärendet").press("Enter")
    expect(page.get_by_role("link", name="S2026-0001")).to_be_visible()
    sign_in(page, staff(Role.SYSTEM_ADMINISTRATOR))
    for name, args in (("tables", []), ("table_new", ["norm"]), ("table_new", ["rent"])):
        page.goto(live_server.url + reverse(f"debtadvice:{name}", args=args))
        assert_axe_clean(page)
