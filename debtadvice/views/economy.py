"""A case's economy: debts, budgets, plans, payments."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from cases.errors import ActionRefused
from core.charts import Category, Series, bar_chart
from core.clock import today
from core.documents import documents_of
from core.money import format_sek
from debtadvice.actions.economy import (
    add_amount,
    add_debt,
    end_plan,
    import_debts,
    propose_plan,
    record_payment,
    save_budget,
    start_plan,
)
from debtadvice.actions.letters import CREDITOR_LETTER
from debtadvice.enums import PlanState, Strategy
from debtadvice.forms.economy import (
    EXPENSES,
    INCOMES,
    AmountForm,
    BudgetForm,
    DebtForm,
    OverviewForm,
    PaymentForm,
    PlanForm,
)
from debtadvice.models import Budget, Debt, RepaymentPlan
from debtadvice.planning import compare, draw, owed_of, standing
from debtadvice.views.case_page import case_page, done, reached, reached_part, staff_of

TAB = "economy"
MOST_MONTHS_SHOWN = 60


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
    budgets = list(case.budgets.order_by("-pk"))
    context = {
        "debts": debts,
        "total": sum((debt.total_sek for debt in debts if debt.settled_on is None), Decimal(0)),
        "budgets": budgets,
        "plans": case.plans.order_by("-pk"),
        "today": today(),
        "chart": _budget_chart(budgets[0]) if budgets else None,
    }
    return case_page(request, case, "debtadvice/economy.html", context, tab=TAB)


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
    form = AmountForm(request.POST or None)
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
        "lead": debt.creditor,
        "back_url": _address(debt.case_id),
    }
    return case_page(request, debt.case, "debtadvice/case_form.html", context, tab=TAB)


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Paste a debt overview. With a fault anywhere, nothing is written."""
    case, user = reached(request, pk, "debt_case.change"), staff_of(request)
    form = OverviewForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: import_debts(case=case, rows=form.cleaned_data["overview"], by=user))
    ):
        messages.success(request, _("The debts of the overview are saved."))
        return redirect(_address(case.pk))
    context = {"form": form, "title": _("Paste a debt overview"), "submit": _("Read the overview")}
    context["back_url"] = _address(case.pk)
    return case_page(request, case, "debtadvice/case_form.html", context, tab=TAB)


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def budget(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version of the budget, begun from the latest one."""
    case, user = reached(request, pk, "debt_case.change"), staff_of(request)
    latest = case.budgets.order_by("-pk").first()
    initial: dict[str, Any] = {"client_key": uuid4(), "name": _("Today")}
    if latest is not None:
        initial |= {code: Decimal(value) for code, value in latest.lines.items()}
    form = BudgetForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        incomes, expenses = form.lines(INCOMES), form.lines(EXPENSES)
        values = {
            "name": form.cleaned_data["name"],
            "lines": {code: str(value) for code, value in (incomes | expenses).items()},
            "income_sek": sum(incomes.values(), Decimal(0)),
            "expense_sek": sum(expenses.values(), Decimal(0)),
            "client_key": form.cleaned_data["client_key"],
        }
        if done(form, lambda: save_budget(case=case, by=user, **values)):
            messages.success(request, _("The budget is saved."))
            return redirect(_address(case.pk))
    context = {"form": form}
    return case_page(request, case, "debtadvice/budget_form.html", context, tab=TAB)


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a plan over all debts."""
    case, user = reached(request, pk, "debt_case.change"), staff_of(request)
    latest = case.budgets.order_by("-pk").first()
    initial: dict[str, Any] = {"strategy": Strategy.PROPORTIONAL}
    if latest is not None and latest.left_sek > 0:
        initial["money_sek"] = latest.left_sek
    form = PlanForm(request.POST or None, initial=initial)
    made: list[RepaymentPlan] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: made.append(propose_plan(case=case, by=user, **form.cleaned_data)))
    ):
        return redirect("debtadvice:plan", made[0].pk)
    context = {"form": form, "title": _("New repayment plan"), "submit": _("Draw up the plan")}
    context["back_url"] = _address(case.pk)
    if latest is not None:
        context["lead"] = _("By the latest budget %(amount)s a month is left.") % {
            "amount": format_sek(latest.left_sek)
        }
    return case_page(request, case, "debtadvice/case_form.html", context, tab=TAB)


@requires("debt_case.read")
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan: its months, what other orders would make of the money, and what has been paid."""
    found, user = reached_part(request, RepaymentPlan, pk, "debt_case.read"), staff_of(request)
    parts = list(found.parts.select_related("debt").order_by("debt__creditor", "pk"))
    owed = owed_of([], parts)
    form = PaymentForm(
        request.POST or None, plan=found, initial={"client_key": uuid4()} if not request.POST else None
    )
    if (
        request.method == "POST"
        and user.can("debt_case.change")
        and form.is_valid()
        and done(form, lambda: record_payment(by=user, **form.cleaned_data))
    ):
        messages.success(request, _("The payment is entered."))
        return redirect("debtadvice:plan", found.pk)
    result = draw(found, owed)
    left = found.budget.left_sek if found.budget else None
    context = {
        "plan": found,
        "parts": parts,
        "schedule": result,
        "months": result.months[:MOST_MONTHS_SHOWN],
        "hidden": max(len(result.months) - MOST_MONTHS_SHOWN, 0),
        "comparison": compare(found, owed),
        "left": left,
        "is_realistic": None if left is None else found.money_sek <= left,
        "standing": standing(found, today()) if found.state != PlanState.DRAFT else None,
        "form": form,
    }
    return case_page(request, found.case, "debtadvice/plan.html", context, tab=TAB)


@requires("debt_case.change")
@require_POST
def plan_start(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan begins."""
    return _settle(request, pk, start_plan, _("The plan runs."))


@requires("debt_case.change")
@require_POST
def plan_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan runs no more."""
    return _settle(request, pk, end_plan, _("The plan is ended."))


def _settle(request: HttpRequest, pk: int, act: Any, words: str) -> HttpResponse:
    found = reached_part(request, RepaymentPlan, pk)
    try:
        act(plan=found, by=staff_of(request))
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return redirect("debtadvice:plan", found.pk)
