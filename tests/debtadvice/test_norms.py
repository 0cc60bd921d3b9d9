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
from debtadvice.actions import economy
from debtadvice.enums import TableKind
from debtadvice.models import AmountTable, Budget
from debtadvice.norms import CODES, norm_of, reasonable_rent
from debtadvice.planning import enforced_least, judge
from tests.debtadvice.norm_2019 import NORM, RENTS
from tests.factories.accounts import AuthorityFactory, staff
from tests.factories.debt import AmountTableFactory, BudgetFactory, DebtCaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _norms_of_the_installation():
    """What the migration enters; a test that empties the database before this one takes it away."""
    if not AmountTable.objects.exists():
        import_module("debtadvice.migrations.0008_whole_norms").enter_whole_norms(apps, None)


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


@pytest.mark.parametrize(
    ("ages", "lunch", "total"),
    [
        ([0], [0], 3090 + 2000 + 1100),
        ([1, 3], [3], 3090 + 2380 + 1940 + 1380),
        ([2, 2], [2], 3090 + 2190 + 2380 + 1380),  # one of two of an age
        ([6, 7], [6], 3090 + 2120 + 2990 + 1380),
        ([7], [7], 3090 + 2990 + 1100),  # school lunch is in the norm already
    ],
)
def test_a_child_with_lunch_at_preschool_has_an_amount_of_its_own(ages, lunch, total):
    assert norm_of(NORM, 1, ages, lunch).total_sek == total


def test_a_norm_with_an_amount_missing_is_not_known():
    norm = norm_of({"adult_single": Decimal(3910), "common_1": Decimal(1270)}, 2, [3, 3])
    assert norm.total_sek is None
    assert norm.missing == ("adult_couple", "child_3", "common_4")
    assert norm_of({}, 1, [3], [3]).missing == ("adult_single", "child_3_out", "common_2")


@pytest.mark.parametrize(
    ("adults", "children", "rent"),
    [(1, 0, 6300), (2, 0, 6900), (1, 1, None), (1, 2, 9400), (2, 2, 9400), (2, 5, 14800), (1, 8, 14800)],
)
def test_a_reasonable_rent_by_adults_or_children(adults, children, rent):
    assert reasonable_rent(RENTS, adults, children) == rent


@pytest.mark.parametrize(
    ("day", "adults", "ages", "lunch", "total"),
    [
        (date(2025, 1, 1), 1, [], [], 3910 + 1270),
        (date(2025, 12, 31), 1, [], [], 3910 + 1270),
        (date(2025, 6, 1), 2, [], [], 7050 + 1400),
        (date(2025, 6, 1), 2, [0, 1, 3], [1, 3], 7050 + 2720 + 2780 + 2480 + 2310),
        (date(2025, 6, 1), 1, [4, 5, 8], [5], 3910 + 3030 + 2700 + 3790 + 2010),
        (date(2025, 6, 1), 2, [11, 15, 18, 19], [], 7050 + 4350 + 2 * 4920 + 4960 + 2620),
        (date(2025, 6, 1), 2, [7] * 6, [], 7050 + 6 * 3790 + 2810 + (2810 - 2620)),
        # 2026, as the government told it: 5 220 for one person, 8 510 for two who live together.
        (date(2026, 1, 1), 1, [], [], 5220),
        (date(2026, 1, 1), 2, [], [], 8510),
        (date(2026, 11, 1), 1, [0, 2, 3, 6], [0, 2, 3, 6], 3940 + 2560 + 2800 + 2500 + 2720 + 2330),
    ],
)
def test_the_installation_has_the_whole_norm_of_2025_and_2026(day, adults, ages, lunch, total):
    table = AmountTable.objects.in_force(TableKind.NORM, day)
    assert set(table.known) == {code for code, _words in CODES[TableKind.NORM]}
    assert norm_of(table.known, adults, ages, lunch).total_sek == total
    assert AmountTable.objects.in_force(TableKind.NORM, date(2024, 12, 31)) is None


def test_what_an_administrator_has_entered_is_left_alone_and_an_empty_installation_filled(adviser):
    whole = import_module("debtadvice.migrations.0008_whole_norms")
    AmountTable.objects.filter(valid_from=date(2025, 1, 1)).update(amounts={"common_1": "1"}, made_by=adviser)
    AmountTable.objects.filter(valid_from=date(2026, 1, 1)).delete()
    whole.enter_whole_norms(apps, None)
    assert AmountTable.objects.get(valid_from=date(2025, 1, 1)).amounts == {"common_1": "1"}
    assert AmountTable.objects.get(valid_from=date(2026, 1, 1)).known["adult_couple"] == 7100


def _tables(board, day=None):
    day = day or today()
    for kind, amounts in ((TableKind.NORM, NORM), (TableKind.RENT, RENTS)):
        AmountTableFactory(
            kind=kind,
            authority=board if kind == TableKind.RENT else None,
            valid_from=day,
            amounts={code: str(amount) for code, amount in amounts.items()},
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
    _tables(case.authority)
    client.force_login(adviser)
    assert _post(client, case, living=living).status_code == 302
    budget = Budget.objects.get()
    assert (budget.norm_sek, budget.norm_from) == (4080, today())
    assert budget.left_sek == Decimal(left)
    assert (budget.is_below_norm, budget.is_rent_high) == (is_below, True)
    page = client.get(reverse("debtadvice:economy", args=[case.pk])).content.decode()
    assert ("under normen" in page) is is_below


def test_a_budget_counts_the_children_and_keeps_their_ages(client, adviser, case):
    _tables(case.authority)
    client.force_login(adviser)
    assert _post(client, case, adults="2", child_ages="3, 7 och 12").status_code == 302
    budget = Budget.objects.get()
    assert budget.child_ages == [3, 7, 12]
    assert budget.norm_sek == 5570 + 2120 + 2990 + 3440 + 1810
    page = client.get(reverse("debtadvice:budget", args=[case.pk]))
    assert page.context["form"]["child_ages"].value() == "3, 7, 12"


def test_a_budget_counts_lunch_at_preschool_and_keeps_who_has_it(client, adviser, case):
    _tables(case.authority)
    client.force_login(adviser)
    assert _post(client, case, child_ages="3, 3, 7", lunch_ages="3").status_code == 302
    budget = Budget.objects.get()
    assert (budget.lunch_ages, budget.norm_sek) == ([3], 3090 + 1940 + 2120 + 2990 + 1570)
    page = client.get(reverse("debtadvice:budget", args=[case.pk]))
    assert page.context["form"]["lunch_ages"].value() == "3"


@pytest.mark.parametrize("ages", ["7", "4", "3, 3", "tre"])
def test_lunch_of_nobody_is_refused_and_kept(client, adviser, case, ages):
    client.force_login(adviser)
    response = _post(client, case, child_ages="3, 7", lunch_ages=ages)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"lunch_ages"}
    assert not Budget.objects.exists()


def test_another_boards_rents_say_nothing_of_ours(client, adviser, case):
    _tables(AuthorityFactory())
    client.force_login(adviser)
    _post(client, case)
    assert Budget.objects.get().reasonable_rent_sek is None
    page = client.get(reverse("debtadvice:budget", args=[case.pk])).content.decode()
    assert "Vad som är skälig hyra i er nämnd är inte inlagt." in page


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
    assert _post(client, case, adults="2", child_ages="3").status_code == 302
    budget = Budget.objects.get()
    assert (budget.norm_sek, budget.norm_from) == (None, None)
    assert budget.norm_missing == ["adult_couple", "child_3", "common_3"]
    assert budget.expense_sek == 7000  # the rent: nothing is guessed
    page = client.get(reverse("debtadvice:economy", args=[case.pk])).content.decode()
    assert "normen är inte känd" in page
    assert "Sammanboende, båda tillsammans; Barn, 3 år; Gemensamma kostnader, 3 personer" in page


def test_a_later_table_leaves_what_was_made_alone(client, adviser, case):
    _tables(case.authority)
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
    _tables(case.authority)
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


def test_a_plan_is_held_against_the_budget_that_is_chosen(client, adviser, case):
    client.force_login(adviser)
    for name, salary in (("I dag", 15000), ("Efter flytten", 20000)):
        content = economy.BudgetInput(name, {"salary": Decimal(salary)}, {"living": Decimal(10000)})
        economy.save_budget(case=case, content=content, by=adviser)
    economy.add_debt(
        case=case, by=adviser, as_of=today(), capital_sek=Decimal(9000), creditor="X", kind="bill"
    )
    today_budget, later = case.budgets.order_by("pk")
    address = reverse("debtadvice:plan_new", args=[case.pk])
    assert "Efter flytten" in client.get(address).content.decode()
    data = {"money_sek": "6000", "strategy": "equal", "first_month": "idag", "budget": today_budget.pk}
    assert client.post(address, data).status_code == 302
    plan = case.plans.get()
    assert (plan.budget, judge(plan).is_realistic) == (today_budget, False)
    other = BudgetFactory(case__authority=case.authority)
    assert client.post(address, {**data, "budget": other.pk}).status_code == 422
    values = {"strategy": "equal", "money_sek": Decimal(6000), "first_month": today(), "by": adviser}
    with pytest.raises(ActionRefused):
        economy.propose_plan(case=case, budget=other, **values)
    assert judge(economy.propose_plan(case=case, **values)).left_sek == later.left_sek


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
