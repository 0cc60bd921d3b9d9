"""Debt restructuring: one page from the conditions to the last yearly follow-up."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from accounts.models import User
from cases.errors import ActionRefused
from core.clock import today
from core.periods import add_months
from debtadvice.actions import restructuring as actions
from debtadvice.amortisation import MONTHS_IN_YEAR
from debtadvice.enums import RestructuringState
from debtadvice.five_years import PaidMonth, paid_months
from debtadvice.forms import restructuring as forms
from debtadvice.models import Restructuring
from debtadvice.planning import months_by_the_budget, restructuring_months
from debtadvice.views.case_page import case_page, done, reached, reached_part, staff_of

# name of the button -> (form, states in which it is offered)
STATES = RestructuringState
# So long before its day a year's follow-up stands open on the page.
SOON = timedelta(days=30)
MOST_PAYMENTS_SHOWN = 100
OPEN = (STATES.PREPARING, STATES.APPLIED, STATES.GRANTED)
STEPS: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "conditions": (forms.ConditionsForm, (STATES.PREPARING, STATES.APPLIED)),
    "apply": (forms.ApplyForm, (STATES.PREPARING,)),
    "decide": (forms.DecideForm, (STATES.APPLIED,)),
    "pay": (forms.PaidForm, (STATES.GRANTED,)),
    "follow": (forms.FollowUpForm, (STATES.GRANTED,)),
    "end": (forms.EndForm, OPEN),
}


@requires("debt_case.change")
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to prepare an application."""
    case = reached(request, pk, "debt_case.change")
    try:
        made = actions.begin_restructuring(case=case, by=staff_of(request))
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect("debtadvice:economy", case.pk)
    return redirect("debtadvice:restructuring", made.pk)


@requires("debt_case.read")
@require_http_methods(["GET", "HEAD", "POST"])
def restructuring(request: HttpRequest, pk: int) -> HttpResponse:
    """The conditions, the application, the decision, the five years; each step by its own button."""
    found, user = reached_part(request, Restructuring, pk, "debt_case.read"), staff_of(request)
    may_change = user.can("debt_case.change")
    months = restructuring_months(found, today())
    sent = next((name for name in STEPS if f"do-{name}" in request.POST), None) if may_change else None
    page_forms = {
        name: _form(name, found, months, request.POST if name == sent else None)
        for name, (_kind, states) in STEPS.items()
        if found.state in states and (name != "pay" or (found.money_sek and months))
    }
    form = page_forms.get(sent or "")
    if form is not None and form.is_valid() and done(form, lambda: _step(sent or "")(found, form, user)):
        messages.success(request, _("It is saved."))
        return redirect("debtadvice:restructuring", found.pk)
    years = _years(found, months)
    context = {
        "restructuring": found,
        "forms": page_forms,
        "form": form,
        "checks": found.checks.order_by("pk"),
        "follow_ups": years,
        "is_year_due": any(
            year["row"].done_on is None and year["row"].due_on <= today() + SOON for year in years
        ),
        "by_the_budget": months_by_the_budget(found.case),
        "shares": found.shares.select_related("debt").order_by("-owed_sek", "pk"),
        "number": _number_of_months(found),
        "paid_months": months[::-1],
        "payments": found.payments.order_by("-paid_on", "-pk")[:MOST_PAYMENTS_SHOWN],
        "missed_sek": sum((one.missed_sek for one in months), Decimal(0)),
    }
    return case_page(request, found.case, "debtadvice/restructuring.html", context, tab="economy")


def _form(name: str, found: Restructuring, months: list[PaidMonth], data: Any) -> Any:
    more: dict[str, Any] = {}
    if name == "conditions":
        more = {"restructuring": found}
    elif name == "decide":
        debts = (
            found.case.debts.filter(settled_on=None).prefetch_related("amounts").order_by("creditor", "pk")
        )
        more = {"debts": [debt for debt in debts if debt.total_sek]}
    elif name == "pay":
        more = {"months": months}
    return STEPS[name][0](data, prefix=name, **more)


def _years(found: Restructuring, months: list[PaidMonth]) -> list[dict[str, Any]]:
    """Each year's follow-up, with what was due and paid in the year before it."""
    years = []
    for row in found.follow_ups.select_related("done_by").order_by("due_on"):
        of_year = [one for one in months if add_months(row.due_on, -MONTHS_IN_YEAR) <= one.month < row.due_on]
        years.append(
            {
                "row": row,
                "is_late": row.is_late(today()),
                "due": sum((one.due_sek for one in of_year), Decimal(0)),
                "paid": sum((one.paid_sek for one in of_year), Decimal(0)),
            }
        )
    return years


def _number_of_months(found: Restructuring) -> int:
    """In how many months something is paid."""
    if found.first_month is None or found.last_month is None:
        return 0
    return len(paid_months(found.first_month, found.last_month))


def _step(name: str) -> Callable[[Restructuring, Any, User], Any]:
    return {
        "conditions": _check,
        "apply": _apply,
        "decide": _decide,
        "pay": _pay,
        "follow": _follow,
        "end": _end,
    }[name]


def _check(found: Restructuring, form: Any, user: User) -> None:
    checks = {code: actions.CheckInput(*answer) for code, answer in form.answers().items()}
    actions.check_conditions(restructuring=found, checks=checks, by=user)


def _apply(found: Restructuring, form: Any, user: User) -> None:
    actions.apply_for_restructuring(restructuring=found, by=user, **form.cleaned_data)


def _decide(found: Restructuring, form: Any, user: User) -> None:
    grant = form.grant()
    actions.decide_restructuring(
        restructuring=found,
        decided_on=form.cleaned_data["decided_on"],
        grant=None if grant is None else actions.GrantInput(**grant),
        by=user,
    )


def _pay(found: Restructuring, form: Any, user: User) -> None:
    actions.pay_restructuring(restructuring=found, by=user, **form.cleaned_data)


def _follow(found: Restructuring, form: Any, user: User) -> None:
    follow_up = found.follow_ups.filter(done_on=None).order_by("due_on").first()
    if follow_up is None:
        raise ActionRefused(_("Every year is gone through. End it when the plan has run."))
    actions.follow_up_restructuring(follow_up=follow_up, by=user, **form.cleaned_data)


def _end(found: Restructuring, form: Any, user: User) -> None:
    actions.end_restructuring(restructuring=found, by=user, **form.cleaned_data)
