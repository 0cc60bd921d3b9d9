"""The national norm by a whole published table, reasonable rents, and how budgets and plans use them."""

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse

from accounts.enums import Role
from cases.errors import ActionRefused
from core.clock import today
from core.models import AuditEvent
from debtadvice.actions import economy
from debtadvice.actions.tables import save_table
from debtadvice.enums import TableKind
from debtadvice.models import AmountTable, Budget
from debtadvice.norms import norm_of, reasonable_rent
from debtadvice.planning import enforced_least, judge
from demo.debt_texts import NORM_2019
from tests.factories.accounts import staff
from tests.factories.debt import AmountTableFactory, DebtCaseFactory

pytestmark = pytest.mark.django_db
NORM = {code: Decimal(amount) for code, amount in NORM_2019.items()}
RENTS = {"rent_1": Decimal(6300), "rent_2": Decimal(6900), "rent_5": Decimal(11200)}


@pytest.fixture(autouse=True)
def _norms_of_the_installation():
    """What the migration enters; a test that empties the database before this one takes it away."""
    if not AmountTable.objects.exists():
        import_module("debtadvice.migrations.0005_norms_and_own_amounts").enter_norms(apps, None)


@pytest.fixture
def adviser():
    return staff(Role.DEBT_ADVISER)


@pytest.fixture
def case(adviser):
    return DebtCaseFactory(authority=adviser.authority, opened_on=today())


@pytest.mark.parametrize(
    ("adults", "ages", "total"),
    [
        (1, [], 3090 + 990),
        (2, [], 5570 + 1100),
        (1, [0], 3090 + 2130 + 1100),
        (1, [1, 2], 3090 + 2 * 2380 + 1380),
        (1, [3, 4, 6], 3090 + 2120 + 2 * 2380 + 1570),
        (2, [7, 10, 11], 5570 + 2 * 2990 + 3440 + 1810),
        (2, [14, 15, 18, 19], 5570 + 3440 + 2 * 3880 + 3910 + 2050),
        (2, [20], 5570 + 3910 + 1380),
        (1, [7] * 6, 3090 + 6 * 2990 + 2220),
        (2, [7] * 7, 5570 + 7 * 2990 + 2220 + 2 * (2220 - 2050)),  # nine persons
    ],
)
def test_the_norm_of_a_household_by_the_table_of_2019(adults, ages, total):
    assert norm_of(NORM, adults, ages).total_sek == total


def test_a_norm_with_an_amount_missing_is_not_known():
    norm = norm_of({"adult_single": Decimal(3910), "common_1": Decimal(1270)}, 2, [3, 3])
    assert norm.total_sek is None
    assert norm.missing == ("adult_couple", "child_3", "common_4")


@pytest.mark.parametrize(("persons", "rent"), [(1, 6300), (2, 6900), (3, None), (5, 11200), (9, 11200)])
def test_a_reasonable_rent_by_the_number_of_persons(persons, rent):
    assert reasonable_rent(RENTS, persons) == rent


def test_the_installation_knows_what_is_certain_of_2025_and_2026():
    for day, total in ((date(2025, 1, 1), 5180), (date(2025, 12, 31), 5180), (date(2026, 1, 1), 5220)):
        table = AmountTable.objects.in_force(TableKind.NORM, day)
        assert norm_of(table.known, 1, []).total_sek == total
    assert AmountTable.objects.in_force(TableKind.NORM, date(2024, 12, 31)) is None


def _tables(day=None):
    day = day or today()
    for kind, amounts in ((TableKind.NORM, NORM), (TableKind.RENT, RENTS)):
        AmountTableFactory(
            kind=kind, valid_from=day, amounts={code: str(amount) for code, amount in amounts.items()}
        )


def _post(client, case, **changes):
    data = {
        "name": "I dag",
        "adults": "1",
        "child_ages": "",
        "salary": "15000",
        "rent": "7 000",
        "client_key": str(uuid4()),
        **changes,
    }
    return client.post(reverse("debtadvice:budget", args=[case.pk]), data)


@pytest.mark.parametrize(
    ("living", "left", "is_below"), [("", 3920, False), ("4080", 3920, False), ("4 079,99", "3920.01", True)]
)
def test_a_budget_takes_the_norm_and_is_held_against_it(client, adviser, case, living, left, is_below):
    _tables()
    client.force_login(adviser)
    assert _post(client, case, living=living).status_code == 302
    budget = Budget.objects.get()
    assert (budget.norm_sek, budget.norm_from) == (4080, today())
    assert budget.left_sek == Decimal(left)
    assert (budget.is_below_norm, budget.is_rent_high) == (is_below, True)
    page = client.get(reverse("debtadvice:economy", args=[case.pk])).content.decode()
    assert ("under normen" in page) is is_below


def test_a_budget_counts_the_children_and_keeps_their_ages(client, adviser, case):
    _tables()
    client.force_login(adviser)
    assert _post(client, case, adults="2", child_ages="3, 7 och 12").status_code == 302
    budget = Budget.objects.get()
    assert budget.child_ages == [3, 7, 12]
    assert budget.norm_sek == 5570 + 2120 + 2990 + 3440 + 1810
    page = client.get(reverse("debtadvice:budget", args=[case.pk]))
    assert page.context["form"]["child_ages"].value() == "3, 7, 12"


@pytest.mark.parametrize("ages", ["tre", "3.5", "21", "-1", "1 2 3 4 5 6 7 8 9 10 11 12 13"])
def test_ages_that_cannot_be_are_refused_and_kept(client, adviser, case, ages):
    client.force_login(adviser)
    response = _post(client, case, child_ages=ages)
    assert response.status_code == 422
    assert ages in response.content.decode()
    assert not Budget.objects.exists()


def test_without_a_whole_table_a_budget_says_that_the_norm_is_not_known(client, adviser, case):
    AmountTableFactory(valid_from=today(), amounts={"adult_single": "3910"})
    client.force_login(adviser)
    assert _post(client, case).status_code == 302
    assert Budget.objects.get().norm_sek is None
    assert "normen är inte känd" in client.get(reverse("debtadvice:economy", args=[case.pk])).content.decode()


def test_a_later_table_leaves_what_was_made_alone(client, adviser, case):
    _tables()
    client.force_login(adviser)
    _post(client, case)
    AmountTable.objects.update(amounts={"adult_single": "1", "common_1": "1"})
    assert Budget.objects.get().norm_sek == 4080


@pytest.mark.parametrize(
    ("money", "living", "is_realistic", "reasons"),
    [
        (1000, 4080, True, ()),
        (4000, 4080, False, ("money",)),
        (1000, 3000, False, ("norm",)),
        (6000, 3000, False, ("money", "norm")),
    ],
)
def test_a_plan_is_realistic_or_not_against_the_budget(adviser, case, money, living, is_realistic, reasons):
    _tables()
    economy.save_budget(
        case=case,
        content=economy.BudgetInput(
            "I dag", {"salary": Decimal(15000)}, {"rent": Decimal(7000), "living": Decimal(living)}
        ),
        by=adviser,
    )
    economy.add_debt(
        case=case, by=adviser, as_of=today(), capital_sek=Decimal(9000), creditor="X", kind="bill"
    )
    plan = economy.propose_plan(
        case=case, strategy="equal", money_sek=Decimal(money), first_month=today(), by=adviser
    )
    verdict = judge(plan)
    assert (verdict.is_realistic, verdict.reasons) == (is_realistic, reasons)


def test_the_least_to_the_enforcement_authority_is_dated_and_kept_by_the_plan(adviser, case, settings):
    settings.ENFORCEMENT_MINIMUM_SEK = Decimal(100)
    assert enforced_least(today()) == 100
    AmountTableFactory(kind="minimum", valid_from=today(), amounts={"minimum": "250"})
    assert enforced_least(today() - timedelta(days=1)) == 100
    assert enforced_least(today()) == 250
    for creditor, kind, amount in (("A", "bill", 500), ("Kronofogden", "state", 5000)):
        economy.add_debt(
            case=case, by=adviser, as_of=today(), capital_sek=Decimal(amount), creditor=creditor, kind=kind
        )
    plan = economy.propose_plan(
        case=case, strategy="smallest", money_sek=Decimal(300), first_month=today(), by=adviser
    )
    AmountTable.objects.filter(kind="minimum").delete()
    economy.start_plan(plan=plan, by=adviser)
    first = plan.parts.get(debt__creditor="Kronofogden").instalments.order_by("month").first()
    assert first.due_sek == 250


@pytest.fixture
def administrator(client):
    user = staff(Role.SYSTEM_ADMINISTRATOR)
    client.force_login(user)
    return user


def test_the_administrator_enters_a_version(client, administrator):
    page = client.get(reverse("debtadvice:tables"))
    assert "inte inlagt" in page.content.decode()
    address = reverse("debtadvice:table_new", args=["norm"])
    data = {
        "valid_from": "2019-01-01",
        "source": "Socialstyrelsen",
        **{code: str(a) for code, a in NORM.items()},
    }
    for _click in range(2):
        assert client.post(address, data).status_code == 302
    table = AmountTable.objects.get(valid_from=date(2019, 1, 1))
    assert (table.known, table.made_by) == (NORM, administrator)
    event = AuditEvent.objects.filter(action="debt_table.saved").first()
    assert event.details == {"kind": "norm", "from": "2019-01-01"}
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [{"source": ""}, {"valid_from": "igår kväll"}, {"adult_single": "många"}, {"adult_single": "-1"}],
)
def test_a_version_that_cannot_be_is_refused_with_what_was_typed(client, administrator, changes):
    data = {"valid_from": "2031-01-01", "source": "Ny källa", "adult_single": "4000", **changes}
    response = client.post(reverse("debtadvice:table_new", args=["norm"]), data)
    assert response.status_code == 422
    assert not AmountTable.objects.filter(valid_from=date(2031, 1, 1)).exists()


def test_a_version_without_amounts_or_of_an_unknown_kind_is_refused(client, administrator):
    with pytest.raises(ActionRefused):
        save_table(kind=TableKind.RENT, valid_from=today(), amounts={}, source="x", by=administrator)
    with pytest.raises(TypeError):
        save_table(
            kind=TableKind.RENT, valid_from=today(), amounts={"x": Decimal(1)}, source="x", by=administrator
        )
    assert client.get(reverse("debtadvice:table_new", args=["annat"])).status_code == 404
