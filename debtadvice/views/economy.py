"""A case's economy: debts and budgets."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import requires
from accounts.models import User
from core.charts import Category, Series, bar_chart
from core.clock import today
from core.documents import documents_of
from debtadvice.actions.economy import BudgetInput, add_amount, add_debt, import_debts, save_budget
from debtadvice.actions.letters import CREDITOR_LETTER
from debtadvice.enums import TableKind
from debtadvice.forms.economy import EXPENSES, INCOMES, AmountForm, BudgetForm, DebtForm, OverviewForm
from debtadvice.models import AmountTable, Budget, Debt, DebtCase
from debtadvice.views.case_page import case_page, done, reached, reached_part, staff_of

TAB = "economy"
MOST_BUDGETS_SIDE_BY_SIDE = 3


def _address(pk: int) -> str:
    return reverse("debtadvice:economy", args=[pk])


@requires("debt_case.read")
@require_safe
def economy(request: HttpRequest, pk: int) -> HttpResponse:
    """Debts, the latest budget and the plans, on one page."""
    case = reached(request, pk)
    debts = list(case.debts.prefetch_related("amounts").order_by("settled_on", "creditor", "pk"))
    letters = documents_of(CREDITOR_LETTER, [debt.pk for debt in debts])
    for debt in debts:
        debt.letter = letters.get(debt.pk)  # type: ignore[attr-defined]  # for the template
    restructurings = list(case.restructurings.order_by("-pk"))
    budgets = list(case.budgets.order_by("-pk"))
    context = {
        "debts": debts,
        "total": sum((debt.total_sek for debt in debts if debt.settled_on is None), Decimal(0)),
        "budgets": budgets,
        "plans": case.plans.order_by("-pk"),
        "restructurings": restructurings,
        "may_begin_restructuring": case.is_open
        and staff_of(request).can("debt_case.change")
        and not any(one.is_open for one in restructurings),
        "today": today(),
        "chart": _budget_chart(budgets[0]) if budgets else None,
        "shown_budgets": budgets[:MOST_BUDGETS_SIDE_BY_SIDE],
        "budget_rows": _side_by_side(budgets[:MOST_BUDGETS_SIDE_BY_SIDE]),
    }
    return case_page(request, case, "debtadvice/economy.html", context, tab=TAB)


def _side_by_side(budgets: list[Budget]) -> list[dict[str, Any]]:
    """The latest versions line by line; lines that are empty in all of them are left out."""
    rows = [(label, [budget.line(code) for budget in budgets]) for code, label in (*INCOMES, *EXPENSES)]
    return [{"label": label, "amounts": amounts} for label, amounts in rows if any(amounts)]


def _budget_chart(budget: Budget) -> Any:
    """Where the money goes: the latest budget's expenses and what is left, as bars."""
    words = dict(EXPENSES)
    rows = [(str(words[code]), Decimal(value)) for code, value in budget.lines.items() if code in words]
    rows.sort(key=lambda row: -row[1])
    rows = [*rows[:5], (_("What is left"), max(budget.left_sek, Decimal(0)))]
    return bar_chart(
        chart_id=f"budget-{budget.pk}",
        title=_("Where the money goes"),
        categories=[Category(label.split(" ")[0].rstrip(","), full_label=label) for label, _value in rows],
        series=[Series(_("Kronor a month"), [value for _label, value in rows])],
        unit="kr",
        height=240,
    )


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def debt_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a debt."""
    case, user = reached(request, pk, "debt_case.change"), staff_of(request)
    form = DebtForm(request.POST or None, initial={"client_key": uuid4()})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: add_debt(case=case, by=user, **form.cleaned_data))
    ):
        messages.success(request, _("The debt is entered."))
        return redirect(_address(case.pk))
    context = {"form": form, "title": _("Enter a debt"), "submit": _("Save the debt")}
    context["back_url"] = _address(case.pk)
    return case_page(request, case, "debtadvice/case_form.html", context, tab=TAB)


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def debt_amount(request: HttpRequest, pk: int) -> HttpResponse:
    """A new amount of a debt; the earlier ones stay in its history."""
    debt, user = reached_part(request, Debt, pk), staff_of(request)
    form = AmountForm(request.POST or None, initial={"is_settled": debt.settled_on is not None})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: add_amount(debt=debt, by=user, **form.cleaned_data))
    ):
        messages.success(request, _("The amount is saved."))
        return redirect(_address(debt.case_id))
    context = {
        "form": form,
        "title": _("New amount"),
        "submit": _("Save the amount"),
        "debt": debt,
        "amounts": debt.amounts.select_related("recorded_by").order_by("-as_of"),
        "back_url": _address(debt.case_id),
    }
    return case_page(request, debt.case, "debtadvice/debt_amount.html", context, tab=TAB)


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Paste a debt overview, or choose its file. With a fault anywhere, nothing is written."""
    case, user = reached(request, pk, "debt_case.change"), staff_of(request)
    form = OverviewForm(request.POST or None, request.FILES or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: import_debts(case=case, rows=form.cleaned_data["rows"], by=user))
    ):
        messages.success(request, _("The debts of the overview are saved."))
        return redirect(_address(case.pk))
    context = {"form": form, "title": _("Read a debt overview"), "submit": _("Read the overview")}
    context["back_url"] = _address(case.pk)
    return case_page(request, case, "debtadvice/case_form.html", context, tab=TAB)


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def budget(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version of the budget, begun from the latest one."""
    case, user = reached(request, pk, "debt_case.change"), staff_of(request)
    form = BudgetForm(request.POST or None, initial=_budget_initial(case))
    if request.method == "POST" and form.is_valid() and done(form, lambda: _save_budget(case, form, user)):
        messages.success(request, _("The budget is saved."))
        return redirect(_address(case.pk))
    day = today()
    context = {
        "form": form,
        "norms": AmountTable.objects.in_force(TableKind.NORM, day),
        "rents": AmountTable.objects.in_force(TableKind.RENT, day, case.authority_id),
    }
    return case_page(request, case, "debtadvice/budget_form.html", context, tab=TAB)


def _budget_initial(case: DebtCase) -> dict[str, Any]:
    initial: dict[str, Any] = {"client_key": uuid4(), "name": _("Today")}
    latest = case.budgets.order_by("-pk").first()
    if latest is not None:
        initial |= {code: Decimal(value) for code, value in latest.lines.items()}
        initial |= {"adults": latest.adults}
        initial |= {name: ", ".join(map(str, getattr(latest, name))) for name in ("child_ages", "lunch_ages")}
    return initial


def _save_budget(case: DebtCase, form: BudgetForm, user: User) -> Budget:
    data = form.cleaned_data
    content = BudgetInput(
        name=data["name"],
        incomes=form.lines(INCOMES),
        expenses=form.lines(EXPENSES),
        adults=data["adults"],
        child_ages=data["child_ages"],
        lunch_ages=data["lunch_ages"],
    )
    return save_budget(case=case, content=content, by=user, client_key=data["client_key"])
