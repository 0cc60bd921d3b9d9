"""Repayment plans: drawn up, compared, begun, paid, ended."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from cases.errors import ActionRefused
from core.charts import Category, Series, bar_chart
from core.clock import today
from core.money import format_sek
from debtadvice.actions.economy import end_plan, import_payments, propose_plan, record_payment, start_plan
from debtadvice.enums import PlanState, Strategy
from debtadvice.forms.economy import PaymentForm, PaymentsForm, PlanForm
from debtadvice.models import Payment, PlanDebt, RepaymentPlan
from debtadvice.planning import Comparison, compare, draw, due_and_paid, judge, owed_of, standing
from debtadvice.views.case_page import case_page, done, reached, reached_part, staff_of

TAB = "economy"
MOST_MONTHS_SHOWN = 60
MOST_PAYMENTS_SHOWN = 30
# Under the bars of the comparison there is room for a word.
SHORT_ORDERS = {
    Strategy.SMALLEST: pgettext_lazy("order", "Smallest"),
    Strategy.DEAREST: pgettext_lazy("order", "Dearest"),
    Strategy.EQUAL: pgettext_lazy("order", "Equal"),
    Strategy.PROPORTIONAL: pgettext_lazy("order", "In proportion"),
    Strategy.OWN: pgettext_lazy("order", "Own amounts"),
}


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a plan over all debts."""
    case, user = reached(request, pk, "debt_case.change"), staff_of(request)
    budgets = list(case.budgets.order_by("-pk"))
    latest = budgets[0] if budgets else None
    initial: dict[str, Any] = {"strategy": Strategy.PROPORTIONAL}
    if latest is not None and latest.left_sek > 0:
        initial["money_sek"] = latest.left_sek
    debts = list(case.debts.filter(settled_on=None).order_by("creditor", "pk"))
    form = PlanForm(request.POST or None, initial=initial, debts=debts, budgets=budgets)
    made: list[RepaymentPlan] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: made.append(propose_plan(case=case, by=user, **form.cleaned_data)))
    ):
        return redirect("debtadvice:plan", made[0].pk)
    context = {"form": form, "title": _("New repayment plan"), "submit": _("Draw up the plan")}
    if latest is not None:
        context["lead"] = _("By the latest budget %(amount)s a month is left.") % {
            "amount": format_sek(latest.left_sek)
        }
    return case_page(request, case, "debtadvice/plan_form.html", context, tab=TAB)


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
    result, comparison = draw(found, owed), compare(found, owed)
    context = {
        "plan": found,
        "parts": parts,
        "schedule": result,
        "months": result.months[:MOST_MONTHS_SHOWN],
        "hidden": max(len(result.months) - MOST_MONTHS_SHOWN, 0),
        "comparison": comparison,
        "chart": _comparison_chart(found, comparison),
        "verdict": judge(found),
        "parts_standing": _standing_by_part(found, parts),
        "payments": found_payments(found),
        "standing": standing(found, today()) if found.state != PlanState.DRAFT else None,
        "form": form,
    }
    return case_page(request, found.case, "debtadvice/plan.html", context, tab=TAB)


def found_payments(plan: RepaymentPlan) -> list[Payment]:
    """The latest payments of the plan."""
    payments = Payment.objects.filter(part__plan=plan).select_related("part__debt", "recorded_by")
    return list(payments.order_by("-paid_on", "-pk")[:MOST_PAYMENTS_SHOWN])


def _standing_by_part(plan: RepaymentPlan, parts: list[PlanDebt]) -> list[dict[str, Any]]:
    """What each creditor was to get by now, has got, and lacks."""
    if plan.state == PlanState.DRAFT:
        return []
    due, paid = due_and_paid(plan, today())
    nothing = Decimal(0)
    return [
        {
            "part": part,
            "due": due.get(part.pk, nothing),
            "paid": paid.get(part.pk, nothing),
            "behind": max(due.get(part.pk, nothing) - paid.get(part.pk, nothing), nothing),
        }
        for part in parts
    ]


def _comparison_chart(plan: RepaymentPlan, comparison: list[Comparison]) -> Any:
    """What each order costs in interest; None when none costs anything or comes to an end."""
    ended = [row for row in comparison if row.months]
    if not any(row.interest_sek for row in ended):
        return None
    return bar_chart(
        chart_id=f"orders-{plan.pk}",
        title=_("Interest in all, by order"),
        categories=[
            Category(str(SHORT_ORDERS[row.strategy]), full_label=str(row.strategy.label)) for row in ended
        ],
        series=[Series(_("Kronor"), [row.interest_sek for row in ended])],
        unit="kr",
        height=220,
        width=420,
    )


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def payments(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a list of payments. With a fault anywhere, nothing is written."""
    plan, user = reached_part(request, RepaymentPlan, pk), staff_of(request)
    form = PaymentsForm(request.POST or None, request.FILES or None, plan=plan)
    made: list[int] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: made.append(import_payments(plan=plan, rows=form.cleaned_data["rows"], by=user)),
        )
    ):
        words = ngettext("%(n)s new payment is entered.", "%(n)s new payments are entered.", made[0])
        messages.success(request, words % {"n": made[0]})
        return redirect("debtadvice:plan", plan.pk)
    context = {
        "form": form,
        "title": _("Read a list of payments"),
        "submit": _("Read the list"),
        "back_url": reverse("debtadvice:plan", args=[plan.pk]),
    }
    return case_page(request, plan.case, "debtadvice/case_form.html", context, tab=TAB)


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
